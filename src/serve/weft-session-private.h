/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-search-answer.h"
#include "serve/weft-session.h"

G_BEGIN_DECLS

/* What the files of a session share: weft-session.c (its life), weft-greeting.c (hello and welcome), weft-session-frames.c (what a
 * client asks), weft-subscription.c (what it is sent of a stream). */

#define WEFT_SESSION_RUNNING_MAX 1024 /* operations and values of one client with the writer */

/** WeftSessionWork: a long answer. */
typedef struct
{
  char *stream;
  /* A page; else the subscription of the stream is looked at. */
  gboolean page;
  gint64 request;
  char *table;
  gint64 before;
  gint64 limit;
  WeftSearchAsked *search; /* (nullable) or a search */
  /* A question about the past: a page, with @what. */
  char *what;
  char *row;
  gint64 from;
  gint64 to;
  gint64 at;
  gint64 cursor;
} WeftSessionWork;

/** WeftGreeting: what the writer found of a client that said hello. */
typedef struct
{
  WeftSession *session;
  char *client;
  gint64 acknowledged;
  char *digest;         /* (nullable): what the client knows of the latest values */
  gboolean known;       /* which is all of them */
  gint64 next;
  GPtrArray *results;
  GPtrArray *latests;
  GError *error;
} WeftGreeting;

void _weft_session_work_free (WeftSessionWork *self);
void _weft_greeting_free (WeftGreeting *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftGreeting, _weft_greeting_free)

/** _weft_session_schedule_locked: the session's mutex is held: a worker shall come. */
void _weft_session_schedule_locked (WeftSession *self);
/** _weft_session_push_work: @work: (transfer full). */
void _weft_session_push_work (WeftSession *self, WeftSessionWork *work);
void _weft_session_set_state (WeftSession *self, WeftSessionState state);

/** _weft_session_send: @out: (transfer full): one frame. */
void _weft_session_send (WeftSession *self, GString *out);
/** _weft_session_send_error: what is no refusal goes to the log only. */
void _weft_session_send_error (WeftSession *self, const GError *error);
/* The same, of the page with this number. */
void _weft_session_refuse_request (WeftSession *self, gint64 request, const GError *error);

/** _weft_session_handle_received: any thread. Returns: whether it told something new. */
gboolean _weft_session_handle_received (WeftSession *self, const WeftFrame *frame);

/* On a worker: */
void _weft_session_handle_frame (WeftSession *self, GBytes *text);
void _weft_session_handle_hello (WeftSession *self, const WeftFrame *frame);
void _weft_session_welcome (WeftSession *self, WeftGreeting *greeting);
/** _weft_session_go_on_with: one step of the subscription of @stream, if it is not live. */
void _weft_session_go_on_with (WeftSession *self, const char *stream);
/** _weft_session_answer_page: FALSE if the page must wait for its subscription. */
gboolean _weft_session_answer_page (WeftSession *self, const WeftSessionWork *work);
void _weft_session_answer_search (WeftSession *self, const WeftSearchAsked *asked);
/** _weft_session_answer_question: FALSE if others ask just now, and it must wait. */
gboolean _weft_session_answer_question (WeftSession *self, const WeftSessionWork *work);
/** _weft_session_unwatch_all: the hub's mutex is held. */
void _weft_session_unwatch_all (WeftSession *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/weft-backoff.h"
#include "sync/weft-client-session.h"

G_BEGIN_DECLS

/* What the files of a session share: weft-client-session.c (its life, numbering and sending), weft-client-round.c (what a batch makes of
 * the server's frames), weft-client-subscriptions.c (which streams
 * are asked for), weft-client-commands.c (what the person does), weft-client-requests.c (what is asked for beside the outbox). */

#define MS G_GINT64_CONSTANT (1000)

#define WINDOW_MIN 32                 /* operations under way at once while few wait */
#define COALESCE_MIN 32               /* pending operations from which on a batch waits for company */
#define COALESCE_MAX (250 * MS)       /* but not longer than this */
#define QUEUE_MAX 4096                /* frames that wait for a batch; then it runs at once */
#define QUEUE_ROOM (512 * 1024)       /* bytes that wait for a batch, from which on the server is not told to send more … */
#define QUEUE_ROOM_EACH 64            /* … or so many for each pending operation, if that is more */
#define QUEUE_BYTES_MAX (8 * QUEUE_ROOM) /* from a server that sends more all the same: nothing more is read until they are in the store */
#define SNAPSHOT_PAGES_MAX 1024       /* of 64 kB: half a million members */
#define ASK_AGAIN (5000 * MS)         /* until a stream is asked for again of which nothing has come; doubles */
#define ASK_STALLED (90000 * MS)      /* or of which nothing more has come: a frame of 64 kB takes a minute at 1 kB/s */
#define UNFIT_TRIES 8                 /* for a snapshot which does not fit; then again with the next connection */
#define PAGE_TIMEOUT (15000 * MS)
#define SEARCH_TIMEOUT (10000 * MS)
#define ASK_TIMEOUT (60000 * MS)      /* a server folds one past at a time */
#define LATEST_INTERVAL (1000 * MS)
#define OPEN_INTERVAL (250 * MS)      /* who walks through a list passes many rooms */
#define WATCH_INTERVAL (1000 * MS)    /* and scrolling many people */
#define PING_INTERVAL (WEFT_HEARTBEAT * MS)
#define POSITIONS_PER_FRAME 400       /* 512 may be named, but long ids would go over 64 kB */
#define OPERATION_OVERHEAD 512        /* bytes around the arguments in an operation's frame */

typedef struct
{
  gint64 request;
  const char *stream;    /* interned */
  const char *table;     /* interned */
  gint64 wanted;         /* rows just below this are wanted */
  guint limit;
  gint64 before;         /* what the server was asked for */
  gint64 deadline;
  WeftFrame *early;      /* (nullable): rows from after what is held */
  WeftClientSessionPageFunc func;
  gpointer user_data;
} Page;

/* A question about the past of a stream. */
typedef struct
{
  gint64 request;
  gint64 deadline;
  WeftClientSessionAnswerFunc func;
  gpointer user_data;
} Ask;

/* A stream that was asked for, and is not up to date yet. */
typedef struct
{
  gint64 at;             /* when it was asked for, or something of it last came */
  guint n_tries;         /* without an answer */
  gboolean answered;
} Asked;

/* A stream whose snapshot does not fit our tables: damaged, or of a server which is newer. */
typedef struct
{
  WeftBackoff backoff;
  guint n_tries;
  gint64 due;            /* monotonic; G_MAXINT64: asked for, or given up */
} Unfit;

typedef struct
{
  char *stream;
  char *name;
  gboolean durable;
  gint64 value;
  char *json;            /* (nullable): the value of one that is not durable */
  gboolean unsent;
  gint64 next;           /* not to be sent before */
} OutgoingLatest;

/* What is on screen, told at once, but then not too soon again. */
typedef struct
{
  char **names;          /* (nullable) */
  gboolean unsent;
  gint64 next;           /* not to be sent before */
} Shown;

struct _WeftClientSession
{
  WeftCopy *copy;
  WeftClientSessionEvents events;
  gpointer user_data;
  GString *out;

  gboolean connected;
  gboolean ready;        /* welcomed and subscribed */
  gboolean caught_up;
  gboolean was_settled;  /* in this connection */
  gint64 offset;
  gint64 acknowledged;
  gint64 last_sent;
  gboolean all_live;     /* a heartbeat said that nothing is missing */

  GQueue incoming;       /* of WeftFrame */
  gsize n_incoming;      /* bytes of their texts */
  gint64 sent;           /* bytes, as the server last said; -1: it was answered */
  gint64 first_incoming;
  guint n_events;        /* in the queue */
  guint n_results;

  GHashTable *snapshots; /* interned stream → GPtrArray of WeftFrame: pages so far */
  GHashTable *awaited;   /* set of interned streams: reset, the snapshot is on its way */
  GHashTable *unfit;     /* interned stream → Unfit */
  GHashTable *asked;     /* interned stream → Asked */
  GPtrArray *to_ask;     /* streams to subscribe after the batch */
  GPtrArray *pages;      /* of Page */
  WeftSearchRequests *searches;
  GPtrArray *asks;       /* of Ask */
  gint64 last_request;

  GHashTable *latests;   /* key → OutgoingLatest */
  GHashTable *heard;     /* (nullable): key → gint64*: own durable values which this connection brought, until all have come */
  Shown open;            /* streams */
  Shown watched;         /* people */
  gboolean idle;
  gboolean told_idle;    /* as this connection was told */

  WeftBackoff fault_backoff;
  gint64 resend_at;      /* monotonic; 0: nothing */
  guint n_held;          /* operations which were found to wait for a file when they were last looked at */
};

gint64 _weft_client_session_now (WeftClientSession *self);
void _weft_client_session_send_out (WeftClientSession *self);
void _weft_client_session_subscribe_all (WeftClientSession *self);
void _weft_client_session_ask_for (WeftClientSession *self, const char *stream);
/** _weft_client_session_ask_again_for: what came of it did not fit. */
void _weft_client_session_ask_again_for (WeftClientSession *self, const char *stream);
/** _weft_client_session_ask_for_missing: all that are known to be behind. */
void _weft_client_session_ask_for_missing (WeftClientSession *self);
void _weft_client_session_note_answer (WeftClientSession *self, const char *stream);
void _weft_client_session_take_poke (WeftClientSession *self, const WeftFrame *frame);
void _weft_client_session_note_unfit (WeftClientSession *self, const char *stream);
void _weft_client_session_subscribe_asked (WeftClientSession *self);
gboolean _weft_client_session_may_number (WeftClientSession *self);
gboolean _weft_client_session_number_operations (WeftClientSession *self, WeftBatch *batch, GPtrArray *to_send, GError **error);
void _weft_client_session_send_operations (WeftClientSession *self, GPtrArray *entries);
void _weft_client_session_send_again (WeftClientSession *self);
gint64 _weft_client_session_lowest_unanswered (WeftClientSession *self);
void _weft_client_session_acknowledge (WeftClientSession *self);
gboolean _weft_client_session_fork_client (WeftClientSession *self, WeftBatch *batch, GError **error);
void _weft_client_session_send_latests (WeftClientSession *self);
/** _weft_client_session_forget_latests: what of @stream is still to be sent is not: its rows went. */
void _weft_client_session_forget_latests (WeftClientSession *self, const char *stream);
/** _weft_client_session_send_shown: what is due of it. */
void _weft_client_session_send_shown (WeftClientSession *self);
/** _weft_client_session_open_again: @stream came: who asked for it on screen before may have been told that there is none. */
void _weft_client_session_open_again (WeftClientSession *self, const char *stream);
/** _weft_client_session_sum_latests: Returns: (transfer full) (nullable): the digest of one's own durable values. */
char *_weft_client_session_sum_latests (WeftClientSession *self);
/** _weft_client_session_hear_latest: while there is @heard: the server keeps this of one's own. */
void _weft_client_session_hear_latest (WeftClientSession *self, const WeftFrameLatest *latest);
/** _weft_client_session_compare_latests: ends @heard: what the server does not know is sent. */
gboolean _weft_client_session_compare_latests (WeftClientSession *self, GError **error);
void _weft_client_session_finish_page (WeftClientSession *self, Page *page, gboolean more, const GError *error);
void _weft_client_session_advance_page (WeftClientSession *self, Page *page);
void _weft_client_session_fail_pages (WeftClientSession *self, gint64 deadline, const char *message);
Ask *_weft_client_session_find_ask (WeftClientSession *self, gint64 request);
void _weft_client_session_finish_ask (WeftClientSession *self, Ask *ask, const WeftFrame *answer, const GError *error);
void _weft_client_session_fail_asks (WeftClientSession *self, gint64 deadline, const char *message);
Page *_weft_client_session_find_page (WeftClientSession *self, gint64 request);
void _weft_client_session_ask_for_unfit (WeftClientSession *self);
/** _weft_client_session_begin: Returns: (transfer full): a batch of the copy as it is on disk; nothing of what is in memory may be held. */
WeftBatch *_weft_client_session_begin (WeftClientSession *self, gboolean durable, GError **error);
gboolean _weft_client_session_commit (WeftClientSession *self, WeftBatch *batch, GPtrArray *to_send, GError **error);
/** _weft_client_session_make_room: tells the server, if there is room again for more than it has sent. */
void _weft_client_session_make_room (WeftClientSession *self);
void _weft_client_session_drop_incoming (WeftClientSession *self);
void _weft_client_session_recover (WeftClientSession *self);
gboolean _weft_client_session_run_round (WeftClientSession *self, GError **error);

G_END_DECLS

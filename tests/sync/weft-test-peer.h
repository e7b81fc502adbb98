/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/chat/shared/weft-chat-module.h"
#include "parts/conflict/shared/weft-conflict-module.h"
#include "parts/files/shared/weft-files-module.h"
#include "parts/people/shared/weft-people-module.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "store/weft-rows.h"
#include "sync/weft-client-session.h"

G_BEGIN_DECLS

#define ME "0190a000-0000-7000-8000-000000000001"
#define HA "0190a000-0000-7000-8000-000000000002"
#define WORKSPACE "0190a000-0000-7000-8000-0000000000ff"
#define USER "user/" ME
#define ROOM "room/0190a000-0000-7000-8000-000000000a01"
#define OTHER "room/0190a000-0000-7000-8000-000000000a02"

/**
 * WeftTestPeer: a client's session without any socket, and a small server in the test's hands: it has rows and logs
 * of its own, and sends exactly what the test says.
 */
typedef struct
{
  WeftRegistry *registry;
  WeftManualClock *clock;
  char *directory;         /* of the client's store */
  WeftCopy *copy;
  WeftClientSession *session;

  GPtrArray *sent;         /* of WeftFrame: what the client sent and the test did not look at yet */
  GPtrArray *changes;      /* of WeftChanges: one a batch that changed something */
  GPtrArray *settled;      /* of char*: "id" or "id code" */
  GPtrArray *revoked;      /* of char*: titles */
  guint n_latest;
  guint n_reconnects;

  WeftDatabase *database;  /* the server's rows */
  GHashTable *logs;        /* stream → GPtrArray of char*: stored events */
  guint64 epoch;
  gint64 next_n;
  GHashTable *results;     /* n → char*: answers given */
} WeftTestPeer;

WeftRegistry *weft_test_registry (void);

WeftTestPeer *weft_test_peer_new (void);
void weft_test_peer_free (WeftTestPeer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftTestPeer, weft_test_peer_free)

/** weft_test_peer_restart: the client's program ends without warning and starts again. */
void weft_test_peer_restart (WeftTestPeer *self);
/** weft_test_peer_tick: lets everything happen that is due now. */
void weft_test_peer_tick (WeftTestPeer *self);
void weft_test_peer_advance (WeftTestPeer *self, guint ms);

/** weft_test_peer_log: the server gets an event; nobody is told. Returns: its seq. */
gint64 weft_test_peer_log (WeftTestPeer *self, const char *stream, const char *by, const WeftEvent *event, gconstpointer args);
/** weft_test_peer_say: the same, a message. */
gint64 weft_test_peer_say (WeftTestPeer *self, const char *stream, const char *by, const char *id, const char *text);

void weft_test_peer_send (WeftTestPeer *self, const char *frame);
void weft_test_peer_welcome (WeftTestPeer *self);
void weft_test_peer_send_events (WeftTestPeer *self, const char *stream, gint64 first, gint64 last);
/** weft_test_peer_send_snapshot: of what the rows are now; @window newest rows of windowed tables. */
void weft_test_peer_send_snapshot (WeftTestPeer *self, const char *stream, guint window);
/** weft_test_peer_send_page: messages below @before; @seq: 0 for the head. */
void weft_test_peer_send_page (WeftTestPeer *self, gint64 request, const char *stream, gint64 before, guint limit, gint64 seq);
/** weft_test_peer_run: runs an operation frame. Returns: the result frame; nothing is sent. */
char *weft_test_peer_run (WeftTestPeer *self, const WeftFrame *operation);

/** weft_test_peer_take: Returns: (transfer full) (nullable): the oldest frame of @type the client sent; those before it are dropped. */
WeftFrame *weft_test_peer_take (WeftTestPeer *self, WeftFrameType type);
/** weft_test_peer_connect: hello, welcome, snapshots of the user's stream and ROOM. */
void weft_test_peer_connect (WeftTestPeer *self);

/** weft_test_peer_submit_send: the client writes a message; returns the operation's id. */
char *weft_test_peer_submit_send (WeftTestPeer *self, const char *stream, const char *message, const char *text);
void weft_test_peer_assert_equal (WeftTestPeer *self, const char *stream);
/** weft_test_peer_get_position: of the server's log at @seq. */
WeftPosition weft_test_peer_get_position (WeftTestPeer *self, const char *stream, gint64 seq);
gint64 weft_test_peer_query (WeftDatabase *database, const char *sql);
char *weft_test_message_id (guint i);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-client-session.h"
#include "sync/weft-sync-status.h"

G_BEGIN_DECLS

/**
 * WeftSyncCore:
 *
 * A workspace's copy and session, and what becomes of them as its connection comes and goes, without a thread, a socket or a timer: whoever
 * owns it says what happened (weft_sync_core_opened() …) and runs what is due. WeftSyncThread does so with a socket and GLib's timers; the
 * simulation in tests/sim with a network and a time of its own.
 */
typedef struct _WeftSyncCore WeftSyncCore;

/** WeftSyncLink: what a core does with its connection; see the functions of WeftSocket. */
typedef struct
{
  gboolean (*is_open) (gpointer link);
  void (*send) (const char *frame, gpointer link);
  void (*set_token) (const char *token, const GError *error, gpointer link); /* also for an open connection */
  void (*proved_good) (gpointer link);
  void (*reopen) (gpointer link);
  void (*fail) (const char *reason, gpointer link);
  void (*halt) (WeftSyncState state, const char *reason, gpointer link);
} WeftSyncLink;

/** WeftSyncCoreEvents: what a core tells its owner, from inside the call that caused it. */
typedef struct
{
  void (*need_token) (gboolean force_refresh, gpointer user_data); /* answer with weft_sync_core_set_token() */
  void (*status) (const WeftSyncStatus *status, gboolean outbox, gpointer user_data); /* takes what @status points to; @outbox: the outbox changed */
  void (*changed) (WeftChanges *changes, gpointer user_data);
  void (*uploads) (GPtrArray *uploads, gpointer user_data); /* takes @uploads, of WeftPendingUpload */
  void (*settled) (const char *id, const GError *error, gpointer user_data);
  void (*latest) (const char *stream, const char *name, const char *person, gint64 value, JsonNode *extra, gpointer user_data);
  void (*presence) (const char *person, const char *state, gint64 seen, gpointer user_data);
  void (*revoked) (const char *stream, const char *title, gpointer user_data);
  void (*erased) (gpointer user_data);
  void (*indexed) (gpointer user_data); /* (nullable): in another thread: %WEFT_SYNC_CORE_IDLE is due. NULL: nothing is done in other threads */
} WeftSyncCoreEvents;

/** WeftSyncCoreTimer: what becomes due. */
typedef enum
{
  WEFT_SYNC_CORE_TICK,    /* what the session has to do */
  WEFT_SYNC_CORE_REFRESH, /* a fresh token for the open connection */
  WEFT_SYNC_CORE_IDLE,    /* what waits for quiet: search, and taking out what was erased */
  WEFT_SYNC_CORE_N_TIMERS
} WeftSyncCoreTimer;

/** weft_sync_core_open: opens the store in @directory (NULL: in memory). @link: (transfer none): outlives the core, but is not called before it is opened. Blocking. */
WeftSyncCore *weft_sync_core_open (WeftRegistry *registry, const char *directory, WeftClock *clock, gboolean strict, const WeftSyncLink *link, gpointer link_data, const WeftSyncCoreEvents *events, gpointer user_data, GError **error);
/** weft_sync_core_begin: tells the status, and what the last run left to do. */
void weft_sync_core_begin (WeftSyncCore *self);
/** weft_sync_core_tidy: before freeing: takes out what was erased, for at most two seconds. */
void weft_sync_core_tidy (WeftSyncCore *self);
/** weft_sync_core_free: the link is not called any more. */
void weft_sync_core_free (WeftSyncCore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftSyncCore, weft_sync_core_free)

WeftCopy *weft_sync_core_get_copy (WeftSyncCore *self);
WeftClientSession *weft_sync_core_get_session (WeftSyncCore *self);

/** weft_sync_core_get_due: Returns: monotonic time of the clock in µs; 0: at once; G_MAXINT64: never. */
gint64 weft_sync_core_get_due (WeftSyncCore *self, WeftSyncCoreTimer timer);
/** weft_sync_core_run: does what is due. */
void weft_sync_core_run (WeftSyncCore *self, WeftSyncCoreTimer timer);

/* What happened to the connection. */
void weft_sync_core_opened (WeftSyncCore *self);
/** weft_sync_core_received: takes @frame. */
void weft_sync_core_received (WeftSyncCore *self, WeftFrame *frame);
/** weft_sync_core_lost: @close_code: 0: no close frame came. */
void weft_sync_core_lost (WeftSyncCore *self, guint close_code);
/** weft_sync_core_set_way: told with the next state. @transport: (nullable): static; by which it is connected. @page: (nullable): of a portal. */
void weft_sync_core_set_way (WeftSyncCore *self, const char *transport, const char *page);
void weft_sync_core_set_state (WeftSyncCore *self, WeftSyncState state, const char *reason);
/** weft_sync_core_set_token: the answer to need_token(). @refresh_in: ms until a fresh one should be fetched. */
void weft_sync_core_set_token (WeftSyncCore *self, const char *token, gint64 refresh_in, const GError *error);

/** weft_sync_core_store_failed: what a command of the session met: the connection ends and is tried again later. */
void weft_sync_core_store_failed (WeftSyncCore *self, const GError *error);

G_END_DECLS

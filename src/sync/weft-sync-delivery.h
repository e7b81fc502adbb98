/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "store/weft-changes.h"
#include "sync/weft-sync-status.h"

G_BEGIN_DECLS

/** WeftSyncThreadEvents: called on the owner's context. */
typedef struct
{
  void (*need_token) (gboolean force_refresh, gpointer user_data); /* answer with weft_sync_thread_set_token() */
  void (*status) (const WeftSyncStatus *status, gpointer user_data);
  void (*changed) (WeftChanges *changes, gpointer user_data);  /* at most once in 16 ms */
  void (*outbox_changed) (gpointer user_data);
  void (*uploads) (GPtrArray *uploads, gpointer user_data); /* of WeftPendingUpload: all that should be uploaded */
  void (*latest) (const char *stream, const char *name, const char *person, gint64 value, JsonNode *extra, gpointer user_data);
  void (*presence) (const char *person, const char *state, gint64 seen, gpointer user_data);
  void (*revoked) (const char *stream, const char *title, gpointer user_data);
  void (*erased) (gpointer user_data); /* rows have gone for good: what only they named is to go */
} WeftSyncThreadEvents;

/**
 * WeftSyncDelivery:
 *
 * What a workspace's thread has to tell its owner, gathered and told on the owner's context at most once in 16 ms. Functions called
 * weft_sync_delivery_add_… may be called from any thread. Reference-counted, atomically.
 */
typedef struct _WeftSyncDelivery WeftSyncDelivery;

/** weft_sync_delivery_new: to whoever calls this, on its thread-default context. */
WeftSyncDelivery *weft_sync_delivery_new (const WeftSyncThreadEvents *events, gpointer user_data);
WeftSyncDelivery *weft_sync_delivery_ref (WeftSyncDelivery *self);
void weft_sync_delivery_unref (WeftSyncDelivery *self);
/** weft_sync_delivery_close: on the owner's thread: nothing is told any more. */
void weft_sync_delivery_close (WeftSyncDelivery *self);

/** weft_sync_delivery_add_status: @status: (transfer full): takes what it points to. @outbox: the outbox has changed too. */
void weft_sync_delivery_add_status (WeftSyncDelivery *self, const WeftSyncStatus *status, gboolean outbox);
void weft_sync_delivery_add_changes (WeftSyncDelivery *self, WeftChanges *changes);
/** weft_sync_delivery_add_uploads: @uploads: (transfer full). */
void weft_sync_delivery_add_uploads (WeftSyncDelivery *self, GPtrArray *uploads);
void weft_sync_delivery_add_need_token (WeftSyncDelivery *self, gboolean force_refresh);
void weft_sync_delivery_add_latest (WeftSyncDelivery *self, const char *stream, const char *name, const char *person, gint64 value, JsonNode *extra);
void weft_sync_delivery_add_presence (WeftSyncDelivery *self, const char *person, const char *state, gint64 seen);
void weft_sync_delivery_add_revoked (WeftSyncDelivery *self, const char *stream, const char *title);
void weft_sync_delivery_add_erased (WeftSyncDelivery *self);

G_END_DECLS

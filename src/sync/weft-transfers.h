/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "sync/weft-file-cache.h"
#include "sync/weft-uploads.h"

G_BEGIN_DECLS

/**
 * WeftTransfers:
 *
 * Files on their way between this computer and the server, on threads of their own: one uploads, two download, two copy what is attached. Of each a piece of
 * 4 MiB is in memory at most. What breaks off goes on where it stood: after a lost connection, a killed server, and a restart of this program.
 *
 * Lives on the context that made it, where all events and futures come.
 */
typedef struct _WeftTransfers WeftTransfers;

/** WeftTransfersEvents: called on the owner's context. */
typedef struct
{
  void (*need_token) (gboolean force_refresh, gpointer user_data); /* answer with weft_transfers_set_token() */
  void (*uploaded) (const char *hash, const GError *refusal, gpointer user_data); /* with @refusal: not before it is asked for again */
  void (*progress) (const char *hash, gint64 done, gint64 total, gpointer user_data); /* at most some times a second; 0 of 0: not on its way any more */
} WeftTransfersEvents;

WeftTransfers *weft_transfers_new (const char *address, const char *directory, const WeftTransfersEvents *events, gpointer user_data);
/** weft_transfers_close: (transfer full): ends what is on its way; nothing is called any more. Resolves when the threads have ended. */
DexFuture *weft_transfers_close (WeftTransfers *self) G_GNUC_WARN_UNUSED_RESULT;

void weft_transfers_set_token (WeftTransfers *self, const char *token, const GError *error);
/** weft_transfers_set_online: whether it is worth trying; when it becomes so, what waits goes at once. */
void weft_transfers_set_online (WeftTransfers *self, gboolean online);
/** weft_transfers_set_uploads: (element-type WeftPendingUpload): all that is to be uploaded, in order. */
void weft_transfers_set_uploads (WeftTransfers *self, GPtrArray *uploads);

/** weft_transfers_add: Resolves to a WeftFileInfo: a copy of the file at @path, held until weft_transfers_let_go(). */
DexFuture *weft_transfers_add (WeftTransfers *self, const char *path) G_GNUC_WARN_UNUSED_RESULT;
void weft_transfers_let_go (WeftTransfers *self, const char *hash);

/** weft_transfers_fetch: Resolves to the path (string) of the file's copy on this computer; those who ask for one file share one download. */
DexFuture *weft_transfers_fetch (WeftTransfers *self, const char *stream, const char *hash, gint64 size) G_GNUC_WARN_UNUSED_RESULT;
/** weft_transfers_cancel: ends the download of @hash for all who wait for it; what has come is kept. */
void weft_transfers_cancel (WeftTransfers *self, const char *hash);
/** weft_transfers_is_fetching: whether a download of @hash goes on which weft_transfers_cancel() would end. */
gboolean weft_transfers_is_fetching (WeftTransfers *self, const char *hash);

/** weft_transfers_keep_only: (element-type utf8): a set: what else is in the cache and not needed goes. */
void weft_transfers_keep_only (WeftTransfers *self, GHashTable *hashes);

G_END_DECLS

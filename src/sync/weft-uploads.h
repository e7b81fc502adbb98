/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-database.h"
#include "sync/weft-outbox.h"

G_BEGIN_DECLS

/** WeftUploadState: as stored in the column `upload.state`. */
typedef enum
{
  WEFT_UPLOAD_WAITING,
  WEFT_UPLOAD_DONE,      /* the server has it: what names it may go */
  WEFT_UPLOAD_FAILED,    /* refused: what names it has failed, too */
} WeftUploadState;

/** WeftPendingUpload: a file that operations of the outbox name. */
typedef struct
{
  char *hash;
  gint64 size;
  WeftUploadState state;
} WeftPendingUpload;

/**
 * WeftUploads:
 *
 * The files which operations in the outbox name and this computer has to bring, in memory and in the table `upload`. Written inside the batch which the
 * caller has open, like the outbox; used by one thread.
 */
typedef struct _WeftUploads WeftUploads;

WeftUploads *weft_uploads_load (WeftDatabase *database, GError **error);
void weft_uploads_free (WeftUploads *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftUploads, weft_uploads_free)

/** weft_uploads_expect: the files of @entry have to be with the server before it goes. @directory: the copy's, whose cache holds them. */
gboolean weft_uploads_expect (WeftUploads *self, WeftDatabase *database, const char *directory, WeftOutboxEntry *entry, GError **error);
gboolean weft_uploads_set_state (WeftUploads *self, WeftDatabase *database, const char *hash, WeftUploadState state, GError **error);
/** weft_uploads_tidy: forgets those which no operation in @outbox names. */
gboolean weft_uploads_tidy (WeftUploads *self, WeftDatabase *database, WeftOutbox *outbox, GError **error);

/**
 * weft_uploads_holds:
 * @made: (inout): a set, %NULL at first: what the operations held so far make
 *
 * Whether @entry has to wait: for a file, or because it names what an operation makes that waits for one. Asked in the outbox's order.
 */
gboolean weft_uploads_holds (WeftUploads *self, WeftOutboxEntry *entry, GHashTable **made);

/** weft_uploads_get_waiting: Returns: (transfer full) (element-type WeftPendingUpload): what should be uploaded, in order of its coming. */
GPtrArray *weft_uploads_get_waiting (WeftUploads *self);
/** weft_uploads_take_changed: whether that list may have changed since this was last called. */
gboolean weft_uploads_take_changed (WeftUploads *self);

G_END_DECLS

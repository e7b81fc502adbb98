/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-blobs.h"

G_BEGIN_DECLS

/**
 * WeftUpload:
 *
 * The bytes of one file as they come, piece by piece and connection by connection, with the SHA-256 of what is there so far. How far it has come
 * is the size of the file on disk, so a server that was killed goes on where it was: only the sum is made anew, by reading.
 *
 * One connection at a time writes. A new one takes over from the last, which may be long dead without anybody having noticed. Safe from any
 * thread; all of it blocks for the disk.
 */
typedef struct _WeftUpload WeftUpload;

/** weft_upload_new: @path: where its bytes gather; need not be there yet. */
WeftUpload *weft_upload_new (const char *id, const char *person, const char *hash, gint64 size, const char *path);
WeftUpload *weft_upload_ref (WeftUpload *self);
void weft_upload_unref (WeftUpload *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftUpload, weft_upload_unref)

const char *weft_upload_get_id (WeftUpload *self);
const char *weft_upload_get_person (WeftUpload *self);
const char *weft_upload_get_hash (WeftUpload *self);
const char *weft_upload_get_path (WeftUpload *self);
gint64 weft_upload_get_size (WeftUpload *self);

/** weft_upload_get_offset: bytes that are there; ends whoever writes now, so that it stays true. */
gboolean weft_upload_get_offset (WeftUpload *self, gint64 *offset, GError **error);
/** weft_upload_begin: @writer will write from @offset on. %WEFT_ERROR_CONFLICT if that is not where it stands; @stands: (out): where that is. */
gboolean weft_upload_begin (WeftUpload *self, gconstpointer writer, gint64 offset, gint64 *stands, GError **error);
/** weft_upload_write: %WEFT_ERROR_CONFLICT if another has taken over, %WEFT_ERROR_TOO_LARGE beyond its size, %WEFT_ERROR_FULL. What was written stays. */
gboolean weft_upload_write (WeftUpload *self, gconstpointer writer, GBytes *bytes, GError **error);
/** weft_upload_end: @writer is through, or gone. @stands: (out) (optional): bytes that are there. */
void weft_upload_end (WeftUpload *self, gconstpointer writer, gint64 *stands);
/** weft_upload_is_good: of a complete one: whether its bytes have the hash that was promised. */
gboolean weft_upload_is_good (WeftUpload *self);

/** weft_upload_is_idle: nobody has written for @seconds. */
gboolean weft_upload_is_idle (WeftUpload *self, guint seconds);

G_END_DECLS

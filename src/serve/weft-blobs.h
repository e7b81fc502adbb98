/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/weft-clock.h"
#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/** WEFT_BLOBS_GRACE: ms for which a file that nothing names is kept: it may be about to be named, or an undo may name it again. */
#define WEFT_BLOBS_GRACE (24 * 3600 * G_GINT64_CONSTANT (1000))

/**
 * WeftBlobs:
 *
 * The bytes of files, each once, under the SHA-256 of their contents. Rows name them in columns marked `-- @file`, operations in fields of
 * type `file`; which tables those are, the registry says, so that a file may belong to any feature.
 *
 * Tables: `blob (hash, size, place, at, loose_at)`: what is kept, and where; `blob_owner (hash, person, size, at)`: who has brought all of its bytes
 * and so may name it; `upload (id, person, hash, size, at)`: what is on its way.
 *
 * `place` is "ab/cd/HASH-RANDOM" below files/, new for each time a file is stored. So what takes an old one away can never
 * meet the one that has come in its place, and the row, which only the writer changes, decides alone. A file without a row
 * (a crash between the two) is swept away after the next start, once it is old enough.
 *
 * Functions taking a database use that connection only; those which say so run in the writer's transaction.
 */
typedef struct _WeftBlobs WeftBlobs;

WeftBlobs *weft_blobs_new (WeftRegistry *registry, const char *directory);
void weft_blobs_free (WeftBlobs *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftBlobs, weft_blobs_free)

/** weft_blobs_prepare: makes the directories. */
gboolean weft_blobs_prepare (WeftBlobs *self, GError **error);

/** weft_blobs_sweep: removes files that no row knows and that came @age ms ago or earlier: a younger one may be about to get its row. */
gboolean weft_blobs_sweep (WeftBlobs *self, WeftDatabase *database, gint64 age, GError **error);

/** weft_blobs_get_upload_path: Returns: (transfer full): where the bytes of an upload gather. */
char *weft_blobs_get_upload_path (WeftBlobs *self, const char *upload);

/** weft_blobs_get_room: Returns: bytes that may still be written before only the database's reserve is left. */
gint64 weft_blobs_get_room (WeftBlobs *self);

/** weft_blobs_open: Returns: a descriptor of the bytes, -1 with %WEFT_ERROR_NOT_FOUND if there are none. */
int weft_blobs_open (WeftBlobs *self, WeftDatabase *database, const char *hash, gint64 *size, GError **error);

/** weft_blobs_is_named: whether a row of @stream (%NULL: of any) names @hash. */
gboolean weft_blobs_is_named (WeftBlobs *self, WeftDatabase *database, const char *stream, const char *hash, gboolean *named, GError **error);

/** weft_blobs_may_name: whether @person has brought @hash, or may read a stream that names it. */
gboolean weft_blobs_may_name (WeftBlobs *self, WeftDatabase *database, const char *person, const char *hash, gboolean *may, GError **error);

/**
 * weft_blobs_claim:
 *
 * In the writer's transaction: @person is about to name @hash in a row. %WEFT_ERROR_NOT_FOUND if it is not here, or not theirs to name: the
 * two cannot be told apart.
 */
gboolean weft_blobs_claim (WeftBlobs *self, WeftDatabase *database, const char *person, const char *hash, GError **error);

/**
 * weft_blobs_place:
 * @path: a complete file whose contents have the hash @hash
 * @place: (out) (transfer full): for weft_blobs_keep()
 *
 * Makes @path durable and moves it to where it will stay.
 */
gboolean weft_blobs_place (WeftBlobs *self, const char *path, const char *hash, char **place, GError **error);

/** weft_blobs_keep: in the writer's transaction: writes the rows. @first: FALSE if the same bytes are kept already: drop @place. */
gboolean weft_blobs_keep (WeftBlobs *self, WeftDatabase *database, const char *person, const char *hash, gint64 size, const char *place, gint64 at, gboolean *first, GError **error);

/** weft_blobs_drop: removes the bytes at @place; after the commit which took the row away. */
void weft_blobs_drop (WeftBlobs *self, const char *place);
/** weft_blobs_take_back: moves @place back to @path: the rows could not be written. */
void weft_blobs_take_back (WeftBlobs *self, const char *place, const char *path);

/**
 * weft_blobs_erase:
 *
 * In the writer's transaction, for erasing for good: the columns which named @hash have been blanked. If nothing else names it, it is
 * due at once, without grace: the next weft_blobs_collect() takes it, and nobody may name or read it any more.
 */
gboolean weft_blobs_erase (WeftBlobs *self, WeftDatabase *database, const char *hash, GError **error);

/** weft_blobs_find_due: Returns: (transfer full) (element-type utf8): at most @limit hashes of which weft_blobs_erase() said so. For weft_blobs_collect(). */
GPtrArray *weft_blobs_find_due (WeftDatabase *database, guint limit, GError **error);

/** weft_blobs_find_loose: Returns: (transfer full) (element-type utf8): hashes which no row names, at most @limit, those after @after. For weft_blobs_collect(). */
GPtrArray *weft_blobs_find_loose (WeftBlobs *self, WeftDatabase *database, const char *after, guint limit, GError **error);

/**
 * weft_blobs_collect:
 * @hashes: (element-type utf8): what may be loose
 * @dropped: (element-type utf8): gets the places to drop after the commit
 *
 * In the writer's transaction: looks again at each. One that is named is let be; one that is newly loose is marked; one that has been loose for
 * @grace ms is taken away.
 */
gboolean weft_blobs_collect (WeftBlobs *self, WeftDatabase *database, GPtrArray *hashes, gint64 now, gint64 grace, GPtrArray *dropped, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-module.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

#define WEFT_TYPE_SQLITE (weft_sqlite_get_type ())
G_DECLARE_FINAL_TYPE (WeftSqlite, weft_sqlite, WEFT, SQLITE, WeftDatabase)

typedef enum
{
  WEFT_SQLITE_WRITE,     /* creates the file if it is missing */
  WEFT_SQLITE_READ_ONLY,
} WeftSqliteMode;

/**
 * weft_sqlite_open:
 * @path: the database file, or ":memory:"
 *
 * WAL, synchronous=NORMAL, foreign keys off, a 5 s busy time-out. A file that is not ours is
 * %WEFT_ERROR_CORRUPT and is left alone. What a writer finds in it is safe on disk from then on.
 */
WeftDatabase *weft_sqlite_open (const char *path, WeftSqliteMode mode, GError **error);

/** weft_sqlite_set_durable: whether commits from now on wait for the disk (synchronous FULL) or not (NORMAL). */
gboolean weft_sqlite_set_durable (WeftSqlite *self, gboolean durable, GError **error);

/**
 * weft_sqlite_copy_to:
 * @path: a file that does not exist
 *
 * Writes the whole database, as it is now, into a file of its own, page by page and safe on disk. Others may go on writing: they are
 * not waited for, and what they write from now on is not in it.
 */
gboolean weft_sqlite_copy_to (WeftSqlite *self, const char *path, GError **error);

/* ── change sets (SQLite's session extension), only on the client ─────────────────────────────────────── */

typedef struct _WeftRecording WeftRecording;

/** weft_sqlite_record: starts recording changes to @tables (by name: never the shadow tables of an index). */
WeftRecording *weft_sqlite_record (WeftSqlite *self, const WeftTable *const *tables, guint n_tables, GError **error);
/** weft_recording_finish: Returns: (transfer full): the net change set, empty if nothing changed in the end. */
GBytes *weft_recording_finish (WeftRecording *self, GError **error);
/** weft_recording_finish_inverse: Returns: (transfer full): what takes the recorded changes back. */
GBytes *weft_recording_finish_inverse (WeftRecording *self, GError **error);
void weft_recording_free (WeftRecording *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftRecording, weft_recording_free)

/** weft_sqlite_apply: applies a change set; a conflict is %WEFT_ERROR_CORRUPT and leaves the transaction to be rolled back. */
gboolean weft_sqlite_apply (WeftSqlite *self, GBytes *changeset, GError **error);
/** weft_sqlite_concat: one change set that does what @first and then @second do. */
GBytes *weft_sqlite_concat (GBytes *first, GBytes *second, GError **error);

G_END_DECLS

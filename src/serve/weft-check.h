/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/**
 * WeftCheck:
 * @problem: called for each thing that is wrong; @stream is NULL for the database as a whole
 *
 * What fsck found. Rows are named by table and key, never by what they say.
 */
typedef struct
{
  void (*problem) (const char *stream, const char *text, gpointer user_data);
  gpointer user_data;
  guint n_streams;
  guint64 n_events;
  guint64 n_rows;
  guint64 n_files;
  guint n_problems;
  guint n_repaired;
} WeftCheck;

/**
 * weft_check_run:
 * @self: (inout): @problem is set; the numbers are filled in
 *
 * Proves the invariant of every stream: events without a hole from the floor to the head, each with the right running hash, and the
 * baseline with the log folded onto it equal to the rows. The whole check sees one state, also while a server writes. Memory grows
 * with the largest stream.
 *
 * Returns: FALSE if the database could not be read; problems are no error
 */
gboolean weft_check_run (WeftCheck *self, WeftDatabase *database, WeftRegistry *registry, GError **error);

/**
 * weft_check_files:
 * @directory: of the files
 *
 * Reads every file that is kept and holds it against its name, which is the hash of its contents, and looks for rows which name files that are
 * not there. What is lost cannot be mended here: only a backup has it.
 */
gboolean weft_check_files (WeftCheck *self, WeftDatabase *database, WeftRegistry *registry, const char *directory, GError **error);

/**
 * weft_check_repair: the same, and mends each stream that is not whole, in a transaction of its own: rows are made anew from a whole log; where the
 * log itself is damaged the rows become the baseline and the log begins at its head. Either way the stream gets a new epoch, so
 * that every client loads it anew. Nobody else may have the database open.
 */
gboolean weft_check_repair (WeftCheck *self, WeftDatabase *database, WeftRegistry *registry, GError **error);

/** weft_check_report: counts a problem and tells it. */
void weft_check_report (WeftCheck *self, const char *stream, const char *format, ...) G_GNUC_PRINTF (3, 4);

G_END_DECLS

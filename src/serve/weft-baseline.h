/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/* What a stream was when its log began: the baseline at the floor, with the log folded onto it, is the rows. */

/** weft_baseline_load: writes the rows which @stream had at its floor from @source into the empty tables of @target. */
gboolean weft_baseline_load (WeftDatabase *source, WeftDatabase *target, WeftRegistry *registry, const char *stream, GError **error);

/** weft_baseline_fold: folds the events of @stream after @after up to @until from @source into @target. */
gboolean weft_baseline_fold (WeftDatabase *source, WeftDatabase *target, WeftRegistry *registry, const char *stream, gint64 after, gint64 until, GError **error);

/** weft_baseline_store: makes the rows which @stream has in @rows its baseline; @rows may be @database itself. */
gboolean weft_baseline_store (WeftDatabase *database, WeftDatabase *rows, WeftRegistry *registry, const char *stream, GError **error);

/** weft_baseline_get_row: @cells: (out) (transfer full) (nullable): in the order of the table's columns; NULL if there is no such row. */
gboolean weft_baseline_get_row (WeftDatabase *database, const char *stream, const char *row, JsonArray **cells, GError **error);

/** weft_baseline_set_row: puts a row into the baseline, or takes it out if @cells is NULL. @row: as weft_event_dup_row() names it. */
gboolean weft_baseline_set_row (WeftDatabase *database, const char *stream, const char *row, const char *cells, GError **error);

/** weft_baseline_new_scratch: Returns: (transfer full): a database in memory with the empty tables of @registry. */
WeftDatabase *weft_baseline_new_scratch (WeftRegistry *registry, GError **error);

G_END_DECLS

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

/**
 * weft_baseline_raise:
 * @floor: the last event to be forgotten; at most the stream's head
 *
 * Moves the floor up: what the forgotten events added up to becomes the new baseline. In the caller's transaction.
 */
gboolean weft_baseline_raise (WeftDatabase *database, WeftRegistry *registry, const char *stream, gint64 floor, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "proto/weft-registry.h"
#include "serve/weft-log.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/* What a stream was, and what happened in it. All of it works on a reading connection, never on the writer's. Pages are JSON objects, a string
 * each; a cursor is a number which means something only with the same question. */

#define WEFT_PAST_EVENTS_MAX 50000               /* folded for one answer */
#define WEFT_PAST_BYTES_MAX (32 * 1024 * 1024)   /* of baseline and events read for it */

/** weft_past_find: @seq: (out): the last event from before @before (ms), at least the floor. Times grow with numbers. */
gboolean weft_past_find (WeftDatabase *database, WeftRegistry *registry, const char *stream, const WeftHead *head, gint64 before, gint64 *seq, GError **error);

/**
 * weft_past_open:
 * @seq: the version wanted: the rows after this event
 *
 * Folds the baseline and the log up to @seq in memory. %WEFT_ERROR_INVALID names what is kept if @seq is below the floor or beyond the head,
 * %WEFT_ERROR_TOO_LARGE the limit.
 *
 * Returns: (transfer full): a database with the rows of @stream alone
 */
WeftDatabase *weft_past_open (WeftDatabase *database, WeftRegistry *registry, const char *stream, const WeftHead *head, gint64 seq, GCancellable *cancellable, GError **error);

/** WeftPastPage: @items are JSON objects; @next is where to go on, -1 at the end. */
typedef struct
{
  GPtrArray *items;  /* of char* */
  gint64 next;
} WeftPastPage;

void weft_past_page_clear (WeftPastPage *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftPastPage, weft_past_page_clear)

/** weft_past_list_rows: {"table", "cells": {column: value}}: the rows in @rows, by table and key. @cursor: how many to leave out. */
gboolean weft_past_list_rows (WeftDatabase *rows, WeftRegistry *registry, const char *stream, gint64 cursor, guint limit, gsize max_bytes, WeftPastPage *page, GError **error);

/**
 * weft_past_list_changes:
 *
 * {"table", "key": […], "change": "insert"|"update"|"delete", "cells": {column: [before, after]}}: the rows which differ, by table and key, and of them the
 * cells that differ. @cursor: how many to leave out.
 */
gboolean weft_past_list_changes (WeftDatabase *before, WeftDatabase *after, WeftRegistry *registry, const char *stream, gint64 cursor, guint limit, gsize max_bytes, WeftPastPage *page, GError **error);

/**
 * weft_past_list_activity:
 * @cursor: only events below this
 *
 * {"seq", "at", "by", "name", "version", "row"?, "erased"?, "says"?, "fields"?}: what happened, newest first. `fields` holds those which `says` names, never content that can be
 * erased.
 */
gboolean weft_past_list_activity (WeftDatabase *database, WeftRegistry *registry, const char *stream, gint64 cursor, guint limit, gsize max_bytes, WeftPastPage *page, GError **error);

/**
 * weft_past_list_events:
 * @row: (nullable): only events about this row, as weft_event_dup_row() names it, or which name its id in one of their fields
 * @after: only events above this
 * @cursor: only events below this
 *
 * The events as they are stored, and sent to who subscribes, newest first. With @row at most %WEFT_PAST_EVENTS_MAX events are looked at for a page, which may
 * be empty then and still go on. %WEFT_ERROR_INVALID if no table can have such a row.
 */
gboolean weft_past_list_events (WeftDatabase *database, WeftRegistry *registry, const char *stream, const char *row, gint64 after, gint64 cursor, guint limit, gsize max_bytes, WeftPastPage *page, GError **error);

/** weft_past_list_baseline: what weft_past_list_rows() says of the rows at the floor, without folding anything; in the order of their names. */
gboolean weft_past_list_baseline (WeftDatabase *database, WeftRegistry *registry, const char *stream, gint64 cursor, guint limit, gsize max_bytes, WeftPastPage *page, GError **error);

/**
 * weft_past_list_versions:
 * @row: as weft_event_dup_row() names it
 * @cursor: only events below this; -1: all
 *
 * {"seq", "at"?, "by"?, "name"?, "version"?, "cells": {column: text}}: what the content of one row was, newest first; an event which said nothing of it is left
 * out. The last, behind the floor, is the baseline's: nobody knows any more who wrote it, or when. A column which holds nothing now tells nothing: what was deleted
 * or erased does not come back by its past. %WEFT_ERROR_INVALID if no table can have such a row.
 */
gboolean weft_past_list_versions (WeftDatabase *database, WeftRegistry *registry, const char *stream, const char *row, gint64 cursor, guint limit, gsize max_bytes, WeftPastPage *page, GError **error);

G_END_DECLS

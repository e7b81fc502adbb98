/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-frame.h"
#include "proto/weft-position.h"
#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/**
 * weft_history_read:
 * @after: the last event the reader has
 * @until: where to stop at the latest
 * @position: (out): after the last event of the frame, with the stream's epoch
 *
 * Returns: (transfer full): one frame of events, at most WEFT_FRAME_MAX bytes unless a single event is larger; NULL with @error,
 *   or without if there are none
 */
GBytes *weft_history_read (WeftDatabase *database, const char *stream, guint64 epoch, gint64 after, gint64 until, WeftPosition *position, GError **error);

/** weft_history_frame: Returns: (transfer full): @stored as one frame; NULL if that would be over WEFT_FRAME_MAX bytes. */
GBytes *weft_history_frame (const char *stream, GPtrArray *stored, const WeftPosition *position);

/** WEFT_HISTORY_BYTES: of events which one frame holds. */
#define WEFT_HISTORY_BYTES (WEFT_FRAME_MAX - 512)

/** weft_history_get_member: Returns: (transfer full) (nullable): whose role the stored event may have changed. */
char *weft_history_get_member (GBytes *stored);

/**
 * weft_history_find_departure:
 * @after, @until: the events to look at
 * @seq: (out): the last of them which changed the role of @person; @after if none did
 */
gboolean weft_history_find_departure (WeftDatabase *database, const char *stream, const char *person, gint64 after, gint64 until, gint64 *seq, GError **error);

/**
 * weft_history_page:
 * @before: rows whose window column is below this
 * @limit: rows asked for; fewer come if they do not fit into a frame
 * @seq: where the stream stands; read in the same transaction by the caller
 *
 * Returns: (transfer full): the frame "page-rows"; %WEFT_ERROR_INVALID if @table_name is no windowed table
 */
GBytes *weft_history_page (WeftDatabase *database, WeftRegistry *registry, gint64 request, const char *stream, const char *table_name, gint64 before, gint64 limit, gint64 seq, GError **error);

G_END_DECLS

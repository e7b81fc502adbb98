/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_EDIT_WINDOW (weft_edit_window_get_type ())
G_DECLARE_FINAL_TYPE (WeftEditWindow, weft_edit_window, WEFT, EDIT_WINDOW, GObject)

#define WEFT_EDIT_WINDOW_ALWAYS (-1) /* s */

/**
 * WeftEditWindow:
 *
 * How long after they were sent messages may be changed in a stream, as its administrators say. The server
 * sees to it, by its own clock; this is what one is told beforehand.
 *
 * Property: `seconds` (notified): 0: never; WEFT_EDIT_WINDOW_ALWAYS: without an end, and as long as it has
 * not been read.
 */
WeftEditWindow *weft_edit_window_new (WeftSync *sync, const char *stream);
gint64 weft_edit_window_get_seconds (WeftEditWindow *self);

/** weft_edit_window_set: Returns: (transfer full): as weft_sync_submit(). @seconds: to a year, or
 * WEFT_EDIT_WINDOW_ALWAYS. */
DexFuture *weft_edit_window_set (WeftEditWindow *self, gint64 seconds);

/** weft_edit_window_is_over: for what was said at @said_at. @now: ms since 1970, both. */
gboolean weft_edit_window_is_over (WeftEditWindow *self, gint64 said_at, gint64 now);

G_END_DECLS

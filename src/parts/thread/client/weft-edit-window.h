/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-row-value.h"

G_BEGIN_DECLS

#define WEFT_EDIT_WINDOW_ALWAYS (-1) /* s */

/**
 * weft_edit_window_new:
 *
 * How long after they were sent messages may be changed in a stream, as its administrators say: seconds to a
 * year, 0 (never) or WEFT_EDIT_WINDOW_ALWAYS, which it is as long as it has not been read. The server sees to
 * it, by its own clock; this is what one is told beforehand.
 *
 * Returns: (transfer full)
 */
WeftRowValue *weft_edit_window_new (WeftSync *sync, const char *stream);

/** weft_edit_window_is_over: for what was said at @said_at. @now: ms since 1970, both. */
gboolean weft_edit_window_is_over (WeftRowValue *window, gint64 said_at, gint64 now);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "sync/weft-found.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_FINDER (weft_finder_get_type ())
G_DECLARE_FINAL_TYPE (WeftFinder, weft_finder, WEFT, FINDER, GObject)

/**
 * WeftFinder:
 *
 * A search as somebody types it: a GListModel of WeftFound, newest first, of what this device holds, at once, and of what else the
 * server knows, merged without doubles once it answers. For a row that is held this device's word counts: it may have changed
 * without the server knowing.
 *
 * Properties (notified): `stale` (what is listed was found for an earlier text: this device has not answered yet), `searching`
 * (an answer is on its way), `held-only` (the server did not answer: only what is held was searched), `more` (weft_finder_load_more() may find more).
 */
WeftFinder *weft_finder_new (WeftSync *sync);

/** weft_finder_set_text: @stream: (nullable): only there. The server is asked when typing has paused for 200 ms. */
void weft_finder_set_text (WeftFinder *self, const char *text, const char *stream);
/** weft_finder_load_more: the next page of older hits. */
void weft_finder_load_more (WeftFinder *self);

/** weft_finder_get_is_empty: whether the text asks for nothing. */
gboolean weft_finder_get_is_empty (WeftFinder *self);
gboolean weft_finder_get_stale (WeftFinder *self);
gboolean weft_finder_get_searching (WeftFinder *self);
gboolean weft_finder_get_held_only (WeftFinder *self);
gboolean weft_finder_get_more (WeftFinder *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/client/weft-kept-list.h"
#include "ui/weft-cards.h"

G_BEGIN_DECLS

#define WEFT_TYPE_KEPT_VIEW (weft_kept_view_get_type ())
G_DECLARE_FINAL_TYPE (WeftKeptView, weft_kept_view, WEFT, KEPT_VIEW, AdwBin)

/**
 * WeftKeptView:
 *
 * A WeftKeptList as rows: who wrote it, where, what it says. A row leads to its message, by Enter or a click; Delete or its button takes it off.
 *
 * Signals: `opened ()`: a row was followed.
 */

/** weft_kept_view_new: @name: what the list is called; @taken: of the button of a row, and @removed: said when it is gone; @within: all stand in one place,
 * which no row names. */
WeftKeptView *weft_kept_view_new (const char *name, const char *taken, const char *removed, gboolean within);
/** weft_kept_view_set_list: @list: (nullable); @cards: (nullable): by which the messages are shown. */
void weft_kept_view_set_list (WeftKeptView *self, WeftKeptList *list, WeftCards *cards);
/** weft_kept_view_set_can_remove: TRUE by itself. */
void weft_kept_view_set_can_remove (WeftKeptView *self, gboolean can_remove);
/** weft_kept_view_focus: Returns: whether a row has the focus now. */
gboolean weft_kept_view_focus (WeftKeptView *self);

G_END_DECLS

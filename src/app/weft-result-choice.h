/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WEFT_TYPE_RESULT_CHOICE (weft_result_choice_get_type ())
G_DECLARE_FINAL_TYPE (WeftResultChoice, weft_result_choice, WEFT, RESULT_CHOICE, GObject)

/**
 * WeftResultChoice:
 *
 * Which result is chosen by the keys of a search field, while results still come.
 *
 * - The first one, once those of what was typed are there, until the person moves.
 * - The choice stays on its item, wherever results that come later push it; if the item goes away, its
 * neighbour is chosen and told.
 * - Keys mean what was typed. As long as an answer is awaited the list shows results of an earlier text: what
 * would go to one of them waits for the answer. Typing on forgets such keys.
 *
 * Signals: `moved (item, position)`: the person chose this one, or lost theirs to it: say it and show it.
 * `opened (item)`.
 */

/** WeftResultAwaitedFunc: whether @item is one of those which an answer replaces. */
typedef gboolean (*WeftResultAwaitedFunc) (gpointer item);

/** weft_result_choice_new: @wraps: whether after the last comes the first. @is_awaited: (nullable): all are.
 */
WeftResultChoice *
weft_result_choice_new (GListModel *results, gboolean wraps, WeftResultAwaitedFunc is_awaited);

/** weft_result_choice_get_selection: Returns: (transfer none): the results with the chosen one selected, for
 * a list. */
GtkSelectionModel *weft_result_choice_get_selection (WeftResultChoice *self);

/** weft_result_choice_begin: another text was typed; its answer is still to come. */
void weft_result_choice_begin (WeftResultChoice *self);
/** weft_result_choice_answered: the results are those of what was typed; more may come. */
void weft_result_choice_answered (WeftResultChoice *self);

/** weft_result_choice_move: @step: 1 or -1. */
void weft_result_choice_move (WeftResultChoice *self, int step);
/** weft_result_choice_open: the chosen one, if there is any. */
void weft_result_choice_open (WeftResultChoice *self);

G_END_DECLS

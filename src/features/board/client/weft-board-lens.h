/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-board-look.h"
#include "features/board/client/weft-board.h"
#include "features/board/client/weft-task-filter.h"
#include "features/board/client/weft-task-order.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

#define WEFT_TYPE_BOARD_LENS (weft_board_lens_get_type ())
G_DECLARE_FINAL_TYPE (WeftBoardLens, weft_board_lens, WEFT, BOARD_LENS, GObject)

/**
 * WeftBoardLens:
 *
 * Through what one person looks at a board just now: which of its tasks are wanted, and how they are ordered and laid out. It changes nothing of the board, and
 * everything which shows its tasks looks through the same one.
 *
 * Signals: `changed ()`: other tasks may be wanted: it was set so, or they, or what their names mean, are others; `arranged ()`: they are laid out in
 * another way; `ordered ()`: they may stand in another order, or in other groups; `folded ()`: other lanes are folded.
 */
WeftBoardLens *weft_board_lens_new (WeftBoard *board, WeftPeople *people);
WeftBoard *weft_board_lens_get_board (WeftBoardLens *self);
WeftPeople *weft_board_lens_get_people (WeftBoardLens *self);

/** weft_board_lens_set_text: @text: what is wanted, as weft_task_filter_new() reads it. */
void weft_board_lens_set_text (WeftBoardLens *self, const char *text);
const char *weft_board_lens_get_text (WeftBoardLens *self);
/** weft_board_lens_is_clear: whether every task is wanted. */
gboolean weft_board_lens_is_clear (WeftBoardLens *self);
gboolean weft_board_lens_match (WeftBoardLens *self, WeftTask *task);
/** weft_board_lens_get_problem: as weft_task_filter_get_problem(); until `changed`. */
gboolean weft_board_lens_get_problem (WeftBoardLens *self, const char **operator, const char **value);
/** weft_board_lens_count: @n_tasks: (out): in all columns. Returns: how many of them are wanted */
guint weft_board_lens_count (WeftBoardLens *self, guint *n_tasks);

/** weft_board_lens_set_look: all of it at once: @look: (transfer none) */
void weft_board_lens_set_look (WeftBoardLens *self, const WeftBoardLook *look);
/** weft_board_lens_get_look: Returns: (transfer none): until it is set anew. It sorts and groups by no field which was taken away, until that comes back. */
const WeftBoardLook *weft_board_lens_get_look (WeftBoardLens *self);
/** weft_board_lens_get_chosen: Returns: (transfer none): likewise, as it was set, whether or not its fields are there. */
const WeftBoardLook *weft_board_lens_get_chosen (WeftBoardLens *self);
/** weft_board_lens_get_order: Returns: (transfer none): how they are ordered and grouped; until `ordered` or `arranged`. */
WeftTaskOrder *weft_board_lens_get_order (WeftBoardLens *self);
void weft_board_lens_set_layout (WeftBoardLens *self, WeftBoardLayout layout);
WeftBoardLayout weft_board_lens_get_layout (WeftBoardLens *self);
/** weft_board_lens_set_folded: whether the lane of a group is folded away. @id: (nullable): as weft_lane_new() has it. */
void weft_board_lens_set_folded (WeftBoardLens *self, WeftTaskGrouping grouping, const char *id, gboolean folded);
gboolean weft_board_lens_is_folded (WeftBoardLens *self, WeftTaskGrouping grouping, const char *id);
/** weft_board_lens_dup_folded: Returns: (transfer full) (array zero-terminated=1): all that are folded, in no order, for weft_board_lens_take_folded(). */
char **weft_board_lens_dup_folded (WeftBoardLens *self);
/** weft_board_lens_take_folded: before it is looked through: these are folded, and no others. Tells nobody. */
void weft_board_lens_take_folded (WeftBoardLens *self, const char *const *lanes);

G_END_DECLS

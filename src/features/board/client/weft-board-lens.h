/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-board.h"
#include "features/board/client/weft-task-filter.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

/** WeftBoardLayout: how the tasks of a board are laid out. */
typedef enum
{
  WEFT_LAYOUT_BOARD,
  WEFT_LAYOUT_FIGURES,
} WeftBoardLayout;

#define WEFT_TYPE_BOARD_LENS (weft_board_lens_get_type ())
G_DECLARE_FINAL_TYPE (WeftBoardLens, weft_board_lens, WEFT, BOARD_LENS, GObject)

/**
 * WeftBoardLens:
 *
 * Through what one person looks at a board just now: which of its tasks are wanted, and how they are laid out. It changes nothing of the board, and
 * everything which shows its tasks looks through the same one.
 *
 * Signals: `changed ()`: other tasks may be wanted: it was set so, or they, or what their names mean, are others; `arranged ()`: they are laid out in
 * another way.
 */
WeftBoardLens *weft_board_lens_new (WeftBoard *board, WeftPeople *people);
WeftBoard *weft_board_lens_get_board (WeftBoardLens *self);

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

void weft_board_lens_set_layout (WeftBoardLens *self, WeftBoardLayout layout);
WeftBoardLayout weft_board_lens_get_layout (WeftBoardLens *self);

G_END_DECLS

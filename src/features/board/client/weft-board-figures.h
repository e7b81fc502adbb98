/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-figures.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_BOARD_FIGURES (weft_board_figures_get_type ())
G_DECLARE_FINAL_TYPE (WeftBoardFigures, weft_board_figures, WEFT, BOARD_FIGURES, GObject)

/**
 * WeftBoardFigures:
 *
 * The figures of one project as they are now, as long as somebody looks at them: they are counted again, on another thread, whenever one of its tasks
 * changes, a few times a second at most, and when a day begins. While nobody looks nothing is counted.
 *
 * Signal: `changed ()`: they are others, or could not be counted.
 */
WeftBoardFigures *weft_board_figures_new (WeftSync *sync, const char *stream);

/** weft_board_figures_set_watched: whether somebody looks at them; not at first. */
void weft_board_figures_set_watched (WeftBoardFigures *self, gboolean watched);
void weft_board_figures_set_choice (WeftBoardFigures *self, const WeftFiguresChoice *choice);
const WeftFiguresChoice *weft_board_figures_get_choice (WeftBoardFigures *self);

/** weft_board_figures_get: Returns: (transfer none) (nullable): those counted last, until `changed`: maybe of an earlier choice. */
const WeftFigures *weft_board_figures_get (WeftBoardFigures *self);
/** weft_board_figures_get_error: Returns: (nullable): why they could not be counted the last time. */
const char *weft_board_figures_get_error (WeftBoardFigures *self);

G_END_DECLS

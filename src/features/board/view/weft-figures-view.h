/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-board.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WEFT_TYPE_FIGURES_VIEW (weft_figures_view_get_type ())
G_DECLARE_FINAL_TYPE (WeftFiguresView, weft_figures_view, WEFT, FIGURES_VIEW, GtkWidget)

/**
 * WeftFiguresView:
 *
 * The figures of a project: what its tasks forecast, in a sentence, and charts. Nothing is counted while it is not to be seen. When it appears, and when the
 * person chooses something else, the forecast is said.
 */
GtkWidget *weft_figures_view_new (WeftBoard *board);
void weft_figures_view_focus (WeftFiguresView *self);

G_END_DECLS

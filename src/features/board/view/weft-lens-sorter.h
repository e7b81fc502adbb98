/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "features/board/client/weft-board-lens.h"

G_BEGIN_DECLS

#define WEFT_TYPE_LENS_SORTER (weft_lens_sorter_get_type ())
G_DECLARE_FINAL_TYPE (WeftLensSorter, weft_lens_sorter, WEFT, LENS_SORTER, GtkSorter)

/** WeftLensSorter: the order of tasks as a lens has it. While that is the one which people gave them it costs nothing. */
GtkSorter *weft_lens_sorter_new (WeftBoardLens *lens);

G_END_DECLS

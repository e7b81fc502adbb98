/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "features/board/client/weft-lane-list.h"

G_BEGIN_DECLS

#define WEFT_TYPE_LENS_FILTER (weft_lens_filter_get_type ())
G_DECLARE_FINAL_TYPE (WeftLensFilter, weft_lens_filter, WEFT, LENS_FILTER, GtkFilter)

/** WeftLensFilter: those tasks of a list which are wanted, as a lens has it. While it is clear it costs nothing. */
GtkFilter *weft_lens_filter_new (WeftBoardLens *lens);
/** weft_lens_filter_new_lane: those of them which stand in @lane. */
GtkFilter *weft_lens_filter_new_lane (WeftBoardLens *lens, WeftLaneList *lanes, WeftLane *lane);

G_END_DECLS

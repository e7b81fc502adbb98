/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-board-lens.h"
#include "features/board/client/weft-lane.h"

G_BEGIN_DECLS

#define WEFT_TYPE_LANE_LIST (weft_lane_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftLaneList, weft_lane_list, WEFT, LANE_LIST, GObject)

/**
 * WeftLaneList:
 *
 * A GListModel of the lanes (WeftLane) of a board as its lens groups it, in the order of the groups of a list. Of several people or labels a task stands in the
 * lane of each, so that it is where it was put. Every label, priority and choice has a lane while nothing is filtered, others where there is a task. There is none
 * while the lens groups by nothing or by status, or has another layout.
 *
 * Signal: `changed ()`: other tasks may stand in them, after `items-changed`.
 */
WeftLaneList *weft_lane_list_new (WeftBoardLens *lens);
/** weft_lane_list_has: whether @task stands in @lane. */
gboolean weft_lane_list_has (WeftLaneList *self, WeftLane *lane, WeftTask *task);
/** weft_lane_list_find: Returns: (transfer none) (nullable): the first lane in which @task stands. */
WeftLane *weft_lane_list_find (WeftLaneList *self, WeftTask *task);
/** weft_lane_list_get_next: Returns: (transfer none) (nullable): the lane so many behind @lane; %NULL at the end. */
WeftLane *weft_lane_list_get_next (WeftLaneList *self, WeftLane *lane, int steps);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "features/board/client/weft-board-look.h"

G_BEGIN_DECLS

#define WEFT_TYPE_LANE (weft_lane_get_type ())
G_DECLARE_FINAL_TYPE (WeftLane, weft_lane, WEFT, LANE, GObject)

/**
 * WeftLane:
 *
 * A swimlane of a board: the tasks which have one value of that by which it is grouped. Signal: `changed ()`: there are more of them, or fewer.
 */

/** weft_lane_new: @id: (nullable): of the person, label or task, or a group as weft_task_order_get_group() says it; %NULL: what has none of them. */
WeftLane *weft_lane_new (WeftTaskGrouping grouping, const char *id);
WeftTaskGrouping weft_lane_get_grouping (WeftLane *self);
const char *weft_lane_get_id (WeftLane *self);
/** weft_lane_get_n_tasks: how many are wanted. */
guint weft_lane_get_n_tasks (WeftLane *self);
/** weft_lane_get_deepest: how many of them stand in the status which has most. */
guint weft_lane_get_deepest (WeftLane *self);
/** weft_lane_set_counts: for the list of lanes. */
void weft_lane_set_counts (WeftLane *self, guint n_tasks, guint deepest);

G_END_DECLS

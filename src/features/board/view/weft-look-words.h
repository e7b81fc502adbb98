/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-board-look.h"
#include "features/board/client/weft-board.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

/** weft_sort_get_label: of none of a project's own fields. Returns: (transfer none): "Due". */
const char *weft_sort_get_label (WeftSortKind sort);
/** weft_grouping_get_label: likewise. Returns: (transfer none): "Assignee". */
const char *weft_grouping_get_label (WeftGroupKind grouping);
/** weft_sort_describe: of whichever. Returns: (transfer full): "Due", "Grade" */
char *weft_sort_describe (WeftBoard *board, WeftTaskSort sort);

/**
 * weft_group_describe:
 * @group: (nullable): as weft_task_order_get_group() has it
 *
 * Returns: (transfer full): what stands above a group: "In review", "Nobody", "WEB-3 A new wheel", "December 2026", "No Grade"
 */
char *weft_group_describe (WeftBoard *board, WeftPeople *people, WeftTaskGrouping grouping, const char *group);

G_END_DECLS

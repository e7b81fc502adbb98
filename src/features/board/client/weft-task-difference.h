/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-board-reading.h"

G_BEGIN_DECLS

/** WeftDifferenceKind: what became of a task between two moments. */
typedef enum
{
  WEFT_DIFFERENCE_NEW,     /* it was made, or came back */
  WEFT_DIFFERENCE_MOVED,   /* into another status; other things may have changed besides */
  WEFT_DIFFERENCE_CHANGED, /* in the same status */
  WEFT_DIFFERENCE_GONE,    /* it was put away or deleted */
  WEFT_N_DIFFERENCES,
} WeftDifferenceKind;

#define WEFT_TYPE_TASK_DIFFERENCE (weft_task_difference_get_type ())
G_DECLARE_FINAL_TYPE (WeftTaskDifference, weft_task_difference, WEFT, TASK_DIFFERENCE, GObject)

/**
 * WeftTaskDifference:
 *
 * What is another of one task at a later moment than at an earlier one. Does not change.
 */

/**
 * weft_task_difference_list:
 * @from: the earlier moment
 * @to: the later one; both with texts
 *
 * Where a task stands in its status is no difference.
 *
 * Returns: (transfer full): a list of WeftTaskDifference, by kind and then by number
 */
GListModel *weft_task_difference_list (WeftBoardReading *from, WeftBoardReading *to);

WeftDifferenceKind weft_task_difference_get_kind (WeftTaskDifference *self);
/** weft_task_difference_get_before: Returns: (transfer none) (nullable): as it was; %NULL: it was not made yet. */
const WeftTaskRecord *weft_task_difference_get_before (WeftTaskDifference *self);
/** weft_task_difference_get_after: Returns: (transfer none): as it became. */
const WeftTaskRecord *weft_task_difference_get_after (WeftTaskDifference *self);
/** weft_task_difference_get_from: Returns: (transfer none): the project around it then. */
WeftBoardReading *weft_task_difference_get_from (WeftTaskDifference *self);
WeftBoardReading *weft_task_difference_get_to (WeftTaskDifference *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-board-look.h"
#include "features/board/client/weft-task-filter.h"

G_BEGIN_DECLS

/**
 * WeftTaskOrder:
 *
 * An order of tasks, and groups of them, compiled: comparing takes no memory. What has no value of that by which it stands comes last, whichever way. Of several
 * people or labels the first by name counts, so that each task stands once.
 */
typedef struct _WeftTaskOrder WeftTaskOrder;

/** weft_task_order_new: @names: looked at while it is made, and not after; @look: how it sorts and groups. Returns: (transfer full) */
WeftTaskOrder *weft_task_order_new (const WeftTaskNames *names, const WeftBoardLook *look);
void weft_task_order_free (WeftTaskOrder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftTaskOrder, weft_task_order_free)

/** weft_task_order_compare: within a group; equal ones by status and by their place there. */
int weft_task_order_compare (WeftTaskOrder *self, WeftTask *a, WeftTask *b);
int weft_task_order_compare_groups (WeftTaskOrder *self, WeftTask *a, WeftTask *b);
/** weft_task_order_get_group: Returns: (transfer none) (nullable): id of the status, person, label or parent in whose group @task stands, or its priority as
 * operations say it, or what weft_field_order_get_group() says; %NULL: it has none. Until the order is freed. */
const char *weft_task_order_get_group (WeftTaskOrder *self, WeftTask *task);
/** weft_task_order_list_groups: of a field of the project's own. Returns: (transfer full) (nullable): as weft_field_order_list_groups(); %NULL: of none. */
char **weft_task_order_list_groups (WeftTaskOrder *self);

G_END_DECLS

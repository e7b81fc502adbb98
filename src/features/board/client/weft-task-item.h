/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WEFT_TYPE_TASK_ITEM (weft_task_item_get_type ())
G_DECLARE_FINAL_TYPE (WeftTaskItem, weft_task_item, WEFT, TASK_ITEM, GObject)

/** WeftTaskItem: something on a task's checklist, as the store has it: it never changes. What it is by now is another one of the same id. */

/** weft_task_item_new: @parent: (nullable): id of the item below which it stands; @assignee: (nullable): a person's id; @due_at: ms, 0: never. */
WeftTaskItem *weft_task_item_new (const char *id, const char *parent, const char *title, gboolean done, const char *assignee, gint64 due_at);
const char *weft_task_item_get_id (WeftTaskItem *self);
/** weft_task_item_get_parent: Returns: (nullable) */
const char *weft_task_item_get_parent (WeftTaskItem *self);
const char *weft_task_item_get_title (WeftTaskItem *self);
/** weft_task_item_get_done: of what has others below it: whether all of these are. */
gboolean weft_task_item_get_done (WeftTaskItem *self);
/** weft_task_item_get_assignee: Returns: (nullable) */
const char *weft_task_item_get_assignee (WeftTaskItem *self);
gint64 weft_task_item_get_due_at (WeftTaskItem *self);
/** weft_task_item_get_n_items: how many stand below it. */
guint weft_task_item_get_n_items (WeftTaskItem *self);
guint weft_task_item_get_n_items_done (WeftTaskItem *self);
/** weft_task_item_get_place: among those of the same parent, from 0. */
guint weft_task_item_get_place (WeftTaskItem *self);

/** weft_task_item_set_place, weft_task_item_count: for WeftChecklist, before anybody else has it. */
void weft_task_item_set_place (WeftTaskItem *self, guint place);
void weft_task_item_count (WeftTaskItem *self, gboolean done);

/** weft_task_item_equal: whether both show the same. */
gboolean weft_task_item_equal (WeftTaskItem *self, WeftTaskItem *other);

G_END_DECLS

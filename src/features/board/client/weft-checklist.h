/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-board.h"
#include "features/board/client/weft-task-item.h"
#include "sync/weft-item-list.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CHECKLIST (weft_checklist_get_type ())
G_DECLARE_FINAL_TYPE (WeftChecklist, weft_checklist, WEFT, CHECKLIST, WeftItemList)

/**
 * WeftChecklist:
 *
 * What one task's checklist says, for who has it open: a GListModel of WeftTaskItems, each followed by those below it. A board holds none of them,
 * only how many they are (WeftTask). Follows what others do.
 */
WeftChecklist *weft_checklist_new (WeftBoard *board, const char *task);
WeftBoard *weft_checklist_get_board (WeftChecklist *self);
/** weft_checklist_find: Returns: (transfer none) (nullable) */
WeftTaskItem *weft_checklist_find (WeftChecklist *self, const char *id);
/** weft_checklist_find_place: Returns: (transfer none) (nullable): the item at @place of those below @parent (nullable: of the outermost). */
WeftTaskItem *weft_checklist_find_place (WeftChecklist *self, const char *parent, guint place);
/** weft_checklist_load: on a reader's thread. Returns: (transfer full) (nullable) (element-type WeftTaskItem): what the list holds; %NULL with @error. */
GPtrArray *weft_checklist_load (WeftDatabase *database, const char *stream, const char *task, GError **error);

/* What people do to it. Each is one operation (docs/operations.md) and one undo; it resolves and rejects as weft_sync_submit() does. */

/** weft_checklist_add: @parent: (nullable): the item below which it stands; @after: (nullable): the one above it; @id: (out) (transfer full) */
DexFuture *weft_checklist_add (WeftChecklist *self, const char *title, const char *parent, const char *after, char **id) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_checklist_set_title (WeftChecklist *self, WeftTaskItem *item, const char *title) G_GNUC_WARN_UNUSED_RESULT;
/** weft_checklist_set_due: ms; 0: never; midnight in UTC is that day, everywhere. */
DexFuture *weft_checklist_set_due (WeftChecklist *self, WeftTaskItem *item, gint64 due_at) G_GNUC_WARN_UNUSED_RESULT;
/** weft_checklist_assign: @person: (nullable): nobody */
DexFuture *weft_checklist_assign (WeftChecklist *self, WeftTaskItem *item, const char *person) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_checklist_tick (WeftChecklist *self, WeftTaskItem *item, gboolean done) G_GNUC_WARN_UNUSED_RESULT;
/** weft_checklist_place: as weft_checklist_add(). */
DexFuture *weft_checklist_place (WeftChecklist *self, WeftTaskItem *item, const char *parent, const char *after) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_checklist_remove (WeftChecklist *self, WeftTaskItem *item) G_GNUC_WARN_UNUSED_RESULT;
/** weft_checklist_make_task: a task in the first status, which is a part of this one, in the place of @item; what stands below it becomes that one's checklist. */
DexFuture *weft_checklist_make_task (WeftChecklist *self, WeftTaskItem *item) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

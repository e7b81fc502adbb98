/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-board-batch.h"
#include "features/board/client/weft-board.h"
#include "features/board/client/weft-task-contents.h"

G_BEGIN_DECLS

/**
 * WeftTaskCopy: how a task is made once more, in its project or in another one.
 *
 * What it says comes with it: title, description, labels, people, priority, estimate, dates, what stands in the project's own fields, its files, and the checklist, of
 * which nothing is done. What was said of it, what it has to do with others, and through which statuses it went are its own.
 */
typedef struct
{
  WeftBoard *board;               /* in which it is */
  GHashTable *known;              /* id of a label, field, choice or person → its id where the copy is; what is not in it is left out */
  const char *derive;             /* (nullable): what ids of copies follow from, with those of the originals; %NULL: they are new ones */
  gboolean template;              /* a template is made */
  gboolean quiet;                 /* whose it is does not hear of it */
} WeftTaskCopy;

/** weft_task_copy_new_known: Returns: (transfer full): for a copy in the same project: all there is. */
GHashTable *weft_task_copy_new_known (WeftBoard *board, const WeftTaskContents *contents);
/** weft_task_copy_add_task: @after, @parent: (nullable): as in the operation "create". Returns: (transfer none): its id, while @batch lives */
const char *weft_task_copy_add_task (const WeftTaskCopy *self,
                                     WeftBoardBatch *batch,
                                     const WeftTaskRecord *record,
                                     const WeftTaskContent *content,
                                     const char *status,
                                     const char *after,
                                     const char *parent);

/**
 * weft_board_duplicate:
 * @ids: some hundreds at most
 *
 * Copies of tasks, each below its original: all of them or none, and one undo. Resolves to a boxed strv: their ids, in order. Rejects as
 * weft_board_batch_submit() does, and with WEFT_ERROR_NOT_FOUND if none of them is there.
 */
DexFuture *weft_board_duplicate (WeftBoard *self, const char *const *ids) G_GNUC_WARN_UNUSED_RESULT;

/** weft_board_save_templates: likewise makes templates of tasks; they are part of none. */
DexFuture *weft_board_save_templates (WeftBoard *self, const char *const *ids) G_GNUC_WARN_UNUSED_RESULT;
/**
 * weft_board_use_template:
 * @status: (nullable): where; %NULL: where the template says, or in the first one
 *
 * Makes a task of a template, which comes first there. Resolves and rejects likewise.
 */
DexFuture *weft_board_use_template (WeftBoard *self, const char *id, const char *status) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

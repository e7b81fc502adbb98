/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-project.h"
#include "sync/weft-item-list.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_PROJECT_LIST (weft_project_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftProjectList, weft_project_list, WEFT, PROJECT_LIST, WeftItemList)

/**
 * WeftProjectList:
 *
 * The projects to which one belongs, by name, those which are put away last.
 *
 * Signal: `task-changed (stream, id)`: what weft_task_brief_read() says of the task @id of @stream may be another (@id NULL: of all there).
 */
WeftProjectList *weft_project_list_new (WeftSync *sync);

WeftSync *weft_project_list_get_sync (WeftProjectList *self);
/** weft_project_list_find: Returns: (transfer none) (nullable): the project with this stream. */
WeftProject *weft_project_list_find (WeftProjectList *self, const char *stream);
/** weft_project_list_create_task: a task with the id @id, which comes first in the first status of the project @stream. Resolves and rejects as weft_sync_submit(). */
DexFuture *weft_project_list_create_task (WeftProjectList *self, const char *stream, const char *id, const char *title, const char *about) G_GNUC_WARN_UNUSED_RESULT;

/**
 * weft_project_list_create:
 * @code: a capital letter, then capital letters and digits, 8 at most
 * @statuses: names, the first of which is a thing to do and the last one done, those between under way
 * @members: ids of the others who are in it
 * @stream: (out) (transfer full): of the project
 *
 * Makes a project with these statuses. Resolves and rejects as weft_sync_submit().
 */
DexFuture *weft_project_list_create (WeftProjectList *self,
                                     const char *name,
                                     const char *code,
                                     const char *const *statuses,
                                     const char *const *members,
                                     char **stream) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

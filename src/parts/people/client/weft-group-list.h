/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/people/client/weft-person-group.h"
#include "sync/weft-row-list.h"

G_BEGIN_DECLS

#define WEFT_TYPE_GROUP_LIST (weft_group_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftGroupList, weft_group_list, WEFT, GROUP_LIST, WeftRowList)

/** WeftGroupList: the workspace's groups of people by their handles, a GListModel of WeftPersonGroup. Guests, who do not read the workspace, see none. */
WeftGroupList *weft_group_list_new (WeftSync *sync);
/** weft_group_list_find: Returns: (transfer none) (nullable): the one with this id */
WeftPersonGroup *weft_group_list_find (WeftGroupList *self, const char *id);
/** weft_group_list_find_called: Returns: (transfer none) (nullable): one which people would take for @handle: by letters without marks, of any size */
WeftPersonGroup *weft_group_list_find_called (WeftGroupList *self, const char *handle);
/** weft_group_list_dup_handles: Returns: (transfer full): of those that one is in oneself, or else of all others */
char **weft_group_list_dup_handles (WeftGroupList *self, gboolean own);
/** weft_group_list_find_named: @talk: as weft_markdown_dup_talk() makes it. Returns: (transfer container) (element-type WeftPersonGroup): those it names */
GPtrArray *weft_group_list_find_named (WeftGroupList *self, const char *talk);

/* For administrators of the workspace; each resolves as weft_sync_submit() does. @id: of the group, a new one's made by weft_id_new(). */
DexFuture *weft_group_add (WeftSync *sync, const char *id, const char *handle, const char *about) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_group_set (WeftSync *sync, const char *id, const char *handle, const char *about) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_group_remove (WeftSync *sync, const char *id) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_group_add_person (WeftSync *sync, const char *id, const char *person) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_group_remove_person (WeftSync *sync, const char *id, const char *person) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

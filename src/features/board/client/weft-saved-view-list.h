/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-saved-view.h"
#include "sync/weft-row-list.h"

G_BEGIN_DECLS

#define WEFT_TYPE_SAVED_VIEW_LIST (weft_saved_view_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftSavedViewList, weft_saved_view_list, WEFT, SAVED_VIEW_LIST, WeftRowList)

/** WeftSavedViewList: the views of one project: its own, which all its members share, then those one has for oneself, each by name. */
WeftSavedViewList *weft_saved_view_list_new (WeftSync *sync, const char *project);
/** weft_saved_view_list_find: Returns: (transfer none) (nullable) */
WeftSavedView *weft_saved_view_list_find (WeftSavedViewList *self, const char *id);
/** weft_saved_view_list_load: on a reader's thread: what is held of others than the project is one's own. Returns: (transfer full) (nullable) (element-type WeftSavedView): what the list holds; %NULL with @error. */
GPtrArray *weft_saved_view_list_load (WeftDatabase *database, const char *project, GError **error);

/* Operations; each resolves and rejects as weft_sync_submit() does. */

/** weft_saved_view_list_save: @shared: for the project's members, or else for oneself. @id: (out) (nullable) (transfer full) */
DexFuture *weft_saved_view_list_save (WeftSavedViewList *self, gboolean shared, const char *name, const WeftBoardLook *look, char **id) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_saved_view_list_set (WeftSavedViewList *self, WeftSavedView *view, const char *name, const WeftBoardLook *look) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_saved_view_list_drop (WeftSavedViewList *self, WeftSavedView *view) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

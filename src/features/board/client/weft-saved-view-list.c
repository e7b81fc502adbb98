/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/client/weft-saved-view-list.h"

#include "base/weft-clock.h"
#include "base/weft-id.h"
#include "features/board/shared/weft-board-module.h"
#include "sync/weft-own-stream.h"

struct _WeftSavedViewList
{
  WeftRowList parent_instance;

  char *project;
};

G_DEFINE_FINAL_TYPE (WeftSavedViewList, weft_saved_view_list, WEFT_TYPE_ROW_LIST)

GPtrArray *
weft_saved_view_list_load (WeftDatabase *database, const char *project, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  WeftStatement *statement
      = weft_database_query (database, error,
                             "SELECT id, name, stream = target, text, sort, descending, grouping, layout FROM project_view WHERE target = ?1"
                             " ORDER BY stream <> target, name, id",
                             "t", project);
  int step;

  while ((step = statement != NULL ? weft_statement_step (statement, error) : -1) > 0)
    {
      const WeftBoardLook look = {
        .text = weft_statement_get_text (statement, 3),
        .sort = weft_sort_from_wire (weft_statement_get_text (statement, 4)),
        .descending = weft_statement_get_int (statement, 5) != 0,
        .grouping = weft_grouping_from_wire (weft_statement_get_text (statement, 6)),
        .layout = weft_layout_from_wire (weft_statement_get_text (statement, 7)),
      };

      g_ptr_array_add (items, weft_saved_view_new (weft_statement_get_text (statement, 0), weft_statement_get_text (statement, 1),
                                                   weft_statement_get_int (statement, 2) != 0, &look));
    }
  return step == 0 ? g_steal_pointer (&items) : NULL;
}

/* On a reader's thread. @user_data: the project */
static gpointer
load (WeftDatabase *database, gpointer user_data, GError **error)
{
  return weft_saved_view_list_load (database, user_data, error);
}

static gboolean
weft_saved_view_list_equal (gpointer a, gpointer b)
{
  return weft_saved_view_is_same (a, b);
}

static void
weft_saved_view_list_finalize (GObject *object)
{
  g_free (WEFT_SAVED_VIEW_LIST (object)->project);

  G_OBJECT_CLASS (weft_saved_view_list_parent_class)->finalize (object);
}

static void
weft_saved_view_list_class_init (WeftSavedViewListClass *klass)
{
  WeftItemListClass *list_class = WEFT_ITEM_LIST_CLASS (klass);
  WeftRowListClass *row_class = WEFT_ROW_LIST_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = weft_saved_view_list_finalize;
  list_class->item_type = WEFT_TYPE_SAVED_VIEW;
  list_class->equal = weft_saved_view_list_equal;
  row_class->tables[0] = &weft_board_project_view_table;
  row_class->load = load;
}

static void
weft_saved_view_list_init (WeftSavedViewList *self)
{
}

WeftSavedViewList *
weft_saved_view_list_new (WeftSync *sync, const char *project)
{
  WeftSavedViewList *self = weft_row_list_new (WEFT_TYPE_SAVED_VIEW_LIST, sync, project);

  self->project = g_strdup (project);
  return self;
}

WeftSavedView *
weft_saved_view_list_find (WeftSavedViewList *self, const char *id)
{
  GPtrArray *items;

  g_return_val_if_fail (WEFT_IS_SAVED_VIEW_LIST (self), NULL);

  items = weft_item_list_peek (WEFT_ITEM_LIST (self));
  for (guint i = 0; i < items->len; i++)
    if (g_str_equal (weft_saved_view_get_id (items->pdata[i]), id))
      return items->pdata[i];

  return NULL;
}

static DexFuture *
submit (WeftSavedViewList *self, gboolean shared, const WeftOperation *operation, gconstpointer args)
{
  WeftSync *sync = weft_row_list_get_sync (WEFT_ROW_LIST (self));

  return shared ? weft_sync_submit (sync, self->project, operation, args) : weft_own_stream_submit (sync, operation, args);
}

DexFuture *
weft_saved_view_list_save (WeftSavedViewList *self, gboolean shared, const char *name, const WeftBoardLook *look, char **id)
{
  g_autofree char *own = weft_id_new (weft_clock_get_system ());
  DexFuture *future;

  g_return_val_if_fail (WEFT_IS_SAVED_VIEW_LIST (self), NULL);

  future = submit (self, shared, &weft_board_save_view_operation,
                   &(WeftBoardSaveView) { .id = own,
                                          .target = self->project,
                                          .name = name,
                                          .text = look->text,
                                          .sort = weft_sort_to_wire (look->sort),
                                          .descending = look->descending,
                                          .grouping = weft_grouping_to_wire (look->grouping),
                                          .layout = weft_layout_to_wire (look->layout) });
  if (id != NULL)
    *id = g_steal_pointer (&own);
  return future;
}

DexFuture *
weft_saved_view_list_set (WeftSavedViewList *self, WeftSavedView *view, const char *name, const WeftBoardLook *look)
{
  g_return_val_if_fail (WEFT_IS_SAVED_VIEW_LIST (self) && WEFT_IS_SAVED_VIEW (view), NULL);

  return submit (self, weft_saved_view_get_shared (view), &weft_board_set_view_operation,
                 &(WeftBoardSetView) { .id = weft_saved_view_get_id (view),
                                       .target = self->project,
                                       .name = name,
                                       .text = look->text,
                                       .sort = weft_sort_to_wire (look->sort),
                                       .descending = look->descending,
                                       .grouping = weft_grouping_to_wire (look->grouping),
                                       .layout = weft_layout_to_wire (look->layout) });
}

DexFuture *
weft_saved_view_list_drop (WeftSavedViewList *self, WeftSavedView *view)
{
  g_return_val_if_fail (WEFT_IS_SAVED_VIEW_LIST (self) && WEFT_IS_SAVED_VIEW (view), NULL);

  return submit (self, weft_saved_view_get_shared (view), &weft_board_drop_view_operation,
                 &(WeftBoardDropView) { .id = weft_saved_view_get_id (view) });
}

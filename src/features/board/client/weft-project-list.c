/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/client/weft-project-list.h"

#include "base/weft-clock.h"
#include "base/weft-id.h"
#include "features/board/client/weft-project-status.h"
#include "features/board/shared/weft-board-module.h"

struct _WeftProjectList
{
  WeftItemList parent_instance;

  WeftSync *sync;
};

G_DEFINE_FINAL_TYPE (WeftProjectList, weft_project_list, WEFT_TYPE_ITEM_LIST)

static int
compare (gconstpointer a, gconstpointer b)
{
  WeftProject *left = (gpointer) a;
  WeftProject *right = (gpointer) b;
  int order = weft_project_get_archived (left) - weft_project_get_archived (right);

  if (order == 0)
    order = g_utf8_collate (weft_project_get_name (left), weft_project_get_name (right));
  return order != 0 ? order : g_strcmp0 (weft_project_get_stream (left), weft_project_get_stream (right));
}

/* On a reader's thread: every project that is held is one's own. */
static gpointer
load (WeftDatabase *database, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) projects = g_ptr_array_new_with_free_func (g_object_unref);
  WeftStatement *statement = weft_database_query (database, error, "SELECT stream, name, code, archived FROM project", "");
  int step;

  while ((step = statement != NULL ? weft_statement_step (statement, error) : -1) > 0)
    g_ptr_array_add (projects, weft_project_new (weft_statement_get_text (statement, 0), weft_statement_get_text (statement, 1),
                                                 weft_statement_get_text (statement, 2), weft_statement_get_int (statement, 3) != 0));
  if (step < 0)
    return NULL;
  g_ptr_array_sort_values (projects, compare);
  return g_steal_pointer (&projects);
}

static DexFuture *
weft_project_list_read (WeftItemList *list)
{
  WeftProjectList *self = WEFT_PROJECT_LIST (list);

  return self->sync != NULL ? weft_sync_read (self->sync, load, G_TYPE_PTR_ARRAY, NULL, NULL) : NULL;
}

static gboolean
weft_project_list_equal (gpointer a, gpointer b)
{
  return g_str_equal (weft_project_get_stream (a), weft_project_get_stream (b))
         && g_str_equal (weft_project_get_name (a), weft_project_get_name (b))
         && g_str_equal (weft_project_get_code (a), weft_project_get_code (b))
         && weft_project_get_archived (a) == weft_project_get_archived (b);
}

static void
on_changed (WeftSync *sync, WeftChanges *changes, WeftProjectList *self)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    if (weft_changes_get (changes, i)->table == &weft_board_project_table)
      {
        weft_item_list_read (WEFT_ITEM_LIST (self));
        return;
      }
}

static void
weft_project_list_dispose (GObject *object)
{
  g_clear_object (&WEFT_PROJECT_LIST (object)->sync);

  G_OBJECT_CLASS (weft_project_list_parent_class)->dispose (object);
}

static void
weft_project_list_class_init (WeftProjectListClass *klass)
{
  WeftItemListClass *list_class = WEFT_ITEM_LIST_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_project_list_dispose;
  list_class->item_type = WEFT_TYPE_PROJECT;
  list_class->equal = weft_project_list_equal;
  list_class->read = weft_project_list_read;
}

static void
weft_project_list_init (WeftProjectList *self)
{
}

WeftProjectList *
weft_project_list_new (WeftSync *sync)
{
  WeftProjectList *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_PROJECT_LIST, NULL);
  self->sync = g_object_ref (sync);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_DEFAULT);
  weft_item_list_read (WEFT_ITEM_LIST (self));

  return self;
}

static WeftCategory
guess_category (guint index, guint n)
{
  if (index == 0)
    return WEFT_CATEGORY_TODO;
  return index == n - 1 ? WEFT_CATEGORY_DONE : WEFT_CATEGORY_DOING;
}

DexFuture *
weft_project_list_create (WeftProjectList *self,
                          const char *name,
                          const char *code,
                          const char *const *statuses,
                          const char *const *members,
                          char **stream)
{
  g_autofree char *id = weft_id_new (weft_clock_get_system ());
  g_autofree char *own = g_strconcat ("project/", id, NULL);
  g_autofree char *before = NULL;
  guint n = g_strv_length ((char **) statuses);
  DexFuture *future;

  g_return_val_if_fail (WEFT_IS_PROJECT_LIST (self), NULL);

  weft_sync_begin_together (self->sync);
  future = weft_sync_submit (self->sync, own, &weft_board_create_project_operation,
                             &(WeftBoardCreateProject) { .name = name,
                                                         .code = code,
                                                         .about = "",
                                                         .members = members,
                                                         .n_members = g_strv_length ((char **) members) });
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *status = weft_id_new (weft_clock_get_system ());

      dex_future_disown (weft_sync_submit (
          self->sync, own, &weft_board_add_status_operation,
          &(WeftBoardAddStatus) { .id = status, .name = statuses[i], .category = weft_category_to_wire (guess_category (i, n)), .after = before }));
      g_set_str (&before, status);
    }
  weft_sync_end_together (self->sync);

  *stream = g_steal_pointer (&own);
  return future;
}

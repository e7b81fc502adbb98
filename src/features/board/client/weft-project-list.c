/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/client/weft-project-list.h"

#include "base/weft-clock.h"
#include "base/weft-error.h"
#include "base/weft-id.h"
#include "features/board/client/weft-project-status.h"
#include "features/board/shared/weft-board-module.h"
#include "features/board/shared/weft-project-status.h"
#include "parts/ranks/shared/weft-ranks-module.h"

#define TOLD_MAX 64 /* rows of which each is told by itself: of a whole project that is fetched nobody wants to hear one by one */

struct _WeftProjectList
{
  WeftItemList parent_instance;

  WeftSync *sync;
};

enum
{
  TASK_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

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
  gboolean projects = FALSE;
  gboolean many = weft_changes_get_n (changes) > TOLD_MAX;
  const char *told = NULL;

  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    {
      const WeftChange *change = weft_changes_get (changes, i);
      gboolean status = change->table == &weft_board_project_status_table;

      if (change->table == &weft_board_project_table)
        projects = TRUE;
      if (!status && change->table != &weft_board_task_table
          && (change->table != &weft_ranks_entry_table || !g_str_has_prefix (change->stream, "project/")))
        continue;
      if (!status && !many)
        g_signal_emit (self, signals[TASK_CHANGED], 0, change->stream, change->key);
      else if (g_strcmp0 (told, change->stream) != 0)
        g_signal_emit (self, signals[TASK_CHANGED], 0, told = change->stream, NULL);
    }
  if (projects)
    weft_item_list_read (WEFT_ITEM_LIST (self));
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

  signals[TASK_CHANGED]
      = g_signal_new ("task-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
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

WeftSync *
weft_project_list_get_sync (WeftProjectList *self)
{
  g_return_val_if_fail (WEFT_IS_PROJECT_LIST (self), NULL);
  return self->sync;
}

WeftProject *
weft_project_list_find (WeftProjectList *self, const char *stream)
{
  guint n;

  g_return_val_if_fail (WEFT_IS_PROJECT_LIST (self), NULL);

  n = g_list_model_get_n_items (G_LIST_MODEL (self));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftProject) project = g_list_model_get_item (G_LIST_MODEL (self), i);

      if (g_strcmp0 (weft_project_get_stream (project), stream) == 0)
        return project; /* the list has it */
    }
  return NULL;
}

/* A task, until it is known where it goes. */
typedef struct
{
  WeftSync *sync;
  char *stream;
  char *id;
  char *title;
  char *about;
} NewTask;

static void
new_task_free (gpointer data)
{
  NewTask *task = data;

  g_object_unref (task->sync);
  g_free (task->stream);
  g_free (task->id);
  g_free (task->title);
  g_free (task->about);
  g_free (task);
}

/* On a reader's thread. */
static gpointer
read_first_status (WeftDatabase *database, gpointer stream, GError **error)
{
  WeftStatement *statement = weft_database_query (database, error,
                                                  "SELECT s.id FROM entry e JOIN project_status s ON s.stream = e.stream AND s.id = e.id"
                                                  " WHERE e.stream = ?1 AND e.list = '" WEFT_PROJECT_STATUSES "' AND s.removed = 0"
                                                  " ORDER BY e.rank, e.id LIMIT 1",
                                                  "t", stream);
  int step = statement != NULL ? weft_statement_step (statement, error) : -1;
  char *id = step > 0 ? weft_statement_dup_text (statement, 0) : NULL;

  if (step >= 0)
    weft_statement_reset (statement);
  if (step == 0)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "project: %s is not there any more", (const char *) stream);
  return id;
}

static DexFuture *
on_first_status (DexFuture *future, gpointer user_data)
{
  const NewTask *task = user_data;

  return weft_sync_submit (task->sync, task->stream, &weft_board_create_operation,
                           &(WeftBoardCreate) { .id = task->id,
                                                .title = task->title,
                                                .about = task->about,
                                                .status = g_value_get_string (dex_future_get_value (future, NULL)),
                                                .priority = "none" });
}

DexFuture *
weft_project_list_create_task (WeftProjectList *self, const char *stream, const char *id, const char *title, const char *about)
{
  NewTask *task;

  g_return_val_if_fail (WEFT_IS_PROJECT_LIST (self), NULL);
  g_return_val_if_fail (stream != NULL && id != NULL && title != NULL && about != NULL, NULL);

  task = g_new0 (NewTask, 1);
  *task = (NewTask) { g_object_ref (self->sync), g_strdup (stream), g_strdup (id), g_strdup (title), g_strdup (about) };
  return dex_future_then (weft_sync_read (self->sync, read_first_status, G_TYPE_STRING, g_strdup (stream), g_free), on_first_status, task,
                          new_task_free);
}

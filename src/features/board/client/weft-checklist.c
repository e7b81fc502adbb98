/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/client/weft-checklist.h"

#include "base/weft-clock.h"
#include "base/weft-id.h"
#include "features/board/shared/weft-board-module.h"

struct _WeftChecklist
{
  WeftItemList parent_instance;

  WeftBoard *board;
  char *task;
};

G_DEFINE_FINAL_TYPE (WeftChecklist, weft_checklist, WEFT_TYPE_ITEM_LIST)

typedef struct
{
  char *stream;
  char *task;
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->stream);
  g_free (wanted->task);
  g_free (wanted);
}

/* Below @parent (nullable), in order, each followed by its own. */
static void
take_below (GPtrArray *items, GPtrArray *read, WeftTaskItem *parent)
{
  const char *id = parent != NULL ? weft_task_item_get_id (parent) : NULL;
  guint place = 0;

  for (guint i = 0; i < read->len; i++)
    {
      WeftTaskItem *item = read->pdata[i];

      if (g_strcmp0 (weft_task_item_get_parent (item), id) != 0)
        continue;
      weft_task_item_set_place (item, place++);
      if (parent != NULL)
        weft_task_item_count (parent, weft_task_item_get_done (item));
      g_ptr_array_add (items, g_object_ref (item));
      if (parent == NULL)
        take_below (items, read, item);
    }
}

GPtrArray *
weft_checklist_load (WeftDatabase *database, const char *stream, const char *task, GError **error)
{
  g_autoptr (GPtrArray) read = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *items;
  WeftStatement *statement = weft_database_query (
      database, error,
      "SELECT i.id, NULLIF (e.list, i.task), i.title, i.done, i.assignee, i.due_at FROM task_item i"
      " JOIN entry e ON e.stream = i.stream AND e.id = i.id WHERE i.stream = ?1 AND i.task = ?2 AND i.removed = 0 ORDER BY e.rank, e.id",
      "tt", stream, task);
  int step;

  while ((step = statement != NULL ? weft_statement_step (statement, error) : -1) > 0)
    g_ptr_array_add (read, weft_task_item_new (weft_statement_get_text (statement, 0), weft_statement_get_text (statement, 1),
                                               weft_statement_get_text (statement, 2), weft_statement_get_int (statement, 3) != 0,
                                               weft_statement_get_text (statement, 4), weft_statement_get_int (statement, 5)));
  if (step < 0)
    return NULL;

  items = g_ptr_array_new_with_free_func (g_object_unref);
  take_below (items, read, NULL);
  return items;
}

/* On a reader's thread. */
static gpointer
load (WeftDatabase *database, gpointer user_data, GError **error)
{
  const Wanted *wanted = user_data;

  return weft_checklist_load (database, wanted->stream, wanted->task, error);
}

static DexFuture *
weft_checklist_read (WeftItemList *list)
{
  WeftChecklist *self = WEFT_CHECKLIST (list);
  Wanted *wanted;

  if (self->board == NULL)
    return NULL;

  wanted = g_new0 (Wanted, 1);
  wanted->stream = g_strdup (weft_board_get_stream (self->board));
  wanted->task = g_strdup (self->task);
  return weft_sync_read (weft_board_get_sync (self->board), load, G_TYPE_PTR_ARRAY, wanted, wanted_free);
}

static gboolean
weft_checklist_equal (gpointer a, gpointer b)
{
  return weft_task_item_equal (a, b);
}

/* Whatever is done to an item, its own row or its task's is another, but for its place among others. */
static void
on_changed (WeftChecklist *self, WeftChanges *changes)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    {
      const WeftChange *change = weft_changes_get (changes, i);

      if (g_str_equal (change->stream, weft_board_get_stream (self->board))
          && (change->table == &weft_board_task_item_table || weft_checklist_find (self, change->key) != NULL))
        {
          weft_item_list_read (WEFT_ITEM_LIST (self));
          return;
        }
    }
}

static void
weft_checklist_dispose (GObject *object)
{
  WeftChecklist *self = WEFT_CHECKLIST (object);

  if (self->board != NULL && weft_board_get_sync (self->board) != NULL)
    g_signal_handlers_disconnect_by_data (weft_board_get_sync (self->board), self);
  g_clear_object (&self->board);

  G_OBJECT_CLASS (weft_checklist_parent_class)->dispose (object);
}

static void
weft_checklist_finalize (GObject *object)
{
  g_free (WEFT_CHECKLIST (object)->task);

  G_OBJECT_CLASS (weft_checklist_parent_class)->finalize (object);
}

static void
weft_checklist_class_init (WeftChecklistClass *klass)
{
  WeftItemListClass *list_class = WEFT_ITEM_LIST_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_checklist_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_checklist_finalize;
  list_class->item_type = WEFT_TYPE_TASK_ITEM;
  list_class->equal = weft_checklist_equal;
  list_class->read = weft_checklist_read;
}

static void
weft_checklist_init (WeftChecklist *self)
{
}

WeftChecklist *
weft_checklist_new (WeftBoard *board, const char *task)
{
  WeftChecklist *self;

  g_return_val_if_fail (WEFT_IS_BOARD (board), NULL);

  self = g_object_new (WEFT_TYPE_CHECKLIST, NULL);
  self->board = g_object_ref (board);
  self->task = g_strdup (task);
  g_signal_connect_object (weft_board_get_sync (board), "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  weft_item_list_read (WEFT_ITEM_LIST (self));

  return self;
}

WeftBoard *
weft_checklist_get_board (WeftChecklist *self)
{
  g_return_val_if_fail (WEFT_IS_CHECKLIST (self), NULL);
  return self->board;
}

WeftTaskItem *
weft_checklist_find (WeftChecklist *self, const char *id)
{
  GPtrArray *items;

  g_return_val_if_fail (WEFT_IS_CHECKLIST (self), NULL);

  items = weft_item_list_peek (WEFT_ITEM_LIST (self));
  for (guint i = 0; i < items->len; i++)
    if (g_strcmp0 (weft_task_item_get_id (items->pdata[i]), id) == 0)
      return items->pdata[i];

  return NULL;
}

WeftTaskItem *
weft_checklist_find_place (WeftChecklist *self, const char *parent, guint place)
{
  GPtrArray *items;

  g_return_val_if_fail (WEFT_IS_CHECKLIST (self), NULL);

  items = weft_item_list_peek (WEFT_ITEM_LIST (self));
  for (guint i = 0; i < items->len; i++)
    if (g_strcmp0 (weft_task_item_get_parent (items->pdata[i]), parent) == 0 && weft_task_item_get_place (items->pdata[i]) == place)
      return items->pdata[i];

  return NULL;
}

static DexFuture *
submit (WeftChecklist *self, const WeftOperation *operation, gconstpointer args)
{
  return weft_sync_submit (weft_board_get_sync (self->board), weft_board_get_stream (self->board), operation, args);
}

DexFuture *
weft_checklist_add (WeftChecklist *self, const char *title, const char *parent, const char *after, char **id)
{
  g_return_val_if_fail (WEFT_IS_CHECKLIST (self), NULL);

  *id = weft_id_new (weft_clock_get_system ());
  return submit (self, &weft_board_add_item_operation,
                 &(WeftBoardAddItem) { .id = *id, .parent = parent != NULL ? parent : self->task, .title = title, .after = after });
}

DexFuture *
weft_checklist_set_title (WeftChecklist *self, WeftTaskItem *item, const char *title)
{
  g_return_val_if_fail (WEFT_IS_CHECKLIST (self), NULL);

  return submit (self, &weft_board_set_item_operation, &(WeftBoardSetItem) { .id = weft_task_item_get_id (item), .title = title });
}

DexFuture *
weft_checklist_set_due (WeftChecklist *self, WeftTaskItem *item, gint64 due_at)
{
  g_return_val_if_fail (WEFT_IS_CHECKLIST (self), NULL);

  return submit (self, &weft_board_set_item_due_operation, &(WeftBoardSetItemDue) { .id = weft_task_item_get_id (item), .due_at = due_at });
}

DexFuture *
weft_checklist_assign (WeftChecklist *self, WeftTaskItem *item, const char *person)
{
  g_return_val_if_fail (WEFT_IS_CHECKLIST (self), NULL);

  return submit (self, &weft_board_assign_item_operation,
                 &(WeftBoardAssignItem) { .id = weft_task_item_get_id (item), .assignee = person });
}

DexFuture *
weft_checklist_tick (WeftChecklist *self, WeftTaskItem *item, gboolean done)
{
  g_return_val_if_fail (WEFT_IS_CHECKLIST (self), NULL);

  return submit (self, &weft_board_tick_item_operation, &(WeftBoardTickItem) { .id = weft_task_item_get_id (item), .done = done });
}

DexFuture *
weft_checklist_place (WeftChecklist *self, WeftTaskItem *item, const char *parent, const char *after)
{
  g_return_val_if_fail (WEFT_IS_CHECKLIST (self), NULL);

  return submit (self, &weft_board_place_item_operation,
                 &(WeftBoardPlaceItem) { .id = weft_task_item_get_id (item), .parent = parent != NULL ? parent : self->task, .after = after });
}

DexFuture *
weft_checklist_remove (WeftChecklist *self, WeftTaskItem *item)
{
  g_return_val_if_fail (WEFT_IS_CHECKLIST (self), NULL);

  return submit (self, &weft_board_remove_item_operation, &(WeftBoardRemoveItem) { .id = weft_task_item_get_id (item) });
}

DexFuture *
weft_checklist_make_task (WeftChecklist *self, WeftTaskItem *item)
{
  guint n = weft_task_item_get_n_items (item);
  g_autofree char *task = weft_id_new (weft_clock_get_system ());
  const char *assignee = weft_task_item_get_assignee (item);
  g_autoptr (WeftProjectStatus) first = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree const WeftOperation **operations = g_new0 (const WeftOperation *, n + 2);
  g_autofree gconstpointer *args = g_new0 (gconstpointer, n + 2);
  g_autofree WeftBoardAddItem *added = g_new0 (WeftBoardAddItem, n + 1);
  WeftBoardCreate create;
  WeftBoardRemoveItem removed;

  g_return_val_if_fail (WEFT_IS_CHECKLIST (self) && WEFT_IS_TASK_ITEM (item), NULL);

  first = g_list_model_get_item (G_LIST_MODEL (self->board), 0);
  g_return_val_if_fail (first != NULL, NULL);
  create = (WeftBoardCreate) {
    .id = task,
    .title = weft_task_item_get_title (item),
    .about = "",
    .status = weft_project_status_get_id (first),
    .parent = self->task,
    .priority = "none",
    .due_at = weft_task_item_get_due_at (item),
    .assignees = &assignee,
    .n_assignees = assignee != NULL ? 1 : 0,
  };
  operations[0] = &weft_board_create_operation;
  args[0] = &create;
  for (guint i = 0; i < n; i++)
    {
      WeftTaskItem *below = weft_checklist_find_place (self, weft_task_item_get_id (item), i);

      g_ptr_array_add (ids, weft_id_new (weft_clock_get_system ()));
      added[i] = (WeftBoardAddItem) {
        .id = ids->pdata[i],
        .parent = task,
        .title = weft_task_item_get_title (below),
        .after = i > 0 ? ids->pdata[i - 1] : NULL,
        .assignee = weft_task_item_get_assignee (below),
        .due_at = weft_task_item_get_due_at (below),
        .done = weft_task_item_get_done (below),
      };
      operations[i + 1] = &weft_board_add_item_operation;
      args[i + 1] = &added[i];
    }
  removed = (WeftBoardRemoveItem) { .id = weft_task_item_get_id (item) };
  operations[n + 1] = &weft_board_remove_item_operation;
  args[n + 1] = &removed;
  return weft_sync_submit_group (weft_board_get_sync (self->board), weft_board_get_stream (self->board), operations, args, n + 2);
}

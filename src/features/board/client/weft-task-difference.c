/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/client/weft-task-difference.h"

struct _WeftTaskDifference
{
  GObject parent_instance;

  WeftDifferenceKind kind;
  const WeftTaskRecord *before; /* (nullable): in @from */
  const WeftTaskRecord *after;  /* in @to */
  WeftBoardReading *from;
  WeftBoardReading *to;
};

G_DEFINE_FINAL_TYPE (WeftTaskDifference, weft_task_difference, G_TYPE_OBJECT)

static void
weft_task_difference_finalize (GObject *object)
{
  WeftTaskDifference *self = WEFT_TASK_DIFFERENCE (object);

  g_boxed_free (weft_board_reading_get_type (), self->from);
  g_boxed_free (weft_board_reading_get_type (), self->to);

  G_OBJECT_CLASS (weft_task_difference_parent_class)->finalize (object);
}

static void
weft_task_difference_class_init (WeftTaskDifferenceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_task_difference_finalize;
}

static void
weft_task_difference_init (WeftTaskDifference *self)
{
}

/* @task: (nullable) */
static gboolean
is_there (const WeftTaskRecord *task)
{
  return task != NULL && !task->removed && !task->archived;
}

static gboolean
is_same (const WeftTaskRecord *a, const WeftTaskRecord *b)
{
  return g_str_equal (a->title, b->title) && a->about_hash == b->about_hash && a->priority == b->priority && a->estimate == b->estimate
         && a->start_at == b->start_at && a->due_at == b->due_at && g_strcmp0 (a->parent, b->parent) == 0
         && g_strcmp0 (a->duplicate_of, b->duplicate_of) == 0 && g_strcmp0 (a->assignees, b->assignees) == 0
         && g_strcmp0 (a->labels, b->labels) == 0 && g_strcmp0 (a->blockers, b->blockers) == 0 && g_strcmp0 (a->related, b->related) == 0
         && a->n_comments == b->n_comments && a->n_items == b->n_items && a->n_items_done == b->n_items_done
         && g_strcmp0 (a->field_values, b->field_values) == 0;
}

/* Returns: WEFT_N_DIFFERENCES: there is none. */
static WeftDifferenceKind
get_kind (const WeftTaskRecord *before, const WeftTaskRecord *after)
{
  if (is_there (before) != is_there (after))
    return is_there (after) ? WEFT_DIFFERENCE_NEW : WEFT_DIFFERENCE_GONE;
  if (!is_there (after))
    return WEFT_N_DIFFERENCES;
  if (!g_str_equal (before->status, after->status))
    return WEFT_DIFFERENCE_MOVED;
  return is_same (before, after) ? WEFT_N_DIFFERENCES : WEFT_DIFFERENCE_CHANGED;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const WeftTaskDifference *left = a;
  const WeftTaskDifference *right = b;

  if (left->kind != right->kind)
    return left->kind < right->kind ? -1 : 1;
  return (left->after->number > right->after->number) - (left->after->number < right->after->number);
}

GListModel *
weft_task_difference_list (WeftBoardReading *from, WeftBoardReading *to)
{
  g_autoptr (GHashTable) before = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  GListStore *list = g_list_store_new (WEFT_TYPE_TASK_DIFFERENCE);

  g_return_val_if_fail (from != NULL && to != NULL, NULL);

  for (guint i = 0; i < from->tasks->len; i++)
    g_hash_table_insert (before, ((WeftTaskRecord *) from->tasks->pdata[i])->id, from->tasks->pdata[i]);
  /* Rows of tasks are never taken away: all that were are among those which are. */
  for (guint i = 0; i < to->tasks->len; i++)
    {
      const WeftTaskRecord *after = to->tasks->pdata[i];
      const WeftTaskRecord *old = g_hash_table_lookup (before, after->id);
      WeftDifferenceKind kind = get_kind (old, after);
      WeftTaskDifference *difference;

      if (kind == WEFT_N_DIFFERENCES)
        continue;
      difference = g_object_new (WEFT_TYPE_TASK_DIFFERENCE, NULL);
      difference->kind = kind;
      difference->before = old;
      difference->after = after;
      difference->from = g_boxed_copy (weft_board_reading_get_type (), from);
      difference->to = g_boxed_copy (weft_board_reading_get_type (), to);
      g_ptr_array_add (found, difference);
    }
  g_ptr_array_sort_values (found, compare);
  g_list_store_splice (list, 0, 0, found->pdata, found->len);
  return G_LIST_MODEL (list);
}

WeftDifferenceKind
weft_task_difference_get_kind (WeftTaskDifference *self)
{
  g_return_val_if_fail (WEFT_IS_TASK_DIFFERENCE (self), WEFT_DIFFERENCE_CHANGED);
  return self->kind;
}

const WeftTaskRecord *
weft_task_difference_get_before (WeftTaskDifference *self)
{
  g_return_val_if_fail (WEFT_IS_TASK_DIFFERENCE (self), NULL);
  return self->before;
}

const WeftTaskRecord *
weft_task_difference_get_after (WeftTaskDifference *self)
{
  g_return_val_if_fail (WEFT_IS_TASK_DIFFERENCE (self), NULL);
  return self->after;
}

WeftBoardReading *
weft_task_difference_get_from (WeftTaskDifference *self)
{
  g_return_val_if_fail (WEFT_IS_TASK_DIFFERENCE (self), NULL);
  return self->from;
}

WeftBoardReading *
weft_task_difference_get_to (WeftTaskDifference *self)
{
  g_return_val_if_fail (WEFT_IS_TASK_DIFFERENCE (self), NULL);
  return self->to;
}

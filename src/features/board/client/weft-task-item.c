/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-task-item.h"

struct _WeftTaskItem
{
  GObject parent_instance;

  char *id;
  char *parent; /* (nullable) */
  char *title;
  char *assignee; /* (nullable) */
  gint64 due_at;
  gboolean done;
  guint place;
  guint n_items;
  guint n_items_done;
};

G_DEFINE_FINAL_TYPE (WeftTaskItem, weft_task_item, G_TYPE_OBJECT)

static void
weft_task_item_finalize (GObject *object)
{
  WeftTaskItem *self = WEFT_TASK_ITEM (object);

  g_free (self->id);
  g_free (self->parent);
  g_free (self->title);
  g_free (self->assignee);

  G_OBJECT_CLASS (weft_task_item_parent_class)->finalize (object);
}

static void
weft_task_item_class_init (WeftTaskItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_task_item_finalize;
}

static void
weft_task_item_init (WeftTaskItem *self)
{
}

WeftTaskItem *
weft_task_item_new (const char *id, const char *parent, const char *title, gboolean done, const char *assignee, gint64 due_at)
{
  WeftTaskItem *self = g_object_new (WEFT_TYPE_TASK_ITEM, NULL);

  self->id = g_strdup (id);
  self->parent = g_strdup (parent);
  self->title = g_strdup (title);
  self->done = done;
  self->assignee = g_strdup (assignee);
  self->due_at = due_at;
  return self;
}

const char *
weft_task_item_get_id (WeftTaskItem *self)
{
  g_return_val_if_fail (WEFT_IS_TASK_ITEM (self), NULL);
  return self->id;
}

const char *
weft_task_item_get_parent (WeftTaskItem *self)
{
  g_return_val_if_fail (WEFT_IS_TASK_ITEM (self), NULL);
  return self->parent;
}

const char *
weft_task_item_get_title (WeftTaskItem *self)
{
  g_return_val_if_fail (WEFT_IS_TASK_ITEM (self), NULL);
  return self->title;
}

gboolean
weft_task_item_get_done (WeftTaskItem *self)
{
  g_return_val_if_fail (WEFT_IS_TASK_ITEM (self), FALSE);
  return self->n_items > 0 ? self->n_items_done == self->n_items : self->done;
}

const char *
weft_task_item_get_assignee (WeftTaskItem *self)
{
  g_return_val_if_fail (WEFT_IS_TASK_ITEM (self), NULL);
  return self->assignee;
}

gint64
weft_task_item_get_due_at (WeftTaskItem *self)
{
  g_return_val_if_fail (WEFT_IS_TASK_ITEM (self), 0);
  return self->due_at;
}

guint
weft_task_item_get_n_items (WeftTaskItem *self)
{
  g_return_val_if_fail (WEFT_IS_TASK_ITEM (self), 0);
  return self->n_items;
}

guint
weft_task_item_get_n_items_done (WeftTaskItem *self)
{
  g_return_val_if_fail (WEFT_IS_TASK_ITEM (self), 0);
  return self->n_items_done;
}

guint
weft_task_item_get_place (WeftTaskItem *self)
{
  g_return_val_if_fail (WEFT_IS_TASK_ITEM (self), 0);
  return self->place;
}

void
weft_task_item_set_place (WeftTaskItem *self, guint place)
{
  self->place = place;
}

void
weft_task_item_count (WeftTaskItem *self, gboolean done)
{
  self->n_items++;
  self->n_items_done += done ? 1 : 0;
}

gboolean
weft_task_item_equal (WeftTaskItem *self, WeftTaskItem *other)
{
  return g_str_equal (self->id, other->id) && g_strcmp0 (self->parent, other->parent) == 0 && g_str_equal (self->title, other->title)
         && self->done == other->done && g_strcmp0 (self->assignee, other->assignee) == 0 && self->due_at == other->due_at
         && self->place == other->place && self->n_items == other->n_items && self->n_items_done == other->n_items_done;
}

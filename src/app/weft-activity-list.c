/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include "app/weft-activity-list.h"

struct _WeftActivityList
{
  WeftItemList parent_instance;

  WeftActivityLoad load;
  gpointer user_data;
  GDestroyNotify user_data_destroy;

  gint64 cursor; /* of older ones; -1: there are none */
  GError *error;
  gboolean older; /* that is what is read next, or being read */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftActivityList, weft_activity_list, WEFT_TYPE_ITEM_LIST)

/* The newest first. */
static GPtrArray *
peek (WeftActivityList *self)
{
  return weft_item_list_peek (WEFT_ITEM_LIST (self));
}

/* What is listed of one stream has a number of its own there, and never changes. */
static gboolean
weft_activity_list_equal (gpointer a, gpointer b)
{
  return weft_activity_item_get_seq (a) == weft_activity_item_get_seq (b);
}

static gint64
get_seq (GPtrArray *items, guint position)
{
  return weft_activity_item_get_seq (g_ptr_array_index (items, position));
}

static void
add_all (GPtrArray *all, GPtrArray *items, guint from, guint to)
{
  for (guint i = from; i < to; i++)
    g_ptr_array_add (all, g_object_ref (g_ptr_array_index (items, i)));
}

/* Below the last one; a server that repeats itself repeats nothing here. */
static void
append (WeftActivityList *self, WeftActivityPage *page)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  add_all (all, peek (self), 0, peek (self)->len);
  for (guint i = 0; i < page->items->len && all->len < WEFT_ACTIVITY_MAX; i++)
    if (all->len == 0 || get_seq (page->items, i) < get_seq (all, all->len - 1))
      add_all (all, page->items, i, i + 1);
  self->cursor = page->cursor;
  weft_item_list_set_items (WEFT_ITEM_LIST (self), all);
}

/* Above the first one. If so much happened that the page does not reach down to it, all begins anew: a list
 * with a hole would be wrong. */
static void
prepend (WeftActivityList *self, WeftActivityPage *page)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *old = peek (self);
  guint n_new = 0;

  while (n_new < page->items->len && (old->len == 0 || get_seq (page->items, n_new) > get_seq (old, 0)))
    n_new++;
  if (n_new == page->items->len && page->cursor >= 0)
    {
      weft_item_list_set_items (WEFT_ITEM_LIST (self), all);
      append (self, page);
      return;
    }
  add_all (all, page->items, 0, n_new);
  add_all (all, old, 0, old->len);
  weft_item_list_set_items (WEFT_ITEM_LIST (self), all);
  if (all->len <= WEFT_ACTIVITY_MAX)
    return;

  /* A change of its own, or the rows in view would be others. */
  g_ptr_array_set_size (all, WEFT_ACTIVITY_MAX);
  self->cursor = get_seq (all, WEFT_ACTIVITY_MAX - 1);
  weft_item_list_set_items (WEFT_ITEM_LIST (self), all);
}

static DexFuture *
weft_activity_list_read (WeftItemList *list)
{
  WeftActivityList *self = WEFT_ACTIVITY_LIST (list);

  return self->load (self->older ? self->cursor : -1, self->user_data);
}

static void
end (WeftActivityList *self, const GError *error)
{
  g_clear_error (&self->error);
  if (error != NULL)
    self->error = g_error_copy (error);
  self->older = FALSE;
}

static void
weft_activity_list_take (WeftItemList *list, const GValue *value)
{
  WeftActivityList *self = WEFT_ACTIVITY_LIST (list);

  if (self->older || !weft_item_list_get_ready (list))
    append (self, g_value_get_boxed (value));
  else
    prepend (self, g_value_get_boxed (value));
  end (self, NULL);
}

/* What failed is tried again only when somebody says so. */
static gboolean
weft_activity_list_failed (WeftItemList *list, const GError *error)
{
  end (WEFT_ACTIVITY_LIST (list), error);

  return FALSE;
}

static void
weft_activity_list_ended (WeftItemList *list)
{
  g_signal_emit (list, signals[CHANGED], 0);
}

static void
weft_activity_list_finalize (GObject *object)
{
  WeftActivityList *self = WEFT_ACTIVITY_LIST (object);

  g_clear_error (&self->error);
  if (self->user_data_destroy != NULL)
    self->user_data_destroy (self->user_data);

  G_OBJECT_CLASS (weft_activity_list_parent_class)->finalize (object);
}

static void
weft_activity_list_class_init (WeftActivityListClass *klass)
{
  WeftItemListClass *list_class = WEFT_ITEM_LIST_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = weft_activity_list_finalize;
  list_class->item_type = WEFT_TYPE_ACTIVITY_ITEM;
  list_class->equal = weft_activity_list_equal;
  list_class->read = weft_activity_list_read;
  list_class->take = weft_activity_list_take;
  list_class->failed = weft_activity_list_failed;
  list_class->ended = weft_activity_list_ended;

  signals[CHANGED] = g_signal_new ("changed", WEFT_TYPE_ACTIVITY_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
weft_activity_list_init (WeftActivityList *self)
{
  self->cursor = -1;
}

WeftActivityList *
weft_activity_list_new (WeftActivityLoad load_page, gpointer user_data, GDestroyNotify user_data_destroy)
{
  WeftActivityList *self;

  g_return_val_if_fail (load_page != NULL, NULL);

  self = g_object_new (WEFT_TYPE_ACTIVITY_LIST, NULL);
  self->load = load_page;
  self->user_data = user_data;
  self->user_data_destroy = user_data_destroy;
  weft_item_list_read (WEFT_ITEM_LIST (self));

  return self;
}

void
weft_activity_list_load_more (WeftActivityList *self)
{
  g_return_if_fail (WEFT_IS_ACTIVITY_LIST (self));

  if (weft_item_list_get_reading (WEFT_ITEM_LIST (self)) || self->error != NULL || !weft_activity_list_get_more (self))
    return;
  self->older = TRUE;
  weft_item_list_read (WEFT_ITEM_LIST (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

void
weft_activity_list_refresh (WeftActivityList *self)
{
  gboolean reading;

  g_return_if_fail (WEFT_IS_ACTIVITY_LIST (self));

  reading = weft_item_list_get_reading (WEFT_ITEM_LIST (self));
  weft_item_list_read (WEFT_ITEM_LIST (self));
  if (!reading)
    g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
weft_activity_list_get_more (WeftActivityList *self)
{
  g_return_val_if_fail (WEFT_IS_ACTIVITY_LIST (self), FALSE);

  return weft_item_list_get_ready (WEFT_ITEM_LIST (self)) && self->cursor >= 0 && peek (self)->len < WEFT_ACTIVITY_MAX;
}

gboolean
weft_activity_list_get_full (WeftActivityList *self)
{
  g_return_val_if_fail (WEFT_IS_ACTIVITY_LIST (self), FALSE);

  return self->cursor >= 0 && peek (self)->len >= WEFT_ACTIVITY_MAX;
}

const GError *
weft_activity_list_get_error (WeftActivityList *self)
{
  g_return_val_if_fail (WEFT_IS_ACTIVITY_LIST (self), NULL);

  return self->error;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include "app/weft-activity-list.h"

struct _WeftActivityList
{
  GObject parent_instance;

  WeftActivityLoad load;
  gpointer user_data;
  GDestroyNotify user_data_destroy;

  GPtrArray *items; /* of WeftActivityItem, newest first */
  gint64 cursor;    /* of older ones; -1: there are none */
  GError *error;
  gboolean ready;
  gboolean loading;
  gboolean older; /* that is what is loaded */
  gboolean again; /* the newest ones are wanted when this answer is there */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GType
weft_activity_list_get_item_type (GListModel *model)
{
  return WEFT_TYPE_ACTIVITY_ITEM;
}

static guint
weft_activity_list_get_n_items (GListModel *model)
{
  return WEFT_ACTIVITY_LIST (model)->items->len;
}

static gpointer
weft_activity_list_get_item (GListModel *model, guint position)
{
  GPtrArray *items = WEFT_ACTIVITY_LIST (model)->items;

  return position < items->len ? g_object_ref (g_ptr_array_index (items, position)) : NULL;
}

static void
weft_activity_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = weft_activity_list_get_item_type;
  iface->get_n_items = weft_activity_list_get_n_items;
  iface->get_item = weft_activity_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftActivityList,
                               weft_activity_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, weft_activity_list_iface_init))

static gint64
get_seq (GPtrArray *items, guint position)
{
  return weft_activity_item_get_seq (g_ptr_array_index (items, position));
}

/* Below the last one; a server that repeats itself repeats nothing here. */
static void
append (WeftActivityList *self, WeftActivityPage *page)
{
  guint before = self->items->len;

  for (guint i = 0; i < page->items->len && self->items->len < WEFT_ACTIVITY_MAX; i++)
    if (self->items->len == 0 || get_seq (page->items, i) < get_seq (self->items, self->items->len - 1))
      g_ptr_array_add (self->items, g_object_ref (g_ptr_array_index (page->items, i)));
  self->cursor = page->cursor;
  if (self->items->len > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, self->items->len - before);
}

/* Above the first one. If so much happened that the page does not reach down to it, all begins anew: a list
 * with a hole would be wrong. */
static void
prepend (WeftActivityList *self, WeftActivityPage *page)
{
  guint n_new = 0, n_over;

  while (n_new < page->items->len
         && (self->items->len == 0 || get_seq (page->items, n_new) > get_seq (self->items, 0)))
    n_new++;
  if (n_new == page->items->len && page->cursor >= 0)
    {
      guint before = self->items->len;

      g_ptr_array_set_size (self->items, 0);
      g_list_model_items_changed (G_LIST_MODEL (self), 0, before, 0);
      append (self, page);
      return;
    }
  for (guint i = n_new; i > 0; i--)
    g_ptr_array_insert (self->items, 0, g_object_ref (g_ptr_array_index (page->items, i - 1)));
  if (n_new > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, n_new);

  n_over = self->items->len > WEFT_ACTIVITY_MAX ? self->items->len - WEFT_ACTIVITY_MAX : 0;
  if (n_over == 0)
    return;
  g_ptr_array_set_size (self->items, WEFT_ACTIVITY_MAX);
  self->cursor = get_seq (self->items, WEFT_ACTIVITY_MAX - 1);
  g_list_model_items_changed (G_LIST_MODEL (self), WEFT_ACTIVITY_MAX, n_over, 0);
}

static void load (WeftActivityList *self, gboolean older);

static DexFuture *
on_loaded (DexFuture *future, gpointer user_data)
{
  WeftActivityList *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  self->loading = FALSE;
  g_clear_error (&self->error);
  if (value == NULL)
    self->error = g_steal_pointer (&error);
  else if (self->older || !self->ready)
    append (self, g_value_get_boxed (value));
  else
    prepend (self, g_value_get_boxed (value));
  self->ready = self->ready || value != NULL;
  /* What failed is tried again only when somebody says so. */
  if (self->again && self->error == NULL)
    load (self, FALSE);
  self->again = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);

  return NULL;
}

static void
load (WeftActivityList *self, gboolean older)
{
  self->loading = TRUE;
  self->older = older;
  dex_future_disown (dex_future_finally (self->load (older ? self->cursor : -1, self->user_data), on_loaded,
                                         g_object_ref (self), g_object_unref));
}

static void
weft_activity_list_finalize (GObject *object)
{
  WeftActivityList *self = WEFT_ACTIVITY_LIST (object);

  g_ptr_array_unref (self->items);
  g_clear_error (&self->error);
  if (self->user_data_destroy != NULL)
    self->user_data_destroy (self->user_data);

  G_OBJECT_CLASS (weft_activity_list_parent_class)->finalize (object);
}

static void
weft_activity_list_class_init (WeftActivityListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_activity_list_finalize;

  signals[CHANGED] = g_signal_new ("changed", WEFT_TYPE_ACTIVITY_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
weft_activity_list_init (WeftActivityList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
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
  load (self, FALSE);

  return self;
}

void
weft_activity_list_load_more (WeftActivityList *self)
{
  g_return_if_fail (WEFT_IS_ACTIVITY_LIST (self));

  if (self->loading || self->error != NULL || !weft_activity_list_get_more (self))
    return;
  load (self, TRUE);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
weft_activity_list_refresh (WeftActivityList *self)
{
  g_return_if_fail (WEFT_IS_ACTIVITY_LIST (self));

  if (self->loading)
    {
      self->again = TRUE;
      return;
    }
  load (self, FALSE);
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
weft_activity_list_get_ready (WeftActivityList *self)
{
  g_return_val_if_fail (WEFT_IS_ACTIVITY_LIST (self), FALSE);

  return self->ready;
}

gboolean
weft_activity_list_get_more (WeftActivityList *self)
{
  g_return_val_if_fail (WEFT_IS_ACTIVITY_LIST (self), FALSE);

  return self->ready && self->cursor >= 0 && self->items->len < WEFT_ACTIVITY_MAX;
}

gboolean
weft_activity_list_get_full (WeftActivityList *self)
{
  g_return_val_if_fail (WEFT_IS_ACTIVITY_LIST (self), FALSE);

  return self->cursor >= 0 && self->items->len >= WEFT_ACTIVITY_MAX;
}

gboolean
weft_activity_list_get_loading (WeftActivityList *self)
{
  g_return_val_if_fail (WEFT_IS_ACTIVITY_LIST (self), FALSE);

  return self->loading;
}

const GError *
weft_activity_list_get_error (WeftActivityList *self)
{
  g_return_val_if_fail (WEFT_IS_ACTIVITY_LIST (self), NULL);

  return self->error;
}

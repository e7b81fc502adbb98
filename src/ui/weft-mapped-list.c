/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/weft-mapped-list.h"

typedef struct
{
  gpointer item;
  gpointer mapped;
} Pair;

struct _WeftMappedList
{
  GObject parent_instance;

  GListModel *model;
  GPtrArray *pairs; /* of Pair, as the model stands */
  WeftMapFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
};

static GType
weft_mapped_list_get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
weft_mapped_list_get_n_items (GListModel *model)
{
  return WEFT_MAPPED_LIST (model)->pairs->len;
}

static gpointer
weft_mapped_list_get_item (GListModel *model, guint position)
{
  GPtrArray *pairs = WEFT_MAPPED_LIST (model)->pairs;

  return position < pairs->len ? g_object_ref (((Pair *) pairs->pdata[position])->mapped) : NULL;
}

static void
weft_mapped_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = weft_mapped_list_get_item_type;
  iface->get_n_items = weft_mapped_list_get_n_items;
  iface->get_item = weft_mapped_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftMappedList, weft_mapped_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, weft_mapped_list_model_init))

static void
pair_free (gpointer data)
{
  Pair *pair = data;

  g_object_unref (pair->item);
  g_object_unref (pair->mapped);
  g_free (pair);
}

/* @gone: (element-type GObject Pair): what was just taken out */
static Pair *
make_pair (WeftMappedList *self, guint position, GHashTable *gone)
{
  g_autoptr (GObject) item = g_list_model_get_item (self->model, position);
  Pair *pair = g_hash_table_lookup (gone, item);

  if (pair != NULL)
    {
      g_hash_table_steal (gone, item);
      return pair;
    }
  pair = g_new (Pair, 1);
  pair->mapped = self->func (item, self->user_data);
  pair->item = g_steal_pointer (&item);
  return pair;
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, WeftMappedList *self)
{
  g_autoptr (GHashTable) gone = g_hash_table_new_full (NULL, NULL, NULL, pair_free);

  for (guint i = 0; i < removed; i++)
    {
      Pair *pair = g_ptr_array_steal_index (self->pairs, position);

      g_hash_table_replace (gone, pair->item, pair);
    }
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (self->pairs, (int) (position + i), make_pair (self, position + i, gone));
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
weft_mapped_list_finalize (GObject *object)
{
  WeftMappedList *self = WEFT_MAPPED_LIST (object);

  g_ptr_array_unref (self->pairs);
  g_object_unref (self->model);
  if (self->destroy != NULL)
    self->destroy (self->user_data);

  G_OBJECT_CLASS (weft_mapped_list_parent_class)->finalize (object);
}

static void
weft_mapped_list_class_init (WeftMappedListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_mapped_list_finalize;
}

static void
weft_mapped_list_init (WeftMappedList *self)
{
  self->pairs = g_ptr_array_new_with_free_func (pair_free);
}

/* Public API */

GListModel *
weft_mapped_list_new (GListModel *model, WeftMapFunc func, gpointer user_data, GDestroyNotify destroy)
{
  WeftMappedList *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (model) && func != NULL, NULL);

  self = g_object_new (WEFT_TYPE_MAPPED_LIST, NULL);
  self->model = g_object_ref (model);
  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;
  g_signal_connect_object (model, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_DEFAULT);
  on_items_changed (model, 0, 0, g_list_model_get_n_items (model), self);
  return G_LIST_MODEL (self);
}

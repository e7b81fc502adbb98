/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-item-list.h"

typedef struct
{
  GPtrArray *items; /* of GObject */
  gboolean ready;
  gboolean reading;
  gboolean again;
  gboolean disposed;
} WeftItemListPrivate;

enum
{
  PROP_0,
  PROP_READY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void weft_item_list_iface_init (GListModelInterface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (WeftItemList,
                                  weft_item_list,
                                  G_TYPE_OBJECT,
                                  G_ADD_PRIVATE (WeftItemList)
                                      G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, weft_item_list_iface_init))

static WeftItemListPrivate *
get (gpointer self)
{
  return weft_item_list_get_instance_private (self);
}

static GType
weft_item_list_get_item_type (GListModel *model)
{
  return WEFT_ITEM_LIST_GET_CLASS (model)->item_type;
}

static guint
weft_item_list_get_n_items (GListModel *model)
{
  return get (model)->items->len;
}

static gpointer
weft_item_list_get_item (GListModel *model, guint position)
{
  GPtrArray *items = get (model)->items;

  return position < items->len ? g_object_ref (g_ptr_array_index (items, position)) : NULL;
}

static void
weft_item_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = weft_item_list_get_item_type;
  iface->get_n_items = weft_item_list_get_n_items;
  iface->get_item = weft_item_list_get_item;
}

static void
weft_item_list_real_take (WeftItemList *self, const GValue *value)
{
  weft_item_list_set_items (self, g_value_get_boxed (value));
}

static gboolean
weft_item_list_real_failed (WeftItemList *self, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("%s cannot be read: %s", G_OBJECT_TYPE_NAME (self), error->message);

  return TRUE;
}

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  WeftItemList *self = user_data;
  WeftItemListPrivate *priv = get (self);
  WeftItemListClass *klass = WEFT_ITEM_LIST_GET_CLASS (self);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  gboolean again;

  if (priv->disposed)
    return NULL;
  priv->reading = FALSE;
  if (value != NULL)
    klass->take (self, value);
  again = (value != NULL || klass->failed (self, error)) && priv->again;
  priv->again = FALSE;
  if (value != NULL && !priv->ready)
    {
      priv->ready = TRUE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
    }
  if (again)
    weft_item_list_read (self);
  if (klass->ended != NULL)
    klass->ended (self);

  return NULL;
}

static void
weft_item_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, get (object)->ready);
}

static void
weft_item_list_dispose (GObject *object)
{
  get (object)->disposed = TRUE;

  G_OBJECT_CLASS (weft_item_list_parent_class)->dispose (object);
}

static void
weft_item_list_finalize (GObject *object)
{
  g_ptr_array_unref (get (object)->items);

  G_OBJECT_CLASS (weft_item_list_parent_class)->finalize (object);
}

static void
weft_item_list_class_init (WeftItemListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = weft_item_list_get_property;
  object_class->dispose = weft_item_list_dispose;
  object_class->finalize = weft_item_list_finalize;
  klass->take = weft_item_list_real_take;
  klass->failed = weft_item_list_real_failed;

  properties[PROP_READY]
      = g_param_spec_boolean ("ready", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_item_list_init (WeftItemList *self)
{
  get (self)->items = g_ptr_array_new_with_free_func (g_object_unref);
}

void
weft_item_list_read (WeftItemList *self)
{
  WeftItemListPrivate *priv;
  DexFuture *future;

  g_return_if_fail (WEFT_IS_ITEM_LIST (self));

  priv = get (self);
  priv->again = priv->reading;
  if (priv->reading || priv->disposed)
    return;
  future = WEFT_ITEM_LIST_GET_CLASS (self)->read (self);
  if (future == NULL)
    return;
  priv->reading = TRUE;
  dex_future_disown (dex_future_finally (future, on_read, g_object_ref (self), g_object_unref));
}

gboolean
weft_item_list_get_reading (WeftItemList *self)
{
  g_return_val_if_fail (WEFT_IS_ITEM_LIST (self), FALSE);

  return get (self)->reading;
}

gboolean
weft_item_list_get_ready (WeftItemList *self)
{
  g_return_val_if_fail (WEFT_IS_ITEM_LIST (self), FALSE);

  return get (self)->ready;
}

GPtrArray *
weft_item_list_peek (WeftItemList *self)
{
  g_return_val_if_fail (WEFT_IS_ITEM_LIST (self), NULL);

  return get (self)->items;
}

void
weft_item_list_set_items (WeftItemList *self, GPtrArray *items)
{
  WeftItemListClass *klass;
  WeftItemListPrivate *priv;
  g_autoptr (GPtrArray) old = NULL;
  guint start = 0, end = 0;

  g_return_if_fail (WEFT_IS_ITEM_LIST (self));
  g_return_if_fail (items != NULL);

  klass = WEFT_ITEM_LIST_GET_CLASS (self);
  priv = get (self);
  old = priv->items;
  while (start < old->len && start < items->len && klass->equal (old->pdata[start], items->pdata[start]))
    start++;
  while (end < old->len - start && end < items->len - start
         && klass->equal (old->pdata[old->len - 1 - end], items->pdata[items->len - 1 - end]))
    end++;

  priv->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < items->len; i++)
    {
      gpointer item = i < start               ? old->pdata[i]
                      : i >= items->len - end ? old->pdata[old->len - items->len + i]
                                              : items->pdata[i];

      g_ptr_array_add (priv->items, g_object_ref (item));
    }
  if (old->len != items->len || start < old->len)
    g_list_model_items_changed (G_LIST_MODEL (self), start, old->len - start - end, items->len - start - end);
}

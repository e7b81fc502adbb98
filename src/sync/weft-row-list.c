/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-row-list.h"

#include "sync/weft-own-stream.h"

typedef struct
{
  WeftSync *sync;
  char *stream; /* (nullable): one's own */
} WeftRowListPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (WeftRowList, weft_row_list, WEFT_TYPE_ITEM_LIST)

static WeftRowListPrivate *
get_private (gpointer self)
{
  return weft_row_list_get_instance_private (WEFT_ROW_LIST (self));
}

static DexFuture *
weft_row_list_read (WeftItemList *list)
{
  WeftRowListPrivate *priv = get_private (list);
  char *stream = priv->stream != NULL ? g_strdup (priv->stream) : weft_own_stream_dup (priv->sync);

  return stream != NULL ? weft_sync_read (priv->sync, WEFT_ROW_LIST_GET_CLASS (list)->load, G_TYPE_PTR_ARRAY, stream, g_free) : NULL;
}

static void
on_changed (WeftRowList *self, WeftChanges *changes)
{
  const WeftRowListClass *klass = WEFT_ROW_LIST_GET_CLASS (self);

  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    {
      const WeftTable *table = weft_changes_get (changes, i)->table;

      if (table == klass->tables[0] || table == klass->tables[1])
        {
          weft_item_list_read (WEFT_ITEM_LIST (self));
          return;
        }
    }
}

static void
weft_row_list_dispose (GObject *object)
{
  WeftRowListPrivate *priv = get_private (object);

  if (priv->sync != NULL)
    g_signal_handlers_disconnect_by_data (priv->sync, object);
  g_clear_object (&priv->sync);

  G_OBJECT_CLASS (weft_row_list_parent_class)->dispose (object);
}

static void
weft_row_list_finalize (GObject *object)
{
  g_free (get_private (object)->stream);

  G_OBJECT_CLASS (weft_row_list_parent_class)->finalize (object);
}

static void
weft_row_list_class_init (WeftRowListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_row_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_row_list_finalize;
  WEFT_ITEM_LIST_CLASS (klass)->read = weft_row_list_read;
}

static void
weft_row_list_init (WeftRowList *self)
{
}

gpointer
weft_row_list_new (GType type, WeftSync *sync, const char *stream)
{
  WeftRowList *self;
  WeftRowListPrivate *priv;

  g_return_val_if_fail (g_type_is_a (type, WEFT_TYPE_ROW_LIST), NULL);
  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (type, NULL);
  priv = get_private (self);
  priv->sync = g_object_ref (sync);
  priv->stream = g_strdup (stream);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  if (stream == NULL)
    g_signal_connect_object (sync, "notify::person", G_CALLBACK (weft_item_list_read), self, G_CONNECT_SWAPPED);
  weft_item_list_read (WEFT_ITEM_LIST (self));

  return self;
}

WeftSync *
weft_row_list_get_sync (WeftRowList *self)
{
  g_return_val_if_fail (WEFT_IS_ROW_LIST (self), NULL);

  return get_private (self)->sync;
}

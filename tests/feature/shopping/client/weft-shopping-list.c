/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-shopping"

#include "tests/feature/shopping/client/weft-shopping-list.h"

#include "base/weft-clock.h"
#include "base/weft-id.h"
#include "tests/feature/shopping/shared/weft-shopping-module.h"

struct _WeftShoppingList
{
  GObject parent_instance;

  WeftSync *sync;
  char *stream;
  GPtrArray *items; /* of WeftShoppingItem */
  gboolean reading;
  gboolean stale;
};

typedef struct
{
  char *id;
  char *text;
  char *amount;
  gboolean bought;
} Record;

static void
record_free (gpointer data)
{
  Record *record = data;

  g_free (record->id);
  g_free (record->text);
  g_free (record->amount);
  g_free (record);
}

/* On a reader's thread. */
static gpointer
read_items (WeftDatabase *database, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (record_free);
  WeftStatement *statement = weft_database_query (database, error,
                                                  "SELECT id, text, amount, bought FROM shopping_item WHERE "
                                                  "stream = ?1 AND removed = 0 ORDER BY added_at, id",
                                                  "t", user_data);
  int step;

  while ((step = statement != NULL ? weft_statement_step (statement, error) : -1) > 0)
    {
      Record *record = g_new0 (Record, 1);

      record->id = weft_statement_dup_text (statement, 0);
      record->text = weft_statement_dup_text (statement, 1);
      record->amount = weft_statement_dup_text (statement, 2);
      record->bought = weft_statement_get_int (statement, 3) != 0;
      g_ptr_array_add (records, record);
    }

  return step == 0 ? g_steal_pointer (&records) : NULL;
}

static GType
weft_shopping_list_get_item_type (GListModel *model)
{
  return WEFT_TYPE_SHOPPING_ITEM;
}

static guint
weft_shopping_list_get_n_items (GListModel *model)
{
  return WEFT_SHOPPING_LIST (model)->items->len;
}

static gpointer
weft_shopping_list_get_item (GListModel *model, guint position)
{
  WeftShoppingList *self = WEFT_SHOPPING_LIST (model);

  return position < self->items->len ? g_object_ref (self->items->pdata[position]) : NULL;
}

static void
weft_shopping_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = weft_shopping_list_get_item_type;
  iface->get_n_items = weft_shopping_list_get_n_items;
  iface->get_item = weft_shopping_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftShoppingList,
                               weft_shopping_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, weft_shopping_list_model_init))

static WeftShoppingItem *
find_item (GPtrArray *items, const char *id)
{
  for (guint i = 0; i < items->len; i++)
    if (g_str_equal (weft_shopping_item_get_id (items->pdata[i]), id))
      return items->pdata[i];

  return NULL;
}

/* One minimal items-changed: what stands the same at both ends stays. */
static void
take_items (WeftShoppingList *self, GPtrArray *items)
{
  g_autoptr (GPtrArray) old = self->items;
  guint before = 0;
  guint behind = 0;

  self->items = items;
  while (before < MIN (old->len, items->len) && old->pdata[before] == items->pdata[before])
    before++;
  while (behind < MIN (old->len, items->len) - before
         && old->pdata[old->len - 1 - behind] == items->pdata[items->len - 1 - behind])
    behind++;
  if (old->len - before - behind > 0 || items->len - before - behind > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), before, old->len - before - behind,
                                items->len - before - behind);
}

static void read_again (WeftShoppingList *self);

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  WeftShoppingList *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  self->reading = FALSE;
  if (value != NULL)
    {
      GPtrArray *records = g_value_get_boxed (value);
      GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

      for (guint i = 0; i < records->len; i++)
        {
          const Record *record = records->pdata[i];
          WeftShoppingItem *item = find_item (self->items, record->id);

          item = item != NULL ? g_object_ref (item) : weft_shopping_item_new (record->id);
          weft_shopping_item_update (item, record->text, record->amount, record->bought);
          g_ptr_array_add (items, item);
        }
      take_items (self, items);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("The list could not be read: %s", error->message);
  if (self->stale)
    read_again (self);

  return dex_future_new_for_boolean (TRUE);
}

static void
read_again (WeftShoppingList *self)
{
  self->stale = self->reading;
  if (self->reading || self->sync == NULL)
    return;

  self->reading = TRUE;
  dex_future_disown (dex_future_finally (weft_sync_read (self->sync, read_items, G_TYPE_PTR_ARRAY,
                                                         g_strdup (self->stream), g_free),
                                         on_read, g_object_ref (self), g_object_unref));
}

static void
on_changed (WeftSync *sync, WeftChanges *changes, WeftShoppingList *self)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    {
      const WeftChange *change = weft_changes_get (changes, i);

      if (change->table == &weft_shopping_shopping_item_table && g_str_equal (change->stream, self->stream))
        {
          read_again (self);
          return;
        }
    }
}

static void
weft_shopping_list_dispose (GObject *object)
{
  WeftShoppingList *self = WEFT_SHOPPING_LIST (object);

  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_shopping_list_parent_class)->dispose (object);
}

static void
weft_shopping_list_finalize (GObject *object)
{
  WeftShoppingList *self = WEFT_SHOPPING_LIST (object);

  g_ptr_array_unref (self->items);
  g_free (self->stream);

  G_OBJECT_CLASS (weft_shopping_list_parent_class)->finalize (object);
}

static void
weft_shopping_list_class_init (WeftShoppingListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = weft_shopping_list_dispose;
  object_class->finalize = weft_shopping_list_finalize;
}

static void
weft_shopping_list_init (WeftShoppingList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

WeftShoppingList *
weft_shopping_list_new (WeftSync *sync, const char *stream)
{
  WeftShoppingList *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_SHOPPING_LIST, NULL);
  self->sync = g_object_ref (sync);
  self->stream = g_strdup (stream);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, 0);
  read_again (self);

  return self;
}

DexFuture *
weft_shopping_list_add (WeftShoppingList *self, const char *text, const char *amount)
{
  g_autofree char *id = weft_id_new (weft_clock_get_system ());

  g_return_val_if_fail (WEFT_IS_SHOPPING_LIST (self), NULL);
  return weft_sync_submit (self->sync, self->stream, &weft_shopping_add_operation,
                           &(WeftShoppingAdd) { .id = id, .text = text, .amount = amount });
}

DexFuture *
weft_shopping_list_change_text (WeftShoppingList *self, const char *id, const char *text, const char *seen)
{
  g_return_val_if_fail (WEFT_IS_SHOPPING_LIST (self), NULL);
  return weft_sync_submit_seen (self->sync, self->stream, &weft_shopping_change_operation,
                                &(WeftShoppingChange) { .id = id, .text = text }, "text", seen);
}

DexFuture *
weft_shopping_list_change_amount (WeftShoppingList *self, const char *id, const char *amount)
{
  g_return_val_if_fail (WEFT_IS_SHOPPING_LIST (self), NULL);
  return weft_sync_submit (self->sync, self->stream, &weft_shopping_change_operation,
                           &(WeftShoppingChange) { .id = id, .amount = amount });
}

DexFuture *
weft_shopping_list_buy (WeftShoppingList *self, const char *id, gboolean bought)
{
  g_return_val_if_fail (WEFT_IS_SHOPPING_LIST (self), NULL);
  return weft_sync_submit (self->sync, self->stream, &weft_shopping_buy_operation,
                           &(WeftShoppingBuy) { .id = id, .bought = bought });
}

DexFuture *
weft_shopping_list_remove (WeftShoppingList *self, const char *id)
{
  g_return_val_if_fail (WEFT_IS_SHOPPING_LIST (self), NULL);
  return weft_sync_submit (self->sync, self->stream, &weft_shopping_remove_operation,
                           &(WeftShoppingRemove) { .id = id });
}

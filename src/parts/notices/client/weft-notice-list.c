/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-notices"

#include "config.h"

#include "parts/notices/client/weft-notice-list.h"

#include <string.h>

#include "parts/notices/shared/weft-notices-module.h"

#define KEPT 500    /* the fold leaves no more */
#define SEE_MAX 200 /* ids in one operation */

struct _WeftNoticeList
{
  GObject parent_instance;

  WeftSync *sync;
  GPtrArray *items;  /* of WeftNoticeItem */
  GHashTable *known; /* of char*: ids which were there at the last reading */
  GHashTable *told;  /* of char*: ids of which the rows do not say yet that they are seen */
  guint n_unseen;
  gboolean ready;
  gboolean reading;
  gboolean again;
};

enum
{
  PROP_0,
  PROP_READY,
  PROP_N_UNSEEN,
  N_PROPS
};

enum
{
  ARRIVED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void read_again (WeftNoticeList *self);

static GType
weft_notice_list_get_item_type (GListModel *model)
{
  return WEFT_TYPE_NOTICE_ITEM;
}

static guint
weft_notice_list_get_n_items (GListModel *model)
{
  return WEFT_NOTICE_LIST (model)->items->len;
}

static gpointer
weft_notice_list_get_item (GListModel *model, guint position)
{
  GPtrArray *items = WEFT_NOTICE_LIST (model)->items;

  return position < items->len ? g_object_ref (g_ptr_array_index (items, position)) : NULL;
}

static void
weft_notice_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = weft_notice_list_get_item_type;
  iface->get_n_items = weft_notice_list_get_n_items;
  iface->get_item = weft_notice_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftNoticeList,
                               weft_notice_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, weft_notice_list_iface_init))

typedef struct
{
  WeftRegistry *registry;
  char *stream;
} Query;

static void
query_free (gpointer data)
{
  Query *query = data;

  g_object_unref (query->registry);
  g_free (query->stream);
  g_free (query);
}

/* On a reader's thread. */
static gpointer
load (WeftDatabase *database, gpointer user_data, GError **error)
{
  Query *query = user_data;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  WeftStatement *statement;
  int step;

  statement = weft_database_query (database, error,
                                   "SELECT " WEFT_NOTICE_ITEM_COLUMNS " FROM notice n"
                                   " LEFT JOIN person p ON p.stream = 'workspace' AND p.id = n.author"
                                   " WHERE n.stream = ?1 ORDER BY n.seq DESC, n.id LIMIT ?2",
                                   "ti", query->stream, (gint64) KEPT);
  if (statement == NULL)
    return NULL;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      WeftNoticeItem *item = weft_notice_item_read (statement, database, query->registry, error);

      if (item == NULL)
        {
          weft_statement_reset (statement);
          return NULL;
        }
      g_ptr_array_add (items, item);
    }

  return step == 0 ? g_steal_pointer (&items) : NULL;
}

/* One change for all of it, and items that are the same stay. */
static void
set_items (WeftNoticeList *self, GPtrArray *items)
{
  g_autoptr (GPtrArray) old = self->items;
  guint start = 0, end = 0;

  while (start < old->len && start < items->len
         && weft_notice_item_equal (g_ptr_array_index (old, start), g_ptr_array_index (items, start)))
    start++;
  while (end < old->len - start && end < items->len - start
         && weft_notice_item_equal (g_ptr_array_index (old, old->len - 1 - end),
                                    g_ptr_array_index (items, items->len - 1 - end)))
    end++;

  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < items->len; i++)
    {
      gpointer item = i < start               ? g_ptr_array_index (old, i)
                      : i >= items->len - end ? g_ptr_array_index (old, old->len - items->len + i)
                                              : g_ptr_array_index (items, i);

      g_ptr_array_add (self->items, g_object_ref (item));
    }
  if (old->len != items->len || start < old->len)
    g_list_model_items_changed (G_LIST_MODEL (self), start, old->len - start - end, items->len - start - end);
}

static void
apply (WeftNoticeList *self, GPtrArray *items)
{
  g_autoptr (GPtrArray) arrived = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean was_ready = self->ready;
  guint n_unseen = 0;

  for (guint i = 0; i < items->len; i++)
    {
      WeftNoticeItem *item = g_ptr_array_index (items, i);

      g_hash_table_add (known, g_strdup (weft_notice_item_get_id (item)));
      if (weft_notice_item_get_seen (item))
        continue;
      n_unseen++;
      if (was_ready && !g_hash_table_contains (self->known, weft_notice_item_get_id (item)))
        g_ptr_array_add (arrived, g_object_ref (item));
    }
  g_hash_table_unref (self->known);
  self->known = g_steal_pointer (&known);
  g_hash_table_remove_all (self->told);
  set_items (self, items);

  self->ready = TRUE;
  if (self->n_unseen != n_unseen)
    {
      self->n_unseen = n_unseen;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_UNSEEN]);
    }
  if (!was_ready)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
  if (arrived->len > 0)
    g_signal_emit (self, signals[ARRIVED], 0, arrived);
}

static DexFuture *
on_loaded (DexFuture *future, gpointer user_data)
{
  WeftNoticeList *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  self->reading = FALSE;
  if (self->sync == NULL)
    return NULL;
  if (value != NULL)
    apply (self, g_value_get_boxed (value));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("The notices could not be read: %s", error->message);
  if (self->again)
    read_again (self);

  return NULL;
}

static char *
dup_stream (WeftNoticeList *self)
{
  const char *person = weft_sync_get_person (self->sync);

  return person != NULL ? g_strconcat ("user/", person, NULL) : NULL;
}

static void
read_again (WeftNoticeList *self)
{
  g_autofree char *stream = dup_stream (self);
  Query *query;

  self->again = self->reading;
  if (self->reading || stream == NULL)
    return;
  self->reading = TRUE;
  query = g_new0 (Query, 1);
  query->registry = g_object_ref (weft_sync_get_registry (self->sync));
  query->stream = g_steal_pointer (&stream);
  dex_future_disown (
      dex_future_finally (weft_sync_read (self->sync, load, G_TYPE_PTR_ARRAY, query, query_free), on_loaded,
                          g_object_ref (self), g_object_unref));
}

static void
on_changed (WeftNoticeList *self, WeftChanges *changes)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    {
      const WeftChange *change = weft_changes_get (changes, i);

      if (g_str_equal (change->table->name, "notice") || g_str_equal (change->table->name, "person"))
        {
          read_again (self);
          return;
        }
    }
}

static void
weft_notice_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  WeftNoticeList *self = WEFT_NOTICE_LIST (object);

  if (id == PROP_READY)
    g_value_set_boolean (value, self->ready);
  else
    g_value_set_uint (value, self->n_unseen);
}

static void
weft_notice_list_dispose (GObject *object)
{
  WeftNoticeList *self = WEFT_NOTICE_LIST (object);

  if (self->sync != NULL)
    g_signal_handlers_disconnect_by_data (self->sync, self);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_notice_list_parent_class)->dispose (object);
}

static void
weft_notice_list_finalize (GObject *object)
{
  WeftNoticeList *self = WEFT_NOTICE_LIST (object);

  g_ptr_array_unref (self->items);
  g_hash_table_unref (self->known);
  g_hash_table_unref (self->told);

  G_OBJECT_CLASS (weft_notice_list_parent_class)->finalize (object);
}

static void
weft_notice_list_class_init (WeftNoticeListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = weft_notice_list_get_property;
  object_class->dispose = weft_notice_list_dispose;
  object_class->finalize = weft_notice_list_finalize;

  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, flags);
  properties[PROP_N_UNSEEN] = g_param_spec_uint ("n-unseen", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[ARRIVED] = g_signal_new ("arrived", WEFT_TYPE_NOTICE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
}

static void
weft_notice_list_init (WeftNoticeList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

WeftNoticeList *
weft_notice_list_new (WeftSync *sync)
{
  WeftNoticeList *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_NOTICE_LIST, NULL);
  self->sync = g_object_ref (sync);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sync, "notify::person", G_CALLBACK (read_again), self, G_CONNECT_SWAPPED);
  read_again (self);

  return self;
}

WeftSync *
weft_notice_list_get_sync (WeftNoticeList *self)
{
  g_return_val_if_fail (WEFT_IS_NOTICE_LIST (self), NULL);

  return self->sync;
}

gboolean
weft_notice_list_get_ready (WeftNoticeList *self)
{
  g_return_val_if_fail (WEFT_IS_NOTICE_LIST (self), FALSE);

  return self->ready;
}

guint
weft_notice_list_get_n_unseen (WeftNoticeList *self)
{
  g_return_val_if_fail (WEFT_IS_NOTICE_LIST (self), 0);

  return self->n_unseen;
}

WeftNoticeItem *
weft_notice_list_find (WeftNoticeList *self, const char *id)
{
  g_return_val_if_fail (WEFT_IS_NOTICE_LIST (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < self->items->len; i++)
    if (g_str_equal (weft_notice_item_get_id (g_ptr_array_index (self->items, i)), id))
      return g_ptr_array_index (self->items, i);

  return NULL;
}

static void
see (WeftNoticeList *self, GPtrArray *ids)
{
  g_autofree char *stream = dup_stream (self);

  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (self->told, g_strdup (g_ptr_array_index (ids, i)));
  for (guint i = 0; stream != NULL && i < ids->len; i += SEE_MAX)
    dex_future_disown (weft_sync_submit (self->sync, stream, &weft_notices_see_operation,
                                         &(WeftNoticesSee) {
                                             .ids = (const char *const *) ids->pdata + i,
                                             .n_ids = MIN (SEE_MAX, ids->len - i),
                                         }));
}

void
weft_notice_list_see (WeftNoticeList *self, const char *id)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  WeftNoticeItem *item;

  g_return_if_fail (WEFT_IS_NOTICE_LIST (self));
  g_return_if_fail (id != NULL);

  item = weft_notice_list_find (self, id);
  /* One that has not been read yet may come from the desktop, which still shows it. */
  if ((item != NULL && weft_notice_item_get_seen (item)) || g_hash_table_contains (self->told, id))
    return;
  g_ptr_array_add (ids, (gpointer) id);
  see (self, ids);
}

void
weft_notice_list_see_place (WeftNoticeList *self, const char *stream)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  g_return_if_fail (WEFT_IS_NOTICE_LIST (self));
  g_return_if_fail (stream != NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      WeftNoticeItem *item = g_ptr_array_index (self->items, i);

      if (!weft_notice_item_get_seen (item) && !weft_notice_item_get_leads_away (item)
          && g_str_equal (weft_notice_item_get_stream (item), stream)
          && !g_hash_table_contains (self->told, weft_notice_item_get_id (item)))
        g_ptr_array_add (ids, (gpointer) weft_notice_item_get_id (item));
    }
  see (self, ids);
}

void
weft_notice_list_see_all (WeftNoticeList *self)
{
  g_autofree char *stream = NULL;

  g_return_if_fail (WEFT_IS_NOTICE_LIST (self));

  stream = dup_stream (self);
  if (stream != NULL && self->n_unseen > 0)
    dex_future_disown (
        weft_sync_submit (self->sync, stream, &weft_notices_see_all_operation, &(WeftNoticesSeeAll) { 0 }));
}

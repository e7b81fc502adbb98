/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-notices"

#include "config.h"

#include "parts/notices/client/weft-notice-list.h"

#include <string.h>

#include "base/weft-clock.h"
#include "parts/notices/shared/weft-notices-module.h"
#include "sync/weft-people-stream.h"
#include "sync/weft-own-stream.h"

#define KEPT 500    /* the fold leaves no more */
#define SEE_MAX 200 /* ids in one operation */

struct _WeftNoticeList
{
  WeftItemList parent_instance;

  WeftSync *sync;
  GHashTable *known; /* of char*: ids which were there at the last reading */
  GHashTable *told;  /* of char*: ids of which the rows do not say yet that they are seen */
  guint n_unseen;
};

enum
{
  PROP_0,
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

G_DEFINE_FINAL_TYPE (WeftNoticeList, weft_notice_list, WEFT_TYPE_ITEM_LIST)

static GPtrArray *
peek (WeftNoticeList *self)
{
  return weft_item_list_peek (WEFT_ITEM_LIST (self));
}

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
                                   " LEFT JOIN person p ON p.stream = " WEFT_PEOPLE_STREAM " AND p.id = n.author"
                                   " LEFT JOIN muted u ON u.stream = n.stream AND u.target = n.link"
                                   " AND (coalesce (u.until, 0) = 0 OR u.until > ?3)"
                                   " WHERE n.stream = ?1 ORDER BY n.seq DESC, n.id LIMIT ?2",
                                   "tii", query->stream, (gint64) KEPT,
                                   weft_clock_now (weft_clock_get_system ()));
  if (statement == NULL)
    return NULL;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      WeftNoticeItem *item = weft_notice_item_read (statement, database, query->registry,
                                                     weft_stream_get_id (query->stream), error);

      if (item == NULL)
        {
          weft_statement_reset (statement);
          return NULL;
        }
      g_ptr_array_add (items, item);
    }

  return step == 0 ? g_steal_pointer (&items) : NULL;
}

static gboolean
weft_notice_list_equal (gpointer a, gpointer b)
{
  return weft_notice_item_equal (a, b);
}

static void
weft_notice_list_take (WeftItemList *list, const GValue *value)
{
  WeftNoticeList *self = WEFT_NOTICE_LIST (list);
  GPtrArray *items = g_value_get_boxed (value);
  g_autoptr (GPtrArray) arrived = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean was_ready = weft_item_list_get_ready (list);
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
  weft_item_list_set_items (list, items);

  if (self->n_unseen != n_unseen)
    {
      self->n_unseen = n_unseen;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_UNSEEN]);
    }
  if (arrived->len > 0)
    g_signal_emit (self, signals[ARRIVED], 0, arrived);
}

static DexFuture *
weft_notice_list_read (WeftItemList *list)
{
  WeftNoticeList *self = WEFT_NOTICE_LIST (list);
  g_autofree char *stream = weft_own_stream_dup (self->sync);
  Query *query;

  if (stream == NULL)
    return NULL;
  query = g_new0 (Query, 1);
  query->registry = g_object_ref (weft_sync_get_registry (self->sync));
  query->stream = g_steal_pointer (&stream);

  return weft_sync_read (self->sync, load, G_TYPE_PTR_ARRAY, query, query_free);
}

/* Of what happened in @stream: it may have been read there. */
static gboolean
has_unseen (WeftNoticeList *self, const char *stream)
{
  for (guint i = 0; i < peek (self)->len; i++)
    {
      WeftNoticeItem *item = g_ptr_array_index (peek (self), i);

      if (!weft_notice_item_get_seen (item) && g_str_equal (weft_notice_item_get_stream (item), stream))
        return TRUE;
    }

  return FALSE;
}

static void
on_changed (WeftNoticeList *self, WeftChanges *changes)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    {
      const WeftChange *change = weft_changes_get (changes, i);

      if (g_str_equal (change->table->name, "notice") || g_str_equal (change->table->name, "person")
          || g_str_equal (change->table->name, "muted")
          || (g_str_equal (change->table->name, "latest") && has_unseen (self, change->stream)))
        {
          weft_item_list_read (WEFT_ITEM_LIST (self));
          return;
        }
    }
}

static void
weft_notice_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_uint (value, WEFT_NOTICE_LIST (object)->n_unseen);
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

  g_hash_table_unref (self->known);
  g_hash_table_unref (self->told);

  G_OBJECT_CLASS (weft_notice_list_parent_class)->finalize (object);
}

static void
weft_notice_list_class_init (WeftNoticeListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  WeftItemListClass *list_class = WEFT_ITEM_LIST_CLASS (klass);

  object_class->get_property = weft_notice_list_get_property;
  object_class->dispose = weft_notice_list_dispose;
  object_class->finalize = weft_notice_list_finalize;

  list_class->item_type = WEFT_TYPE_NOTICE_ITEM;
  list_class->equal = weft_notice_list_equal;
  list_class->read = weft_notice_list_read;
  list_class->take = weft_notice_list_take;

  properties[PROP_N_UNSEEN]
      = g_param_spec_uint ("n-unseen", NULL, NULL, 0, G_MAXUINT, 0,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[ARRIVED] = g_signal_new ("arrived", WEFT_TYPE_NOTICE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
}

static void
weft_notice_list_init (WeftNoticeList *self)
{
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
  g_signal_connect_object (sync, "notify::person", G_CALLBACK (weft_item_list_read), self, G_CONNECT_SWAPPED);
  weft_item_list_read (WEFT_ITEM_LIST (self));

  return self;
}

WeftSync *
weft_notice_list_get_sync (WeftNoticeList *self)
{
  g_return_val_if_fail (WEFT_IS_NOTICE_LIST (self), NULL);

  return self->sync;
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

  for (guint i = 0; i < peek (self)->len; i++)
    if (g_str_equal (weft_notice_item_get_id (g_ptr_array_index (peek (self), i)), id))
      return g_ptr_array_index (peek (self), i);

  return NULL;
}

static void
see (WeftNoticeList *self, GPtrArray *ids)
{
  g_autofree char *stream = weft_own_stream_dup (self->sync);

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
weft_notice_list_read_place (WeftNoticeList *self, const char *stream)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  const WeftLatest *mark = NULL;
  gint64 highest = 0;

  g_return_if_fail (WEFT_IS_NOTICE_LIST (self));
  g_return_if_fail (stream != NULL);

  for (guint i = 0; i < peek (self)->len; i++)
    {
      WeftNoticeItem *item = g_ptr_array_index (peek (self), i);
      const WeftLatest *own;
      gint64 ordinal;

      if (weft_notice_item_get_seen (item) || weft_notice_item_get_leads_away (item) || !g_str_equal (weft_notice_item_get_stream (item), stream))
        continue;
      own = weft_notice_item_get_mark (item, &ordinal);
      if (own != NULL && ordinal > highest)
        {
          mark = own;
          highest = ordinal;
        }
      if (!g_hash_table_contains (self->told, weft_notice_item_get_id (item)))
        g_ptr_array_add (ids, (gpointer) weft_notice_item_get_id (item));
    }
  if (ids->len > 0)
    see (self, ids);
  if (mark != NULL)
    weft_sync_set_latest (weft_notice_list_get_sync (self), stream, mark, highest);
}

void
weft_notice_list_see_place (WeftNoticeList *self, const char *place)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  g_return_if_fail (WEFT_IS_NOTICE_LIST (self));
  g_return_if_fail (place != NULL);

  for (guint i = 0; i < peek (self)->len; i++)
    {
      WeftNoticeItem *item = g_ptr_array_index (peek (self), i);

      if (!weft_notice_item_get_seen (item) && !weft_notice_item_get_leads_away (item) && !weft_notice_item_get_stands (item)
          && weft_notice_item_is_at (item, place)
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

  stream = weft_own_stream_dup (self->sync);
  if (stream != NULL && self->n_unseen > 0)
    dex_future_disown (
        weft_sync_submit (self->sync, stream, &weft_notices_see_all_operation, &(WeftNoticesSeeAll) { 0 }));
}

DexFuture *
weft_notice_list_mute (WeftNoticeList *self, const char *stream, gboolean muted)
{
  g_autofree char *own = NULL;

  g_return_val_if_fail (WEFT_IS_NOTICE_LIST (self), NULL);
  g_return_val_if_fail (stream != NULL, NULL);

  own = weft_own_stream_dup (self->sync);
  if (own == NULL)
    return dex_future_new_reject (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "Nobody has signed in");

  return weft_sync_submit (self->sync, own, &weft_notices_mute_operation,
                           &(WeftNoticesMute) { .target = stream, .muted = muted });
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include "features/chat/client/weft-join-requests.h"

#include "features/chat/shared/weft-chat-module.h"

struct _WeftJoinRequests
{
  GObject parent_instance;

  WeftPeople *people;
  char *stream;
  GPtrArray *ids;
  GPtrArray *items;
  gboolean reading;
  gboolean stale;
};

static gpointer
read_requests (WeftDatabase *database, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  WeftStatement *statement = weft_database_query (database, error, "SELECT person FROM join_request WHERE stream = ?1 ORDER BY asked_at, person", "t",
                                                  user_data);
  int result;

  while ((result = statement != NULL ? weft_statement_step (statement, error) : -1) == 1)
    g_ptr_array_add (ids, weft_statement_dup_text (statement, 0));
  return result == 0 ? g_steal_pointer (&ids) : NULL;
}

static GType
weft_join_requests_get_item_type (GListModel *model)
{
  return WEFT_TYPE_PERSON;
}

static guint
weft_join_requests_get_n_items (GListModel *model)
{
  return WEFT_JOIN_REQUESTS (model)->items->len;
}

static gpointer
weft_join_requests_get_item (GListModel *model, guint position)
{
  WeftJoinRequests *self = WEFT_JOIN_REQUESTS (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
weft_join_requests_model_init (GListModelInterface *iface)
{
  iface->get_item_type = weft_join_requests_get_item_type;
  iface->get_n_items = weft_join_requests_get_n_items;
  iface->get_item = weft_join_requests_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftJoinRequests, weft_join_requests, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, weft_join_requests_model_init))

/* Whose row is not here yet comes when it is. */
static void
apply (WeftJoinRequests *self)
{
  g_autoptr (GPtrArray) old = self->items;
  gboolean same;

  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->ids->len; i++)
    {
      WeftPerson *person = weft_people_lookup (self->people, g_ptr_array_index (self->ids, i));

      if (person != NULL)
        g_ptr_array_add (self->items, g_object_ref (person));
    }
  same = old->len == self->items->len;
  for (guint i = 0; same && i < old->len; i++)
    same = g_ptr_array_index (old, i) == g_ptr_array_index (self->items, i);
  if (!same)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, old->len, self->items->len);
}

static void refresh (WeftJoinRequests *self);

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  WeftJoinRequests *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  self->reading = FALSE;
  if (value != NULL)
    {
      g_ptr_array_unref (self->ids);
      self->ids = g_value_dup_boxed (value);
      apply (self);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("Who asks to be let in could not be read: %s", error->message);
  if (self->stale)
    refresh (self);
  return dex_future_new_for_boolean (TRUE);
}

static void
refresh (WeftJoinRequests *self)
{
  self->stale = self->reading;
  if (self->reading)
    return;
  self->reading = TRUE;
  dex_future_disown (dex_future_finally (weft_sync_read (weft_people_get_sync (self->people), read_requests, G_TYPE_PTR_ARRAY, g_strdup (self->stream), g_free),
                                         on_read, g_object_ref (self), g_object_unref));
}

static void
on_changed (WeftSync *sync, WeftChanges *changes, WeftJoinRequests *self)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    {
      const WeftChange *change = weft_changes_get (changes, i);

      if (change->table == &weft_chat_join_request_table && g_strcmp0 (change->stream, self->stream) == 0)
        {
          refresh (self);
          return;
        }
    }
}

static void
weft_join_requests_finalize (GObject *object)
{
  WeftJoinRequests *self = WEFT_JOIN_REQUESTS (object);

  g_clear_object (&self->people);
  g_ptr_array_unref (self->ids);
  g_ptr_array_unref (self->items);
  g_free (self->stream);

  G_OBJECT_CLASS (weft_join_requests_parent_class)->finalize (object);
}

static void
weft_join_requests_class_init (WeftJoinRequestsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_join_requests_finalize;
}

static void
weft_join_requests_init (WeftJoinRequests *self)
{
  self->ids = g_ptr_array_new_with_free_func (g_free);
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

WeftJoinRequests *
weft_join_requests_new (WeftPeople *people, const char *stream)
{
  WeftJoinRequests *self;

  g_return_val_if_fail (WEFT_IS_PEOPLE (people), NULL);

  self = g_object_new (WEFT_TYPE_JOIN_REQUESTS, NULL);
  self->people = g_object_ref (people);
  self->stream = g_strdup (stream);
  g_signal_connect_object (weft_people_get_sync (people), "changed", G_CALLBACK (on_changed), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (people, "changed", G_CALLBACK (apply), self, G_CONNECT_SWAPPED);
  refresh (self);
  return self;
}

const char *
weft_join_requests_get_stream (WeftJoinRequests *self)
{
  g_return_val_if_fail (WEFT_IS_JOIN_REQUESTS (self), NULL);
  return self->stream;
}

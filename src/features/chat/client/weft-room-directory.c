/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include "features/chat/client/weft-room-directory.h"

#include "features/chat/shared/weft-chat-module.h"
#include "parts/people/shared/weft-people-module.h"

struct _WeftRoomDirectory
{
  GObject parent_instance;

  WeftSync *sync;
  GPtrArray *items;
  gboolean reading;
  gboolean stale;
};

static gpointer
read_rooms (WeftDatabase *database, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) rooms = g_ptr_array_new_with_free_func (g_object_unref);
  WeftStatement *statement = weft_database_query (database, error,
    "SELECT l.room, l.name, l.topic, l.access = 'ask', m.target IS NOT NULL, a.target IS NOT NULL FROM listed_room l"
    "  LEFT JOIN membership m ON m.stream = ?1 AND m.target = l.room"
    "  LEFT JOIN asked_room a ON a.stream = ?1 AND a.target = l.room"
    " WHERE l.stream = 'workspace'", "t", user_data);
  int result;

  while ((result = statement != NULL ? weft_statement_step (statement, error) : -1) == 1)
    g_ptr_array_add (rooms, weft_listed_room_new (weft_statement_get_text (statement, 0), weft_statement_get_text (statement, 1),
                                                  weft_statement_get_text (statement, 2), weft_statement_get_int (statement, 3) != 0,
                                                  weft_statement_get_int (statement, 4) != 0, weft_statement_get_int (statement, 5) != 0));
  return result == 0 ? g_steal_pointer (&rooms) : NULL;
}

static GType
weft_room_directory_get_item_type (GListModel *model)
{
  return WEFT_TYPE_LISTED_ROOM;
}

static guint
weft_room_directory_get_n_items (GListModel *model)
{
  return WEFT_ROOM_DIRECTORY (model)->items->len;
}

static gpointer
weft_room_directory_get_item (GListModel *model, guint position)
{
  WeftRoomDirectory *self = WEFT_ROOM_DIRECTORY (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
weft_room_directory_model_init (GListModelInterface *iface)
{
  iface->get_item_type = weft_room_directory_get_item_type;
  iface->get_n_items = weft_room_directory_get_n_items;
  iface->get_item = weft_room_directory_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftRoomDirectory, weft_room_directory, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, weft_room_directory_model_init))

static int
compare (gconstpointer a, gconstpointer b)
{
  WeftListedRoom *left = (WeftListedRoom *) a;
  WeftListedRoom *right = (WeftListedRoom *) b;
  int order = g_utf8_collate (weft_listed_room_get_name (left), weft_listed_room_get_name (right));

  return order != 0 ? order : g_strcmp0 (weft_listed_room_get_stream (left), weft_listed_room_get_stream (right));
}

static gboolean
is_same (WeftListedRoom *left, WeftListedRoom *right)
{
  return compare (left, right) == 0 && g_strcmp0 (weft_listed_room_get_topic (left), weft_listed_room_get_topic (right)) == 0
         && weft_listed_room_get_asks (left) == weft_listed_room_get_asks (right)
         && weft_listed_room_get_joined (left) == weft_listed_room_get_joined (right)
         && weft_listed_room_get_waiting (left) == weft_listed_room_get_waiting (right);
}

/* Only what is another is put in anew, or a row would lose the focus to what somebody else does. */
static void
set_items (WeftRoomDirectory *self, GPtrArray *items)
{
  g_autoptr (GPtrArray) old = self->items;
  guint before = 0;
  guint behind = 0;

  self->items = g_ptr_array_ref (items);
  while (before < old->len && before < items->len && is_same (g_ptr_array_index (old, before), g_ptr_array_index (items, before)))
    before++;
  while (behind < old->len - before && behind < items->len - before
         && is_same (g_ptr_array_index (old, old->len - 1 - behind), g_ptr_array_index (items, items->len - 1 - behind)))
    behind++;
  if (old->len - before - behind > 0 || items->len - before - behind > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), before, old->len - before - behind, items->len - before - behind);
}

static void refresh (WeftRoomDirectory *self);

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  WeftRoomDirectory *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  self->reading = FALSE;
  if (value != NULL)
    {
      GPtrArray *items = g_value_get_boxed (value);

      g_ptr_array_sort_values (items, compare);
      set_items (self, items);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("The rooms to join could not be read: %s", error->message);
  if (self->stale)
    refresh (self);
  return dex_future_new_for_boolean (TRUE);
}

static void
refresh (WeftRoomDirectory *self)
{
  self->stale = self->reading;
  if (self->reading || self->sync == NULL || weft_sync_get_person (self->sync) == NULL)
    return;
  self->reading = TRUE;
  dex_future_disown (dex_future_finally (weft_sync_read (self->sync, read_rooms, G_TYPE_PTR_ARRAY,
                                                         g_strconcat ("user/", weft_sync_get_person (self->sync), NULL), g_free),
                                         on_read, g_object_ref (self), g_object_unref));
}

static void
on_changed (WeftSync *sync, WeftChanges *changes, WeftRoomDirectory *self)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    {
      const WeftTable *table = weft_changes_get (changes, i)->table;

      if (table == &weft_chat_listed_room_table || table == &weft_chat_asked_room_table || table == &weft_people_membership_table)
        {
          refresh (self);
          return;
        }
    }
}

static void
weft_room_directory_dispose (GObject *object)
{
  g_clear_object (&WEFT_ROOM_DIRECTORY (object)->sync);

  G_OBJECT_CLASS (weft_room_directory_parent_class)->dispose (object);
}

static void
weft_room_directory_finalize (GObject *object)
{
  g_ptr_array_unref (WEFT_ROOM_DIRECTORY (object)->items);

  G_OBJECT_CLASS (weft_room_directory_parent_class)->finalize (object);
}

static void
weft_room_directory_class_init (WeftRoomDirectoryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_room_directory_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_room_directory_finalize;
}

static void
weft_room_directory_init (WeftRoomDirectory *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

WeftRoomDirectory *
weft_room_directory_new (WeftSync *sync)
{
  WeftRoomDirectory *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_ROOM_DIRECTORY, NULL);
  self->sync = g_object_ref (sync);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (sync, "notify::person", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
  return self;
}

WeftSync *
weft_room_directory_get_sync (WeftRoomDirectory *self)
{
  g_return_val_if_fail (WEFT_IS_ROOM_DIRECTORY (self), NULL);
  return self->sync;
}

WeftListedRoom *
weft_room_directory_find (WeftRoomDirectory *self, const char *stream)
{
  g_return_val_if_fail (WEFT_IS_ROOM_DIRECTORY (self), NULL);

  for (guint i = 0; i < self->items->len; i++)
    if (g_str_equal (weft_listed_room_get_stream (g_ptr_array_index (self->items, i)), stream))
      return g_ptr_array_index (self->items, i);
  return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include <string.h>

#include "features/chat/client/weft-room-list.h"
#include "features/chat/client/weft-room-reading.h"
#include "features/chat/shared/weft-chat-module.h"
#include "parts/notices/shared/weft-notices-module.h"
#include "parts/people/shared/weft-people-module.h"
#include "parts/thread/client/weft-thread.h"
#include "parts/thread/shared/weft-thread-module.h"

#define INTERVAL 100       /* ms between two reads while messages pour in */

struct _WeftRoomList
{
  GObject parent_instance;

  WeftSync *sync;
  GHashTable *by_stream;  /* stream → WeftRoom */
  GHashTable *delivered;  /* stream → gint64: marks already set */
  GHashTable *people;     /* stream → ids of the others */
  GPtrArray *items;
  GPtrArray *folders;     /* of WeftRoomFolder */
  gint64 read_at;         /* µs */
  guint source;
  guint sound_source;     /* when a room is heard of again */
  guint n_mentions;
  guint n_unread;
  guint n_archived;
  gboolean reading;
  gboolean stale;
  gboolean ready;
};

enum
{
  PROP_0,
  PROP_READY,
  PROP_N_MENTIONS,
  PROP_N_UNREAD,
  PROP_N_ARCHIVED,
  N_PROPS
};

enum
{
  MESSAGE_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* ── objects ─────────────────────────────────────────────────────────────────────────────────────────── */

static GType
weft_room_list_get_item_type (GListModel *model)
{
  return WEFT_TYPE_ROOM;
}

static guint
weft_room_list_get_n_items (GListModel *model)
{
  return WEFT_ROOM_LIST (model)->items->len;
}

static gpointer
weft_room_list_get_item (GListModel *model, guint position)
{
  WeftRoomList *self = WEFT_ROOM_LIST (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
weft_room_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = weft_room_list_get_item_type;
  iface->get_n_items = weft_room_list_get_n_items;
  iface->get_item = weft_room_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftRoomList, weft_room_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, weft_room_list_model_init))

static int
compare_rooms (gconstpointer a, gconstpointer b)
{
  WeftRoom *left = *(WeftRoom **) a;
  WeftRoom *right = *(WeftRoom **) b;
  int order = weft_room_compare_sections (left, right);

  if (order != 0)
    return order;
  if (weft_room_get_last_at (left) != weft_room_get_last_at (right))
    return weft_room_get_last_at (left) > weft_room_get_last_at (right) ? -1 : 1;
  order = g_utf8_collate (weft_room_get_name (left), weft_room_get_name (right));
  return order != 0 ? order : strcmp (weft_room_get_stream (left), weft_room_get_stream (right));
}

static int
compare_folders (gconstpointer a, gconstpointer b)
{
  const WeftRoomFolder *left = a;
  const WeftRoomFolder *right = b;
  int order = g_utf8_collate (left->name, right->name);

  return order != 0 ? order : strcmp (left->id, right->id);
}

static void
set_items (WeftRoomList *self, GPtrArray *items)
{
  g_autoptr (GPtrArray) old = self->items;
  guint before = 0;
  guint behind = 0;

  self->items = items;
  while (before < old->len && before < items->len && g_ptr_array_index (old, before) == g_ptr_array_index (items, before))
    before++;
  while (behind < old->len - before && behind < items->len - before
         && g_ptr_array_index (old, old->len - 1 - behind) == g_ptr_array_index (items, items->len - 1 - behind))
    behind++;
  if (old->len - before - behind > 0 || items->len - before - behind > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), before, old->len - before - behind, items->len - before - behind);
}

/* What is held counts as delivered, also in rooms that are not open. */
static void
mark_delivered (WeftRoomList *self, const WeftRoomRecord *record)
{
  gint64 *known = g_hash_table_lookup (self->delivered, record->stream);

  if (record->last_ordinal <= MAX (record->delivered, known != NULL ? *known : 0))
    return;
  known = g_new (gint64, 1);
  *known = record->last_ordinal;
  g_hash_table_replace (self->delivered, g_strdup (record->stream), known);
  weft_thread_mark_delivered (self->sync, record->stream, record->last_ordinal);
}

static void refresh (WeftRoomList *self);

static gboolean
on_heard_again (gpointer user_data)
{
  WeftRoomList *self = user_data;

  self->sound_source = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

/* The first of the rooms which are muted until a time is read anew when that has come. */
static void
await_sound (WeftRoomList *self, GPtrArray *records, gint64 now)
{
  gint64 next = G_MAXINT64;

  g_clear_handle_id (&self->sound_source, g_source_remove);
  for (guint i = 0; i < records->len; i++)
    {
      const WeftRoomRecord *record = g_ptr_array_index (records, i);

      if (record->muted_until > now)
        next = MIN (next, record->muted_until);
    }
  /* A clock may be put forward while one waits: at the latest in an hour one looks again. */
  if (next < G_MAXINT64)
    self->sound_source = g_timeout_add ((guint) MIN (next - now + 1, 3600 * 1000), on_heard_again, self);
}

static void
set_count (WeftRoomList *self, guint *count, guint value, int prop)
{
  if (*count == value)
    return;
  *count = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

/* Rooms that one has left. */
static void
drop_left (WeftRoomList *self, GPtrArray *records)
{
  g_autoptr (GHashTable) held = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  const char *stream;

  for (guint i = 0; i < records->len; i++)
    g_hash_table_add (held, ((WeftRoomRecord *) g_ptr_array_index (records, i))->stream);
  g_hash_table_iter_init (&iter, self->by_stream);
  while (g_hash_table_iter_next (&iter, (gpointer *) &stream, NULL))
    if (!g_hash_table_contains (held, stream))
      {
        g_hash_table_remove (self->people, stream);
        g_hash_table_iter_remove (&iter);
      }
}

static void
apply_reading (WeftRoomList *self, WeftRoomReading *reading)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *records = reading->rooms;
  gint64 now = g_get_real_time () / 1000;
  guint n_mentions = 0;
  guint n_unread = 0;
  guint n_archived = 0;
  gboolean was_ready = self->ready;

  g_ptr_array_unref (self->folders);
  self->folders = g_ptr_array_ref (reading->folders);
  g_ptr_array_sort_values (self->folders, compare_folders);
  for (guint i = 0; i < records->len; i++)
    {
      const WeftRoomRecord *record = g_ptr_array_index (records, i);
      WeftRoom *room = g_hash_table_lookup (self->by_stream, record->stream);

      if (room == NULL)
        {
          room = weft_room_new (record->stream);
          g_hash_table_insert (self->by_stream, (gpointer) weft_room_get_stream (room), room);
        }
      weft_room_update (room, record, now);
      g_hash_table_replace (self->people, (gpointer) weft_room_get_stream (room), g_strdup (record->people));
      /* One that was deleted is found still, by who writes to its people again. */
      if (record->hidden)
        continue;
      if (weft_room_get_archived (room))
        n_archived++;
      else if (!weft_room_get_muted (room))
        {
          n_mentions += weft_room_get_n_counted (room);
          n_unread += record->n_unread > 0;
        }
      g_ptr_array_add (items, g_object_ref (room));
    }
  g_ptr_array_sort (items, compare_rooms);
  /* Whoever hears of the change must not find them any more. */
  if (g_hash_table_size (self->by_stream) > records->len)
    drop_left (self, records);
  set_items (self, items);

  self->ready = TRUE;
  if (!was_ready)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
  set_count (self, &self->n_mentions, n_mentions, PROP_N_MENTIONS);
  set_count (self, &self->n_unread, n_unread, PROP_N_UNREAD);
  set_count (self, &self->n_archived, n_archived, PROP_N_ARCHIVED);
  for (guint i = 0; i < records->len; i++)
    mark_delivered (self, g_ptr_array_index (records, i));
  await_sound (self, records, now);
}

static DexFuture *
on_rooms_read (DexFuture *future, gpointer user_data)
{
  WeftRoomList *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  self->reading = FALSE;
  if (value != NULL)
    apply_reading (self, g_value_get_boxed (value));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("The rooms could not be read: %s", error->message);
  if (self->stale)
    refresh (self);
  return dex_future_new_for_boolean (TRUE);
}

static gboolean
read_now (gpointer user_data)
{
  WeftRoomList *self = user_data;

  self->source = 0;
  self->stale = FALSE;
  self->reading = TRUE;
  self->read_at = g_get_monotonic_time ();
  dex_future_disown (dex_future_finally (weft_room_reading_read (self->sync),
                                         on_rooms_read, g_object_ref (self), g_object_unref));
  return G_SOURCE_REMOVE;
}

static void
refresh (WeftRoomList *self)
{
  gint64 since = (g_get_monotonic_time () - self->read_at) / 1000;

  if (self->sync == NULL || weft_sync_get_person (self->sync) == NULL)
    return;
  self->stale = self->reading;
  if (self->reading || self->source != 0)
    return;
  if (self->read_at == 0 || since >= INTERVAL)
    read_now (self);
  else
    self->source = g_timeout_add (INTERVAL - since, read_now, self);
}

static void
on_changed (WeftSync *sync, WeftChanges *changes, WeftRoomList *self)
{
  gboolean stale = FALSE;

  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    {
      const WeftChange *change = weft_changes_get (changes, i);
      const WeftTable *table = change->table;

      if (table == &weft_thread_message_table && g_str_has_prefix (change->stream, "room/"))
        g_signal_emit (self, signals[MESSAGE_CHANGED], 0, change->stream, change->key);
      if (table == &weft_chat_room_table || table == &weft_thread_thread_table || table == &weft_thread_draft_table
          || table == &weft_chat_room_place_table || table == &weft_chat_room_folder_table || table == &weft_chat_room_setup_table || table == &weft_notices_muted_table
          || table == &weft_notices_notice_level_table || table == &weft_notices_notice_choice_table || table == &weft_notices_notice_keyword_table
          || table == &weft_people_member_table || table == &weft_people_person_table
          || table == &weft_people_person_group_table || table == &weft_people_person_in_group_table || table == &weft_latest_table)
        stale = TRUE;
    }
  if (stale)
    refresh (self);
}

static void
weft_room_list_dispose (GObject *object)
{
  WeftRoomList *self = WEFT_ROOM_LIST (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_handle_id (&self->sound_source, g_source_remove);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_room_list_parent_class)->dispose (object);
}

static void
weft_room_list_finalize (GObject *object)
{
  WeftRoomList *self = WEFT_ROOM_LIST (object);

  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->folders);
  g_hash_table_unref (self->people);
  g_hash_table_unref (self->delivered);
  g_hash_table_unref (self->by_stream);

  G_OBJECT_CLASS (weft_room_list_parent_class)->finalize (object);
}

static void
weft_room_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  WeftRoomList *self = WEFT_ROOM_LIST (object);

  switch (prop_id)
    {
    case PROP_READY:
      g_value_set_boolean (value, self->ready);
      break;
    case PROP_N_MENTIONS:
      g_value_set_uint (value, self->n_mentions);
      break;
    case PROP_N_UNREAD:
      g_value_set_uint (value, self->n_unread);
      break;
    case PROP_N_ARCHIVED:
      g_value_set_uint (value, self->n_archived);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
weft_room_list_class_init (WeftRoomListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = weft_room_list_dispose;
  object_class->finalize = weft_room_list_finalize;
  object_class->get_property = weft_room_list_get_property;

  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, flags);
  properties[PROP_N_MENTIONS] = g_param_spec_uint ("n-mentions", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_UNREAD] = g_param_spec_uint ("n-unread", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_ARCHIVED] = g_param_spec_uint ("n-archived", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[MESSAGE_CHANGED] = g_signal_new ("message-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
weft_room_list_init (WeftRoomList *self)
{
  self->by_stream = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->delivered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->people = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->folders = g_ptr_array_new ();
}

WeftRoomList *
weft_room_list_new (WeftSync *sync)
{
  WeftRoomList *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_ROOM_LIST, NULL);
  self->sync = g_object_ref (sync);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (sync, "notify::person", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sync, "revoked", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
  return self;
}

WeftSync *
weft_room_list_get_sync (WeftRoomList *self)
{
  g_return_val_if_fail (WEFT_IS_ROOM_LIST (self), NULL);
  return self->sync;
}

gboolean
weft_room_list_get_ready (WeftRoomList *self)
{
  g_return_val_if_fail (WEFT_IS_ROOM_LIST (self), FALSE);
  return self->ready;
}

WeftRoom *
weft_room_list_find (WeftRoomList *self, const char *stream)
{
  g_return_val_if_fail (WEFT_IS_ROOM_LIST (self), NULL);

  return stream != NULL ? g_hash_table_lookup (self->by_stream, stream) : NULL;
}

WeftRoom *
weft_room_list_find_direct (WeftRoomList *self, const char *const *people)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  g_autofree char *joined = NULL;
  GHashTableIter iter;
  WeftRoom *room;

  g_return_val_if_fail (WEFT_IS_ROOM_LIST (self), NULL);

  for (guint i = 0; people[i] != NULL; i++)
    g_ptr_array_add (sorted, (gpointer) people[i]);
  g_ptr_array_sort_values (sorted, (GCompareFunc) strcmp);
  g_ptr_array_add (sorted, NULL);
  joined = g_strjoinv (" ", (char **) sorted->pdata);
  g_hash_table_iter_init (&iter, self->by_stream);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &room))
    if (weft_room_get_direct (room) && !weft_room_get_self (room) && g_strcmp0 (g_hash_table_lookup (self->people, weft_room_get_stream (room)), joined) == 0)
      return room;
  return NULL;
}

WeftRoom *
weft_room_list_find_self (WeftRoomList *self)
{
  GHashTableIter iter;
  WeftRoom *room;

  g_return_val_if_fail (WEFT_IS_ROOM_LIST (self), NULL);

  g_hash_table_iter_init (&iter, self->by_stream);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &room))
    if (weft_room_get_self (room))
      return room;
  return NULL;
}

guint
weft_room_list_get_n_mentions (WeftRoomList *self)
{
  g_return_val_if_fail (WEFT_IS_ROOM_LIST (self), 0);
  return self->n_mentions;
}

guint
weft_room_list_get_n_unread (WeftRoomList *self)
{
  g_return_val_if_fail (WEFT_IS_ROOM_LIST (self), 0);
  return self->n_unread;
}

guint
weft_room_list_get_n_archived (WeftRoomList *self)
{
  g_return_val_if_fail (WEFT_IS_ROOM_LIST (self), 0);
  return self->n_archived;
}

GPtrArray *
weft_room_list_get_folders (WeftRoomList *self)
{
  g_return_val_if_fail (WEFT_IS_ROOM_LIST (self), NULL);
  return self->folders;
}

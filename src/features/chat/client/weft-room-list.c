/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include <string.h>

#include "base/weft-id.h"
#include "base/weft-mention.h"
#include "features/chat/client/weft-room-list.h"
#include "features/chat/shared/weft-chat-module.h"
#include "parts/people/shared/weft-people-module.h"
#include "proto/weft-text-span.h"
#include "parts/thread/client/weft-thread.h"
#include "parts/thread/shared/weft-thread-module.h"

#define INTERVAL 100       /* ms between two reads while messages pour in */
#define MENTIONS_MAX 200   /* unread messages of a room that are looked through */

struct _WeftRoomList
{
  GObject parent_instance;

  WeftSync *sync;
  GHashTable *by_stream;  /* stream → WeftRoom */
  GHashTable *delivered;  /* stream → gint64: marks already set */
  GHashTable *people;     /* stream → ids of the others */
  GPtrArray *items;
  gint64 read_at;         /* µs */
  guint source;
  guint n_mentions;
  guint n_unread;
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
  N_PROPS
};

enum
{
  MESSAGE_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* ── rows ────────────────────────────────────────────────────────────────────────────────────────────── */

static void
record_free (gpointer data)
{
  WeftRoomRecord *record = data;

  g_free (record->stream);
  g_free (record->name);
  g_free (record->topic);
  g_free (record->partner);
  g_free (record->first);
  g_free (record->second);
  g_free (record->people);
  g_free (record);
}

/* A direct conversation is called after the others in it. */
static gboolean
read_others (WeftDatabase *database, WeftRoomRecord *record, const char *person, GError **error)
{
  WeftStatement *statement = weft_database_query (database, error,
    "SELECT m.person, p.name FROM member m LEFT JOIN person p ON p.stream = 'workspace' AND p.id = m.person"
    " WHERE m.stream = ?1 AND m.person <> ?2 ORDER BY m.person", "tt", record->stream, person);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) people = g_string_new (NULL);
  guint n = 0;
  int result;

  while ((result = statement != NULL ? weft_statement_step (statement, error) : -1) == 1)
    {
      const char *name = weft_statement_get_text (statement, 1);

      g_set_str (&record->partner, n == 0 ? weft_statement_get_text (statement, 0) : NULL);
      if (n < 2)
        g_set_str (n == 0 ? &record->first : &record->second, name);
      n++;
      g_string_append_printf (people, "%s%s", people->len > 0 ? " " : "", weft_statement_get_text (statement, 0));
      if (name != NULL)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
    }
  if (result != 0)
    return FALSE;
  if (n < 2)
    g_clear_pointer (&record->first, g_free);
  g_set_str (&record->people, people->str);
  g_set_str (&record->name, names->str);
  return TRUE;
}

static gboolean
read_unread (WeftDatabase *database, WeftRoomRecord *record, const char *person, const char *const *names, GError **error)
{
  WeftStatement *statement = weft_database_query (database, error,
    "SELECT m.text FROM message m"
    " WHERE m.stream = ?1 AND m.ordinal > ?2 AND m.author <> ?3 AND m.deleted = 0 ORDER BY m.ordinal DESC LIMIT ?4",
    "titi", record->stream, record->last_ordinal - MIN (record->n_unread, MENTIONS_MAX), person, (gint64) MENTIONS_MAX);
  int result;

  while ((result = statement != NULL ? weft_statement_step (statement, error) : -1) == 1)
    {
      const char *text = weft_statement_get_text (statement, 0);
      g_autoptr (GArray) spans = weft_text_span_scan (text, names);

      for (guint i = 0; spans != NULL && i < spans->len; i++)
        if (g_array_index (spans, WeftTextSpan, i).kind == WEFT_TEXT_SPAN_MENTION)
          {
            record->n_mentions++;
            break;
          }
    }
  return result == 0;
}

static gpointer
read_rooms (WeftDatabase *database, gpointer user_data, GError **error)
{
  const char *person = user_data;
  g_autofree char *mine = g_strconcat ("user/", person, NULL);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (record_free);
  g_auto (GStrv) names = NULL;
  WeftStatement *statement;
  int result;

  statement = weft_database_query (database, error, "SELECT name FROM person WHERE stream = 'workspace' AND id = ?1", "t", person);
  if (statement == NULL || (result = weft_statement_step (statement, error)) < 0)
    return NULL;
  if (result == 1)
    {
      names = weft_mention_names (weft_statement_get_text (statement, 0));
      weft_statement_reset (statement);
    }

  statement = weft_database_query (database, error,
    "SELECT r.stream, r.kind, r.name, r.topic, t.last_ordinal, t.last_at, l.value, d.value, f.target IS NOT NULL, r.created_at"
    "  FROM room r"
    "  LEFT JOIN thread t ON t.stream = r.stream"
    "  LEFT JOIN latest l ON l.stream = r.stream AND l.name = 'thread.read' AND l.person = ?1"
    "  LEFT JOIN latest d ON d.stream = r.stream AND d.name = 'thread.delivered' AND d.person = ?1"
    "  LEFT JOIN draft f ON f.stream = ?2 AND f.target = r.stream",
    "tt", person, mine);
  while ((result = statement != NULL ? weft_statement_step (statement, error) : -1) == 1)
    {
      WeftRoomRecord *record = g_new0 (WeftRoomRecord, 1);
      gint64 read = weft_statement_get_int (statement, 6);

      record->stream = weft_statement_dup_text (statement, 0);
      record->direct = g_str_equal (weft_statement_get_text (statement, 1), "direct");
      record->name = weft_statement_dup_text (statement, 2);
      record->topic = weft_statement_dup_text (statement, 3);
      record->last_ordinal = weft_statement_get_int (statement, 4);
      record->last_at = MAX (weft_statement_get_int (statement, 5), weft_statement_get_int (statement, 9));
      record->n_unread = MAX (record->last_ordinal - read, 0);
      record->delivered = weft_statement_get_int (statement, 7);
      record->draft = weft_statement_get_int (statement, 8) != 0;
      g_ptr_array_add (records, record);
    }
  if (result != 0)
    return NULL;
  for (guint i = 0; i < records->len; i++)
    {
      WeftRoomRecord *record = g_ptr_array_index (records, i);

      if (record->direct && !read_others (database, record, person, error))
        return NULL;
      if (record->n_unread > 0 && !read_unread (database, record, person, (const char *const *) names, error))
        return NULL;
    }
  return g_steal_pointer (&records);
}

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
  int order;

  if (weft_room_get_direct (left) != weft_room_get_direct (right))
    return weft_room_get_direct (left) ? 1 : -1;
  if (weft_room_get_direct (left) && weft_room_get_last_at (left) != weft_room_get_last_at (right))
    return weft_room_get_last_at (left) > weft_room_get_last_at (right) ? -1 : 1;
  order = g_utf8_collate (weft_room_get_name (left), weft_room_get_name (right));
  return order != 0 ? order : strcmp (weft_room_get_stream (left), weft_room_get_stream (right));
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

static void
apply_rooms (WeftRoomList *self, GPtrArray *records)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_mentions = 0;
  guint n_unread = 0;
  gboolean was_ready = self->ready;

  for (guint i = 0; i < records->len; i++)
    {
      const WeftRoomRecord *record = g_ptr_array_index (records, i);
      WeftRoom *room = g_hash_table_lookup (self->by_stream, record->stream);

      if (room == NULL)
        {
          room = weft_room_new (record->stream);
          g_hash_table_insert (self->by_stream, (gpointer) weft_room_get_stream (room), room);
        }
      weft_room_update (room, record);
      g_hash_table_replace (self->people, (gpointer) weft_room_get_stream (room), g_strdup (record->people));
      n_mentions += record->direct ? record->n_unread : record->n_mentions;
      n_unread += record->n_unread > 0;
      g_ptr_array_add (items, g_object_ref (room));
    }
  g_ptr_array_sort (items, compare_rooms);
  set_items (self, items);

  /* Rooms that one has left. */
  if (g_hash_table_size (self->by_stream) > items->len)
    {
      GHashTableIter iter;
      const char *stream;

      g_hash_table_iter_init (&iter, self->by_stream);
      while (g_hash_table_iter_next (&iter, (gpointer *) &stream, NULL))
        if (weft_room_list_find (self, stream, NULL) == NULL)
          {
            g_hash_table_remove (self->people, stream);
            g_hash_table_iter_remove (&iter);
          }
    }

  self->ready = TRUE;
  if (!was_ready)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
  if (self->n_mentions != n_mentions)
    {
      self->n_mentions = n_mentions;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_MENTIONS]);
    }
  if (self->n_unread != n_unread)
    {
      self->n_unread = n_unread;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_UNREAD]);
    }
  for (guint i = 0; i < records->len; i++)
    mark_delivered (self, g_ptr_array_index (records, i));
}

static void refresh (WeftRoomList *self);

static DexFuture *
on_rooms_read (DexFuture *future, gpointer user_data)
{
  WeftRoomList *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  self->reading = FALSE;
  if (value != NULL)
    apply_rooms (self, g_value_get_boxed (value));
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
  dex_future_disown (dex_future_finally (weft_sync_read (self->sync, read_rooms, G_TYPE_PTR_ARRAY, g_strdup (weft_sync_get_person (self->sync)), g_free),
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
          || table == &weft_people_member_table || table == &weft_people_person_table || table == &weft_latest_table)
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
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_room_list_parent_class)->dispose (object);
}

static void
weft_room_list_finalize (GObject *object)
{
  WeftRoomList *self = WEFT_ROOM_LIST (object);

  g_ptr_array_unref (self->items);
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
weft_room_list_find (WeftRoomList *self, const char *stream, guint *position)
{
  g_return_val_if_fail (WEFT_IS_ROOM_LIST (self), NULL);

  for (guint i = 0; stream != NULL && i < self->items->len; i++)
    if (g_str_equal (weft_room_get_stream (g_ptr_array_index (self->items, i)), stream))
      {
        if (position != NULL)
          *position = i;
        return g_ptr_array_index (self->items, i);
      }
  return NULL;
}

WeftRoom *
weft_room_list_find_direct (WeftRoomList *self, const char *const *people)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  g_autofree char *joined = NULL;

  g_return_val_if_fail (WEFT_IS_ROOM_LIST (self), NULL);

  for (guint i = 0; people[i] != NULL; i++)
    g_ptr_array_add (sorted, (gpointer) people[i]);
  g_ptr_array_sort_values (sorted, (GCompareFunc) strcmp);
  g_ptr_array_add (sorted, NULL);
  joined = g_strjoinv (" ", (char **) sorted->pdata);
  for (guint i = 0; i < self->items->len; i++)
    {
      WeftRoom *room = g_ptr_array_index (self->items, i);

      if (weft_room_get_direct (room) && g_strcmp0 (g_hash_table_lookup (self->people, weft_room_get_stream (room)), joined) == 0)
        return room;
    }
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

static DexFuture *
hand_on_stream (DexFuture *future, gpointer user_data)
{
  return dex_future_new_for_string (user_data);
}

DexFuture *
weft_chat_create_room (WeftSync *sync, const char *kind, const char *name, const char *topic, const char *const *members)
{
  g_autofree char *id = weft_id_new (weft_clock_get_system ());
  g_autofree char *stream = g_strconcat ("room/", id, NULL);
  WeftChatCreateRoom args = { .kind = kind, .name = name, .topic = topic, .members = members, .n_members = g_strv_length ((char **) members) };

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  return dex_future_then (weft_sync_submit (sync, stream, &weft_chat_create_room_operation, &args), hand_on_stream, g_strdup (stream), g_free);
}

DexFuture *
weft_chat_set_room (WeftSync *sync, const char *stream, const char *name, const char *topic)
{
  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  return weft_sync_submit (sync, stream, &weft_chat_set_room_operation, &(WeftChatSetRoom) { .name = name, .topic = topic });
}

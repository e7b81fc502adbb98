/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/client/weft-message-readers.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "sync/weft-people-stream.h"

struct _WeftMessageReaders
{
  WeftItemList parent_instance;

  WeftSync *sync;
  char *stream;
  char *author;
  gint64 ordinal;
  guint n_seen;
};

typedef struct
{
  char *stream;
  char *author;
  gint64 ordinal;
} Request;

enum
{
  PROP_0,
  PROP_N_SEEN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftMessageReaders, weft_message_readers, WEFT_TYPE_ITEM_LIST)

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->stream);
  g_free (request->author);
  g_free (request);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  WeftMessageReader *one = *(WeftMessageReader *const *) a, *other = *(WeftMessageReader *const *) b;
  int order = (int) weft_message_reader_get_state (one) - (int) weft_message_reader_get_state (other);

  if (order == 0)
    order = g_utf8_collate (weft_message_reader_get_name (one), weft_message_reader_get_name (other));
  return order != 0 ? order : strcmp (weft_message_reader_get_id (one), weft_message_reader_get_id (other));
}

/* On a reader's thread. */
static gpointer
query (WeftDatabase *database, gpointer user_data, GError **error)
{
  const Request *request = user_data;
  g_autoptr (GPtrArray) readers = g_ptr_array_new_with_free_func (g_object_unref);
  WeftStatement *statement = weft_database_query (
      database, error,
      "SELECT m.person, p.name, COALESCE (r.value, 0), COALESCE (d.value, 0), COALESCE (r.at, 0), COALESCE (d.at, 0) FROM member m"
      " JOIN person p ON p.stream = " WEFT_PEOPLE_STREAM " AND p.id = m.person"
      " LEFT JOIN latest r ON r.stream = m.stream AND r.name = ?3 AND r.person = m.person"
      " LEFT JOIN latest d ON d.stream = m.stream AND d.name = ?4 AND d.person = m.person"
      " WHERE m.stream = ?1 AND m.person <> ?2",
      "tttt", request->stream, request->author, weft_thread_read_latest.name, weft_thread_delivered_latest.name);
  int found;

  while ((found = statement != NULL ? weft_statement_step (statement, error) : -1) > 0)
    {
      gint64 read = weft_statement_get_int (statement, 2);
      gint64 delivered = MAX (read, weft_statement_get_int (statement, 3));
      WeftReaderState state = read >= request->ordinal      ? WEFT_READER_SEEN
                              : delivered >= request->ordinal ? WEFT_READER_RECEIVED
                                                              : WEFT_READER_WAITING;
      gint64 mark = state == WEFT_READER_SEEN ? read : delivered;

      g_ptr_array_add (readers, weft_message_reader_new (weft_statement_get_text (statement, 0), weft_statement_get_text (statement, 1), state,
                                                         mark != request->ordinal ? 0
                                                                                  : weft_statement_get_int (statement, state == WEFT_READER_SEEN ? 4 : 5)));
    }
  if (found < 0)
    return NULL;
  g_ptr_array_sort (readers, compare);
  return g_steal_pointer (&readers);
}

static DexFuture *
weft_message_readers_read (WeftItemList *list)
{
  WeftMessageReaders *self = WEFT_MESSAGE_READERS (list);
  Request *request = g_new0 (Request, 1);

  request->stream = g_strdup (self->stream);
  request->author = g_strdup (self->author);
  request->ordinal = self->ordinal;
  return weft_sync_read (self->sync, query, G_TYPE_PTR_ARRAY, request, request_free);
}

static void
weft_message_readers_ended (WeftItemList *list)
{
  WeftMessageReaders *self = WEFT_MESSAGE_READERS (list);
  GPtrArray *items = weft_item_list_peek (list);
  guint n = 0;

  while (n < items->len && weft_message_reader_get_state (g_ptr_array_index (items, n)) == WEFT_READER_SEEN)
    n++;
  if (n == self->n_seen)
    return;
  self->n_seen = n;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SEEN]);
}

static void
on_latest (WeftSync *sync, const char *stream, const char *name, const char *person, gint64 value, JsonNode *extra, WeftMessageReaders *self)
{
  if (extra == NULL && g_str_equal (stream, self->stream))
    weft_item_list_read (WEFT_ITEM_LIST (self));
}

static void
on_changed (WeftSync *sync, WeftChanges *changes, WeftMessageReaders *self)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    {
      const WeftChange *change = weft_changes_get (changes, i);

      if (g_str_equal (change->stream, self->stream) && (g_str_equal (change->table->name, "member") || change->table == &weft_latest_table))
        {
          weft_item_list_read (WEFT_ITEM_LIST (self));
          return;
        }
    }
}

static gboolean
equal (gpointer a, gpointer b)
{
  return weft_message_reader_equal (a, b);
}

static void
weft_message_readers_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_uint (value, WEFT_MESSAGE_READERS (object)->n_seen);
}

static void
weft_message_readers_dispose (GObject *object)
{
  WeftMessageReaders *self = WEFT_MESSAGE_READERS (object);

  if (self->sync != NULL)
    g_signal_handlers_disconnect_by_data (self->sync, self);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_message_readers_parent_class)->dispose (object);
}

static void
weft_message_readers_finalize (GObject *object)
{
  WeftMessageReaders *self = WEFT_MESSAGE_READERS (object);

  g_free (self->stream);
  g_free (self->author);

  G_OBJECT_CLASS (weft_message_readers_parent_class)->finalize (object);
}

static void
weft_message_readers_class_init (WeftMessageReadersClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  WeftItemListClass *list_class = WEFT_ITEM_LIST_CLASS (klass);

  object_class->get_property = weft_message_readers_get_property;
  object_class->dispose = weft_message_readers_dispose;
  object_class->finalize = weft_message_readers_finalize;
  list_class->item_type = WEFT_TYPE_MESSAGE_READER;
  list_class->equal = equal;
  list_class->read = weft_message_readers_read;
  list_class->ended = weft_message_readers_ended;
  properties[PROP_N_SEEN]
      = g_param_spec_uint ("n-seen", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_message_readers_init (WeftMessageReaders *self)
{
}

WeftMessageReaders *
weft_message_readers_new (WeftSync *sync, const char *stream, gint64 ordinal, const char *author)
{
  WeftMessageReaders *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  g_return_val_if_fail (stream != NULL && author != NULL, NULL);
  g_return_val_if_fail (ordinal > 0, NULL);

  self = g_object_new (WEFT_TYPE_MESSAGE_READERS, NULL);
  self->sync = g_object_ref (sync);
  self->stream = g_strdup (stream);
  self->author = g_strdup (author);
  self->ordinal = ordinal;
  g_signal_connect_object (sync, "latest", G_CALLBACK (on_latest), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_DEFAULT);
  weft_item_list_read (WEFT_ITEM_LIST (self));
  return self;
}

guint
weft_message_readers_get_n_seen (WeftMessageReaders *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_READERS (self), 0);

  return self->n_seen;
}

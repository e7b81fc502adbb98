/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/client/weft-kept-list.h"

#include "parts/thread/client/weft-message.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "sync/weft-own-stream.h"

#define KEPT 2000   /* the plan allows no more */
#define FETCHED 100 /* of those which are not here, in one reading */

struct _WeftKeptList
{
  WeftItemList parent_instance;

  WeftSync *sync;
  char *stream;      /* (nullable): NULL: what the person saved, in all streams */
  GHashTable *asked; /* set of links: fetched, or looked for in vain */
};

G_DEFINE_FINAL_TYPE (WeftKeptList, weft_kept_list, WEFT_TYPE_ITEM_LIST)

typedef struct
{
  gboolean pinned;
  char *stream;
} Query;

static void
query_free (gpointer data)
{
  g_free (((Query *) data)->stream);
  g_free (data);
}

/* What is not here is marked. */
static GQuark
get_missing_quark (void)
{
  return g_quark_from_static_string ("weft-kept-missing");
}

/* On a reader's thread. */
static gpointer
load (WeftDatabase *database, gpointer user_data, GError **error)
{
  Query *query = user_data;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  WeftStatement *statement;
  int step;

  statement
      = weft_database_query (database, error,
                             query->pinned
                                 ? "SELECT p.stream, p.id, p.ordinal, p.pinned_at, m.id, 1 FROM message_pin p"
                                   " LEFT JOIN message m ON m.stream = p.stream AND m.id = p.id"
                                   " WHERE p.stream = ?1 ORDER BY p.pinned_at DESC, p.id LIMIT ?2"
                                 : "SELECT s.target, s.id, s.ordinal, s.saved_at, m.id,"
                                   " (SELECT count(*) FROM membership x WHERE x.stream = ?1 AND x.target = "
                                   "s.target) FROM saved_message s"
                                   " LEFT JOIN message m ON m.stream = s.target AND m.id = s.id"
                                   " WHERE s.stream = ?1 ORDER BY s.saved_at DESC, s.id LIMIT ?2",
                             "ti", query->stream, (gint64) KEPT);
  if (statement == NULL)
    return NULL;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      WeftKeptMessage *message = weft_kept_message_new (weft_statement_get_text (statement, 0),
                                                        weft_statement_get_text (statement, 1),
                                                        weft_statement_get_int (statement, 2),
                                                        weft_statement_get_int (statement, 3));

      if (weft_statement_get_text (statement, 4) == NULL && weft_statement_get_int (statement, 5) > 0)
        g_object_set_qdata (G_OBJECT (message), get_missing_quark (), message);
      g_ptr_array_add (items, message);
    }

  return step == 0 ? g_steal_pointer (&items) : NULL;
}

static gboolean
weft_kept_list_equal (gpointer a, gpointer b)
{
  return weft_kept_message_equal (a, b);
}

static DexFuture *
weft_kept_list_read (WeftItemList *list)
{
  WeftKeptList *self = WEFT_KEPT_LIST (list);
  g_autofree char *stream = self->stream != NULL ? g_strdup (self->stream) : weft_own_stream_dup (self->sync);
  Query *query;

  if (stream == NULL)
    return NULL;
  query = g_new0 (Query, 1);
  query->pinned = self->stream != NULL;
  query->stream = g_steal_pointer (&stream);

  return weft_sync_read (self->sync, load, G_TYPE_PTR_ARRAY, query, query_free);
}

/* One row each: a stream can be held in several parts. Who shows them hears of the row as of any other. */
static void
weft_kept_list_ended (WeftItemList *list)
{
  WeftKeptList *self = WEFT_KEPT_LIST (list);
  GPtrArray *items = weft_item_list_peek (list);
  guint n = 0;

  if (self->sync == NULL || weft_sync_get_state (self->sync) != WEFT_SYNC_ONLINE)
    return;
  for (guint i = 0; i < items->len && n < FETCHED; i++)
    {
      WeftKeptMessage *message = g_ptr_array_index (items, i);

      if (g_object_get_qdata (G_OBJECT (message), get_missing_quark ()) == NULL
          || !g_hash_table_add (self->asked, g_strdup (weft_kept_message_get_link (message))))
        continue;
      n++;
      dex_future_disown (weft_sync_load_page (self->sync, weft_kept_message_get_stream (message), "message",
                                              weft_kept_message_get_window (message) + 1, 1));
    }
}

static void
on_changed (WeftKeptList *self, WeftChanges *changes)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    {
      const WeftChange *change = weft_changes_get (changes, i);

      if (self->stream != NULL
              ? change->table == &weft_thread_message_pin_table && g_str_equal (change->stream, self->stream)
              : change->table == &weft_thread_saved_message_table)
        {
          weft_item_list_read (WEFT_ITEM_LIST (self));
          return;
        }
    }
}

static void
on_state (WeftKeptList *self)
{
  if (weft_sync_get_state (self->sync) == WEFT_SYNC_ONLINE)
    weft_item_list_read (WEFT_ITEM_LIST (self));
}

static void
weft_kept_list_dispose (GObject *object)
{
  WeftKeptList *self = WEFT_KEPT_LIST (object);

  if (self->sync != NULL)
    g_signal_handlers_disconnect_by_data (self->sync, self);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_kept_list_parent_class)->dispose (object);
}

static void
weft_kept_list_finalize (GObject *object)
{
  WeftKeptList *self = WEFT_KEPT_LIST (object);

  g_free (self->stream);
  g_hash_table_unref (self->asked);

  G_OBJECT_CLASS (weft_kept_list_parent_class)->finalize (object);
}

static void
weft_kept_list_class_init (WeftKeptListClass *klass)
{
  WeftItemListClass *list_class = WEFT_ITEM_LIST_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_kept_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_kept_list_finalize;
  list_class->item_type = WEFT_TYPE_KEPT_MESSAGE;
  list_class->equal = weft_kept_list_equal;
  list_class->read = weft_kept_list_read;
  list_class->ended = weft_kept_list_ended;
}

static void
weft_kept_list_init (WeftKeptList *self)
{
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static WeftKeptList *
create (WeftSync *sync, const char *stream)
{
  WeftKeptList *self = g_object_new (WEFT_TYPE_KEPT_LIST, NULL);

  self->sync = g_object_ref (sync);
  self->stream = g_strdup (stream);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sync, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  /* Nobody knows who one is before the first welcome ever. */
  if (stream == NULL)
    g_signal_connect_object (sync, "notify::person", G_CALLBACK (weft_item_list_read), self,
                             G_CONNECT_SWAPPED);
  weft_item_list_read (WEFT_ITEM_LIST (self));
  return self;
}

WeftKeptList *
weft_kept_list_new_pinned (WeftSync *sync, const char *stream)
{
  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  g_return_val_if_fail (stream != NULL, NULL);

  return create (sync, stream);
}

WeftKeptList *
weft_kept_list_new_saved (WeftSync *sync)
{
  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  return create (sync, NULL);
}

WeftSync *
weft_kept_list_get_sync (WeftKeptList *self)
{
  g_return_val_if_fail (WEFT_IS_KEPT_LIST (self), NULL);
  return self->sync;
}

DexFuture *
weft_kept_list_remove (WeftKeptList *self, WeftKeptMessage *message)
{
  g_return_val_if_fail (WEFT_IS_KEPT_LIST (self), NULL);
  g_return_val_if_fail (WEFT_IS_KEPT_MESSAGE (message), NULL);

  return self->stream != NULL ? weft_kept_unpin (self->sync, self->stream, weft_kept_message_get_id (message))
                              : weft_kept_unsave (self->sync, weft_kept_message_get_id (message));
}

DexFuture *
weft_kept_pin (WeftSync *sync, const char *stream, const char *id)
{
  return weft_sync_submit (sync, stream, &weft_thread_pin_operation, &(WeftThreadPin) { .id = id });
}

DexFuture *
weft_kept_unpin (WeftSync *sync, const char *stream, const char *id)
{
  return weft_sync_submit (sync, stream, &weft_thread_unpin_operation, &(WeftThreadUnpin) { .id = id });
}

DexFuture *
weft_kept_save (WeftSync *sync, const char *stream, const char *id, gint64 window)
{
  return weft_own_stream_submit (sync, &weft_thread_save_operation,
                                 &(WeftThreadSave) { .id = id, .target = stream, .ordinal = window });
}

DexFuture *
weft_kept_unsave (WeftSync *sync, const char *id)
{
  return weft_own_stream_submit (sync, &weft_thread_unsave_operation, &(WeftThreadUnsave) { .id = id });
}

DexFuture *
weft_kept_hide (WeftSync *sync, const char *stream, const char *id, gint64 window)
{
  return weft_own_stream_submit (sync, &weft_thread_hide_operation,
                                 &(WeftThreadHide) { .id = id, .target = stream, .ordinal = window });
}

DexFuture *
weft_kept_save_several (WeftSync *sync, const char *stream, GPtrArray *messages)
{
  g_autofree char *own = weft_own_stream_dup (sync);
  g_autofree const WeftOperation **operations = g_new (const WeftOperation *, messages->len);
  g_autofree WeftThreadSave *saves = g_new0 (WeftThreadSave, messages->len);
  g_autofree gconstpointer *args = g_new (gconstpointer, messages->len);

  if (own == NULL)
    return weft_own_stream_refuse ();
  for (guint i = 0; i < messages->len; i++)
    {
      WeftMessage *message = g_ptr_array_index (messages, i);

      operations[i] = &weft_thread_save_operation;
      saves[i] = (WeftThreadSave) { .id = weft_message_get_id (message), .target = stream, .ordinal = weft_message_get_window (message) };
      args[i] = &saves[i];
    }
  return weft_sync_submit_group (sync, own, operations, args, messages->len);
}

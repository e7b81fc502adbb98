/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/client/weft-scheduled-list.h"

#include "base/weft-clock.h"
#include "base/weft-id.h"
#include "parts/thread/shared/weft-thread-module.h"

#define KEPT 100 /* the plan allows no more */

struct _WeftScheduled
{
  GObject parent_instance;

  char *id;
  char *target;
  char *text;
  char *refusal;
  gint64 at;
};

G_DEFINE_FINAL_TYPE (WeftScheduled, weft_scheduled, G_TYPE_OBJECT)

static void
weft_scheduled_finalize (GObject *object)
{
  WeftScheduled *self = WEFT_SCHEDULED (object);

  g_free (self->id);
  g_free (self->target);
  g_free (self->text);
  g_free (self->refusal);

  G_OBJECT_CLASS (weft_scheduled_parent_class)->finalize (object);
}

static void
weft_scheduled_class_init (WeftScheduledClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_scheduled_finalize;
}

static void
weft_scheduled_init (WeftScheduled *self)
{
}

#define GETTER(type, name, fallback)                                                                         \
  type weft_scheduled_get_##name (WeftScheduled *self)                                                       \
  {                                                                                                          \
    g_return_val_if_fail (WEFT_IS_SCHEDULED (self), fallback);                                               \
    return self->name;                                                                                       \
  }

GETTER (const char *, id, NULL)
GETTER (const char *, target, NULL)
GETTER (const char *, text, NULL)
GETTER (const char *, refusal, NULL)
GETTER (gint64, at, 0)

struct _WeftScheduledList
{
  WeftItemList parent_instance;

  WeftSync *sync;
};

G_DEFINE_FINAL_TYPE (WeftScheduledList, weft_scheduled_list, WEFT_TYPE_ITEM_LIST)

/* On a reader's thread. */
static gpointer
load (WeftDatabase *database, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  WeftStatement *statement
      = weft_database_query (database, error,
                             "SELECT id, target, at, text, refusal FROM scheduled_message WHERE stream = ?1"
                             " ORDER BY at, id LIMIT ?2",
                             "ti", user_data, (gint64) KEPT);
  int step;

  if (statement == NULL)
    return NULL;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      WeftScheduled *item = g_object_new (WEFT_TYPE_SCHEDULED, NULL);

      item->id = weft_statement_dup_text (statement, 0);
      item->target = weft_statement_dup_text (statement, 1);
      item->at = weft_statement_get_int (statement, 2);
      item->text = weft_statement_dup_text (statement, 3);
      item->refusal = weft_statement_dup_text (statement, 4);
      g_ptr_array_add (items, item);
    }

  return step == 0 ? g_steal_pointer (&items) : NULL;
}

static gboolean
weft_scheduled_list_equal (gpointer a, gpointer b)
{
  const WeftScheduled *left = a, *right = b;

  return left->at == right->at && g_str_equal (left->id, right->id) && g_str_equal (left->text, right->text)
         && g_strcmp0 (left->refusal, right->refusal) == 0;
}

static char *
dup_own_stream (WeftSync *sync)
{
  const char *person = weft_sync_get_person (sync);

  return person != NULL ? g_strconcat ("user/", person, NULL) : NULL;
}

static DexFuture *
weft_scheduled_list_read (WeftItemList *list)
{
  WeftSync *sync = WEFT_SCHEDULED_LIST (list)->sync;
  char *stream = dup_own_stream (sync);

  return stream != NULL ? weft_sync_read (sync, load, G_TYPE_PTR_ARRAY, stream, g_free) : NULL;
}

static void
on_changed (WeftScheduledList *self, WeftChanges *changes)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    if (weft_changes_get (changes, i)->table == &weft_thread_scheduled_message_table)
      {
        weft_item_list_read (WEFT_ITEM_LIST (self));
        return;
      }
}

static void
weft_scheduled_list_dispose (GObject *object)
{
  WeftScheduledList *self = WEFT_SCHEDULED_LIST (object);

  if (self->sync != NULL)
    g_signal_handlers_disconnect_by_data (self->sync, self);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_scheduled_list_parent_class)->dispose (object);
}

static void
weft_scheduled_list_class_init (WeftScheduledListClass *klass)
{
  WeftItemListClass *list_class = WEFT_ITEM_LIST_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_scheduled_list_dispose;
  list_class->item_type = WEFT_TYPE_SCHEDULED;
  list_class->equal = weft_scheduled_list_equal;
  list_class->read = weft_scheduled_list_read;
}

static void
weft_scheduled_list_init (WeftScheduledList *self)
{
}

WeftScheduledList *
weft_scheduled_list_new (WeftSync *sync)
{
  WeftScheduledList *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_SCHEDULED_LIST, NULL);
  self->sync = g_object_ref (sync);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  /* Nobody knows who one is before the first welcome ever. */
  g_signal_connect_object (sync, "notify::person", G_CALLBACK (weft_item_list_read), self, G_CONNECT_SWAPPED);
  weft_item_list_read (WEFT_ITEM_LIST (self));
  return self;
}

WeftSync *
weft_scheduled_list_get_sync (WeftScheduledList *self)
{
  g_return_val_if_fail (WEFT_IS_SCHEDULED_LIST (self), NULL);
  return self->sync;
}

static DexFuture *
submit (WeftSync *sync, const WeftOperation *operation, gconstpointer args)
{
  g_autofree char *own = dup_own_stream (sync);

  return own != NULL
             ? weft_sync_submit (sync, own, operation, args)
             : dex_future_new_reject (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "Nobody has signed in here yet");
}

DexFuture *
weft_scheduled_add (WeftSync *sync, const char *stream, const WeftSaying *saying, gint64 at)
{
  g_autofree char *id = weft_id_new (weft_clock_get_system ());
  g_autofree char *also = saying->root != NULL && saying->also ? weft_id_new (weft_clock_get_system ()) : NULL;

  return submit (sync, &weft_thread_schedule_operation,
                 &(WeftThreadSchedule) {
                     .id = id,
                     .target = stream,
                     .at = at,
                     .text = saying->text,
                     .reply_to = saying->reply_to,
                     .root = saying->root,
                     .also = also });
}

DexFuture *
weft_scheduled_set (WeftSync *sync, const char *id, const char *text, gint64 at)
{
  return submit (sync, &weft_thread_set_scheduled_operation,
                 &(WeftThreadSetScheduled) { .id = id, .at = at, .text = text });
}

DexFuture *
weft_scheduled_remove (WeftSync *sync, const char *id)
{
  return submit (sync, &weft_thread_unschedule_operation, &(WeftThreadUnschedule) { .id = id });
}

DexFuture *
weft_scheduled_send (WeftSync *sync, const char *id, gint64 at)
{
  return submit (sync, &weft_thread_send_scheduled_operation,
                 &(WeftThreadSendScheduled) { .id = id, .at = at });
}

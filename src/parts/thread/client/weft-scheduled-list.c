/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/client/weft-scheduled-list.h"

#include "base/weft-clock.h"
#include "base/weft-id.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "sync/weft-own-stream.h"

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
  WeftRowList parent_instance;
};

G_DEFINE_FINAL_TYPE (WeftScheduledList, weft_scheduled_list, WEFT_TYPE_ROW_LIST)

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

static void
weft_scheduled_list_class_init (WeftScheduledListClass *klass)
{
  WeftItemListClass *list_class = WEFT_ITEM_LIST_CLASS (klass);
  WeftRowListClass *row_class = WEFT_ROW_LIST_CLASS (klass);

  list_class->item_type = WEFT_TYPE_SCHEDULED;
  list_class->equal = weft_scheduled_list_equal;
  row_class->tables[0] = &weft_thread_scheduled_message_table;
  row_class->load = load;
}

static void
weft_scheduled_list_init (WeftScheduledList *self)
{
}

WeftScheduledList *
weft_scheduled_list_new (WeftSync *sync)
{
  return weft_row_list_new (WEFT_TYPE_SCHEDULED_LIST, sync, NULL);
}

DexFuture *
weft_scheduled_add (WeftSync *sync, const char *stream, const WeftSaying *saying, gint64 at, const char *const *files)
{
  g_autofree char *own = weft_own_stream_dup (sync);
  g_autofree char *made = saying->id == NULL ? weft_id_new (weft_clock_get_system ()) : NULL;
  g_autofree char *also = saying->root != NULL && saying->also ? weft_id_new (weft_clock_get_system ()) : NULL;
  const WeftThreadSchedule args = {
    .id = saying->id != NULL ? saying->id : made,
    .target = stream,
    .at = at,
    .text = saying->text,
    .reply_to = saying->reply_to,
    .root = saying->root,
    .also = also,
  };

  return own != NULL ? weft_sync_submit_with_files (sync, own, &weft_thread_schedule_operation, &args, files)
                     : weft_own_stream_refuse ();
}

DexFuture *
weft_scheduled_set (WeftSync *sync, const char *id, const char *text, gint64 at)
{
  return weft_own_stream_submit (sync, &weft_thread_set_scheduled_operation,
                 &(WeftThreadSetScheduled) { .id = id, .at = at, .text = text });
}

DexFuture *
weft_scheduled_remove (WeftSync *sync, const char *id)
{
  return weft_own_stream_submit (sync, &weft_thread_unschedule_operation, &(WeftThreadUnschedule) { .id = id });
}

DexFuture *
weft_scheduled_send (WeftSync *sync, const char *id, gint64 at)
{
  return weft_own_stream_submit (sync, &weft_thread_send_scheduled_operation,
                 &(WeftThreadSendScheduled) { .id = id, .at = at });
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-reminders"

#include "config.h"

#include "parts/reminders/client/weft-reminder-list.h"

#include "sync/weft-row-link.h"

#define KEPT 500 /* the plan allows no more */

struct _WeftReminderList
{
  WeftItemList parent_instance;

  WeftSync *sync;
};

G_DEFINE_FINAL_TYPE (WeftReminderList, weft_reminder_list, WEFT_TYPE_ITEM_LIST)

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

  statement
      = weft_database_query (database, error,
                             "SELECT id, text, at, state, target, object FROM reminder WHERE stream = ?1"
                             " ORDER BY at, id LIMIT ?2",
                             "ti", query->stream, (gint64) KEPT);
  if (statement == NULL)
    return NULL;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      const char *target = weft_statement_get_text (statement, 4);
      g_autofree char *link = NULL;

      if (target != NULL)
        {
          link = weft_row_link_find (database, query->registry, target,
                                     weft_statement_get_text (statement, 5), error);
          if (link == NULL)
            {
              weft_statement_reset (statement);
              return NULL;
            }
        }
      g_ptr_array_add (items,
                       weft_reminder_new (weft_statement_get_text (statement, 0),
                                          weft_statement_get_text (statement, 1),
                                          weft_statement_get_int (statement, 2),
                                          g_str_equal (weft_statement_get_text (statement, 3), "fired"),
                                          link));
    }

  return step == 0 ? g_steal_pointer (&items) : NULL;
}

static gboolean
weft_reminder_list_equal (gpointer a, gpointer b)
{
  return weft_reminder_equal (a, b);
}

static DexFuture *
weft_reminder_list_read (WeftItemList *list)
{
  WeftReminderList *self = WEFT_REMINDER_LIST (list);
  const char *person = weft_sync_get_person (self->sync);
  Query *query;

  if (person == NULL)
    return NULL;
  query = g_new0 (Query, 1);
  query->registry = g_object_ref (weft_sync_get_registry (self->sync));
  query->stream = g_strconcat ("user/", person, NULL);

  return weft_sync_read (self->sync, load, G_TYPE_PTR_ARRAY, query, query_free);
}

static void
on_changed (WeftReminderList *self, WeftChanges *changes)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    if (g_str_equal (weft_changes_get (changes, i)->table->name, "reminder"))
      {
        weft_item_list_read (WEFT_ITEM_LIST (self));
        return;
      }
}

static void
weft_reminder_list_dispose (GObject *object)
{
  WeftReminderList *self = WEFT_REMINDER_LIST (object);

  if (self->sync != NULL)
    g_signal_handlers_disconnect_by_data (self->sync, self);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_reminder_list_parent_class)->dispose (object);
}

static void
weft_reminder_list_class_init (WeftReminderListClass *klass)
{
  WeftItemListClass *list_class = WEFT_ITEM_LIST_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_reminder_list_dispose;
  list_class->item_type = WEFT_TYPE_REMINDER;
  list_class->equal = weft_reminder_list_equal;
  list_class->read = weft_reminder_list_read;
}

static void
weft_reminder_list_init (WeftReminderList *self)
{
}

WeftReminderList *
weft_reminder_list_new (WeftSync *sync)
{
  WeftReminderList *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_REMINDER_LIST, NULL);
  self->sync = g_object_ref (sync);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sync, "notify::person", G_CALLBACK (weft_item_list_read), self, G_CONNECT_SWAPPED);
  weft_item_list_read (WEFT_ITEM_LIST (self));

  return self;
}

WeftReminder *
weft_reminder_list_find (WeftReminderList *self, const char *id)
{
  GPtrArray *items;

  g_return_val_if_fail (WEFT_IS_REMINDER_LIST (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  items = weft_item_list_peek (WEFT_ITEM_LIST (self));
  for (guint i = 0; i < items->len; i++)
    if (g_str_equal (weft_reminder_get_id (g_ptr_array_index (items, i)), id))
      return g_ptr_array_index (items, i);

  return NULL;
}

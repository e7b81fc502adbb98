/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-reminders"

#include "config.h"

#include "parts/reminders/client/weft-reminder-list.h"

#include "sync/weft-row-link.h"

#define KEPT 500 /* the plan allows no more */

struct _WeftReminderList
{
  GObject parent_instance;

  WeftSync *sync;
  GPtrArray *items; /* of WeftReminder */
  gboolean ready;
  gboolean reading;
  gboolean again;
};

enum
{
  PROP_0,
  PROP_READY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void read_again (WeftReminderList *self);

static GType
weft_reminder_list_get_item_type (GListModel *model)
{
  return WEFT_TYPE_REMINDER;
}

static guint
weft_reminder_list_get_n_items (GListModel *model)
{
  return WEFT_REMINDER_LIST (model)->items->len;
}

static gpointer
weft_reminder_list_get_item (GListModel *model, guint position)
{
  GPtrArray *items = WEFT_REMINDER_LIST (model)->items;

  return position < items->len ? g_object_ref (g_ptr_array_index (items, position)) : NULL;
}

static void
weft_reminder_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = weft_reminder_list_get_item_type;
  iface->get_n_items = weft_reminder_list_get_n_items;
  iface->get_item = weft_reminder_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftReminderList,
                               weft_reminder_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, weft_reminder_list_iface_init))

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

/* One change for all of it, and items that are the same stay. */
static void
set_items (WeftReminderList *self, GPtrArray *items)
{
  g_autoptr (GPtrArray) old = self->items;
  guint start = 0, end = 0;

  while (start < old->len && start < items->len
         && weft_reminder_equal (g_ptr_array_index (old, start), g_ptr_array_index (items, start)))
    start++;
  while (end < old->len - start && end < items->len - start
         && weft_reminder_equal (g_ptr_array_index (old, old->len - 1 - end),
                                 g_ptr_array_index (items, items->len - 1 - end)))
    end++;

  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < items->len; i++)
    {
      gpointer item = i < start               ? g_ptr_array_index (old, i)
                      : i >= items->len - end ? g_ptr_array_index (old, old->len - items->len + i)
                                              : g_ptr_array_index (items, i);

      g_ptr_array_add (self->items, g_object_ref (item));
    }
  if (old->len != items->len || start < old->len)
    g_list_model_items_changed (G_LIST_MODEL (self), start, old->len - start - end, items->len - start - end);
}

static DexFuture *
on_loaded (DexFuture *future, gpointer user_data)
{
  WeftReminderList *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  self->reading = FALSE;
  if (self->sync == NULL)
    return NULL;
  if (value != NULL)
    {
      set_items (self, g_value_get_boxed (value));
      if (!self->ready)
        {
          self->ready = TRUE;
          g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
        }
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("The reminders could not be read: %s", error->message);
  if (self->again)
    read_again (self);

  return NULL;
}

static void
read_again (WeftReminderList *self)
{
  const char *person = weft_sync_get_person (self->sync);
  Query *query;

  self->again = self->reading;
  if (self->reading || person == NULL)
    return;
  self->reading = TRUE;
  query = g_new0 (Query, 1);
  query->registry = g_object_ref (weft_sync_get_registry (self->sync));
  query->stream = g_strconcat ("user/", person, NULL);
  dex_future_disown (
      dex_future_finally (weft_sync_read (self->sync, load, G_TYPE_PTR_ARRAY, query, query_free), on_loaded,
                          g_object_ref (self), g_object_unref));
}

static void
on_changed (WeftReminderList *self, WeftChanges *changes)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    if (g_str_equal (weft_changes_get (changes, i)->table->name, "reminder"))
      {
        read_again (self);
        return;
      }
}

static void
weft_reminder_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, WEFT_REMINDER_LIST (object)->ready);
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
weft_reminder_list_finalize (GObject *object)
{
  g_ptr_array_unref (WEFT_REMINDER_LIST (object)->items);

  G_OBJECT_CLASS (weft_reminder_list_parent_class)->finalize (object);
}

static void
weft_reminder_list_class_init (WeftReminderListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = weft_reminder_list_get_property;
  object_class->dispose = weft_reminder_list_dispose;
  object_class->finalize = weft_reminder_list_finalize;

  properties[PROP_READY]
      = g_param_spec_boolean ("ready", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_reminder_list_init (WeftReminderList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

WeftReminderList *
weft_reminder_list_new (WeftSync *sync)
{
  WeftReminderList *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_REMINDER_LIST, NULL);
  self->sync = g_object_ref (sync);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sync, "notify::person", G_CALLBACK (read_again), self, G_CONNECT_SWAPPED);
  read_again (self);

  return self;
}

gboolean
weft_reminder_list_get_ready (WeftReminderList *self)
{
  g_return_val_if_fail (WEFT_IS_REMINDER_LIST (self), FALSE);

  return self->ready;
}

WeftReminder *
weft_reminder_list_find (WeftReminderList *self, const char *id)
{
  g_return_val_if_fail (WEFT_IS_REMINDER_LIST (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < self->items->len; i++)
    if (g_str_equal (weft_reminder_get_id (g_ptr_array_index (self->items, i)), id))
      return g_ptr_array_index (self->items, i);

  return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-hooks"

#include "config.h"

#include "parts/hooks/client/weft-hook-list.h"

#include "base/weft-id.h"
#include "parts/hooks/shared/weft-hooks-module.h"

struct _WeftHookList
{
  GObject parent_instance;

  WeftSync *sync;
  char *stream;
  GPtrArray *hooks;
  gboolean reading;
  gboolean stale;
};

static GType
weft_hook_list_get_item_type (GListModel *model)
{
  return WEFT_TYPE_HOOK;
}

static guint
weft_hook_list_get_n_items (GListModel *model)
{
  return WEFT_HOOK_LIST (model)->hooks->len;
}

static gpointer
weft_hook_list_get_item (GListModel *model, guint position)
{
  WeftHookList *self = WEFT_HOOK_LIST (model);

  return position < self->hooks->len ? g_object_ref (g_ptr_array_index (self->hooks, position)) : NULL;
}

static void
weft_hook_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = weft_hook_list_get_item_type;
  iface->get_n_items = weft_hook_list_get_n_items;
  iface->get_item = weft_hook_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftHookList,
                               weft_hook_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, weft_hook_list_model_init))

static gpointer
read_hooks (WeftDatabase *database, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) hooks = g_ptr_array_new_with_free_func (g_object_unref);
  WeftStatement *statement
      = weft_database_query (database, error,
                             "SELECT id, name, face, NULL, NULL FROM hook WHERE stream = ?1 UNION ALL"
                             " SELECT id, name, '', host, CASE WHEN working = 0 THEN failed END FROM teller "
                             "WHERE stream = ?1 ORDER BY 2, 1",
                             "t", user_data);
  int result;

  while ((result = statement != NULL ? weft_statement_step (statement, error) : -1) == 1)
    g_ptr_array_add (hooks, weft_hook_new (weft_statement_get_text (statement, 0),
                                           weft_statement_get_text (statement, 1),
                                           weft_statement_get_text (statement, 2),
                                           weft_statement_get_text (statement, 3),
                                           weft_statement_get_text (statement, 4)));
  return result == 0 ? g_steal_pointer (&hooks) : NULL;
}

static void refresh (WeftHookList *self);

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  WeftHookList *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  self->reading = FALSE;
  if (value != NULL)
    {
      g_autoptr (GPtrArray) old = g_steal_pointer (&self->hooks);

      self->hooks = g_value_dup_boxed (value);
      g_list_model_items_changed (G_LIST_MODEL (self), 0, old->len, self->hooks->len);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("The hooks could not be read: %s", error->message);
  if (self->stale)
    refresh (self);
  return dex_future_new_for_boolean (TRUE);
}

static void
refresh (WeftHookList *self)
{
  self->stale = self->reading;
  if (self->reading)
    return;
  self->reading = TRUE;
  dex_future_disown (dex_future_finally (weft_sync_read (self->sync, read_hooks, G_TYPE_PTR_ARRAY,
                                                         g_strdup (self->stream), g_free),
                                         on_read, g_object_ref (self), g_object_unref));
}

static void
on_changed (WeftSync *sync, WeftChanges *changes, WeftHookList *self)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    {
      const WeftChange *change = weft_changes_get (changes, i);

      if ((change->table == &weft_hooks_hook_table || change->table == &weft_hooks_teller_table)
          && g_strcmp0 (change->stream, self->stream) == 0)
        {
          refresh (self);
          return;
        }
    }
}

static void
weft_hook_list_finalize (GObject *object)
{
  WeftHookList *self = WEFT_HOOK_LIST (object);

  g_clear_object (&self->sync);
  g_ptr_array_unref (self->hooks);
  g_free (self->stream);

  G_OBJECT_CLASS (weft_hook_list_parent_class)->finalize (object);
}

static void
weft_hook_list_class_init (WeftHookListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_hook_list_finalize;
}

static void
weft_hook_list_init (WeftHookList *self)
{
  self->hooks = g_ptr_array_new_with_free_func (g_object_unref);
}

WeftHookList *
weft_hook_list_new (WeftSync *sync, const char *stream)
{
  WeftHookList *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_HOOK_LIST, NULL);
  self->sync = g_object_ref (sync);
  self->stream = g_strdup (stream);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_DEFAULT);
  refresh (self);
  return self;
}

static DexFuture *
await_confirmed (DexFuture *future, gpointer user_data)
{
  return weft_sync_await (user_data, g_value_get_string (dex_future_get_value (future, NULL)));
}

static DexFuture *
submit (WeftHookList *self, const WeftOperation *operation, gconstpointer args)
{
  return dex_future_then (weft_sync_submit (self->sync, self->stream, operation, args), await_confirmed,
                          g_object_ref (self->sync), g_object_unref);
}

DexFuture *
weft_hook_list_add (WeftHookList *self, const char *name, const char *face, const char *secret)
{
  g_autofree char *id = weft_id_new (weft_clock_get_system ());
  g_autofree char *hash = weft_secret_hash (secret);

  g_return_val_if_fail (WEFT_IS_HOOK_LIST (self), NULL);

  return submit (self, &weft_hooks_add_operation,
                 &(WeftHooksAdd) { .id = id, .name = name, .face = face, .secret_hash = hash });
}

DexFuture *
weft_hook_list_add_teller (WeftHookList *self, const char *name, const char *address, const char *key)
{
  g_autofree char *id = weft_id_new (weft_clock_get_system ());

  g_return_val_if_fail (WEFT_IS_HOOK_LIST (self), NULL);

  return submit (self, &weft_hooks_add_teller_operation,
                 &(WeftHooksAddTeller) { .id = id, .name = name, .address = address, .key = key });
}

DexFuture *
weft_hook_list_resume (WeftHookList *self, WeftHook *hook)
{
  g_return_val_if_fail (WEFT_IS_HOOK_LIST (self), NULL);

  return submit (self, &weft_hooks_set_teller_operation,
                 &(WeftHooksSetTeller) { .id = weft_hook_get_id (hook), .working = TRUE });
}

DexFuture *
weft_hook_list_remove (WeftHookList *self, WeftHook *hook)
{
  g_return_val_if_fail (WEFT_IS_HOOK_LIST (self), NULL);

  if (weft_hook_get_host (hook) != NULL)
    return submit (self, &weft_hooks_remove_teller_operation,
                   &(WeftHooksRemoveTeller) { .id = weft_hook_get_id (hook) });

  return submit (self, &weft_hooks_remove_operation, &(WeftHooksRemove) { .id = weft_hook_get_id (hook) });
}

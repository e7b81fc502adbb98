/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-hooks"

#include "config.h"

#include "parts/hooks/client/weft-hook-list.h"

#include "base/weft-id.h"
#include "parts/hooks/shared/weft-hooks-module.h"

struct _WeftHookList
{
  WeftItemList parent_instance;

  WeftSync *sync;
  char *stream;
};

G_DEFINE_FINAL_TYPE (WeftHookList, weft_hook_list, WEFT_TYPE_ITEM_LIST)

static gboolean
weft_hook_list_equal (gpointer a, gpointer b)
{
  return g_str_equal (weft_hook_get_id (a), weft_hook_get_id (b))
         && g_str_equal (weft_hook_get_name (a), weft_hook_get_name (b))
         && g_str_equal (weft_hook_get_face (a), weft_hook_get_face (b));
}

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

static DexFuture *
weft_hook_list_read (WeftItemList *list)
{
  WeftHookList *self = WEFT_HOOK_LIST (list);

  return weft_sync_read (self->sync, read_hooks, G_TYPE_PTR_ARRAY, g_strdup (self->stream), g_free);
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
          weft_item_list_read (WEFT_ITEM_LIST (self));
          return;
        }
    }
}

static void
weft_hook_list_finalize (GObject *object)
{
  WeftHookList *self = WEFT_HOOK_LIST (object);

  g_clear_object (&self->sync);
  g_free (self->stream);

  G_OBJECT_CLASS (weft_hook_list_parent_class)->finalize (object);
}

static void
weft_hook_list_class_init (WeftHookListClass *klass)
{
  WeftItemListClass *list_class = WEFT_ITEM_LIST_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = weft_hook_list_finalize;

  list_class->item_type = WEFT_TYPE_HOOK;
  list_class->equal = weft_hook_list_equal;
  list_class->read = weft_hook_list_read;
}

static void
weft_hook_list_init (WeftHookList *self)
{
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
  weft_item_list_read (WEFT_ITEM_LIST (self));

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

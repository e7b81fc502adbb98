/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-account.h"

struct _WeftMemoryTokenStore
{
  GObject parent_instance;

  GHashTable *tokens;    /* "address person" → token */
};

static void weft_memory_token_store_iface_init (WeftTokenStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftMemoryTokenStore, weft_memory_token_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WEFT_TYPE_TOKEN_STORE, weft_memory_token_store_iface_init))

static DexFuture *
weft_memory_token_store_load (WeftTokenStore *store, const char *address, const char *person)
{
  WeftMemoryTokenStore *self = WEFT_MEMORY_TOKEN_STORE (store);
  g_autofree char *key = g_strconcat (address, " ", person, NULL);

  return dex_future_new_for_string (g_hash_table_lookup (self->tokens, key));
}

static DexFuture *
weft_memory_token_store_save (WeftTokenStore *store, const char *address, const char *person, const char *token)
{
  WeftMemoryTokenStore *self = WEFT_MEMORY_TOKEN_STORE (store);
  g_autofree char *key = g_strconcat (address, " ", person, NULL);

  if (token != NULL)
    g_hash_table_insert (self->tokens, g_steal_pointer (&key), g_strdup (token));
  else
    g_hash_table_remove (self->tokens, key);

  return dex_future_new_for_boolean (TRUE);
}

static void
weft_memory_token_store_finalize (GObject *object)
{
  WeftMemoryTokenStore *self = WEFT_MEMORY_TOKEN_STORE (object);

  g_hash_table_unref (self->tokens);

  G_OBJECT_CLASS (weft_memory_token_store_parent_class)->finalize (object);
}

static void
weft_memory_token_store_class_init (WeftMemoryTokenStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_memory_token_store_finalize;
}

static void
weft_memory_token_store_iface_init (WeftTokenStoreInterface *iface)
{
  iface->load = weft_memory_token_store_load;
  iface->save = weft_memory_token_store_save;
}

static void
weft_memory_token_store_init (WeftMemoryTokenStore *self)
{
  self->tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

WeftTokenStore *
weft_memory_token_store_new (void)
{
  return g_object_new (WEFT_TYPE_MEMORY_TOKEN_STORE, NULL);
}

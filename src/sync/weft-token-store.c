/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-account.h"

G_DEFINE_INTERFACE (WeftTokenStore, weft_token_store, G_TYPE_OBJECT)

static void
weft_token_store_default_init (WeftTokenStoreInterface *iface)
{
}

DexFuture *
weft_token_store_load (WeftTokenStore *self, const char *address, const char *person)
{
  g_return_val_if_fail (WEFT_IS_TOKEN_STORE (self), NULL);
  g_return_val_if_fail (address != NULL, NULL);

  return WEFT_TOKEN_STORE_GET_IFACE (self)->load (self, address, person);
}

DexFuture *
weft_token_store_save (WeftTokenStore *self, const char *address, const char *person, const char *token)
{
  g_return_val_if_fail (WEFT_IS_TOKEN_STORE (self), NULL);
  g_return_val_if_fail (address != NULL && person != NULL, NULL);

  return WEFT_TOKEN_STORE_GET_IFACE (self)->save (self, address, person, token);
}

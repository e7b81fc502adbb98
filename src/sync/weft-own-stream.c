/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-own-stream.h"

char *
weft_own_stream_dup (WeftSync *sync)
{
  const char *person;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  person = weft_sync_get_person (sync);
  return person != NULL ? g_strconcat ("user/", person, NULL) : NULL;
}

DexFuture *
weft_own_stream_refuse (void)
{
  return dex_future_new_reject (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "Nobody has signed in here yet");
}

DexFuture *
weft_own_stream_submit (WeftSync *sync, const WeftOperation *operation, gconstpointer args)
{
  g_autofree char *own = weft_own_stream_dup (sync);

  return own != NULL ? weft_sync_submit (sync, own, operation, args) : weft_own_stream_refuse ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/weft-refusal.h"

#include <string.h>

/** Asked: an operation on its way. */
typedef struct
{
  WeftSync *sync;
  GWeakRef owner;
  WeftRefusalTold told;
  gboolean keep;
  char *operation; /* (nullable): before it is safe on disk */
} Asked;

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_weak_ref_clear (&asked->owner);
  g_object_unref (asked->sync);
  g_free (asked->operation);
  g_free (asked);
}

/* "status: WEB-1 waits …": which field it was is in sight. */
static const char *
skip_field (const char *message)
{
  gsize field = strcspn (message, ": ");

  return g_str_has_prefix (message + field, ": ") ? message + field + 2 : message;
}

static DexFuture *
on_kept (DexFuture *future, gpointer user_data)
{
  Asked *asked = user_data;

  asked->operation = g_value_dup_string (dex_future_get_value (future, NULL));
  return weft_sync_await (asked->sync, asked->operation);
}

static DexFuture *
on_refused (DexFuture *future, gpointer user_data)
{
  Asked *asked = user_data;
  g_autoptr (GObject) owner = g_weak_ref_get (&asked->owner);
  g_autoptr (GError) error = NULL;

  dex_future_get_value (future, &error);
  if (owner == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return dex_future_new_for_boolean (FALSE);
  asked->told (owner, skip_field (error->message));
  if (asked->operation != NULL && !asked->keep)
    return weft_sync_discard_operation (asked->sync, asked->operation);
  return dex_future_new_for_boolean (FALSE);
}

void
weft_refusal_watch (WeftSync *sync, DexFuture *future, gpointer owner, WeftRefusalTold told, gboolean keep)
{
  Asked *asked;

  g_return_if_fail (WEFT_IS_SYNC (sync) && DEX_IS_FUTURE (future) && G_IS_OBJECT (owner));

  asked = g_new0 (Asked, 1);
  asked->sync = g_object_ref (sync);
  g_weak_ref_init (&asked->owner, owner);
  asked->told = told;
  asked->keep = keep;
  /* What comes last frees what both use. */
  future = dex_future_then (future, on_kept, asked, NULL);
  dex_future_disown (dex_future_catch (future, on_refused, asked, asked_free));
}

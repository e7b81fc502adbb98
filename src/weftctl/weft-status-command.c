/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include <stdio.h>

#include "weftctl/weft-command.h"

static gboolean follow;

static const GOptionEntry status_entries[] = {
  { "follow", 'f', 0, G_OPTION_ARG_NONE, &follow, "Go on, with a line for each change, until interrupted", NULL },
  { NULL },
};

static const char *
get_state_name (WeftSyncState state)
{
  g_autoptr (GEnumClass) states = g_type_class_ref (WEFT_TYPE_SYNC_STATE);

  return g_enum_get_value (states, (int) state)->value_nick;
}

/* "online by websocket", and why not. */
static char *
describe (WeftContext *context)
{
  WeftSync *sync = context->sync;
  WeftSyncState state = weft_sync_get_state (sync);
  const char *transport = weft_sync_get_transport (sync);
  const char *reason = weft_sync_get_reason (sync);
  const char *page = state == WEFT_SYNC_PORTAL ? weft_sync_get_portal_page (sync) : NULL;
  GString *out = g_string_new (NULL);

  if (context->json)
    {
      weft_json_begin (out, NULL);
      weft_json_string (out, "address", context->address);
      weft_json_string (out, "login", context->login);
      weft_json_string (out, "state", get_state_name (state));
      weft_json_string (out, "transport", transport);
      weft_json_string (out, "reason", reason);
      weft_json_string (out, "page", page);
      weft_json_int (out, "waiting", weft_sync_get_n_waiting (sync));
      weft_json_int (out, "refused", weft_sync_get_n_failed (sync));
      weft_json_end (out);
    }
  else
    {
      g_string_append_printf (out, "%s at %s: %s", context->login, context->address, get_state_name (state));
      if (transport != NULL)
        g_string_append_printf (out, " by %s", transport);
      g_string_append_printf (out, ", %u waiting, %u refused", weft_sync_get_n_waiting (sync), weft_sync_get_n_failed (sync));
      if (reason != NULL)
        g_string_append_printf (out, "\n    %s", reason);
      if (page != NULL)
        g_string_append_printf (out, "\n    %s", page);
    }

  return g_string_free (out, FALSE);
}

static void
on_notify (WeftSync *sync, GParamSpec *pspec, gpointer user_data)
{
  DexPromise **news = user_data;

  if (*news != NULL && dex_future_is_pending (DEX_FUTURE (*news)))
    dex_promise_resolve_boolean (*news, TRUE);
}

static int
run_status (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autofree char *last = NULL;
  DexPromise *news = NULL;

  if (!follow)
    {
      gboolean online = weft_context_wait_online (context, NULL);
      g_autofree char *text = describe (context);

      printf ("%s\n", text);
      return online ? WEFT_EXIT_FINE : WEFT_EXIT_UNREACHABLE;
    }

  g_signal_connect (context->sync, "notify", G_CALLBACK (on_notify), &news);
  for (;;)
    {
      g_autofree char *text = NULL;

      news = dex_promise_new ();
      text = describe (context);
      if (g_set_str (&last, text))
        {
          printf ("%s\n", text);
          fflush (stdout);
        }
      (void) dex_await (dex_ref (DEX_FUTURE (news)), NULL);
      dex_clear (&news);
    }
}

const WeftCommand weft_status_command = {
  .name = "status",
  .arguments = "",
  .max_arguments = 0,
  .summary = "Tell how the workspace is connected",
  .entries = status_entries,
  .needs_store = TRUE,
  .run = run_status,
};

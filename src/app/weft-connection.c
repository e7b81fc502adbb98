/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/weft-connection.h"

const char *
weft_connection_get_word (WeftSyncState state)
{
  switch (state)
    {
    case WEFT_SYNC_OFFLINE:
      return _ ("Offline");
    case WEFT_SYNC_CONNECTING:
      return _ ("Connecting…");
    case WEFT_SYNC_CATCHING_UP:
      return _ ("Catching up…");
    case WEFT_SYNC_ONLINE:
      return _ ("Online");
    case WEFT_SYNC_RECONNECTING:
      return _ ("Reconnecting…");
    case WEFT_SYNC_UNREACHABLE:
      return _ ("Server unreachable");
    case WEFT_SYNC_PORTAL:
      return _ ("Sign-in page in the way");
    case WEFT_SYNC_SIGNED_OUT:
      return _ ("Signed out");
    case WEFT_SYNC_UPDATE_NEEDED:
    default:
      return _ ("Update needed");
    }
}

static const char *
get_sentence (WeftSyncState state)
{
  switch (state)
    {
    case WEFT_SYNC_OFFLINE:
      return _ ("Offline: there is no network.");
    case WEFT_SYNC_RECONNECTING:
      return _ ("Reconnecting…");
    case WEFT_SYNC_UNREACHABLE:
      return _ ("Offline: the server does not answer.");
    case WEFT_SYNC_PORTAL:
      return _ ("Offline: the network wants you to sign in on its web page.");
    case WEFT_SYNC_SIGNED_OUT:
      return _ ("You are signed out.");
    case WEFT_SYNC_UPDATE_NEEDED:
      return _ ("Update needed: the server speaks a newer version of Weft.");
    case WEFT_SYNC_CONNECTING:
    case WEFT_SYNC_CATCHING_UP:
    case WEFT_SYNC_ONLINE:
    default:
      return NULL;
    }
}

char *
weft_connection_describe (WeftSyncState state, const char *reason, guint n_waiting)
{
  const char *sentence = get_sentence (state);
  g_autofree char *waiting = NULL;
  GString *text;

  if (sentence == NULL)
    return NULL;
  /* The reason says the rest. */
  if (state == WEFT_SYNC_UPDATE_NEEDED && reason != NULL && *reason != '\0')
    sentence = _ ("Update needed.");
  text = g_string_new (sentence);
  if (reason != NULL && *reason != '\0'
      && (state == WEFT_SYNC_SIGNED_OUT || state == WEFT_SYNC_UPDATE_NEEDED))
    {
      g_string_append_printf (text, " %s", reason);
      if (g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (reason + strlen (reason)))))
        g_string_append_c (text, '.');
    }
  if (n_waiting > 0)
    {
      waiting
          = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u change waits.", "%u changes wait.", n_waiting),
                             n_waiting);
      g_string_append_printf (text, " %s", waiting);
    }
  return g_string_free (text, FALSE);
}

char *
weft_connection_describe_refused (guint n_failed)
{
  if (n_failed == 0)
    return NULL;
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u change was refused and needs you.",
                                       "%u changes were refused and need you.", n_failed),
                          n_failed);
}

char *
weft_connection_describe_conflicts (guint n_conflicts)
{
  if (n_conflicts == 0)
    return NULL;
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%u text was changed in two places at once and needs you.",
                                       "%u texts were changed in two places at once and need you.",
                                       n_conflicts),
                          n_conflicts);
}

const char *
weft_connection_get_button (WeftSyncState state, const char **action)
{
  const char *unused;

  if (action == NULL)
    action = &unused;
  switch (state)
    {
    case WEFT_SYNC_OFFLINE:
    case WEFT_SYNC_RECONNECTING:
    case WEFT_SYNC_UNREACHABLE:
      *action = "win.retry";
      return _ ("_Try Now");
    case WEFT_SYNC_PORTAL:
      *action = "win.open-portal";
      return _ ("_Sign In to the Network");
    case WEFT_SYNC_SIGNED_OUT:
      *action = "win.sign-in";
      return _ ("_Sign In…");
    case WEFT_SYNC_CONNECTING:
    case WEFT_SYNC_CATCHING_UP:
    case WEFT_SYNC_ONLINE:
    case WEFT_SYNC_UPDATE_NEEDED:
    default:
      *action = NULL;
      return NULL;
    }
}

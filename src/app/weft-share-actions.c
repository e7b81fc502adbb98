/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include "app/weft-share-actions.h"

#include <glib/gi18n.h>

#include "modules/weft-features.h"
#include "proto/weft-link.h"

static void
on_take (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWorkspace *workspace = weft_window_get_workspace (user_data);
  const char *id, *link, *text;

  g_variant_get (parameter, "(&s&s&s)", &id, &link, &text);
  for (guint i = 0; weft_features[i] != NULL; i++)
    if (g_str_equal (weft_features[i]->id, id))
      weft_feature_page_take (weft_workspace_get_page (workspace, weft_features[i]), link, text, user_data);
}

/* To the first one which takes it: that is where people talk. */
static void
on_share (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWorkspace *workspace = weft_window_get_workspace (user_data);
  const char *link, *text;
  g_autoptr (WeftLink) parsed = NULL;

  g_variant_get (parameter, "(&s&s)", &link, &text);
  parsed = weft_link_parse (link, -1);
  for (guint i = 0; parsed != NULL && weft_features[i] != NULL; i++)
    if (weft_features[i]->takes != NULL && !g_str_has_prefix (parsed->stream, weft_features[i]->streams))
      {
        weft_feature_page_take (weft_workspace_get_page (workspace, weft_features[i]), link, text, user_data);
        return;
      }
}

static void
on_tell (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *text, *link;
  g_autofree char *open = NULL;

  g_variant_get (parameter, "(&s&s)", &text, &link);
  if (*link == '\0')
    {
      weft_window_add_toast (user_data, text);
      return;
    }
  open = g_action_print_detailed_name ("win.open-link", g_variant_new_string (link));
  weft_window_add_action_toast (user_data, text, _ ("_Open"), open);
}

void
weft_share_actions_add (WeftWindow *window)
{
  static const GActionEntry actions[] = { { "take", on_take, "(sss)" }, { "share", on_share, "(ss)" }, { "tell", on_tell, "(ss)" } };

  g_return_if_fail (WEFT_IS_WINDOW (window));

  weft_window_add_open_actions (window, actions, G_N_ELEMENTS (actions));
}

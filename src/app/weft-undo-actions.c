/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/weft-undo-actions.h"

typedef struct
{
  GWeakRef window;
  gboolean redo;
} Asked;

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_weak_ref_clear (&asked->window);
  g_free (asked);
}

static DexFuture *
on_done (DexFuture *future, gpointer user_data)
{
  Asked *asked = user_data;
  g_autoptr (WeftWindow) window = g_weak_ref_get (&asked->window);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  dex_future_get_value (future, &error);
  if (window == NULL)
    return NULL;

  if (error == NULL)
    weft_window_add_action_toast (window, asked->redo ? _ ("Done again") : _ ("Undone"),
                                  asked->redo ? _ ("_Undo") : _ ("_Redo"),
                                  asked->redo ? "win.undo" : "win.redo");
  else if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND))
    weft_window_add_toast (window,
                           asked->redo ? _ ("There is nothing to redo") : _ ("There is nothing to undo"));
  else
    {
      if (asked->redo)
        /* Translators: %s is why, such as "name: changed by Mai since" */
        text = g_strdup_printf (_ ("Cannot be done again: %s"), error->message);
      else
        /* Translators: %s is why, such as "name: changed by Mai since" */
        text = g_strdup_printf (_ ("Cannot be undone: %s"), error->message);
      weft_window_add_toast (window, text);
    }

  return NULL;
}

/* A text that has the focus keeps its own undo. */
static void
run (WeftWindow *window, gboolean redo)
{
  WeftWorkspace *workspace = weft_window_get_workspace (window);
  WeftSync *sync = workspace != NULL ? weft_workspace_get_sync (workspace) : NULL;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
  Asked *asked;

  if (GTK_IS_TEXT (focus) || GTK_IS_TEXT_VIEW (focus))
    {
      gtk_widget_activate_action (focus, redo ? "text.redo" : "text.undo", NULL);
      return;
    }
  if (sync == NULL)
    return;

  asked = g_new0 (Asked, 1);
  g_weak_ref_init (&asked->window, window);
  asked->redo = redo;
  dex_future_disown (
      dex_future_finally (redo ? weft_sync_redo (sync) : weft_sync_undo (sync), on_done, asked, asked_free));
}

static void
on_undo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  run (user_data, FALSE);
}

static void
on_redo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  run (user_data, TRUE);
}

/* Whatever was done: the toast that says so takes it back. */
static void
on_offer_undo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  weft_window_add_action_toast (user_data, g_variant_get_string (parameter, NULL), _ ("_Undo"), "win.undo");
}

void
weft_undo_actions_add (WeftWindow *window)
{
  static const GActionEntry actions[] = {
    { "undo", on_undo },
    { "redo", on_redo },
    { "offer-undo", on_offer_undo, "s" },
  };

  g_return_if_fail (WEFT_IS_WINDOW (window));

  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), window);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/weft-undo-action.h"

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

void
weft_undo_action_run (WeftWindow *window, WeftSync *sync, gboolean redo)
{
  GtkWidget *focus;
  Asked *asked;

  g_return_if_fail (WEFT_IS_WINDOW (window));

  focus = gtk_window_get_focus (GTK_WINDOW (window));
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

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-sheets.h"

/* A dialog opens its sheet in the second frame after it was mapped, when the sheet knows its size. */
#define FRAMES 3

typedef struct
{
  GWeakRef wanted;
  guint n_frames;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_weak_ref_clear (&opening->wanted);
  g_free (opening);
}

static gboolean
on_frame (GtkWidget *dialog, GdkFrameClock *clock, gpointer user_data)
{
  Opening *opening = user_data;
  g_autoptr (GtkWidget) wanted = NULL;
  GtkWidget *focus;

  if (!gtk_widget_get_mapped (dialog) || ++opening->n_frames < FRAMES)
    return G_SOURCE_CONTINUE;
  wanted = g_weak_ref_get (&opening->wanted);
  focus = gtk_root_get_focus (gtk_widget_get_root (dialog));
  if (wanted != NULL && focus != wanted && (focus == NULL || !gtk_widget_is_ancestor (focus, wanted))
      && gtk_widget_is_ancestor (wanted, dialog))
    gtk_widget_grab_focus (wanted);
  return G_SOURCE_REMOVE;
}

static void
fit (AdwDialog *dialog, int width)
{
  if (width > 0 && adw_dialog_get_content_width (dialog) > width)
    adw_dialog_set_content_width (dialog, width);
}

static void
on_visible_dialog (AdwApplicationWindow *window)
{
  AdwDialog *dialog = adw_application_window_get_visible_dialog (window);
  GtkWidget *wanted = dialog != NULL ? adw_dialog_get_focus (dialog) : NULL;
  Opening *opening;

  if (dialog != NULL)
    fit (dialog, gtk_widget_get_width (GTK_WIDGET (window)));
  if (wanted == NULL)
    return;
  opening = g_new0 (Opening, 1);
  g_weak_ref_init (&opening->wanted, wanted);
  gtk_widget_add_tick_callback (GTK_WIDGET (dialog), on_frame, opening, opening_free);
}

void
weft_sheets_mend (AdwApplicationWindow *window)
{
  g_return_if_fail (ADW_IS_APPLICATION_WINDOW (window));

  g_signal_connect (window, "notify::visible-dialog", G_CALLBACK (on_visible_dialog), NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Loaded before any GTK 4 program (LD_PRELOAD): writes, to the file named by WEFT_FIRST_FRAME, when the
 * program's first window had painted its first frame. So Weft and an empty window are measured by the same
 * stick and neither knows. */

#define G_LOG_DOMAIN "weft-first-frame"

#include <dlfcn.h>
#include <gtk/gtk.h>

typedef void (*Present) (GtkWindow *window);

static void
on_after_paint (GdkFrameClock *clock, gpointer data)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT "\n", g_get_monotonic_time ());
  const char *path = g_getenv ("WEFT_FIRST_FRAME");

  g_signal_handlers_disconnect_by_func (clock, on_after_paint, data);
  if (path != NULL)
    g_file_set_contents (path, text, -1, NULL);
}

void
gtk_window_present (GtkWindow *window)
{
  static gboolean seen;
  Present present = (Present) dlsym (RTLD_NEXT, "gtk_window_present");

  present (window);
  if (seen)
    return;

  seen = TRUE;
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint",
                    G_CALLBACK (on_after_paint), window);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The least that an Adwaita program can be.  It proves the harness (--controls), and the benchmarks measure Weft against it:
 * --measure prints when the first frame was shown, and the memory, and ends.  WEFT_STARTED_US in the environment
 * is the monotonic time at which the caller started it. */

#define G_LOG_DOMAIN "weft-empty"

#include <adwaita.h>
#include <stdio.h>

static gboolean controls, measure;

static const GOptionEntry options[] = {
  { "controls", 0, 0, G_OPTION_ARG_NONE, &controls, "An entry, buttons and a list", NULL },
  { "measure", 0, 0, G_OPTION_ARG_NONE, &measure, "Print the first frame's time and end", NULL },
  { NULL }
};

static long
memory_kb (void)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;

  line = strstr (status, "VmRSS:");
  return line != NULL ? strtol (line + strlen ("VmRSS:"), NULL, 10) : 0;
}

static void
on_after_paint (GdkFrameClock *clock,
                GtkWindow     *window)
{
  const char *started = g_getenv ("WEFT_STARTED_US");
  gint64 since = started != NULL ? g_ascii_strtoll (started, NULL, 10) : 0;

  g_signal_handlers_disconnect_by_func (clock, on_after_paint, window);
  printf ("{\"first_frame_ms\": %.1f, \"memory_kb\": %ld}\n",
          (g_get_monotonic_time () - since) / 1000.0, memory_kb ());
  fflush (stdout);
  gtk_window_close (window);
}

static void
on_map (GtkWidget *widget)
{
  g_signal_connect (gtk_widget_get_frame_clock (widget), "after-paint", G_CALLBACK (on_after_paint), widget);
}

static void
on_announce_clicked (GtkButton *button,
                     GtkEntry  *entry)
{
  gtk_accessible_announce (GTK_ACCESSIBLE (button), gtk_editable_get_text (GTK_EDITABLE (entry)),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_notify_clicked (GtkButton *button,
                   GtkEntry  *entry)
{
  g_autoptr (GNotification) notification = g_notification_new ("A note");

  g_notification_set_body (notification, gtk_editable_get_text (GTK_EDITABLE (entry)));
  g_application_send_notification (g_application_get_default (), "note", notification);
}

static GtkWidget *
make_controls (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *announce = gtk_button_new_with_label ("Announce");
  GtkWidget *notify = gtk_button_new_with_label ("Notify");

  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, "Words", -1);
  g_signal_connect (announce, "clicked", G_CALLBACK (on_announce_clicked), entry);
  g_signal_connect (notify, "clicked", G_CALLBACK (on_notify_clicked), entry);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), announce);
  gtk_box_append (GTK_BOX (box), notify);
  return box;
}

static void
on_activate (GApplication *application)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (application));
  GtkWidget *view = adw_toolbar_view_new ();

  gtk_window_set_title (GTK_WINDOW (window), "Empty");
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view),
                                controls ? make_controls () : gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), view);
  if (measure)
    g_signal_connect_after (window, "map", G_CALLBACK (on_map), NULL);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (AdwApplication) application = adw_application_new ("dev.weft.Empty", G_APPLICATION_NON_UNIQUE);

  g_application_add_main_option_entries (G_APPLICATION (application), options);
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}

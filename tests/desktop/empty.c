/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The least that an Adwaita program can be: it proves the harness (--controls), and benchmarks measure Weft
 * against it. */

#define G_LOG_DOMAIN "weft-empty"

#include <adwaita.h>

static gboolean controls;

static const GOptionEntry options[]
    = { { "controls", 0, 0, G_OPTION_ARG_NONE, &controls, "An entry, buttons and a list", NULL }, { NULL } };

static void
on_announce_clicked (GtkButton *button, GtkEntry *entry)
{
  gtk_accessible_announce (GTK_ACCESSIBLE (button), gtk_editable_get_text (GTK_EDITABLE (entry)),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_notify_clicked (GtkButton *button, GtkEntry *entry)
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
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application = adw_application_new ("dev.weft.Empty", G_APPLICATION_NON_UNIQUE);

  g_application_add_main_option_entries (G_APPLICATION (application), options);
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}

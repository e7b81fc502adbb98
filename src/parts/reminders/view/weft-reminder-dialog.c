/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-reminders"

#include "config.h"

#include "parts/reminders/view/weft-reminder-dialog.h"

#include <glib/gi18n.h>

#include "base/weft-clock.h"
#include "parts/reminders/client/weft-reminder-times.h"
#include "ui/weft-moment.h"
#include "ui/weft-text-scale.h"

typedef struct
{
  AdwDialog *dialog; /* unowned: it owns this */
  GtkCalendar *calendar;
  GtkSpinButton *hour;
  GtkSpinButton *minute;
  GtkLabel *summary;
  GtkWidget *accept;
  WeftReminderChosen chosen;
  gpointer user_data;
  GDestroyNotify destroy;
} Choice;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  if (choice->destroy != NULL)
    choice->destroy (choice->user_data);
  g_free (choice);
}

static gint64
get_at (Choice *choice)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (choice->calendar);
  g_autoptr (GDateTime) at = g_date_time_new_local (g_date_time_get_year (day), g_date_time_get_month (day),
                                                    g_date_time_get_day_of_month (day),
                                                    gtk_spin_button_get_value_as_int (choice->hour),
                                                    gtk_spin_button_get_value_as_int (choice->minute), 0);

  return at != NULL ? g_date_time_to_unix (at) * 1000 : 0;
}

static void
update (Choice *choice)
{
  gint64 now = weft_clock_now (weft_clock_get_system ());
  gint64 at = get_at (choice);
  g_autofree char *due = weft_moment_dup_due (at, now);

  gtk_label_set_label (choice->summary, at > now ? due : _ ("This time has passed"));
  gtk_widget_set_sensitive (choice->accept, at > now);
}

static void
on_accept (Choice *choice)
{
  choice->chosen (get_at (choice), choice->user_data);
  adw_dialog_close (choice->dialog);
}

static gboolean
on_output (GtkSpinButton *button, gpointer user_data)
{
  g_autofree char *text = g_strdup_printf ("%02d", gtk_spin_button_get_value_as_int (button));

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (button)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (button), text);
  return TRUE;
}

/* A button of its own: a screen reader does not see an AdwSpinRow. */
static GtkSpinButton *
add_number (GtkWidget *group, const char *title, double max, double step, double value, Choice *choice)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_spin_button_new_with_range (0, max, step);
  g_auto (GStrv) parts = g_strsplit (title, "_", 2);
  g_autofree char *name = g_strjoinv ("", parts);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (button, "output", G_CALLBACK (on_output), NULL);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (button), value);
  g_signal_connect_swapped (button, "value-changed", G_CALLBACK (update), choice);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);

  return GTK_SPIN_BUTTON (button);
}

AdwDialog *
weft_reminder_dialog_new (const char *text,
                          WeftReminderChosen chosen,
                          gpointer user_data,
                          GDestroyNotify destroy)
{
  return weft_reminder_dialog_new_for (_ ("Reminder"), _ ("_Remind Me"), text, chosen, user_data, destroy);
}

AdwDialog *
weft_reminder_dialog_new_for (const char *title,
                              const char *accept,
                              const char *text,
                              WeftReminderChosen chosen,
                              gpointer user_data,
                              GDestroyNotify destroy)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *about = gtk_label_new (text);
  GtkWidget *group = adw_preferences_group_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) tomorrow
      = g_date_time_new_from_unix_local (weft_reminder_time_find (WEFT_REMINDER_TOMORROW, now) / 1000);
  Choice *choice = g_new0 (Choice, 1);

  choice->dialog = dialog;
  choice->chosen = chosen;
  choice->user_data = user_data;
  choice->destroy = destroy;
  g_object_set_data_full (G_OBJECT (dialog), "choice", choice, choice_free);

  choice->accept = gtk_button_new_with_mnemonic (accept);
  gtk_widget_add_css_class (choice->accept, "suggested-action");
  g_signal_connect_swapped (choice->accept, "clicked", G_CALLBACK (on_accept), choice);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (adw_dialog_close), dialog);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), choice->accept);

  gtk_label_set_wrap (GTK_LABEL (about), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (about), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (about), 2);
  gtk_label_set_ellipsize (GTK_LABEL (about), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (about), 0);
  gtk_widget_add_css_class (about, "weft-quiet");
  choice->calendar = GTK_CALENDAR (gtk_calendar_new ());
  gtk_calendar_select_day (choice->calendar, tomorrow);
  gtk_widget_add_css_class (GTK_WIDGET (choice->calendar), "card");
  choice->summary = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (choice->summary), "weft-title");
  choice->hour = add_number (group, _ ("_Hour"), 23, 1, g_date_time_get_hour (tomorrow), choice);
  choice->minute = add_number (group, _ ("M_inute"), 59, 5, 0, choice);
  g_signal_connect_swapped (choice->calendar, "notify::day", G_CALLBACK (update), choice);
  g_signal_connect_swapped (choice->calendar, "notify::month", G_CALLBACK (update), choice);
  g_signal_connect_swapped (choice->calendar, "notify::year", G_CALLBACK (update), choice);

  gtk_box_append (GTK_BOX (box), about);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (choice->calendar));
  gtk_box_append (GTK_BOX (box), group);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (choice->summary));
  gtk_widget_set_margin_start (box, 16);
  gtk_widget_set_margin_end (box, 16);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 16);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), scroller);
  adw_dialog_set_child (dialog, view);
  adw_dialog_set_title (dialog, title);
  adw_dialog_set_content_width (dialog, weft_text_scale (360));
  adw_dialog_set_default_widget (dialog, choice->accept);
  update (choice);

  return dialog;
}

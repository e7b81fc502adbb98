/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-reminders"

#include "config.h"

#include "parts/reminders/view/weft-reminder-row.h"

#include <glib/gi18n.h>

#include "base/weft-clock.h"
#include "parts/reminders/view/weft-reminder-menu.h"
#include "ui/weft-moment.h"

struct _WeftReminderRow
{
  AdwBin parent_instance;

  GtkLabel *text;
  GtkLabel *due;
  AdwBin *buttons;
  WeftReminder *reminder;
};

G_DEFINE_FINAL_TYPE (WeftReminderRow, weft_reminder_row, ADW_TYPE_BIN)

static void
weft_reminder_row_dispose (GObject *object)
{
  g_clear_object (&WEFT_REMINDER_ROW (object)->reminder);

  G_OBJECT_CLASS (weft_reminder_row_parent_class)->dispose (object);
}

static void
weft_reminder_row_class_init (WeftReminderRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_reminder_row_dispose;
}

static void
weft_reminder_row_init (WeftReminderRow *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *tile = adw_bin_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name ("weft-clock-symbolic");

  gtk_widget_set_halign (icon, GTK_ALIGN_CENTER);
  adw_bin_set_child (ADW_BIN (tile), icon);
  gtk_widget_add_css_class (tile, "weft-tile");
  gtk_widget_add_css_class (tile, "weft-notice-face");
  gtk_widget_add_css_class (tile, "amber");
  gtk_widget_set_valign (tile, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (row), tile);
  self->text = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->text, 0);
  gtk_label_set_wrap (self->text, TRUE);
  gtk_label_set_wrap_mode (self->text, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (self->text, 2);
  gtk_label_set_ellipsize (self->text, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->text), "weft-notice-title");
  self->due = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->due, 0);
  gtk_label_set_ellipsize (self->due, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->due), "weft-meta");
  self->buttons = ADW_BIN (adw_bin_new ());
  gtk_widget_set_margin_top (GTK_WIDGET (self->buttons), 4);
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->text));
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->due));
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->buttons));
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (row), lines);
  adw_bin_set_child (ADW_BIN (self), row);
}

GtkWidget *
weft_reminder_row_new (void)
{
  return g_object_new (WEFT_TYPE_REMINDER_ROW, NULL);
}

void
weft_reminder_row_set_reminder (WeftReminderRow *self, WeftReminder *reminder)
{
  g_autofree char *due = NULL;
  g_autofree char *words = NULL;

  g_return_if_fail (WEFT_IS_REMINDER_ROW (self));

  if (!g_set_object (&self->reminder, reminder) || reminder == NULL)
    return;
  due = weft_moment_dup_due (weft_reminder_get_at (reminder), weft_clock_now (weft_clock_get_system ()));
  if (weft_reminder_get_fired (reminder))
    /* Translators: %s is a day and a time: "Yesterday, 09:00" */
    words = g_strdup_printf (_ ("Was due: %s"), due);
  /* A quotation goes with what it is of. */
  gtk_label_set_label (self->text, *weft_reminder_get_text (reminder) != '\0'
                                       ? weft_reminder_get_text (reminder)
                                       : _ ("What this was about was erased"));
  gtk_label_set_label (self->due, words != NULL ? words : due);
  adw_bin_set_child (self->buttons, weft_reminder_buttons_new (weft_reminder_get_id (reminder),
                                                               weft_reminder_get_text (reminder), NULL));
}

char *
weft_reminder_row_dup_spoken (WeftReminderRow *self)
{
  g_return_val_if_fail (WEFT_IS_REMINDER_ROW (self), NULL);

  return g_strdup_printf ("%s, %s", gtk_label_get_label (self->text), gtk_label_get_label (self->due));
}

GtkWidget *
weft_reminder_buttons_new (const char *reminder, const char *about, const char *notice)
{
  GtkWidget *box = adw_wrap_box_new ();
  GtkWidget *snooze = gtk_menu_button_new ();
  GtkWidget *done = gtk_button_new_with_mnemonic (_ ("_Done"));
  g_autoptr (GMenuModel) menu = weft_reminder_menu_new_snooze (reminder, notice);

  gtk_menu_button_set_label (GTK_MENU_BUTTON (snooze), _ ("_Snooze"));
  gtk_menu_button_set_use_underline (GTK_MENU_BUTTON (snooze), TRUE);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (snooze), menu);
  gtk_widget_add_css_class (snooze, "weft-small-menu");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (done), "win.reminder-done");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (done), "(ss)", reminder, notice != NULL ? notice : "");
  gtk_widget_add_css_class (done, "weft-outbox-button");
  gtk_accessible_update_property (GTK_ACCESSIBLE (snooze), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, about, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (done), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, about, -1);
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (box), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (box), 6);
  adw_wrap_box_append (ADW_WRAP_BOX (box), snooze);
  adw_wrap_box_append (ADW_WRAP_BOX (box), done);

  return box;
}

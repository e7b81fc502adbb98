/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-moderation"

#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "base/weft-error.h"
#include "parts/moderation/client/weft-reports.h"
#include "parts/moderation/view/weft-report-dialog.h"
#include "ui/weft-text-scale.h"

#define QUOTE_LINES 4

typedef struct
{
  GWeakRef dialog;
  WeftSync *sync;
  char *stream;
  char *message;
  char *report; /* (nullable): which is open already */

  AdwBanner *problem;
  GtkCheckButton *reasons[WEFT_REPORT_N_REASONS];
  AdwEntryRow *note;
  GtkWidget *send;
  GtkWidget *take_back;
} Form;

static void
form_free (Form *form)
{
  g_weak_ref_clear (&form->dialog);
  g_object_unref (form->sync);
  g_free (form->stream);
  g_free (form->message);
  g_free (form->report);
  g_free (form);
}

static Form *
get_form (AdwDialog *dialog)
{
  return g_object_get_data (G_OBJECT (dialog), "form");
}

static DexFuture *
on_done (DexFuture *future, gpointer user_data)
{
  AdwDialog *dialog = user_data;
  Form *form = get_form (dialog);
  const char *said = form->report != NULL ? _ ("Report taken back") : _ ("Reported to the administrators");
  g_autoptr (GError) error = NULL;
  g_autofree char *reason = NULL;

  if (dex_future_get_value (future, &error) != NULL)
    {
      /* The window's, whichever it is; a page by itself has none. */
      if (form->report == NULL)
        gtk_widget_activate_action (GTK_WIDGET (dialog), "win.offer-undo", "s", said);
      else
        gtk_accessible_announce (GTK_ACCESSIBLE (dialog), said, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
      adw_dialog_close (dialog);
      return NULL;
    }
  reason = weft_error_dup_reason (error->message);
  adw_banner_set_title (form->problem, reason);
  adw_banner_set_revealed (form->problem, TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (dialog), reason, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
  gtk_widget_set_sensitive (form->send, TRUE);
  return NULL;
}

static void
finish (AdwDialog *dialog, DexFuture *future)
{
  gtk_widget_set_sensitive (get_form (dialog)->send, FALSE);
  dex_future_disown (dex_future_finally (future, on_done, g_object_ref (dialog), g_object_unref));
}

static void
on_send (AdwDialog *dialog)
{
  Form *form = get_form (dialog);
  WeftReportReason reason = WEFT_REPORT_OTHER;

  if (!gtk_widget_get_sensitive (form->send))
    return;
  for (guint i = 0; i < WEFT_REPORT_N_REASONS; i++)
    if (gtk_check_button_get_active (form->reasons[i]))
      reason = i;
  finish (dialog, weft_reports_file (form->sync, form->stream, form->message, reason,
                                     gtk_editable_get_text (GTK_EDITABLE (form->note))));
}

static void
on_take_back (AdwDialog *dialog)
{
  Form *form = get_form (dialog);

  if (form->report != NULL)
    finish (dialog, weft_reports_withdraw (form->sync, form->report));
}

/* ── widgets ─────────────────────────────────────────────────────────────────────────────────────────── */

static GtkWidget *
make_quote (const char *author, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *name = gtk_label_new (author);
  GtkWidget *said = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (name, "weft-meta");
  gtk_label_set_xalign (GTK_LABEL (said), 0);
  gtk_label_set_wrap (GTK_LABEL (said), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (said), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (said), QUOTE_LINES);
  gtk_label_set_ellipsize (GTK_LABEL (said), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "weft-report-quote");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), said);
  return box;
}

static GtkWidget *
make_reasons (Form *form)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Why do you report it?"));
  for (guint i = 0; i < WEFT_REPORT_N_REASONS; i++)
    {
      GtkWidget *row = adw_action_row_new ();

      form->reasons[i] = GTK_CHECK_BUTTON (gtk_check_button_new ());
      gtk_check_button_set_group (form->reasons[i], i > 0 ? form->reasons[0] : NULL);
      gtk_widget_set_valign (GTK_WIDGET (form->reasons[i]), GTK_ALIGN_CENTER);
      gtk_accessible_update_property (GTK_ACCESSIBLE (form->reasons[i]), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      weft_report_reason_get_label (i), -1);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), weft_report_reason_get_label (i));
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), GTK_WIDGET (form->reasons[i]));
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), GTK_WIDGET (form->reasons[i]));
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  gtk_check_button_set_active (form->reasons[0], TRUE);
  return group;
}

static GtkWidget *
make_note (AdwDialog *dialog, Form *form)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = adw_entry_row_new ();

  form->note = ADW_ENTRY_ROW (row);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Note for the administrators"));
  adw_entry_row_set_max_length (form->note, WEFT_REPORT_NOTE_MAX);
  g_signal_connect_object (row, "entry-activated", G_CALLBACK (on_send), dialog, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return group;
}

static GtkWidget *
make_words (const char *words)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "weft-meta");
  return label;
}

static GtkWidget *
make_reported (AdwDialog *dialog, Form *form)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *words = gtk_label_new (_ ("You have reported this message. The administrators are looking at it; you hear when it was dealt with."));
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Take Report Back"));

  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, gtk_label_get_text (GTK_LABEL (words)), -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_take_back), dialog, G_CONNECT_SWAPPED);
  form->take_back = button;
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

AdwDialog *
weft_report_dialog_new (
    WeftSync *sync, const char *stream, const char *message, const char *author, const char *text, const char *report)
{
  static const char who[]
      = N_ ("A copy of this message goes to the administrators of the workspace, who may not be in this place. They see that you reported it. Nobody else is told.");
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *view = adw_toolbar_view_new (), *header = adw_header_bar_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *scroller = gtk_scrolled_window_new (), *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));
  Form *form = g_new0 (Form, 1);

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  g_weak_ref_init (&form->dialog, dialog);
  form->sync = g_object_ref (sync);
  form->stream = g_strdup (stream);
  form->message = g_strdup (message);
  form->report = g_strdup (report);
  g_object_set_data_full (G_OBJECT (dialog), "form", form, (GDestroyNotify) form_free);

  gtk_box_append (GTK_BOX (box), make_quote (author, text));
  if (report == NULL)
    {
      gtk_box_append (GTK_BOX (box), make_reasons (form));
      gtk_box_append (GTK_BOX (box), make_note (dialog, form));
      gtk_box_append (GTK_BOX (box), make_words (_ (who)));
    }
  else
    {
      gtk_box_append (GTK_BOX (box), make_reported (dialog, form));
    }
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 24);
  gtk_widget_set_margin_start (box, 18);
  gtk_widget_set_margin_end (box, 18);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);

  form->send = gtk_button_new_with_mnemonic (_ ("_Report"));
  gtk_widget_set_visible (form->send, report == NULL);
  gtk_widget_add_css_class (form->send, "suggested-action");
  gtk_accessible_update_property (GTK_ACCESSIBLE (form->send), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _ (who), -1);
  g_signal_connect_object (form->send, "clicked", G_CALLBACK (on_send), dialog, G_CONNECT_SWAPPED);
  g_signal_connect_object (cancel, "clicked", G_CALLBACK (adw_dialog_close), dialog, G_CONNECT_SWAPPED);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), form->send);
  form->problem = ADW_BANNER (adw_banner_new (""));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), GTK_WIDGET (form->problem));
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), scroller);
  adw_dialog_set_title (dialog, _ ("Report Message"));
  adw_dialog_set_content_width (dialog, weft_text_scale (440));
  adw_dialog_set_child (dialog, view);
  adw_dialog_set_default_widget (dialog, report == NULL ? form->send : form->take_back);
  adw_dialog_set_focus (dialog, report == NULL ? GTK_WIDGET (form->reasons[0]) : form->take_back);

  return dialog;
}

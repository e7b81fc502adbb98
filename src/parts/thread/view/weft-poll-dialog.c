/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/weft-clock.h"
#include "parts/thread/client/weft-poll-client.h"
#include "parts/thread/shared/weft-poll.h"
#include "parts/thread/view/weft-poll-dialog.h"
#include "ui/weft-text-scale.h"

#define HOUR (G_GINT64_CONSTANT (3600) * 1000)

struct _WeftPollDialog
{
  AdwDialog parent_instance;

  WeftSync *sync;
  char *stream;
  AdwEntryRow *question;
  AdwPreferencesGroup *group;
  GPtrArray *options; /* of AdwEntryRow, unowned: one more than is written, up to the most */
  GtkWidget *several;
  GtkWidget *secret;
  GtkWidget *closes;
  GtkLabel *problem;
};

G_DEFINE_FINAL_TYPE (WeftPollDialog, weft_poll_dialog, ADW_TYPE_DIALOG)

static char *
dup_line (gpointer row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static gboolean
is_empty (gpointer row)
{
  g_autofree char *line = dup_line (row);

  return *line == '\0';
}

/* (transfer full) (nullable): the poll's text; NULL and @problem where it cannot be opened so. */
static char *
dup_text (WeftPollDialog *self, const char **problem)
{
  g_autofree char *question = dup_line (self->question);
  g_autoptr (GString) text = g_string_new (question);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  *problem = NULL;
  if (*question == '\0')
    {
      *problem = _("Write what you ask.");
      return NULL;
    }
  if (g_utf8_strlen (question, -1) > WEFT_POLL_QUESTION_MAX)
    {
      *problem = _("The question is too long.");
      return NULL;
    }
  for (guint i = 0; i < self->options->len; i++)
    {
      g_autofree char *line = dup_line (g_ptr_array_index (self->options, i));

      if (*line == '\0')
        continue;
      if (g_utf8_strlen (line, -1) > WEFT_POLL_OPTION_MAX)
        {
          *problem = _("An option is too long.");
          return NULL;
        }
      g_string_append_printf (text, "\n%s", line);
      if (!g_hash_table_add (seen, g_steal_pointer (&line)))
        {
          *problem = _("Two options say the same.");
          return NULL;
        }
    }
  if (g_hash_table_size (seen) < WEFT_POLL_OPTIONS_MIN)
    {
      *problem = _("Write at least two options.");
      return NULL;
    }
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void add_option (WeftPollDialog *self);

static void
update (WeftPollDialog *self)
{
  const char *problem;
  g_autofree char *text = NULL;

  if (self->options->len < WEFT_POLL_OPTIONS_MAX && !is_empty (g_ptr_array_index (self->options, self->options->len - 1)))
    add_option (self);
  text = dup_text (self, &problem);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "poll.open", text != NULL);
  gtk_label_set_text (self->problem, problem != NULL ? problem : "");
}

static void
add_option (WeftPollDialog *self)
{
  GtkWidget *row = adw_entry_row_new ();
  /* Translators: %u is the number of an option of a poll */
  g_autofree char *title = g_strdup_printf (_("Option %u"), self->options->len + 1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  g_ptr_array_add (self->options, row);
  adw_preferences_group_add (self->group, row);
  g_signal_connect_object (row, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static gint64
get_closes_at (WeftPollDialog *self)
{
  static const gint64 spans[] = { 0, HOUR, 24 * HOUR, 7 * 24 * HOUR };
  guint chosen = MIN (adw_combo_row_get_selected (ADW_COMBO_ROW (self->closes)), G_N_ELEMENTS (spans) - 1);

  return chosen == 0 ? 0 : weft_clock_now (weft_clock_get_system ()) + spans[chosen];
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftPollDialog *self = WEFT_POLL_DIALOG (widget);
  const char *problem;
  g_autofree char *text = dup_text (self, &problem);

  if (text == NULL)
    return;
  dex_future_disown (weft_poll_open (self->sync, self->stream, text, adw_switch_row_get_active (ADW_SWITCH_ROW (self->several)),
                                     adw_switch_row_get_active (ADW_SWITCH_ROW (self->secret)), get_closes_at (self)));
  adw_dialog_close (ADW_DIALOG (self));
}

static void
weft_poll_dialog_finalize (GObject *object)
{
  WeftPollDialog *self = WEFT_POLL_DIALOG (object);

  g_ptr_array_unref (self->options);
  g_free (self->stream);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_poll_dialog_parent_class)->finalize (object);
}

static void
weft_poll_dialog_class_init (WeftPollDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_poll_dialog_finalize;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "poll.open", NULL, open_action);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Return, GDK_CONTROL_MASK, "poll.open", NULL);
}

static void
weft_poll_dialog_init (WeftPollDialog *self)
{
  self->options = g_ptr_array_new ();
}

static GtkWidget *
add_switch (AdwPreferencesGroup *group, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_switch_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_preferences_group_add (group, row);
  return row;
}

static GtkWidget *
make_header (AdwDialog *dialog)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_("_Cancel"));
  GtkWidget *open = gtk_button_new_with_mnemonic (_("_Open Poll"));

  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (adw_dialog_close), dialog);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (open), "poll.open");
  gtk_widget_add_css_class (open, "suggested-action");
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), open);
  return header;
}

AdwDialog *
weft_poll_dialog_new (WeftSync *sync, const char *stream, const char *question)
{
  const char *const spans[] = { _("By Hand"), _("In an Hour"), _("In a Day"), _("In a Week"), NULL };
  WeftPollDialog *self;
  GtkWidget *view, *page, *asks, *options, *how;
  g_autoptr (GtkStringList) times = gtk_string_list_new (spans);

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  g_return_val_if_fail (stream != NULL, NULL);

  self = g_object_new (WEFT_TYPE_POLL_DIALOG, NULL);
  self->sync = g_object_ref (sync);
  self->stream = g_strdup (stream);
  page = adw_preferences_page_new ();
  asks = adw_preferences_group_new ();
  self->question = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->question), _("Question"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (asks), GTK_WIDGET (self->question));
  options = adw_preferences_group_new ();
  self->group = ADW_PREFERENCES_GROUP (options);
  how = adw_preferences_group_new ();
  self->several = add_switch (ADW_PREFERENCES_GROUP (how), _("Several Answers"), _("Each may choose more than one option"));
  self->secret = add_switch (ADW_PREFERENCES_GROUP (how), _("Anonymous"), _("Only figures are shown, to nobody who voted what"));
  self->closes = adw_combo_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->closes), _("Closes"));
  adw_combo_row_set_model (ADW_COMBO_ROW (self->closes), G_LIST_MODEL (times));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (how), self->closes);
  self->problem = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->problem, TRUE);
  gtk_widget_set_margin_top (GTK_WIDGET (self->problem), 12);
  gtk_widget_add_css_class (GTK_WIDGET (self->problem), "weft-meta");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (how), GTK_WIDGET (self->problem));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (asks));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (options));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (how));
  for (guint i = 0; i < WEFT_POLL_OPTIONS_MIN; i++)
    add_option (self);
  g_signal_connect_object (self->question, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  if (question != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->question), question);
  view = adw_toolbar_view_new ();
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), make_header (ADW_DIALOG (self)));
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_dialog_set_child (ADW_DIALOG (self), view);
  adw_dialog_set_title (ADW_DIALOG (self), _("New Poll"));
  adw_dialog_set_content_width (ADW_DIALOG (self), weft_text_scale (460));
  adw_dialog_set_content_height (ADW_DIALOG (self), 600);
  adw_dialog_set_focus (ADW_DIALOG (self), question != NULL && *question != '\0' ? GTK_WIDGET (g_ptr_array_index (self->options, 0)) : GTK_WIDGET (self->question));
  update (self);
  return ADW_DIALOG (self);
}

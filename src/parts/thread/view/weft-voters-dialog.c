/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <glib/gi18n.h>

#include "base/weft-id-set.h"
#include "parts/people/client/weft-person.h"
#include "parts/thread/shared/weft-poll.h"
#include "parts/thread/view/weft-voters-dialog.h"
#include "ui/weft-text-scale.h"

/* Names in the order of the model; who is not in it any more is somebody. */
static char *
dup_names (const char *line, GListModel *people)
{
  GString *names = g_string_new (NULL);
  guint missing = weft_id_set_count (line);

  for (guint i = 0; i < g_list_model_get_n_items (people); i++)
    {
      g_autoptr (WeftPerson) person = g_list_model_get_item (people, i);

      if (!weft_id_set_contains (line, weft_person_get_id (person)))
        continue;
      missing--;
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", weft_person_get_name (person) != NULL ? weft_person_get_name (person) : _("Someone"));
    }
  if (missing > 0)
    {
      g_string_append (names, names->len > 0 ? ", " : "");
      /* Translators: after names: people who have left since */
      g_string_append_printf (names, ngettext ("%u who has left", "%u who have left", missing), missing);
    }
  return g_string_free (names, FALSE);
}

AdwDialog *
weft_voters_dialog_new (WeftMessage *message, GListModel *people)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) votes = NULL;

  g_return_val_if_fail (WEFT_IS_MESSAGE (message), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (people), NULL);

  lines = g_strsplit (weft_message_get_text (message), "\n", WEFT_POLL_OPTIONS_MAX + 1);
  votes = weft_poll_split (weft_message_get_votes (message), WEFT_POLL_OPTIONS_MAX);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), "");
  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    {
      GtkWidget *row = adw_action_row_new ();
      g_autofree char *names = dup_names (votes[i - 1], people);
      g_autofree char *figure = g_strdup_printf ("%u", weft_id_set_count (votes[i - 1]));
      GtkWidget *label = gtk_label_new (figure);

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), lines[i]);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), *names != '\0' ? names : _("Nobody"));
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
      gtk_widget_add_css_class (label, "weft-meta");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_dialog_set_child (dialog, view);
  adw_dialog_set_title (dialog, _("Who Has Voted"));
  adw_dialog_set_content_width (dialog, weft_text_scale (420));
  adw_dialog_set_content_height (dialog, 420);
  return dialog;
}

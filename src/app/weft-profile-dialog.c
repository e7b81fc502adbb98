/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "app/weft-profile-dialog.h"
#include "app/weft-profile-picture.h"
#include "base/weft-clock.h"
#include "parts/people/shared/weft-people-module.h"
#include "ui/weft-emoji-picker.h"
#include "ui/weft-text-scale.h"

/* The limits of people.set-profile. */
#define MAX_NAME 80
#define MAX_TITLE 80
#define MAX_STATUS 120
#define MINUTE G_GINT64_CONSTANT (60000)

typedef struct
{
  WeftSelf *self;
  AdwDialog *dialog; /* unowned: it owns this */
  GtkWidget *name;
  GtkWidget *title;
  GtkWidget *status; /* (nullable): of guests nobody sees one */
  GtkWidget *emoji;  /* a button */
  GtkWidget *until;
  char *chosen; /* emoji; "": none */
  GtkWidget *problem;
  GtkWidget *save;
} Form;

static void
form_free (Form *form)
{
  g_object_unref (form->self);
  g_free (form->chosen);
  g_free (form);
}

static const char *
get_text (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
on_changed (Form *form)
{
  g_autofree char *name = g_strstrip (g_strdup (get_text (form->name)));

  gtk_widget_set_sensitive (form->save, *name != '\0');
}

/* ms; 0: it stays */
static gint64
get_until (Form *form, gint64 now)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / 1000);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  gint64 today = now + (24 * 60 - g_date_time_get_hour (local) * 60 - g_date_time_get_minute (local)) * MINUTE
                 - now % MINUTE;

  switch (adw_combo_row_get_selected (ADW_COMBO_ROW (form->until)))
    {
    case 1:
      return now + 30 * MINUTE;
    case 2:
      return now + 60 * MINUTE;
    case 3:
      return now + 4 * 60 * MINUTE;
    case 4:
      return today;
    case 5:
      return today + (7 - g_date_time_get_day_of_week (local)) * 24 * 60 * MINUTE;
    default:
      return 0;
    }
}

static gboolean
is_new_status (Form *form, const char *status)
{
  const WeftPersonState *state = weft_self_get_state (form->self);
  const char *text = state != NULL ? state->text : "", *emoji = state != NULL ? state->emoji : "";

  return !g_str_equal (status, text) || !g_str_equal (form->chosen, emoji)
         || adw_combo_row_get_selected (ADW_COMBO_ROW (form->until)) != 0
         || (state != NULL && state->text_until != 0);
}

static void
on_emoji (Form *form, const char *emoji)
{
  gtk_menu_button_set_label (GTK_MENU_BUTTON (form->emoji), *emoji != '\0' ? emoji : "🙂");
  g_set_str (&form->chosen, emoji);
}

static void
on_clear_status (Form *form)
{
  gtk_editable_set_text (GTK_EDITABLE (form->status), "");
  on_emoji (form, "");
  adw_combo_row_set_selected (ADW_COMBO_ROW (form->until), 0);
  gtk_widget_grab_focus (form->status);
}

static void
save_status (Form *form)
{
  g_autofree char *status = g_strstrip (g_strdup (get_text (form->status)));
  WeftPeopleSetStatus state = { .emoji = form->chosen,
                                .text = status,
                                .until = get_until (form, weft_clock_now (weft_clock_get_system ())) };

  if (is_new_status (form, status))
    dex_future_disown (weft_sync_submit (weft_self_get_sync (form->self), WEFT_STREAM_WORKSPACE,
                                         &weft_people_set_status_operation, &state));
}

static void
on_save (Form *form)
{
  g_autofree char *name = g_strstrip (g_strdup (get_text (form->name)));
  g_autofree char *title = g_strstrip (g_strdup (get_text (form->title)));
  g_autofree char *stream = weft_self_dup_stream (form->self);
  WeftPeopleSetProfile args = { .name = name, .title = title, .status = "" };
  DexFuture *future;
  g_autoptr (GError) error = NULL;

  if (*name == '\0')
    return;
  future = weft_sync_submit (weft_self_get_sync (form->self), stream, &weft_people_set_profile_operation, &args);
  /* A field that is not valid is refused at once; everything else waits in the outbox. */
  if (dex_future_is_rejected (future))
    {
      dex_future_get_value (future, &error);
      gtk_label_set_label (GTK_LABEL (form->problem), error->message);
      gtk_widget_set_visible (form->problem, TRUE);
      dex_unref (future);
      return;
    }
  dex_future_disown (future);
  if (form->status != NULL)
    save_status (form);
  adw_dialog_close (form->dialog);
}

static GtkWidget *
add_row (Form *form, GtkWidget *group, const char *title, const char *text, int max)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (row), max);
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
  g_signal_connect_swapped (row, "changed", G_CALLBACK (on_changed), form);
  g_signal_connect_swapped (row, "entry-activated", G_CALLBACK (on_save), form);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static void
add_status (Form *form, GtkWidget *group, WeftSelf *self)
{
  static const char *const untils[] = { N_ ("Stays"),       N_ ("For 30 minutes"), N_ ("For an hour"),
                                        N_ ("For 4 hours"), N_ ("Today"),          N_ ("This week") };
  const WeftPersonState *state = weft_self_get_state (self);
  gboolean is_over = state != NULL && state->text_until != 0
                     && state->text_until <= weft_clock_now (weft_clock_get_system ());
  gboolean says = state != NULL && !is_over && (*state->text != '\0' || *state->emoji != '\0');
  GtkWidget *picker = weft_emoji_picker_new ();
  GtkWidget *clear = gtk_button_new_from_icon_name ("edit-clear-symbolic");
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);

  form->status
      = add_row (form, group, _ ("_Status"), says ? state->text : weft_self_get_status (self), MAX_STATUS);
  form->emoji = gtk_menu_button_new ();
  form->chosen = g_strdup (says ? state->emoji : "");
  gtk_menu_button_set_label (GTK_MENU_BUTTON (form->emoji), *form->chosen != '\0' ? form->chosen : "🙂");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (form->emoji), picker);
  gtk_widget_set_valign (form->emoji, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (form->emoji, "flat");
  gtk_widget_set_tooltip_text (form->emoji, _ ("Emoji of the status"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (form->emoji), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Emoji of the status"), -1);
  g_signal_connect_swapped (picker, "picked", G_CALLBACK (on_emoji), form);
  adw_entry_row_add_prefix (ADW_ENTRY_ROW (form->status), form->emoji);
  gtk_widget_set_valign (clear, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (clear, "flat");
  gtk_widget_set_tooltip_text (clear, _ ("Clear the status"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (clear), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Clear the status"), -1);
  g_signal_connect_swapped (clear, "clicked", G_CALLBACK (on_clear_status), form);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (form->status), clear);

  for (guint i = 0; i < G_N_ELEMENTS (untils); i++)
    gtk_string_list_append (model, _ (untils[i]));
  form->until = adw_combo_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (form->until), _ ("_How Long"));
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (form->until), TRUE);
  adw_combo_row_set_model (ADW_COMBO_ROW (form->until), G_LIST_MODEL (model));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), form->until);
}

AdwDialog *
weft_profile_dialog_new (WeftSelf *self)
{
  AdwDialog *dialog;
  GtkWidget *view, *header, *cancel, *page, *group;
  g_autofree char *stream = NULL;
  gboolean guest;
  Form *form;

  g_return_val_if_fail (WEFT_IS_SELF (self), NULL);

  guest = g_strcmp0 (weft_self_get_role (self), "guest") == 0;
  stream = weft_self_dup_stream (self);

  dialog = adw_dialog_new ();
  form = g_new0 (Form, 1);
  form->self = g_object_ref (self);
  form->dialog = dialog;
  g_object_set_data_full (G_OBJECT (dialog), "form", form, (GDestroyNotify) form_free);

  view = adw_toolbar_view_new ();
  header = adw_header_bar_new ();
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (adw_dialog_close), dialog);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  form->save = gtk_button_new_with_mnemonic (_ ("_Save"));
  gtk_widget_add_css_class (form->save, "suggested-action");
  g_signal_connect_swapped (form->save, "clicked", G_CALLBACK (on_save), form);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), form->save);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);

  page = adw_preferences_page_new ();
  group = adw_preferences_group_new ();
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                             weft_profile_picture_new (weft_self_get_sync (self), stream, weft_self_get_name (self)));
  form->name = add_row (form, group, _ ("_Name"), weft_self_get_name (self), MAX_NAME);
  form->title = add_row (form, group, _ ("_Title"), weft_self_get_title (self), MAX_TITLE);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  if (!guest)
    {
      group = adw_preferences_group_new ();
      add_status (form, group, self);
      adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
    }
  group = adw_preferences_group_new ();
  form->problem = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (form->problem), TRUE);
  gtk_label_set_xalign (GTK_LABEL (form->problem), 0);
  gtk_widget_add_css_class (form->problem, "error");
  gtk_widget_set_visible (form->problem, FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), form->problem);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);

  adw_dialog_set_title (dialog, guest ? _ ("Name and Picture") : _ ("Name and Status"));
  adw_dialog_set_content_width (dialog, weft_text_scale (440));
  adw_dialog_set_child (dialog, view);
  adw_dialog_set_focus (dialog, guest ? form->name : form->status);
  on_changed (form);
  return dialog;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "app/weft-profile-dialog.h"
#include "parts/people/shared/weft-people-module.h"

/* The limits of people.set-profile. */
#define MAX_NAME 80
#define MAX_TITLE 80
#define MAX_STATUS 120

typedef struct
{
  WeftSelf *self;
  AdwDialog *dialog; /* unowned: it owns this */
  GtkWidget *name;
  GtkWidget *title;
  GtkWidget *status;
  GtkWidget *problem;
  GtkWidget *save;
} Form;

static void
form_free (Form *form)
{
  g_object_unref (form->self);
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

static void
on_save (Form *form)
{
  g_autofree char *name = g_strstrip (g_strdup (get_text (form->name)));
  g_autofree char *title = g_strstrip (g_strdup (get_text (form->title)));
  g_autofree char *status = g_strstrip (g_strdup (get_text (form->status)));
  WeftPeopleSetProfile args = { .name = name, .title = title, .status = status };
  DexFuture *future;
  g_autoptr (GError) error = NULL;

  if (*name == '\0')
    return;
  future = weft_sync_submit (weft_self_get_sync (form->self), WEFT_STREAM_WORKSPACE,
                             &weft_people_set_profile_operation, &args);
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

AdwDialog *
weft_profile_dialog_new (WeftSelf *self)
{
  AdwDialog *dialog;
  GtkWidget *view, *header, *cancel, *page, *group;
  Form *form;

  g_return_val_if_fail (WEFT_IS_SELF (self), NULL);

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
  form->name = add_row (form, group, _ ("_Name"), weft_self_get_name (self), MAX_NAME);
  form->title = add_row (form, group, _ ("_Title"), weft_self_get_title (self), MAX_TITLE);
  form->status = add_row (form, group, _ ("_Status"), weft_self_get_status (self), MAX_STATUS);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  group = adw_preferences_group_new ();
  form->problem = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (form->problem), TRUE);
  gtk_label_set_xalign (GTK_LABEL (form->problem), 0);
  gtk_widget_add_css_class (form->problem, "error");
  gtk_widget_set_visible (form->problem, FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), form->problem);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);

  adw_dialog_set_title (dialog, _ ("Name and Status"));
  adw_dialog_set_content_width (dialog, 440);
  adw_dialog_set_child (dialog, view);
  adw_dialog_set_focus (dialog, form->status);
  on_changed (form);
  return dialog;
}

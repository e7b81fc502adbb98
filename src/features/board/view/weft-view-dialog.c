/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-view-dialog.h"

#include <glib/gi18n.h>

typedef struct
{
  WeftSavedViewList *views;
  WeftSavedView *renamed; /* (nullable) */
  WeftViewNamed named;
  gpointer user_data;
  GDestroyNotify free_user_data;
  AdwAlertDialog *dialog; /* unowned: it owns this */
  GtkWidget *name;
  GtkWidget *shared;
  GtkWidget *problem;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *self = data;

  g_object_unref (self->views);
  g_clear_object (&self->renamed);
  if (self->free_user_data != NULL)
    self->free_user_data (self->user_data);
  g_free (self);
}

static gboolean
get_shared (Asking *self)
{
  if (self->renamed != NULL)
    return weft_saved_view_get_shared (self->renamed);
  return gtk_widget_get_visible (self->shared) && adw_switch_row_get_active (ADW_SWITCH_ROW (self->shared));
}

static char *
dup_name (Asking *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
}

static gboolean
is_taken (Asking *self, const char *name)
{
  GPtrArray *views = weft_item_list_peek (WEFT_ITEM_LIST (self->views));
  g_autofree char *wanted = g_utf8_casefold (name, -1);

  for (guint i = 0; i < views->len; i++)
    {
      g_autofree char *other = g_utf8_casefold (weft_saved_view_get_name (views->pdata[i]), -1);

      if (views->pdata[i] != self->renamed && weft_saved_view_get_shared (views->pdata[i]) == get_shared (self) && g_str_equal (other, wanted))
        return TRUE;
    }

  return FALSE;
}

static void
update (Asking *self)
{
  g_autofree char *name = dup_name (self);
  gboolean taken = is_taken (self, name);

  gtk_widget_set_visible (self->problem, taken);
  adw_alert_dialog_set_response_enabled (self->dialog, "save", *name != '\0' && !taken);
}

static void
on_response (Asking *self, const char *response)
{
  g_autofree char *name = dup_name (self);

  if (g_str_equal (response, "save"))
    self->named (name, get_shared (self), self->user_data);
}

static void
on_activate (Asking *self)
{
  if (!adw_alert_dialog_get_response_enabled (self->dialog, "save"))
    return;
  on_response (self, "save");
  adw_dialog_force_close (ADW_DIALOG (self->dialog));
}

AdwDialog *
weft_view_dialog_new (
    WeftSavedViewList *views, WeftSavedView *renamed, gboolean shares, WeftViewNamed named, gpointer user_data, GDestroyNotify free_user_data)
{
  AdwDialog *dialog = adw_alert_dialog_new (renamed != NULL ? _ ("Rename the View") : _ ("Save This View"),
                                            renamed != NULL ? NULL : _ ("Its filter and its layout are kept under a name."));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *rows = gtk_list_box_new ();
  Asking *self = g_new0 (Asking, 1);

  self->views = g_object_ref (views);
  self->renamed = renamed != NULL ? g_object_ref (renamed) : NULL;
  self->named = named;
  self->user_data = user_data;
  self->free_user_data = free_user_data;
  self->dialog = ADW_ALERT_DIALOG (dialog);
  self->name = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name), _ ("Name"));
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (self->name), WEFT_SAVED_VIEW_NAME_MAX);
  self->shared = adw_switch_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->shared), _ ("For Everybody in the Project"));
  gtk_widget_set_visible (self->shared, shares && renamed == NULL);
  if (renamed != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->name), weft_saved_view_get_name (renamed));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (rows), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (rows, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (rows), self->name);
  gtk_list_box_append (GTK_LIST_BOX (rows), self->shared);
  self->problem = gtk_label_new (_ ("Another view is called that."));
  gtk_widget_add_css_class (self->problem, "error");
  gtk_widget_set_visible (self->problem, FALSE);
  gtk_box_append (GTK_BOX (box), rows);
  gtk_box_append (GTK_BOX (box), self->problem);

  adw_alert_dialog_add_responses (self->dialog, "cancel", _ ("_Cancel"), "save", _ ("_Save"), NULL);
  adw_alert_dialog_set_response_appearance (self->dialog, "save", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_extra_child (self->dialog, box);
  adw_dialog_set_focus (dialog, self->name);
  g_object_set_data_full (G_OBJECT (dialog), "asking", self, asking_free);
  g_signal_connect_swapped (self->name, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->name, "entry-activated", G_CALLBACK (on_activate), self);
  g_signal_connect_swapped (self->shared, "notify::active", G_CALLBACK (update), self);
  g_signal_connect_swapped (dialog, "response", G_CALLBACK (on_response), self);
  update (self);
  return dialog;
}

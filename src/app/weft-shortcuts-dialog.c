/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/weft-shortcuts-dialog.h"
#include "app/weft-shortcuts.h"
#include "ui/weft-text-scale.h"

/* ── one row ───────────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  GSettings *settings;
  GtkWidget *row; /* unowned: it owns this */
  GtkWidget *keys;
  char *action;
  char *own; /* (nullable) */
  char *title;
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_object_unref (entry->settings);
  g_free (entry->action);
  g_free (entry->own);
  g_free (entry->title);
  g_free (entry);
}

static void
show_keys (Entry *entry)
{
  g_autofree char *text = weft_shortcuts_dup_keys (entry->settings, entry->action, entry->own);
  g_auto (GStrv) keys = g_strsplit (text, " ", -1);
  g_autoptr (GString) spoken = g_string_new (entry->title);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (entry->keys)) != NULL)
    gtk_box_remove (GTK_BOX (entry->keys), child);
  for (guint i = 0; keys[i] != NULL; i++)
    {
      GdkModifierType modifiers;
      guint key;
      g_autofree char *name = NULL;
      GtkWidget *label;

      if (!gtk_accelerator_parse (keys[i], &key, &modifiers) || key == 0)
        continue;
      name = gtk_accelerator_get_label (key, modifiers);
      label = gtk_label_new (name);
      gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (label, "weft-kbd");
      gtk_box_append (GTK_BOX (entry->keys), label);
      g_string_append_printf (spoken, ", %s", name);
    }
  /* Or it would go by its title alone. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (entry->row), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry->row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken->str,
                                  -1);
}

static void
on_changed (GtkWidget *row)
{
  show_keys (g_object_get_data (G_OBJECT (row), "entry"));
}

/* ── pressing another key ──────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  Entry *entry; /* of a row below the dialog, which outlives this one */
  AdwDialog *dialog;
} Capture;

static void
take (Capture *capture, const char *keys)
{
  weft_shortcuts_set_keys (capture->entry->settings, capture->entry->action, keys);
  adw_dialog_force_close (capture->dialog);
}

static gboolean
on_key (
    GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, Capture *capture)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  g_autofree char *accelerator = NULL;
  g_autofree char *owner = NULL;
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;

  /* What the dialog itself is worked with. */
  if (modifiers == 0
      && (keyval == GDK_KEY_Escape || keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter
          || keyval == GDK_KEY_Tab || keyval == GDK_KEY_space))
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_ISO_Left_Tab)
    return GDK_EVENT_PROPAGATE;
  if (modifiers == 0 && keyval == GDK_KEY_BackSpace)
    {
      take (capture, "");
      return GDK_EVENT_STOP;
    }
  keyval = gdk_keyval_to_lower (keyval);
  if (!gtk_accelerator_valid (keyval, modifiers))
    return GDK_EVENT_STOP; /* a modifier by itself: more is to come */
  label = gtk_accelerator_get_label (keyval, modifiers);
  /* A letter by itself is what people write. */
  if ((modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) == 0
      && gdk_keyval_to_unicode (keyval) != 0)
    text = g_strdup_printf (_ ("%s alone is for writing: add Ctrl or Alt."), label);
  else
    {
      accelerator = gtk_accelerator_name (keyval, modifiers);
      owner = weft_shortcuts_dup_owner (capture->entry->settings, capture->entry->action, accelerator);
      if (owner != NULL)
        /* Translators: a key ("Ctrl+K"), and what it does ("Search or Jump To") */
        text = g_strdup_printf (_ ("%1$s belongs to “%2$s”. Press another."), label, owner);
    }
  if (text == NULL)
    {
      take (capture, accelerator);
      return GDK_EVENT_STOP;
    }
  adw_alert_dialog_set_body (ADW_ALERT_DIALOG (capture->dialog), text);
  gtk_accessible_announce (GTK_ACCESSIBLE (capture->dialog), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
  return GDK_EVENT_STOP;
}

static void
on_response (AdwAlertDialog *dialog, const char *response, Capture *capture)
{
  if (g_str_equal (response, "reset"))
    weft_shortcuts_set_keys (capture->entry->settings, capture->entry->action, NULL);
}

static void
on_activated (Entry *entry)
{
  g_autofree char *heading = g_strdup_printf (_ ("Keys for “%s”"), entry->title);
  GtkEventController *controller = gtk_event_controller_key_new ();
  Capture *capture = g_new0 (Capture, 1);

  capture->entry = entry;
  capture->dialog = adw_alert_dialog_new (heading, _ ("Press the keys. Backspace takes them away."));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (capture->dialog), "cancel", _ ("_Cancel"), "reset",
                                  _ ("_Reset"), NULL);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (capture->dialog), "cancel");
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (capture->dialog), "cancel");
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_data (controller, "key-pressed", G_CALLBACK (on_key), capture,
                         (GClosureNotify) (void (*) (void)) g_free, G_CONNECT_DEFAULT);
  g_signal_connect (capture->dialog, "response", G_CALLBACK (on_response), capture);
  gtk_widget_add_controller (GTK_WIDGET (capture->dialog), controller);
  adw_dialog_present (capture->dialog, entry->row);
}

/* ── the dialog ────────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  GSettings *settings;
  GtkWidget *page;
  GtkWidget *group;
  GtkWidget *first; /* row */
  char *feature;    /* (nullable): of that group */
} Filling;

static GtkWidget *
new_group (GtkWidget *page, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  return group;
}

static void
add_row (
    const char *action, const char *accelerators, const char *title, const char *feature, gpointer user_data)
{
  Filling *filling = user_data;
  Entry *entry = g_new0 (Entry, 1);

  if (filling->group == NULL || g_strcmp0 (feature, filling->feature) != 0)
    {
      filling->group = new_group (filling->page, feature != NULL ? feature : _ ("Everywhere"));
      g_set_str (&filling->feature, feature);
    }
  entry->settings = g_object_ref (filling->settings);
  entry->action = g_strdup (action);
  entry->own = g_strdup (accelerators);
  entry->title = g_strdup (title);
  entry->row = adw_action_row_new ();
  entry->keys = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (entry->row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry->row), title);
  adw_action_row_add_suffix (ADW_ACTION_ROW (entry->row), entry->keys);
  if (filling->first == NULL)
    filling->first = entry->row;
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (entry->row), TRUE);
  g_object_set_data_full (G_OBJECT (entry->row), "entry", entry, entry_free);
  g_signal_connect_swapped (entry->row, "activated", G_CALLBACK (on_activated), entry);
  g_signal_connect_object (filling->settings, "changed::shortcuts", G_CALLBACK (on_changed), entry->row,
                           G_CONNECT_SWAPPED);
  show_keys (entry);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (filling->group), entry->row);
}

static void
on_reset_all (GSettings *settings)
{
  g_settings_reset (settings, "shortcuts");
}

AdwDialog *
weft_shortcuts_dialog_new (GSettings *settings)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *reset = gtk_button_new_with_mnemonic (_ ("_Reset All"));
  Filling filling = { .settings = settings, .page = adw_preferences_page_new () };

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  weft_shortcuts_foreach (add_row, &filling);
  g_free (filling.feature);
  g_signal_connect_object (reset, "clicked", G_CALLBACK (on_reset_all), settings, G_CONNECT_SWAPPED);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), reset);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), filling.page);
  adw_dialog_set_child (dialog, view);
  adw_dialog_set_focus (dialog, filling.first);
  adw_dialog_set_title (dialog, _ ("Keyboard Shortcuts"));
  adw_dialog_set_content_width (dialog, weft_text_scale (480));
  adw_dialog_set_content_height (dialog, 560);
  return dialog;
}

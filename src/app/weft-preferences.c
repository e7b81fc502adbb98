/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/weft-preferences.h"
#include "parts/notices/view/weft-keywords-group.h"
#include "parts/notices/view/weft-notice-levels.h"
#include "parts/people/client/weft-seen-choice.h"
#include "parts/thread/client/weft-receipts.h"
#include "parts/thread/client/weft-thread.h"

/* An enumeration's values are the positions in the list. */
static gboolean
enum_to_position (GValue *value, GVariant *variant, gpointer user_data)
{
  const char *const *nicks = user_data;

  for (guint i = 0; nicks[i] != NULL; i++)
    if (g_str_equal (nicks[i], g_variant_get_string (variant, NULL)))
      g_value_set_uint (value, i);
  return TRUE;
}

static GVariant *
position_to_enum (const GValue *value, const GVariantType *type, gpointer user_data)
{
  const char *const *nicks = user_data;

  if (g_value_get_uint (value) >= g_strv_length ((char **) nicks))
    return NULL;
  return g_variant_new_string (nicks[g_value_get_uint (value)]);
}

static void
add_choice (GtkWidget *group,
            GSettings *settings,
            const char *key,
            const char *title,
            const char *const *nicks,
            const char *const *names)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    gtk_string_list_append (model, _ (names[i]));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  g_settings_bind_with_mapping (settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT, enum_to_position,
                                position_to_enum, (gpointer) nicks, NULL);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

static GtkWidget *
add_switch (GtkWidget *group, GSettings *settings, const char *key, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_switch_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  g_settings_bind (settings, key, row, "active", G_SETTINGS_BIND_DEFAULT);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

/* What comes of it depends on the desktop, and may be another while the dialog is open. */
static void
update_background (GtkWidget *row)
{
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               weft_background_describe (g_object_get_data (G_OBJECT (row), "background")));
}

static void
update_tray (GtkWidget *row)
{
  WeftTrayItem *tray = g_object_get_data (G_OBJECT (row), "tray");

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               weft_tray_item_get_there (tray)
                                       || !adw_switch_row_get_active (ADW_SWITCH_ROW (row))
                                   ? _ ("Tells of what is unread, and opens it")
                                   : _ ("This desktop has no tray now"));
}

static void
add_desktop (GtkWidget *page, GSettings *settings, WeftDesktop *desktop)
{
  GtkWidget *group = adw_preferences_group_new ();
  WeftBackground *background = weft_desktop_get_background (desktop);
  WeftTrayItem *tray = weft_desktop_get_tray (desktop);
  GtkWidget *row;

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Desktop"));
  row = add_switch (group, settings, "tray", _ ("_Icon in the Tray"), NULL);
  g_object_set_data_full (G_OBJECT (row), "tray", g_object_ref (tray), g_object_unref);
  g_signal_connect_object (tray, "notify::there", G_CALLBACK (update_tray), row, G_CONNECT_SWAPPED);
  g_signal_connect (row, "notify::active", G_CALLBACK (update_tray), NULL);
  update_tray (row);
  row = add_switch (group, settings, "background", _ ("_Keep Running in the Background"), NULL);
  g_object_set_data_full (G_OBJECT (row), "background", g_object_ref (background), g_object_unref);
  g_signal_connect_object (tray, "notify::there", G_CALLBACK (update_background), row, G_CONNECT_SWAPPED);
  g_signal_connect_object (background, "notify", G_CALLBACK (update_background), row, G_CONNECT_SWAPPED);
  g_signal_connect (row, "notify::active", G_CALLBACK (update_background), NULL);
  update_background (row);
  add_switch (group, settings, "autostart", _ ("Start with the S_ession"),
              _ ("Without a window, in the tray"));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
}

static void
on_previews_switched (GtkWidget *row, GParamSpec *pspec, WeftSync *sync)
{
  dex_future_disown (weft_thread_allow_previews (sync, adw_switch_row_get_active (ADW_SWITCH_ROW (row))));
}

static DexFuture *
on_previews_loaded (DexFuture *future, gpointer user_data)
{
  GtkWidget *row = user_data;
  WeftSync *sync = g_object_get_data (G_OBJECT (row), "sync");

  adw_switch_row_set_active (ADW_SWITCH_ROW (row), g_value_get_boolean (dex_future_get_value (future, NULL)));
  gtk_widget_set_sensitive (row, TRUE);
  g_signal_connect_object (row, "notify::active", G_CALLBACK (on_previews_switched), sync, 0);
  return NULL;
}

/* What an administrator decides for everybody. */
static GtkWidget *
make_workspace_group (WeftSync *sync)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = adw_switch_row_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Workspace"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("_Previews of Links"));
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("The server looks at web pages to which people link; nobody’s computer does"));
  gtk_widget_set_sensitive (row, FALSE);
  g_object_set_data_full (G_OBJECT (row), "sync", g_object_ref (sync), g_object_unref);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  dex_future_disown (dex_future_then (weft_thread_load_previews_allowed (sync), on_previews_loaded, g_object_ref (row), g_object_unref));

  return group;
}

/* Of what one wants to hear in this workspace, on all devices. */
static void
add_levels (GtkWidget *group, WeftSync *sync)
{
  WeftNoticeChoice *choice = weft_notice_choice_new (sync);
  GtkWidget *row = adw_switch_row_new ();

  weft_notice_levels_add (ADW_PREFERENCES_GROUP (group), choice);
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("_Urgent Messages Always"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("Also from muted conversations, and while you do not want to be disturbed"));
  g_object_bind_property (choice, "urgent", row, "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_object_set_data_full (G_OBJECT (row), "choice", choice, g_object_unref);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

/* What others are told of oneself in this workspace. */
static GtkWidget *
make_privacy_group (WeftSync *sync)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = adw_switch_row_new ();
  WeftRowValue *receipts = weft_receipts_new (sync, NULL);
  WeftRowValue *seen = weft_seen_choice_new (sync);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Privacy"));
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Send _Read Receipts"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("Without, nobody is told what you have read or which board you look at, and you are not told of others"));
  g_object_bind_property (receipts, "value", row, "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_object_set_data_full (G_OBJECT (row), "receipts", receipts, g_object_unref);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);

  row = adw_switch_row_new ();
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Show When You Were _Last Here"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("Without, nobody is told, and you are not told of others"));
  g_object_bind_property (seen, "value", row, "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_object_set_data_full (G_OBJECT (row), "seen", seen, g_object_unref);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);

  return group;
}

AdwDialog *
weft_preferences_new (GSettings *settings, WeftDesktop *desktop, WeftSelf *self)
{
  static const char *const appearance_nicks[] = { "system", "light", "dark", NULL };
  static const char *const appearance_names[] = { N_ ("As the System"), N_ ("Light"), N_ ("Dark"), NULL };
  static const char *const density_nicks[] = { "comfortable", "compact", NULL };
  static const char *const density_names[] = { N_ ("Comfortable"), N_ ("Compact"), NULL };
  AdwDialog *dialog;
  GtkWidget *page, *group;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  dialog = adw_preferences_dialog_new ();
  adw_dialog_set_content_height (dialog, 440);
  page = adw_preferences_page_new ();
  group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Appearance"));
  add_choice (group, settings, "appearance", _ ("_Style"), appearance_nicks, appearance_names);
  add_choice (group, settings, "density", _ ("_Density"), density_nicks, density_names);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));

  group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Notifications"));
  add_switch (group, settings, "notifications", _ ("_Notices"),
              _ ("Tells the desktop of what concerns you and is not before you"));
  add_switch (group, settings, "sounds", _ ("S_ounds"), _ ("The desktop's alert sound with each notice"));
  if (self != NULL)
    add_levels (group, weft_self_get_sync (self));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  if (self != NULL)
    {
      adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (weft_keywords_group_new (weft_self_get_sync (self))));
      adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (make_privacy_group (weft_self_get_sync (self))));
    }
  if (desktop != NULL)
    add_desktop (page, settings, desktop);

  if (self != NULL && g_strcmp0 (weft_self_get_role (self), "admin") == 0)
    adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (make_workspace_group (weft_self_get_sync (self))));

  adw_preferences_dialog_add (ADW_PREFERENCES_DIALOG (dialog), ADW_PREFERENCES_PAGE (page));
  return dialog;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/weft-shortcuts.h"
#include "app/weft-workspace.h"
#include "modules/weft-features.h"

static const WeftShortcut shortcuts[] = {
  { "win.palette", "<Control>k", N_ ("Search or Jump To"), NULL },
  { "win.search-here", "<Control>f", N_ ("Search in This Place"), NULL },
  { "win.search", "<Control><Shift>f", N_ ("Search Messages"), "system-search-symbolic" },
  { "win.next-region", "F6", N_ ("Next Region"), NULL },
  { "win.previous-region", "<Shift>F6", N_ ("Previous Region"), NULL },
  { "win.panel", "F9", N_ ("Show Details"), "sidebar-show-right-symbolic" },
  { "win.notices", "<Control><Shift>b", N_ ("Notices"), "weft-bell-symbolic" },
  { "win.activity", "<Control><Shift>h", N_ ("Activity"), "document-open-recent-symbolic" },
  { "win.saved", "<Control><Shift>s", N_ ("Saved Messages"), "user-bookmarks-symbolic" },
  { "win.scheduled", NULL, N_ ("Scheduled Messages"), "weft-clock-symbolic" },
  { "win.outbox", "<Control><Shift>o", N_ ("Outbox"), "weft-outbox-symbolic" },
  { "win.undo", "<Control>z", N_ ("Undo"), "edit-undo-symbolic" },
  { "win.redo", "<Control><Shift>z", N_ ("Redo"), "edit-redo-symbolic" },
  { "win.retry", "F5", N_ ("Try to Connect Now"), "view-refresh-symbolic" },
  { "win.open-portal", "<Control>F5", N_ ("Sign In to the Network"), "network-wireless-symbolic" },
  { "win.invite", NULL, N_ ("Invite People…"), "contact-new-symbolic" },
  { "win.profile", NULL, N_ ("Name and Status…"), "avatar-default-symbolic" },
  { "win.quiet('30')", NULL, N_ ("Do Not Disturb for 30 Minutes"), "weft-bell-symbolic" },
  { "win.quiet('60')", NULL, N_ ("Do Not Disturb for an Hour"), "weft-bell-symbolic" },
  { "win.quiet('tomorrow')", NULL, N_ ("Do Not Disturb until Tomorrow"), "weft-bell-symbolic" },
  { "win.quiet('always')", NULL, N_ ("Do Not Disturb until I Turn It Off"), "weft-bell-symbolic" },
  { "win.quiet('off')", NULL, N_ ("Let Me Be Disturbed"), "weft-bell-symbolic" },
  { "win.quiet-hours", NULL, N_ ("Quiet Hours…"), "weft-clock-symbolic" },
  { "win.add-workspace", "<Control><Shift>a", N_ ("Add Workspace…"), "list-add-symbolic" },
  { "win.sign-out", NULL, N_ ("Sign Out…"), "system-log-out-symbolic" },
  { "app.preferences", "<Control>comma", N_ ("Preferences"), "preferences-system-symbolic" },
  { "app.shortcuts", "<Control>question", N_ ("Keyboard Shortcuts"),
    "preferences-desktop-keyboard-shortcuts-symbolic" },
  { "app.about", NULL, N_ ("About Weft"), "help-about-symbolic" },
  { "window.close", "<Control>w", N_ ("Close Window"), NULL },
  { "app.quit", "<Control>q", N_ ("Quit"), "application-exit-symbolic" },
  { NULL },
};

const WeftShortcut *
weft_shortcuts_get (void)
{
  return shortcuts;
}

void
weft_shortcuts_install (GtkApplication *application)
{

  for (guint i = 0; shortcuts[i].action != NULL; i++)
    if (shortcuts[i].accelerators != NULL)
      {
        g_auto (GStrv) keys = g_strsplit (shortcuts[i].accelerators, " ", -1);

        gtk_application_set_accels_for_action (application, shortcuts[i].action, (const char *const *) keys);
      }
  for (guint i = 0; weft_features[i] != NULL; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.nth-feature(%u)", i + 1);
      g_autofree char *key = g_strdup_printf ("<Control>%u", i + 1);

      gtk_application_set_accels_for_action (application, action, (const char *[]) { key, NULL });
      for (const WeftFeatureShortcut *shortcut = weft_features[i]->shortcuts;
           shortcut != NULL && shortcut->action != NULL; shortcut++)
        if (shortcut->accelerator != NULL)
          gtk_application_set_accels_for_action (application, shortcut->action,
                                                 (const char *[]) { shortcut->accelerator, NULL });
    }
}

static void
add_key (GtkWidget *group, const char *title, const char *accelerators)
{
  GtkWidget *row = adw_action_row_new ();
  g_auto (GStrv) keys = g_strsplit (accelerators, " ", -1);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  for (guint i = 0; keys[i] != NULL; i++)
    {
      guint key;
      GdkModifierType modifiers;
      g_autofree char *name = NULL;
      GtkWidget *label;

      if (!gtk_accelerator_parse (keys[i], &key, &modifiers))
        continue;
      name = gtk_accelerator_get_label (key, modifiers);
      label = gtk_label_new (name);
      gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (label, "weft-kbd");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

static GtkWidget *
new_group (GtkWidget *page, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  return group;
}

AdwDialog *
weft_shortcuts_new_dialog (void)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = new_group (page, _ ("Everywhere"));

  for (guint i = 0; shortcuts[i].action != NULL; i++)
    if (shortcuts[i].title != NULL && shortcuts[i].accelerators != NULL)
      add_key (group, _ (shortcuts[i].title), shortcuts[i].accelerators);
  add_key (group, _ ("Menu"), "F10");

  for (guint i = 0; weft_features[i] != NULL; i++)
    {
      g_autofree char *key = g_strdup_printf ("<Control>%u", i + 1);
      /* Translators: %s is a feature: "Show Chat" */
      g_autofree char *title = g_strdup_printf (_ ("Show %s"), _ (weft_features[i]->title));

      group = new_group (page, _ (weft_features[i]->title));
      add_key (group, title, key);
      for (const WeftFeatureShortcut *shortcut = weft_features[i]->shortcuts;
           shortcut != NULL && shortcut->action != NULL; shortcut++)
        if (shortcut->accelerator != NULL && shortcut->title != NULL)
          add_key (group, _ (shortcut->title), shortcut->accelerator);
    }
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_dialog_set_child (dialog, view);
  adw_dialog_set_title (dialog, _ ("Keyboard Shortcuts"));
  adw_dialog_set_content_width (dialog, 480);
  adw_dialog_set_content_height (dialog, 560);
  return dialog;
}

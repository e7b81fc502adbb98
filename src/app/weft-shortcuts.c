/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/weft-shortcuts.h"
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
  { "win.groups", "<Control><Shift>y", N_ ("Groups of People…"), "system-users-symbolic" },
  { "win.moderation", NULL, N_ ("Moderation…"), "weft-shield-symbolic" },
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

/* What is bound where the messages are (thread/view/weft-message-view.c): a key that the window claims too
 * never reaches them. */
static const char *const message_keys[] = {
  "<Control>c",
  "<Control>h",
  "<Control>i",
  "<Control>l",
  "<Control>p",
  "<Control>period",
  "<Control>r",
  "<Control>s",
  "<Control>t",
  "<Control><Shift>c",
  "<Control><Shift>j",
  "<Control><Shift>r",
  "<Control><Shift>w",
  "<Control><Shift>x",
  "F2",
  "Delete",
  "<Shift>Delete",
  "Menu",
  "<Shift>F10",
  "<Shift>Left",
  "<Shift>Right",
  "Return",
  "Escape",
  NULL,
};

const char *const *
weft_shortcuts_get_message_keys (void)
{
  return message_keys;
}

void
weft_shortcuts_foreach (WeftShortcutFunc func, gpointer user_data)
{
  g_return_if_fail (func != NULL);

  for (guint i = 0; shortcuts[i].action != NULL; i++)
    if (shortcuts[i].title != NULL)
      func (shortcuts[i].action, shortcuts[i].accelerators, _ (shortcuts[i].title), NULL, user_data);
  for (guint i = 0; weft_features[i] != NULL; i++)
    {
      const char *feature = _ (weft_features[i]->title);
      g_autofree char *action = g_strdup_printf ("win.nth-feature(%u)", i + 1);
      g_autofree char *key = g_strdup_printf ("<Control>%u", i + 1);
      /* Translators: %s is a feature: "Show Chat" */
      g_autofree char *title = g_strdup_printf (_ ("Show %s"), feature);

      func (action, key, title, feature, user_data);
      for (const WeftFeatureShortcut *shortcut = weft_features[i]->shortcuts;
           shortcut != NULL && shortcut->action != NULL; shortcut++)
        if (shortcut->title != NULL)
          func (shortcut->action, shortcut->accelerator, _ (shortcut->title), feature, user_data);
    }
}

/* ── what the person changed ───────────────────────────────────────────────────────────────────────── */

char *
weft_shortcuts_dup_keys (GSettings *settings, const char *action, const char *own)
{
  g_autoptr (GVariant) changed = NULL;
  char *keys;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (action != NULL, NULL);

  changed = g_settings_get_value (settings, "shortcuts");
  if (g_variant_lookup (changed, action, "s", &keys))
    return keys;
  return g_strdup (own != NULL ? own : "");
}

static gboolean
has_key (const char *keys, const char *accelerator)
{
  g_auto (GStrv) each = g_strsplit (keys, " ", -1);
  guint wanted, key;
  GdkModifierType modifiers, others;

  if (!gtk_accelerator_parse (accelerator, &wanted, &modifiers))
    return FALSE;
  for (guint i = 0; each[i] != NULL; i++)
    if (gtk_accelerator_parse (each[i], &key, &others) && key == wanted && others == modifiers)
      return TRUE;
  return FALSE;
}

typedef struct
{
  GSettings *settings;
  const char *action;
  const char *accelerator;
  char *owner;
} Search;

static void
look_for_owner (
    const char *action, const char *accelerators, const char *title, const char *feature, gpointer user_data)
{
  Search *search = user_data;
  g_autofree char *keys = NULL;

  if (search->owner != NULL || g_str_equal (action, search->action))
    return;
  keys = weft_shortcuts_dup_keys (search->settings, action, accelerators);
  if (has_key (keys, search->accelerator))
    search->owner = g_strdup (title);
}

char *
weft_shortcuts_dup_owner (GSettings *settings, const char *action, const char *accelerator)
{
  Search search = { settings, action, accelerator, NULL };

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (action != NULL && accelerator != NULL, NULL);

  for (guint i = 0; message_keys[i] != NULL; i++)
    if (has_key (message_keys[i], accelerator))
      return g_strdup (_ ("Messages"));
  if (has_key ("F10", accelerator))
    return g_strdup (_ ("Menu"));
  weft_shortcuts_foreach (look_for_owner, &search);
  return search.owner;
}

void
weft_shortcuts_set_keys (GSettings *settings, const char *action, const char *keys)
{
  g_autoptr (GVariant) changed = NULL;
  GVariantBuilder builder;
  GVariantIter iter;
  const char *other, *value;

  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (action != NULL);

  changed = g_settings_get_value (settings, "shortcuts");
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_variant_iter_init (&iter, changed);
  while (g_variant_iter_next (&iter, "{&s&s}", &other, &value))
    if (!g_str_equal (other, action))
      g_variant_builder_add (&builder, "{ss}", other, value);
  if (keys != NULL)
    g_variant_builder_add (&builder, "{ss}", action, keys);
  g_settings_set_value (settings, "shortcuts", g_variant_builder_end (&builder));
}

typedef struct
{
  GtkApplication *application;
  GSettings *settings;
} Installation;

static void
install_one (
    const char *action, const char *accelerators, const char *title, const char *feature, gpointer user_data)
{
  Installation *installation = user_data;
  g_autofree char *text = weft_shortcuts_dup_keys (installation->settings, action, accelerators);
  g_auto (GStrv) keys = g_strsplit (text, " ", -1);
  g_autoptr (GPtrArray) valid = g_ptr_array_new ();
  GdkModifierType modifiers;
  guint key;

  /* What is kept may be from another version, or from another hand. */
  for (guint i = 0; keys[i] != NULL; i++)
    if (*keys[i] != '\0' && gtk_accelerator_parse (keys[i], &key, &modifiers) && key != 0)
      g_ptr_array_add (valid, keys[i]);
  g_ptr_array_add (valid, NULL);
  gtk_application_set_accels_for_action (installation->application, action,
                                         (const char *const *) valid->pdata);
}

static void
install (GSettings *settings, const char *key, GtkApplication *application)
{
  Installation installation = { application, settings };

  weft_shortcuts_foreach (install_one, &installation);
}

void
weft_shortcuts_install (GtkApplication *application, GSettings *settings)
{
  g_return_if_fail (GTK_IS_APPLICATION (application));
  g_return_if_fail (G_IS_SETTINGS (settings));

  g_signal_connect_object (settings, "changed::shortcuts", G_CALLBACK (install), application,
                           G_CONNECT_DEFAULT);
  install (settings, NULL, application);
}

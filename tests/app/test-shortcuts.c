/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/weft-shortcuts.h"
#include "app/weft-workspace.h"
#include "modules/weft-features.h"

/* Remembers a key for @action; a key that cannot be read, or that two actions want, is a mistake. */
static void
claim (GHashTable *actions, const char *accelerator, const char *action)
{
  GdkModifierType modifiers;
  guint key;
  char *name;

  if (!gtk_accelerator_parse (accelerator, &key, &modifiers) || key == 0)
    g_error ("%s: “%s” is no key", action, accelerator);
  name = gtk_accelerator_name (key, modifiers);
  if (g_hash_table_contains (actions, name))
    g_error ("%s belongs to %s and to %s", name, (char *) g_hash_table_lookup (actions, name), action);
  g_hash_table_insert (actions, name, g_strdup (action));
}

static void
test_unique (void)
{
  g_autoptr (GHashTable) actions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (const WeftShortcut *shortcut = weft_shortcuts_get (); shortcut->action != NULL; shortcut++)
    {
      g_auto (GStrv) keys = g_strsplit (shortcut->accelerators != NULL ? shortcut->accelerators : "", " ", -1);

      for (guint i = 0; keys[i] != NULL; i++)
        claim (actions, keys[i], shortcut->action);
    }
  for (guint i = 0; weft_features[i] != NULL; i++)
    {
      g_autofree char *key = g_strdup_printf ("<Control>%u", i + 1);

      claim (actions, key, weft_features[i]->id);
      for (const WeftFeatureShortcut *shortcut = weft_features[i]->shortcuts; shortcut->action != NULL; shortcut++)
        if (shortcut->accelerator != NULL)
          claim (actions, shortcut->accelerator, shortcut->action);
    }
  for (guint i = 0; weft_shortcuts_get_message_keys ()[i] != NULL; i++)
    claim (actions, weft_shortcuts_get_message_keys ()[i], "a message");
  g_assert_cmpuint (g_hash_table_size (actions), >, 25);
}

/* Every action that a menu of the window offers is found in the palette, too. */
static void
test_menus_in_palette (void)
{
  static const char *const menus[] = { "weft-rail", "weft-window", "weft-end-panel", "weft-first-start" };
  g_autoptr (GRegex) regex = g_regex_new ("<attribute name=\"action\">((?:win|app)\\.[^<]*)</attribute>", G_REGEX_DEFAULT, 0, NULL);
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (menus); i++)
    {
      g_autofree char *path = g_strdup_printf ("/dev/weft/Weft/app/%s.ui", menus[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = g_resources_lookup_data (path, 0, &error);
      g_autofree char *text = NULL;
      g_autoptr (GMatchInfo) match = NULL;

      g_assert_no_error (error);
      text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
        {
          g_autofree char *action = g_match_info_fetch (match, 1);
          gboolean listed = FALSE;

          for (const WeftShortcut *shortcut = weft_shortcuts_get (); shortcut->action != NULL; shortcut++)
            listed |= shortcut->icon_name != NULL && g_str_equal (shortcut->action, action);
          if (!listed)
            g_error ("%s: %s is in a menu and not in the palette", path, action);
          n++;
        }
    }
  g_assert_cmpuint (n, >, 8);
}

typedef struct
{
  guint n;
  guint n_features;
} Count;

static void
count (const char *action, const char *accelerators, const char *title, const char *feature, gpointer user_data)
{
  Count *counted = user_data;

  g_assert_true (g_action_name_is_valid (action) || strchr (action, '(') != NULL);
  counted->n++;
  counted->n_features += feature != NULL;
}

/* Other keys are kept on this device; one that is taken says by what; and what was there at first comes back. */
static void
test_changed (void)
{
  g_autoptr (GSettings) settings = g_settings_new ("dev.weft.Weft");
  g_autoptr (GVariant) kept = NULL;
  g_autofree char *keys = NULL, *others = NULL, *none = NULL, *reset = NULL, *owner = NULL, *nobody = NULL, *freed = NULL, *own = NULL, *message = NULL;
  Count counted = { 0 };

  weft_shortcuts_foreach (count, &counted);
  g_assert_cmpuint (counted.n, >, counted.n_features);
  g_assert_cmpuint (counted.n_features, >, 10);

  owner = weft_shortcuts_dup_owner (settings, "win.search", "<Control>k");
  g_assert_cmpstr (owner, ==, "Search or Jump To");
  own = weft_shortcuts_dup_owner (settings, "win.palette", "<Control>k");
  g_assert_null (own);
  message = weft_shortcuts_dup_owner (settings, "win.palette", "<Ctrl>R");
  g_assert_cmpstr (message, ==, "Messages");
  nobody = weft_shortcuts_dup_owner (settings, "win.search", "<Control><Alt>k");
  g_assert_null (nobody);

  weft_shortcuts_set_keys (settings, "win.palette", "<Control><Alt>k");
  keys = weft_shortcuts_dup_keys (settings, "win.palette", "<Control>k");
  g_assert_cmpstr (keys, ==, "<Control><Alt>k");
  others = weft_shortcuts_dup_keys (settings, "win.search", "<Control><Shift>f");
  g_assert_cmpstr (others, ==, "<Control><Shift>f");
  freed = weft_shortcuts_dup_owner (settings, "win.search", "<Control>k");
  g_assert_null (freed);

  weft_shortcuts_set_keys (settings, "win.palette", "");
  none = weft_shortcuts_dup_keys (settings, "win.palette", "<Control>k");
  g_assert_cmpstr (none, ==, "");
  weft_shortcuts_set_keys (settings, "win.palette", NULL);
  reset = weft_shortcuts_dup_keys (settings, "win.palette", "<Control>k");
  g_assert_cmpstr (reset, ==, "<Control>k");
  kept = g_settings_get_value (settings, "shortcuts");
  g_assert_cmpuint (g_variant_n_children (kept), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shortcuts/unique", test_unique);
  g_test_add_func ("/shortcuts/menus-in-palette", test_menus_in_palette);
  g_test_add_func ("/shortcuts/changed", test_changed);
  return g_test_run ();
}

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

/* Keys of the messages themselves (thread/view/weft-message-view.c): one that the window claims too never reaches them. */
static const char *const message_keys[] = { "<Control>r", "F2", "Delete", "<Control>c", "Menu", "<Shift>F10", "Return", "Escape" };

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
  for (guint i = 0; i < G_N_ELEMENTS (message_keys); i++)
    claim (actions, message_keys[i], "a message");
  g_assert_cmpuint (g_hash_table_size (actions), >, 10 + G_N_ELEMENTS (message_keys));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shortcuts/unique", test_unique);
  return g_test_run ();
}

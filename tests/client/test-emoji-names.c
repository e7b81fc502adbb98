/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/weft-emoji-names.h"

#include <string.h>

/* The table is GTK's: these tests say when another GTK has another one. */

typedef struct
{
  GString *found;
  guint n;
  guint max;
} Finding;

static gboolean
take (const char *emoji, const char *name, gpointer user_data)
{
  Finding *finding = user_data;

  g_assert_true (g_utf8_validate (emoji, -1, NULL));
  g_assert_cmpstr (name, !=, "");
  g_string_append_printf (finding->found, "%s %s;", emoji, name);
  return ++finding->n < finding->max;
}

static char *
find (const char *word, guint max)
{
  Finding finding = { g_string_new (NULL), 0, max };

  weft_emoji_names_find (word, take, &finding);
  g_assert_cmpuint (finding.n, <=, max);
  return g_string_free (finding.found, FALSE);
}

static void
test_find (void)
{
  static const struct
  {
    const char *word;
    const char *first;
  } cases[] = {
    { "thumbs", "👍" }, { "thumbs_up", "👍" }, { "THUMBS-UP", "👍" }, { "party_popper", "🎉" }, { "grinning face", "😀" }, { "rocket", "🚀" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = find (cases[i].word, 8);

      g_test_message (":%s %s", cases[i].word, found);
      g_assert_true (g_str_has_prefix (found, cases[i].first));
    }
}

static void
test_nothing (void)
{
  static const char *const words[] = { "", "zzzzz", "\"", "'; --", "đ", "%s%n" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *found = find (words[i], 8);

      g_assert_cmpstr (found, ==, "");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init_check (); /* makes GTK's data known, also without a display */

  g_test_add_func ("/emoji-names/find", test_find);
  g_test_add_func ("/emoji-names/nothing", test_nothing);

  return g_test_run ();
}

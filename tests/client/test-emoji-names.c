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
take (const char *emoji, const char *name, guint group, gpointer user_data)
{
  Finding *finding = user_data;

  g_assert_true (g_utf8_validate (emoji, -1, NULL));
  g_assert_cmpstr (name, !=, "");
  g_assert_cmpuint (group, <=, 9);
  g_string_append_printf (finding->found, "%s %s;", emoji, name);
  return ++finding->n < finding->max;
}

static char *
find_toned (const char *word, guint tone, guint max)
{
  Finding finding = { g_string_new (NULL), 0, max };

  weft_emoji_names_find (word, tone, take, &finding);
  g_assert_cmpuint (finding.n, <=, max);
  return g_string_free (finding.found, FALSE);
}

static char *
find (const char *word, guint max)
{
  return find_toned (word, 0, max);
}

static gboolean
count (const char *emoji, const char *name, guint group, gpointer user_data)
{
  gunichar first = g_utf8_get_char (emoji);

  /* One way to write each, so that two who react with it have given the same. */
  if (g_utf8_strlen (emoji, -1) == 2 && g_unichar_iswide (first))
    g_assert_cmpuint (g_utf8_get_char (g_utf8_next_char (emoji)), !=, 0xfe0f);
  (*(guint *) user_data)++;
  return TRUE;
}

static void
test_all (void)
{
  guint n = 0;

  weft_emoji_names_find ("", 0, count, &n);
  g_test_message ("%u emoji", n);
  g_assert_cmpuint (n, >, 1500);
}

static void
test_tone (void)
{
  g_autofree char *none = find_toned ("thumbs up", 0, 1);
  g_autofree char *heart = find_toned ("red heart", 0, 1);
  g_autofree char *light = find_toned ("thumbs up", 1, 1);
  g_autofree char *dark = find_toned ("thumbs up", WEFT_EMOJI_TONES, 1);
  g_autofree char *beyond = find_toned ("thumbs up", WEFT_EMOJI_TONES + 1, 1);
  g_autofree char *rocket = find_toned ("rocket", 3, 1);

  g_assert_cmpstr (none, ==, "👍 thumbs up;");
  g_assert_cmpstr (heart, ==, "❤️ red heart;");
  g_assert_cmpstr (light, ==, "👍🏻 thumbs up;");
  g_assert_cmpstr (dark, ==, "👍🏿 thumbs up;");
  g_assert_cmpstr (beyond, ==, dark);
  g_assert_true (g_str_has_prefix (rocket, "🚀"));
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
  static const char *const words[] = { "zzzzz", "\"", "'; --", "đ", "%s%n" };

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
  g_test_add_func ("/emoji-names/all", test_all);
  g_test_add_func ("/emoji-names/tone", test_tone);
  g_test_add_func ("/emoji-names/nothing", test_nothing);

  return g_test_run ();
}

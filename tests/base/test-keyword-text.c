/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-keyword-text.h"

#include <string.h>

static void
test_found (void)
{
  static const struct
  {
    const char *keyword;
    const char *text;
    gboolean found;
  } cases[] = {
    { "loom", "The loom stands", TRUE },
    { "Loom", "LOOM", TRUE },
    { "loom", "looms, bloom, loom_2, 2loom", FALSE },
    { "loom", "a bloom, but a loom", TRUE },
    { "đơn hàng", "Don hang so 5", TRUE },
    { "don hang", "Đơn\n hàng", TRUE },
    { "don hang", "don, hang", FALSE },
    { "don hang", "don hangar, don hang", TRUE },
    { "C++", "I like C++.", TRUE },
    { "C++", "I like C.", FALSE },
    { "#5", "see #5!", TRUE },
    { "#5", "see #55", FALSE },
    { "  spare   time ", "in spare time", TRUE },
    { "Straße", "die strasse", TRUE },
    { "東京", "東京 へ", TRUE },
    { "a", "", FALSE },
    { "!?", "what!?", FALSE },
    { "", "anything", FALSE },
    { "\u200b", "anything", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (WeftKeywordText) text = weft_keyword_text_new (cases[i].text);
      g_autofree char *keyword = weft_keyword_fold (cases[i].keyword);

      if (weft_keyword_text_has (text, keyword) != cases[i].found)
        g_error ("“%s” in “%s”", cases[i].keyword, cases[i].text);
    }
}

/* Any word of any text is found in it, and no part of one. */
static void
test_random (void)
{
  static const char *const letters[] = { "a", "đ", "ơ", "ß", "5", "_", " ", "\n", ".", "+", "👍", "\u0301" };
  guint seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  for (guint n = 0; n < 500; n++)
    {
      g_autoptr (GString) string = g_string_new (NULL);
      g_autoptr (WeftKeywordText) text = NULL;
      g_autofree char *keyword = NULL;
      g_autofree char *inside = NULL;
      const char *word = g_rand_boolean (rand) ? "Thoi" : "Kéo sợi";
      guint length = g_rand_int_range (rand, 0, 40);
      guint place = g_rand_int_range (rand, 0, length + 1);

      for (guint i = 0; i <= length; i++)
        g_string_append_printf (string, i == place ? " %s " : "%s", i == place ? word : letters[g_rand_int_range (rand, 0, G_N_ELEMENTS (letters))]);
      text = weft_keyword_text_new (string->str);
      keyword = weft_keyword_fold (word);
      inside = weft_keyword_fold (g_str_has_prefix (word, "T") ? "hoi" : "eo so");
      if (!weft_keyword_text_has (text, keyword) || weft_keyword_text_has (text, inside))
        g_error ("seed %u: “%s” in “%s”", seed, word, string->str);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/keyword-text/found", test_found);
  g_test_add_func ("/base/keyword-text/random", test_random);

  return g_test_run ();
}

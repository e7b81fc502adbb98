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
        g_string_append_printf (string, i == place ? " %s " : "%s",
                                i == place ? word
                                           : letters[g_rand_int_range (rand, 0, G_N_ELEMENTS (letters))]);
      text = weft_keyword_text_new (string->str);
      keyword = weft_keyword_fold (word);
      inside = weft_keyword_fold (g_str_has_prefix (word, "T") ? "hoi" : "eo so");
      if (!weft_keyword_text_has (text, keyword) || weft_keyword_text_has (text, inside))
        g_error ("seed %u: “%s” in “%s”", seed, word, string->str);
    }
}

/* Returns: (transfer full): @text with brackets around its keywords. */
static char *
mark (const char *text, const char *const *keywords)
{
  g_autoptr (GPtrArray) folded = g_ptr_array_new_null_terminated (0, g_free, TRUE);
  g_autoptr (GArray) found = NULL;
  GString *out = g_string_new (NULL);
  guint at = 0;

  for (guint i = 0; keywords[i] != NULL; i++)
    g_ptr_array_add (folded, weft_keyword_fold (keywords[i]));
  if (folded->len == 0)
    return g_strdup (text);
  found = weft_keyword_find (text, (const char *const *) folded->pdata);
  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      const WeftKeywordPlace *place = &g_array_index (found, WeftKeywordPlace, i);

      g_assert_cmpuint (place->start, >=, at);
      g_string_append_len (out, text + at, place->start - at);
      g_string_append_printf (out, "[%.*s]", (int) (place->end - place->start), text + place->start);
      at = place->end;
    }
  g_string_append (out, text + at);

  return g_string_free (out, FALSE);
}

static void
test_places (void)
{
  static const struct
  {
    const char *keywords[4];
    const char *text;
    const char *marked;
  } cases[] = {
    { { "loom" }, "A loom, a LOOM, a bloom", "A [loom], a [LOOM], a bloom" },
    { { "don hang" }, "Có Đơn \n hàng mới", "Có [Đơn \n hàng] mới" },
    { { "cafe" }, "cafe\u0301\u0323 cafe", "[cafe\u0301\u0323] [cafe]" },
    { { "strasse" }, "Die Straße.", "Die [Straße]." },
    { { "C++", "c" }, "C++ and C", "[C++] and [C]" },
    { { "red", "red thread", "thread" }, "red thread, thread", "[red thread], [thread]" },
    { { "wool" }, "soft\u00adwool wo\u00adol", "soft\u00adwool [wo\u00adol]" },
    { { "wool", "", "!" }, "wool! 👍🏽 wool", "[wool]! 👍🏽 [wool]" },
    { { "東京" }, "東京 へ", "[東京] へ" },
    { { "한글" },
      "한글 \u1112\u1161\u11ab\u1100\u1173\u11af",
      "[한글] [\u1112\u1161\u11ab\u1100\u1173\u11af]" },
    { { "loom" }, "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *marked = mark (cases[i].text, cases[i].keywords);

      g_assert_cmpstr (marked, ==, cases[i].marked);
    }
}

/* It finds what the server finds: both ends say the same of any text. */
static void
test_same (void)
{
  static const char *const letters[] = { "a", "B", "đ",  "ơ",      "ß",      "5", "_", " ",  "\n",
                                         ".", "+", "👍", "\u0301", "\u0323", "ﬁ", "½", "한", "\u200d" };
  static const char *const keywords[] = { "a", "do", "ss", "b+", "a b", "fi", "1⁄2", "5" };
  guint seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  for (guint n = 0; n < 2000; n++)
    {
      g_autoptr (GString) string = g_string_new (NULL);
      g_autoptr (WeftKeywordText) text = NULL;
      g_autoptr (GArray) found = NULL;
      g_autofree char *keyword = weft_keyword_fold (keywords[n % G_N_ELEMENTS (keywords)]);

      for (guint i = g_rand_int_range (rand, 0, 30); i > 0; i--)
        g_string_append (string, letters[g_rand_int_range (rand, 0, G_N_ELEMENTS (letters))]);
      text = weft_keyword_text_new (string->str);
      found = weft_keyword_find (string->str, (const char *const[]) { keyword, NULL });
      if ((found != NULL) != weft_keyword_text_has (text, keyword))
        g_error ("seed %u: “%s” in “%s”", seed, keyword, string->str);
      for (guint i = 0; found != NULL && i < found->len; i++)
        {
          const WeftKeywordPlace *place = &g_array_index (found, WeftKeywordPlace, i);
          g_autofree char *piece = g_strndup (string->str + place->start, place->end - place->start);
          g_autofree char *folded = weft_keyword_fold (piece);

          g_assert_true (g_utf8_validate (piece, -1, NULL));
          if (strstr (folded, keyword) == NULL)
            g_error ("seed %u: “%s” for “%s” in “%s”", seed, piece, keyword, string->str);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/keyword-text/found", test_found);
  g_test_add_func ("/base/keyword-text/random", test_random);
  g_test_add_func ("/base/keyword-text/places", test_places);
  g_test_add_func ("/base/keyword-text/same", test_same);

  return g_test_run ();
}

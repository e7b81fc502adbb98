/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-text.h"

#include <string.h>

static void
test_fold (void)
{
  static const struct
  {
    const char *text;
    const char *folded;
  } cases[] = {
    { "", "" },
    { "Hello, World 42", "hello, world 42" },
    /* Vietnamese: composed, decomposed, and with the marks in another order */
    { "Đơn hàng", "don hang" },
    { "ĐẶNG đường Nguyễn Ưu", "dang duong nguyen uu" },
    { "Nguye\xcc\x82\xcc\x83n", "nguyen" },
    { "Nguye\xcc\x83\xcc\x82n", "nguyen" },
    /* Turkish: all four i */
    { "Iıİi", "iiii" },
    /* Letters without a decomposition */
    { "Straße GROẞ", "strasse gross" },
    { "Øre Łódź Ħamrun Æsir Œuvre Þór Ðuro", "ore lodz hamrun aesir oeuvre thor duro" },
    /* Ligatures, widths, letters in circles */
    { "\xef\xac\x81le \xef\xac\x80", "file ff" },
    { "\xef\xbc\xb7\xef\xbd\x85\xef\xbd\x86\xef\xbd\x94", "weft" },
    { "①②", "12" },
    /* Greek: marks and the final sigma */
    { "Ὀδυσσεύς", "οδυσσευσ" },
    { "Ёлка", "елка" },
    /* What is not seen */
    { "co\xc2\xadoperate \xe2\x80\x8bx\xef\xbb\xbf", "cooperate x" },
    { "na\xc2\xa0me", "na me" },
    { "日本語 한국어 emoji 👍🏽", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folded = weft_text_fold (cases[i].text, -1);

      if (cases[i].folded != NULL)
        g_assert_cmpstr (folded, ==, cases[i].folded);
      g_assert_true (g_utf8_validate (folded, -1, NULL));
    }
}

static void
test_fold_length (void)
{
  static const char text[] = { 'A', (char) 0xc3, (char) 0x89, 'B' }; /* no NUL behind */
  g_autofree char *all = weft_text_fold (text, 4);
  g_autofree char *some = weft_text_fold (text, 3);
  g_autofree char *none = weft_text_fold (text, 0);

  g_assert_cmpstr (all, ==, "aeb");
  g_assert_cmpstr (some, ==, "ae");
  g_assert_cmpstr (none, ==, "");
}

static void
assert_stable (const char *text, gssize length)
{
  g_autofree char *once = weft_text_fold (text, length);
  g_autofree char *twice = weft_text_fold (once, -1);

  g_assert_cmpstr (once, ==, twice);
}

static void
test_fold_every_character (void)
{
  for (gunichar character = 1; character <= 0x10ffff; character++)
    {
      char text[8];

      if (!g_unichar_validate (character) || g_unichar_type (character) == G_UNICODE_UNASSIGNED
          || (character >= 0xac80 && character < 0xd700) || (character >= 0x4e80 && character < 0x9f00)
          || (character >= 0x20000 && character < 0x2f800) || character > 0x30000)
        continue;

      text[g_unichar_to_utf8 (character, text)] = '\0';
      assert_stable (text, -1);
    }
}

static void
test_fold_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20);

  for (guint i = 0; i < 5000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      guint length = (guint) g_rand_int_range (random, 0, 20);

      for (guint j = 0; j < length; j++)
        {
          gunichar character
              = (gunichar) g_rand_int_range (random, 1, g_rand_boolean (random) ? 0x2100 : 0x11000);

          if (g_unichar_validate (character))
            g_string_append_unichar (text, character);
        }
      assert_stable (text->str, (gssize) text->len);
    }

  /* Any bytes: never a crash, always UTF-8. */
  for (guint i = 0; i < 5000; i++)
    {
      char bytes[24];
      gssize length = g_rand_int_range (random, 0, sizeof bytes);
      g_autofree char *folded = NULL;

      for (gssize j = 0; j < length; j++)
        bytes[j] = (char) g_rand_int_range (random, 0, 256);
      folded = weft_text_fold (bytes, length);
      g_assert_true (g_utf8_validate (folded, -1, NULL));
      assert_stable (bytes, length);
    }
}

/* Texts of the characters that fold one after the other, and the same texts with one that does not, so that
 * they are folded as a whole: both ways say the same. GLib prints the seed. */
static void
test_fold_one_by_one (void)
{
  static const gunichar ranges[][2] = { { 1, 0x7ff },       { 0x300, 0x36f },   { 0x591, 0x670 },
                                        { 0x1e00, 0x27bf }, { 0xfe00, 0xfe0f }, { 0x1f300, 0x1faff } };

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *folded = NULL;
      g_autofree char *joined = NULL;
      g_autofree char *whole = NULL;

      for (int n = g_test_rand_int_range (0, 12); n > 0; n--)
        {
          const gunichar *range = ranges[g_test_rand_int_range (0, G_N_ELEMENTS (ranges))];

          g_string_append_unichar (text, (gunichar) g_test_rand_int_range (range[0], range[1] + 1));
        }
      folded = weft_text_fold (text->str, (gssize) text->len);
      joined = g_strconcat (folded, "一", NULL);
      g_string_append (text, "一");
      whole = weft_text_fold (text->str, (gssize) text->len);
      g_assert_cmpstr (joined, ==, whole);
    }
}

static void
test_length (void)
{
  g_assert_cmpint (weft_text_length ("", 0), ==, 0);
  g_assert_cmpint (weft_text_length (NULL, 0), ==, 0);
  g_assert_cmpint (weft_text_length ("đơn", strlen ("đơn")), ==, 3);
  g_assert_cmpint (weft_text_length ("đơn", 4), ==, 2);
  g_assert_cmpint (weft_text_length ("đơn", 3), ==, -1);
  g_assert_cmpint (weft_text_length ("a\0b", 3), ==, -1);
  g_assert_cmpint (weft_text_length ("\xff", 1), ==, -1);
  g_assert_cmpint (weft_text_length ("\xed\xa0\x80", 3), ==, -1);
}

static void
test_shorten (void)
{
  static const struct
  {
    const char *text;
    guint max;
    const char *shortened;
  } cases[] = {
    { "", 5, "" },
    { "   ", 5, "" },
    { "hello", 5, "hello" },
    { "hello!", 5, "hell…" },
    { "one two", 4, "one…" },
    { "one two", 5, "one…" },
    { "one two", 6, "one t…" },
    { "one two", 7, "one two" },
    { "  one \n\n\ttwo  ", 7, "one two" },
    { "one\xe2\x80\xa8two", 7, "one two" },
    { "đơn hàng mới", 8, "đơn hàn…" },
    { "ab", 1, "…" },
    { "a", 1, "a" },
    /* A letter keeps its marks or goes with them. */
    { "ne\xcc\x81z", 3, "n…" },
    { "ne\xcc\x81zz", 4, "ne\xcc\x81…" },
    { "a\xff"
      "b",
      3,
      "a\xef\xbf\xbd"
      "b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shortened = weft_text_shorten (cases[i].text, cases[i].max);

      g_assert_cmpstr (shortened, ==, cases[i].shortened);
    }
}

static gsize
find (const char *text)
{
  return weft_text_find_head (text, 20, 4);
}

static void
test_head (void)
{
  /* Hardly longer: all of it. */
  g_assert_cmpuint (find (""), ==, 0);
  g_assert_cmpuint (find ("twenty characters it is, and ten"), ==, 17);
  g_assert_cmpuint (find ("thirty characters, not one mor"), ==, 0);
  g_assert_cmpuint (find ("1\n2\n3\n4\n5\n6"), ==, 0);
  /* At the end of a line, of a word, or where there is neither. */
  g_assert_cmpuint (find ("1\n2\n3\n4\n5\n6\n7\n8"), ==, 7);
  g_assert_cmpuint (find ("1\u20282\u20293\u20284\u20285\u20286\u20287\u20288"), ==, 13);
  g_assert_cmpuint (find ("a first line\nand another one of many words"), ==, 12);
  g_assert_cmpuint (find ("no\nand another one of many words"), ==, 18);
  g_assert_cmpuint (find ("0123456789012345678901234567890123456789"), ==, 20);
  g_assert_cmpuint (find ("đđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđđ"), ==, 40);
  /* Not between a letter and its marks; and what is nothing but marks has a head all the same. */
  g_assert_cmpuint (find ("012345678901234567e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301"), ==, 18);
  g_assert_cmpuint (find ("\n\n\n\n\n\n\n\n\n\n\n\n\n"), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/fold", test_fold);
  g_test_add_func ("/text/fold/length", test_fold_length);
  g_test_add_func ("/text/fold/every-character", test_fold_every_character);
  g_test_add_func ("/text/fold/random", test_fold_random);
  g_test_add_func ("/text/fold/one-by-one", test_fold_one_by_one);
  g_test_add_func ("/text/length", test_length);
  g_test_add_func ("/text/shorten", test_shorten);
  g_test_add_func ("/text/head", test_head);
  return g_test_run ();
}

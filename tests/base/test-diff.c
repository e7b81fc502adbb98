/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-diff.h"

#include <string.h>

/* [-removed-] {+added+} same */
static char *
write_runs (GPtrArray *runs)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < runs->len; i++)
    {
      const WeftDiffRun *run = g_ptr_array_index (runs, i);

      g_string_append_printf (out,
                              run->kind == WEFT_DIFF_SAME      ? "%s"
                              : run->kind == WEFT_DIFF_REMOVED ? "[-%s-]"
                                                               : "{+%s+}",
                              run->text);
    }
  return g_string_free (out, FALSE);
}

static void
test_cases (void)
{
  static const struct
  {
    const char *before;
    const char *after;
    const char *expected;
  } cases[] = {
    { "", "", "" },
    { "same", "same", "same" },
    { "", "new", "{+new+}" },
    { "old", "", "[-old-]" },
    { "Meet at ten", "Meet Ada at eleven", "Meet {+Ada +}at [-ten-]{+eleven+}" },
    /* Two words in a row are one change, with the space between them. */
    { "the quick brown fox", "the slow red fox", "the [-quick brown-]{+slow red+} fox" },
    { "chào bạn", "chào các bạn", "chào {+các +}bạn" },
    { "giao lúc 9:00", "giao lúc 9:30", "giao lúc 9:[-00-]{+30+}" },
    { "你好世界", "您好世界", "[-你-]{+您+}好世界" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) runs = weft_diff_words (cases[i].before, cases[i].after);
      g_autofree char *told = write_runs (runs);

      g_assert_cmpstr (told, ==, cases[i].expected);
    }
}

static char *
put_together (GPtrArray *runs, WeftDiffKind without)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < runs->len; i++)
    {
      const WeftDiffRun *run = g_ptr_array_index (runs, i);

      if (run->kind != without)
        g_string_append (out, run->text);
      g_assert_cmpuint (strlen (run->text), >, 0);
      if (i > 0)
        g_assert_cmpint (run->kind, !=, ((const WeftDiffRun *) g_ptr_array_index (runs, i - 1))->kind);
    }
  return g_string_free (out, FALSE);
}

static char *
make_text (GRand *random)
{
  static const char *const words[] = { "a", "bạn", " ", "  ", "\n", "你", "👩‍🌾", "9:00", "!", "xin" };
  GString *out = g_string_new (NULL);

  for (int i = g_rand_int_range (random, 0, 40); i > 0; i--)
    g_string_append (out, words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))]);
  return g_string_free (out, FALSE);
}

/* Whatever the texts are, both are in what is told. */
static void
test_both_are_there (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *before = make_text (random);
      g_autofree char *after = make_text (random);
      g_autoptr (GPtrArray) runs = weft_diff_words (before, after);
      g_autofree char *old = put_together (runs, WEFT_DIFF_ADDED);
      g_autofree char *new = put_together (runs, WEFT_DIFF_REMOVED);

      g_assert_cmpstr (old, ==, before);
      g_assert_cmpstr (new, ==, after);
    }
}

/* Longer than is looked into, and too different to be matched: told all the same. */
static void
test_long (void)
{
  g_autoptr (GString) before = g_string_new (NULL);
  g_autoptr (GString) after = g_string_new (NULL);
  g_autoptr (GPtrArray) runs = NULL;
  g_autofree char *old = NULL;

  for (guint i = 0; i < 4000; i++)
    {
      g_string_append_printf (before, "w%u ", i);
      g_string_append_printf (after, "v%u ", i);
    }
  runs = weft_diff_words (before->str, after->str);
  old = put_together (runs, WEFT_DIFF_ADDED);
  g_assert_cmpstr (old, ==, before->str);

  g_clear_pointer (&runs, g_ptr_array_unref);
  while (before->len <= WEFT_DIFF_MAX)
    g_string_append (before, "more ");
  runs = weft_diff_words (before->str, "more");
  g_assert_cmpuint (runs->len, ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/diff/cases", test_cases);
  g_test_add_func ("/base/diff/both-are-there", test_both_are_there);
  g_test_add_func ("/base/diff/long", test_long);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-merge.h"

#include <string.h>

static const struct
{
  const char *base;
  const char *mine;
  const char *theirs;
  const char *merged;
  gboolean conflict;
} cases[] = {
  { "same", "same", "same", "same" },
  { "old", "new", "old", "new" },
  { "old", "old", "new", "new" },
  { "old", "new", "new", "new" },
  { "", "mine", "", "mine" },
  { "", "mine", "theirs", "theirs\nmine" },
  { "mine too", "", "mine too", "" },
  { "a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n" },
  { "a\nb\nc\n", "a\nc\n", "a\nb\nC\n", "a\nC\n" },
  /* One line, different words. */
  { "the quick brown fox", "the slow brown fox", "the quick brown dog", "the slow brown dog" },
  { "Meet at ten", "Meet Ada at ten", "Meet at eleven", "Meet Ada at eleven" },
  /* The same word: what came first stays. */
  { "the quick fox", "the slow fox", "the lazy fox", "the lazy fox", TRUE },
  { "one two", "", "one three", "one three", TRUE },
  /* Both put something in at the same place. */
  { "Flour\nWater\n", "Flour\nWater\nSalt\n", "Flour\nWater\nYeast\n", "Flour\nWater\nYeast\nSalt\n" },
  { "Flour", "Flour\nSalt", "Flour\nYeast", "Flour\nYeast\nSalt" },
  { "Hello!", "Hello Ada!", "Hello Ben!", "Hello Ben Ada!" },
  /* Scripts without spaces, marks, and signs made of several characters. */
  { "你好世界", "您好世界", "你好宇宙", "您好宇宙" },
  { "chào bạn", "chào các bạn", "xin chào bạn", "xin chào các bạn" },
  { "e\u0301te\u0301 x", "e\u0301te\u0301 y", "ete x", "ete y" },
  { "👩‍🌾 a", "👩‍🚀 a", "👩‍🌾 b", "👩‍🚀 b" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean conflict;
      g_autofree char *merged = weft_merge_text (cases[i].base, cases[i].mine, cases[i].theirs, &conflict);

      g_assert_cmpstr (merged, ==, cases[i].merged);
      g_assert_cmpint (conflict, ==, cases[i].conflict);
    }
}

static char *
join (GPtrArray *words)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < words->len; i++)
    g_string_append_printf (text, "%s%s",
                            i == 0       ? ""
                            : i % 5 == 0 ? "\n"
                                         : " ",
                            (const char *) words->pdata[i]);

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/* Changes some words, each new one unlike any other. */
static char *
change (GPtrArray *words, GRand *random, const char *who, GPtrArray *typed)
{
  g_autoptr (GPtrArray) changed = g_ptr_array_new ();

  for (guint i = 0; i < words->len; i++)
    {
      int kind = g_rand_int_range (random, 0, 12);

      if (kind != 0)
        g_ptr_array_add (changed, words->pdata[i]);
      if (kind < 2)
        {
          char *word = g_strdup_printf ("%s%u", who, typed->len);

          g_ptr_array_add (typed, word);
          g_ptr_array_add (changed, word);
        }
    }

  return join (changed);
}

static gboolean
holds (const char *text, const char *word)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \n", -1);

  return g_strv_contains ((const char *const *) words, word);
}

/* Without a conflict everything anybody typed is there; with one, everything they typed who came first. */
static void
merge_random (guint seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) my_words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) their_words = g_ptr_array_new_with_free_func (g_free);
  int n_words = g_rand_int_range (random, 0, 60);
  g_autofree char *base = NULL;
  g_autofree char *mine = NULL;
  g_autofree char *theirs = NULL;
  g_autofree char *merged = NULL;
  g_autofree char *again = NULL;
  gboolean conflict;

  for (int i = 0; i < n_words; i++)
    g_ptr_array_add (words, g_strdup_printf ("w%d", g_rand_int_range (random, 0, 9)));
  base = join (words);
  mine = change (words, random, "m", my_words);
  theirs = change (words, random, "t", their_words);
  merged = weft_merge_text (base, mine, theirs, &conflict);
  again = weft_merge_text (base, mine, theirs, &conflict);

  g_assert_cmpstr (merged, ==, again);
  for (guint i = 0; i < their_words->len; i++)
    if (!holds (merged, their_words->pdata[i]))
      g_error ("seed %u: %s is lost", seed, (const char *) their_words->pdata[i]);
  for (guint i = 0; i < my_words->len && !conflict; i++)
    if (!holds (merged, my_words->pdata[i]))
      g_error ("seed %u: %s is lost", seed, (const char *) my_words->pdata[i]);

  g_free (again);
  again = weft_merge_text (base, mine, base, &conflict);
  g_assert_cmpstr (again, ==, mine);
  g_assert_false (conflict);
  g_free (again);
  again = weft_merge_text (base, base, theirs, &conflict);
  g_assert_cmpstr (again, ==, theirs);
  g_assert_false (conflict);
}

static void
test_random (void)
{
  guint seed = g_test_rand_int ();

  for (guint i = 0; i < 1000; i++)
    merge_random (i);
  g_test_message ("seed %u", seed);
  merge_random (seed);
}

/* Nothing in common, and as long as may be: an answer all the same, and both are in it or it is a conflict.
 */
static void
test_hostile (void)
{
  g_autoptr (GString) base = g_string_new (NULL);
  g_autoptr (GString) mine = g_string_new (NULL);
  g_autoptr (GString) theirs = g_string_new (NULL);
  g_autofree char *merged = NULL;
  gboolean conflict;

  for (guint i = 0; i < 16000; i++)
    {
      g_string_append_c (base, "ab \n"[i % 4]);
      g_string_append_c (mine, "b, a\nc"[(i * 7) % 6]);
      g_string_append_c (theirs, "\nab c;"[(i * 11) % 6]);
    }
  merged = weft_merge_text (base->str, mine->str, theirs->str, &conflict);
  g_assert_true (conflict);
  g_assert_cmpstr (merged, ==, theirs->str);
  g_free (merged);

  while (base->len <= WEFT_MERGE_MAX)
    g_string_append (base, base->str);
  merged = weft_merge_text (base->str, "mine", "theirs", &conflict);
  g_assert_true (conflict);
  g_assert_cmpstr (merged, ==, "theirs");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/merge/cases", test_cases);
  g_test_add_func ("/base/merge/random", test_random);
  g_test_add_func ("/base/merge/hostile", test_hostile);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-rank.h"

#include <string.h>

static void
assert_between (const char *before, const char *rank, const char *after)
{
  if ((before != NULL && strcmp (before, rank) >= 0) || (after != NULL && strcmp (rank, after) >= 0))
    g_error ("%s is not between %s and %s", rank, before, after);
  g_assert_cmpuint (strlen (rank), <=, WEFT_RANK_MAX);
}

static void
test_ends (void)
{
  g_autofree char *first = weft_rank_between (NULL, NULL);
  g_autofree char *last = g_strdup (first);
  g_autofree char *least = g_strdup (first);

  for (guint i = 0; i < 500; i++)
    {
      char *next = weft_rank_between (last, NULL);
      char *previous = weft_rank_between ("", least);

      assert_between (last, next, NULL);
      assert_between (NULL, previous, least);
      g_free (last);
      g_free (least);
      last = next;
      least = previous;
    }
  g_assert_cmpuint (strlen (last), <=, 20);
}

/* Anywhere among others, thousands of times. */
static void
test_random (void)
{
  guint seed = g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (GPtrArray) ranks = g_ptr_array_new_with_free_func (g_free);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 3000; i++)
    {
      guint at = (guint) g_rand_int_range (random, 0, (int) ranks->len + 1);
      const char *before = at > 0 ? ranks->pdata[at - 1] : NULL;
      const char *after = at < ranks->len ? ranks->pdata[at] : NULL;
      char *rank = weft_rank_between (before, after);

      assert_between (before, rank, after);
      g_ptr_array_insert (ranks, (int) at, rank);
    }
}

static void
test_no_room (void)
{
  g_autofree char *same = weft_rank_between ("V", "V");
  g_autofree char *wrong = weft_rank_between ("W", "V");
  g_autofree char *low = g_strdup ("V");
  g_autofree char *high = weft_rank_between (low, NULL);
  gboolean full = FALSE;

  g_assert_cmpstr (same, ==, "V");
  g_assert_cmpstr (wrong, ==, "W");

  /* Always just below the last one put there: some day there is no room, and nothing grows without end. */
  for (guint i = 0; i < 2000 && !full; i++)
    {
      char *rank = weft_rank_between (low, high);

      g_assert_cmpuint (strlen (rank), <=, WEFT_RANK_MAX);
      full = strcmp (rank, low) == 0;
      g_free (high);
      high = rank;
    }
  g_assert_true (full);
}

/* Many between two, wherever those are: each with a rank of its own, in order, and short. */
static void
test_fill (void)
{
  static const char *const ends[][2] = { { NULL, NULL }, { "V", NULL }, { NULL, "V" }, { "V", "W" }, { "Vzzz", "W" }, { "A", "A0V" } };

  for (guint e = 0; e < G_N_ELEMENTS (ends); e++)
    for (guint n = 0; n <= 1000; n = n * 3 + 1)
      {
        g_auto (GStrv) ranks = weft_rank_fill (ends[e][0], ends[e][1], n);

        g_assert_cmpuint (g_strv_length (ranks), ==, n);
        for (guint i = 0; i < n; i++)
          {
            assert_between (i > 0 ? ranks[i - 1] : ends[e][0], ranks[i], i + 1 < n ? ranks[i + 1] : ends[e][1]);
            g_assert_cmpuint (strlen (ranks[i]), <=, 16);
          }
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/rank/ends", test_ends);
  g_test_add_func ("/base/rank/random", test_random);
  g_test_add_func ("/base/rank/fill", test_fill);
  g_test_add_func ("/base/rank/no-room", test_no_room);

  return g_test_run ();
}

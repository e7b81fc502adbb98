/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-backoff.h"

static void
test_ceiling (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  guint ceiling = 250;

  for (guint attempt = 0; attempt < 12; attempt++)
    {
      WeftBackoff backoff = WEFT_BACKOFF_INIT (250, 30000);
      guint highest = 0;
      guint lowest = G_MAXUINT;

      backoff.random = random;
      for (guint i = 0; i < 2000; i++)
        {
          guint wait;

          backoff.attempt = attempt;
          wait = weft_backoff_next (&backoff);
          g_assert_cmpuint (wait, <=, ceiling);
          g_assert_cmpuint (backoff.attempt, ==, attempt + 1);
          highest = MAX (highest, wait);
          lowest = MIN (lowest, wait);
        }

      /* Spread over the whole range, not around the ceiling. */
      g_assert_cmpuint (highest, >, ceiling / 10 * 9);
      g_assert_cmpuint (lowest, <, ceiling / 10);
      ceiling = MIN (ceiling * 2, 30000);
    }
}

static void
test_extremes (void)
{
  WeftBackoff backoff = WEFT_BACKOFF_INIT (G_MAXUINT, G_MAXUINT);
  WeftBackoff none = WEFT_BACKOFF_INIT (0, 0);

  backoff.attempt = G_MAXUINT;
  weft_backoff_next (&backoff);
  g_assert_cmpuint (backoff.attempt, ==, G_MAXUINT);

  for (guint i = 0; i < 100; i++)
    g_assert_cmpuint (weft_backoff_next (&none), ==, 0);
}

static void
test_reset (void)
{
  WeftBackoff backoff = WEFT_BACKOFF_INIT (100, 30000);

  for (guint i = 0; i < 10; i++)
    weft_backoff_next (&backoff);
  weft_backoff_reset (&backoff);
  g_assert_cmpuint (weft_backoff_next (&backoff), <=, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backoff/ceiling", test_ceiling);
  g_test_add_func ("/backoff/extremes", test_extremes);
  g_test_add_func ("/backoff/reset", test_reset);
  return g_test_run ();
}

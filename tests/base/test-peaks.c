/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-peaks.h"

#include <string.h>

static void
test_some (void)
{
  static const guint8 levels[] = { 0, 9, 10, 31, 200 };
  g_autofree char *peaks = weft_peaks_from_levels (levels, G_N_ELEMENTS (levels));
  g_autofree char *none = weft_peaks_from_levels (NULL, 0);

  g_assert_cmpstr (peaks, ==, "09avv");
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpuint (weft_peaks_get (peaks, 2), ==, 10);
  g_assert_cmpuint (weft_peaks_get (peaks, 4), ==, WEFT_PEAK_MAX);
  g_assert_cmpuint (weft_peaks_get (peaks, 5), ==, 0);
  g_assert_cmpuint (weft_peaks_get ("?", 0), ==, 0);
}

static void
test_validity (void)
{
  g_autofree char *long_ones = g_strnfill (WEFT_PEAKS_MAX, 'v');
  g_autofree char *too_long = g_strnfill (WEFT_PEAKS_MAX + 1, 'v');

  g_assert_true (weft_peaks_are_valid (""));
  g_assert_true (weft_peaks_are_valid (long_ones));
  g_assert_false (weft_peaks_are_valid (too_long));
  g_assert_false (weft_peaks_are_valid ("0w"));
  g_assert_false (weft_peaks_are_valid ("0V"));
  g_assert_false (weft_peaks_are_valid ("ü"));
}

/* Whatever was recorded: no more than fit, all valid, none louder than the loudest, and the loudest is among
 * them. */
static void
test_random (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  for (guint round = 0; round < 200; round++)
    {
      gsize n = g_rand_int_range (rand, 1, round % 10 == 0 ? 20000 : 200);
      g_autofree guint8 *levels = g_malloc (n);
      g_autofree char *peaks = NULL;
      guint loudest = 0;
      guint found = 0;

      for (gsize i = 0; i < n; i++)
        {
          levels[i] = (guint8) g_rand_int_range (rand, 0, WEFT_PEAK_MAX + 1);
          loudest = MAX (loudest, levels[i]);
        }
      peaks = weft_peaks_from_levels (levels, n);
      for (gsize i = 0; i < strlen (peaks); i++)
        found = MAX (found, weft_peaks_get (peaks, i));
      if (!weft_peaks_are_valid (peaks) || strlen (peaks) != MIN (n, WEFT_PEAKS_MAX) || found != loudest)
        g_error ("seed %u, round %u: “%s” of %" G_GSIZE_FORMAT " levels", seed, round, peaks, n);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/peaks/some", test_some);
  g_test_add_func ("/peaks/validity", test_validity);
  g_test_add_func ("/peaks/random", test_random);

  return g_test_run ();
}

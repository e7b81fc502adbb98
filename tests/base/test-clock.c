/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-clock.h"

static void
test_system (void)
{
  WeftClock *clock = weft_clock_get_system ();
  gint64 before = g_get_monotonic_time ();
  gint64 monotonic = weft_clock_monotonic (clock);

  g_assert_true (clock == weft_clock_get_system ());
  g_assert_cmpint (monotonic, >=, before);
  g_assert_cmpint (monotonic, <=, g_get_monotonic_time ());
  /* After 2026 and before the year 2200: milliseconds, not another unit. */
  g_assert_cmpint (weft_clock_now (clock), >, G_GINT64_CONSTANT (1767225600000));
  g_assert_cmpint (weft_clock_now (clock), <, G_GINT64_CONSTANT (7258118400000));
}

static void
test_manual (void)
{
  g_autoptr (WeftManualClock) manual = weft_manual_clock_new (5000);
  WeftClock *clock = WEFT_CLOCK (manual);
  gint64 start = weft_clock_monotonic (clock);

  g_assert_cmpint (weft_clock_now (clock), ==, 5000);

  weft_manual_clock_advance (manual, 250);
  g_assert_cmpint (weft_clock_now (clock), ==, 5250);
  g_assert_cmpint (weft_clock_monotonic (clock), ==, start + 250000);

  weft_manual_clock_jump (manual, -5000);
  g_assert_cmpint (weft_clock_now (clock), ==, 250);
  g_assert_cmpint (weft_clock_monotonic (clock), ==, start + 250000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/system", test_system);
  g_test_add_func ("/clock/manual", test_manual);
  return g_test_run ();
}

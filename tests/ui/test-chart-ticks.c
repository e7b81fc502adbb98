/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ticks of numbers and of the calendar, for what people have and for what nobody should. */

#include "ui/weft-chart-scale.h"

#include <math.h>

#define SEEDS 20000
#define LRM "\xe2\x80\x8e"
#define DAY (24 * 3600e3)

static void
check_ticks (const WeftChartTicks *ticks, guint at_most)
{
  g_assert_cmpuint (ticks->n, <=, at_most);
  for (guint i = 0; i < ticks->n; i++)
    g_assert_true (isfinite (ticks->values[i]));
  for (guint i = 1; i < ticks->n; i++)
    {
      g_assert_cmpfloat (ticks->values[i], >, ticks->values[i - 1]);
      g_assert_cmpfloat_with_epsilon ((ticks->values[i] - ticks->values[i - 1]) / ticks->step, 1, 1e-3);
    }
}

static void
check_range (double lo, double hi, guint at_most)
{
  WeftChartTicks ticks;
  double from = lo, to = hi;

  weft_chart_ticks_clean (&from, &to);
  g_assert_true (isfinite (from) && isfinite (to) && isfinite (to - from));
  g_assert_cmpfloat (from, <, to);

  weft_chart_ticks_cover (&ticks, lo, hi, at_most, 0);
  check_ticks (&ticks, at_most);
  g_assert_cmpuint (ticks.n, >=, 2);
  g_assert_cmpfloat (ticks.values[0], <=, from + ticks.step * 1e-3);
  g_assert_cmpfloat (ticks.values[ticks.n - 1], >=, to - ticks.step * 1e-3);
  /* no emptier than half */
  g_assert_cmpfloat (ticks.values[0], >, from - ticks.step * 1.001);
  g_assert_cmpfloat (ticks.values[ticks.n - 1], <, to + ticks.step * 1.001);

  weft_chart_ticks_within (&ticks, lo, hi, at_most, 0);
  check_ticks (&ticks, at_most);
  for (guint i = 0; i < ticks.n; i++)
    {
      g_assert_cmpfloat (ticks.values[i], >=, from - ticks.step * 1e-3);
      g_assert_cmpfloat (ticks.values[i], <=, to + ticks.step * 1e-3);
    }
}

static void
test_hostile (void)
{
  static const double values[] = {
    0,      -0.0, 1,        -1,  NAN, INFINITY, -INFINITY,          1e300,  -1e300, 1.7e308, -1.7e308, 1e-300,
    5e-324, 1e16, 1e16 + 2, 0.1, 0.3, 1e-9,     4503599627370497.0, 1.5e12, -3.25
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    for (guint j = 0; j < G_N_ELEMENTS (values); j++)
      for (guint at_most = 0; at_most < 40; at_most++)
        check_range (values[i], values[j], CLAMP (at_most, WEFT_CHART_TICKS_MIN, WEFT_CHART_TICKS_MAX));
}

static void
test_nice (void)
{
  WeftChartTicks ticks;

  weft_chart_ticks_cover (&ticks, 0, 34, 6, 1);
  g_assert_cmpuint (ticks.n, ==, 5);
  g_assert_cmpfloat (ticks.values[4], ==, 40);
  weft_chart_ticks_cover (&ticks, 0, 2, 6, 1); /* of tasks there are no halves */
  g_assert_cmpuint (ticks.n, ==, 3);
  weft_chart_ticks_cover (&ticks, 0, 0.7, 8, 0);
  g_assert_cmpuint (ticks.n, ==, 8);
  weft_chart_ticks_cover (&ticks, -1, 1, 3, 0);
  g_assert_cmpuint (ticks.n, ==, 3);
  g_assert_false (signbit (ticks.values[1]));
  weft_chart_ticks_cover (&ticks, 9, 3, 4, 0); /* the wrong way round */
  g_assert_cmpfloat (ticks.values[0], <=, 3);
}

/* A number of any size. */
static double
take_number (GRand *rand)
{
  double size = pow (10, g_rand_double_range (rand, -30, 30));

  switch (g_rand_int_range (rand, 0, 12))
    {
    case 0:
      return NAN;
    case 1:
      return g_rand_boolean (rand) ? INFINITY : -INFINITY;
    case 2:
      return 0;
    case 3:
      return g_rand_int_range (rand, -1000, 1000);
    default:
      return g_rand_double_range (rand, -size, size);
    }
}

static void
test_seeds (void)
{
  for (guint seed = 0; seed < SEEDS; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      double lo = take_number (rand),
             hi = g_rand_boolean (rand) ? take_number (rand)
                                        : lo + fabs (lo) * pow (10, g_rand_double_range (rand, -15, 2));
      guint at_most = (guint) g_rand_int_range (rand, WEFT_CHART_TICKS_MIN, WEFT_CHART_TICKS_MAX + 1);

      g_test_message ("seed %u: %g to %g, at most %u", seed, lo, hi, at_most);
      check_range (lo, hi, at_most);
    }
}

static double
get_time (GTimeZone *zone, int year, int month, int day, int hour, int minute)
{
  g_autoptr (GDateTime) at = g_date_time_new (zone, year, month, day, hour, minute, 0);

  return g_date_time_to_unix (at) * 1000.0;
}

static void
check_labels (GTimeZone *zone, double lo, double hi, guint at_most, const char *labels)
{
  WeftChartTicks ticks;
  WeftChartCalendar calendar = weft_chart_calendar_fill (&ticks, lo, hi, at_most, zone);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < ticks.n; i++)
    {
      g_autofree char *label = weft_chart_calendar_dup_label (ticks.values[i], calendar, zone);

      g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", label);
    }
  g_assert_cmpstr (text->str, ==, labels);
}

static void
test_calendar (void)
{
  g_autoptr (GTimeZone) saigon = g_time_zone_new_identifier ("Asia/Ho_Chi_Minh");
  g_autoptr (GTimeZone) berlin = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (GTimeZone) katmandu = g_time_zone_new_identifier ("Asia/Kathmandu");

  if (saigon == NULL || berlin == NULL || katmandu == NULL)
    {
      g_test_skip ("this machine has no time zones");
      return;
    }
  check_labels (saigon, get_time (saigon, 2026, 5, 12, 9, 0), get_time (saigon, 2026, 5, 12, 12, 0), 8,
                "09:00|09:30|10:00|10:30|11:00|11:30|12:00");
  check_labels (katmandu, get_time (katmandu, 2026, 5, 12, 9, 10), get_time (katmandu, 2026, 5, 12, 12, 0), 4,
                "10:00|11:00|12:00");
  check_labels (saigon, get_time (saigon, 2026, 5, 12, 9, 0), get_time (saigon, 2026, 5, 13, 9, 0), 5,
                "12:00|18:00|13 May|06:00");
  check_labels (saigon, get_time (saigon, 2026, 5, 1, 0, 0), get_time (saigon, 2026, 5, 30, 0, 0), 5,
                "3 May|10 May|17 May|24 May"); /* Sundays in C */
  check_labels (saigon, get_time (saigon, 2025, 11, 20, 0, 0), get_time (saigon, 2026, 3, 20, 0, 0), 6,
                "Dec|2026|Feb|Mar");
  check_labels (saigon, get_time (saigon, 2019, 11, 20, 0, 0), get_time (saigon, 2026, 3, 20, 0, 0), 4,
                "2020|2022|2024|2026");
  /* The clocks go forward at 2, and back at 3: the hours stay those on the clock. */
  check_labels (berlin, get_time (berlin, 2026, 3, 29, 0, 0), get_time (berlin, 2026, 3, 29, 12, 0), 6,
                "29 Mar|03:00|06:00|09:00|12:00");
  check_labels (berlin, get_time (berlin, 2026, 10, 25, 0, 0), get_time (berlin, 2026, 10, 25, 12, 0), 6,
                "25 Oct|03:00|06:00|09:00|12:00");
  check_labels (berlin, get_time (berlin, 2026, 3, 27, 0, 0), get_time (berlin, 2026, 3, 31, 0, 0), 6,
                "27 Mar|28 Mar|29 Mar|30 Mar|31 Mar");
}

static void
test_calendar_seeds (void)
{
  static const char *const names[] = { "UTC",          "America/Sao_Paulo", "Australia/Lord_Howe",
                                       "Africa/Cairo", "Pacific/Apia",      "Asia/Kathmandu" };

  for (guint seed = 0; seed < SEEDS / 4; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      const char *name = names[g_rand_int_range (rand, 0, G_N_ELEMENTS (names))];
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (name);
      double lo = g_rand_double_range (rand, -7e13, 2.7e14),
             hi = lo + pow (10, g_rand_double_range (rand, 0, 14.5));
      guint at_most = (guint) g_rand_int_range (rand, WEFT_CHART_TICKS_MIN, WEFT_CHART_TICKS_MAX + 1);
      WeftChartTicks ticks;
      WeftChartCalendar calendar;

      if (zone == NULL)
        continue;
      if (g_rand_int_range (rand, 0, 20) == 0)
        lo = take_number (rand);
      g_test_message ("seed %u: %f to %f, at most %u, %s", seed, lo, hi, at_most, name);
      calendar = weft_chart_calendar_fill (&ticks, lo, hi, at_most, zone);
      weft_chart_calendar_clean (&lo, &hi);
      g_assert_cmpuint (ticks.n, <=, at_most);
      if (hi - lo > 2000)
        g_assert_cmpuint (ticks.n, >=, 1);
      for (guint i = 0; i < ticks.n; i++)
        {
          g_autofree char *label = weft_chart_calendar_dup_label (ticks.values[i], calendar, zone);

          g_assert_cmpfloat (ticks.values[i], >=, lo);
          g_assert_cmpfloat (ticks.values[i], <=, hi);
          g_assert_cmpstr (label, !=, "");
          if (i > 0)
            g_assert_cmpfloat (ticks.values[i], >, ticks.values[i - 1]);
          if (i > 0 && calendar >= WEFT_CHART_CALENDAR_DAY)
            g_assert_cmpfloat (ticks.values[i] - ticks.values[i - 1], >, ticks.step * 0.8);
        }
    }
}

static void
test_moments (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  double may = get_time (zone, 2026, 5, 12, 0, 0), morning = get_time (zone, 2026, 5, 12, 9, 30);
  g_autofree char *day = weft_chart_calendar_dup_moment (may, TRUE, FALSE, may - 7 * DAY, may + DAY, zone);
  g_autofree char *year = weft_chart_calendar_dup_moment (may, TRUE, FALSE, may - 300 * DAY, may + DAY, zone);
  g_autofree char *time = weft_chart_calendar_dup_moment (morning, FALSE, FALSE, may, may + DAY / 2, zone);
  g_autofree char *both = weft_chart_calendar_dup_moment (morning, FALSE, FALSE, may, may + DAY, zone);
  g_autofree char *seconds
      = weft_chart_calendar_dup_moment (morning + 5000, FALSE, TRUE, may, may + DAY / 2, zone);
  g_autofree char *none = weft_chart_calendar_dup_moment (NAN, FALSE, FALSE, may, may + DAY, zone);
  g_autofree char *far = weft_chart_calendar_dup_moment (1e300, FALSE, FALSE, -INFINITY, INFINITY, zone);

  g_assert_cmpstr (day, ==, "12 May");
  g_assert_cmpstr (year, ==, "12 May 2026");
  g_assert_cmpstr (time, ==, "09:30");
  g_assert_cmpstr (both, ==, "12 May, 09:30");
  g_assert_cmpstr (seconds, ==, "09:30:05");
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (far, ==, "");
}

static void
check_number (double value, WeftChartUnit unit, const char *text)
{
  g_autofree char *number = weft_chart_number_dup (value, unit);

  g_assert_cmpstr (number, ==, text);
}

static void
check_tick (double value, double step, WeftChartUnit unit, const char *text)
{
  g_autofree char *number = weft_chart_number_dup_tick (value, step, unit);

  g_assert_cmpstr (number, ==, text);
}

static void
test_numbers (void)
{
  check_number (34, WEFT_CHART_UNIT_COUNT, "34");
  check_number (0, WEFT_CHART_UNIT_NONE, "0");
  check_number (-0.0, WEFT_CHART_UNIT_NONE, "0");
  check_number (-5.834, WEFT_CHART_UNIT_NONE, LRM "−5.83");
  check_number (5.8, WEFT_CHART_UNIT_PERCENT, "5.8 %");
  check_number (99.96, WEFT_CHART_UNIT_NONE, "100");
  check_number (0.1 + 0.2, WEFT_CHART_UNIT_NONE, "0.3");
  check_number (0.000123, WEFT_CHART_UNIT_NONE, "0.000123");
  check_number (NAN, WEFT_CHART_UNIT_PERCENT, "–");
  check_number (INFINITY, WEFT_CHART_UNIT_NONE, "∞");
  check_number (-INFINITY, WEFT_CHART_UNIT_BYTES, LRM "−∞");
  check_number (1e300, WEFT_CHART_UNIT_NONE, "1×10³⁰⁰");
  check_number (1.2e12, WEFT_CHART_UNIT_NONE, "1.2×10¹²");
  check_number (9.999e12, WEFT_CHART_UNIT_NONE, "1×10¹³");
  check_number (5e-324, WEFT_CHART_UNIT_NONE, "1×10⁻³²⁴");
  check_number (1e300, WEFT_CHART_UNIT_BYTES, "1×10³⁰⁰");
  check_number (1e300, WEFT_CHART_UNIT_DURATION, "1.16×10²⁹² d");
  check_number (9660e3, WEFT_CHART_UNIT_DURATION, "2 h 41 min");
  check_number (4.5 * DAY, WEFT_CHART_UNIT_DURATION, "4 d 12 h");
  check_number (1500, WEFT_CHART_UNIT_DURATION, "1.5 s");
  check_number (0.25, WEFT_CHART_UNIT_DURATION, "0.25 ms");
  check_number (-90e3, WEFT_CHART_UNIT_DURATION, LRM "−1 min 30 s");
  check_tick (0.6000000000000001, 0.2, WEFT_CHART_UNIT_NONE, "0.6");
  check_tick (2, 0.5, WEFT_CHART_UNIT_PERCENT, "2.0 %");
  check_tick (150, 50, WEFT_CHART_UNIT_COUNT, "150");
}

static void
test_scale (void)
{
  WeftChartScale scale;

  weft_chart_scale_init_values (&scale, -1e300, 1e300, 5, 0);
  scale.from = 200;
  scale.to = 0;
  g_assert_cmpfloat_with_epsilon (weft_chart_scale_place (&scale, 0), 100, 1e-9);
  g_assert_cmpfloat_with_epsilon (weft_chart_scale_value (&scale, 100) / 1e300, 0, 1e-9);
  g_assert_true (isnan (weft_chart_scale_place (&scale, NAN)));
  g_assert_cmpfloat (fabs (weft_chart_scale_place (&scale, INFINITY)), <, 1e5);
  weft_chart_scale_init (&scale, WEFT_CHART_AXIS_CATEGORY, -0.5, 4.5, 12, NULL);
  g_assert_cmpuint (scale.ticks.n, ==, 5);
  scale.from = scale.to = 7;
  g_assert_cmpfloat (weft_chart_scale_value (&scale, 9), ==, scale.lo);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart/ticks/nice", test_nice);
  g_test_add_func ("/chart/ticks/hostile", test_hostile);
  g_test_add_func ("/chart/ticks/seeds", test_seeds);
  g_test_add_func ("/chart/calendar", test_calendar);
  g_test_add_func ("/chart/calendar/seeds", test_calendar_seeds);
  g_test_add_func ("/chart/calendar/moments", test_moments);
  g_test_add_func ("/chart/numbers", test_numbers);
  g_test_add_func ("/chart/scale", test_scale);
  return g_test_run ();
}

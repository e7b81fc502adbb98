/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Forecasts: exact where the past leaves no choice, near what can be reckoned where it does, and the same of the same seed. */

#include "features/board/client/weft-forecast.h"

#include <string.h>

static void
test_constant (void)
{
  const double ones[] = { 1, 1, 1, 1, 1, 1, 1 };
  const double tenth[] = { 0.1 };
  const guint percents[] = { 50, 85, 95 };
  WeftForecast forecast;
  double amounts[3];

  weft_forecast_init (&forecast, ones, G_N_ELEMENTS (ones), 12, 1);
  for (guint percent = 1; percent <= 100; percent++)
    g_assert_cmpuint (weft_forecast_find (&forecast, percent), ==, 12);
  weft_forecast_init (&forecast, ones, G_N_ELEMENTS (ones), 11.5, 1);
  g_assert_cmpuint (weft_forecast_find (&forecast, 50), ==, 12);
  /* Ten times a tenth is a little less than one, as computers count. */
  weft_forecast_init (&forecast, tenth, 1, 1, 1);
  g_assert_cmpuint (weft_forecast_find (&forecast, 50), ==, 10);
  weft_forecast_amounts (ones, G_N_ELEMENTS (ones), 28, 1, percents, 3, amounts);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat (amounts[i], ==, 28);
}

/* A day in three brings one. Until the first: after n days it is there with 1 − (2/3)^n: 56 % after 2 days, 87 % after 5, 96 % after 8, and less
 * than 50, 85, 95 % a day earlier (33 %, 80 %, 94 %). */
static void
test_chance (void)
{
  const double samples[] = { 0, 1, 0 };
  const guint percents[] = { 50, 85, 95 };
  WeftForecast forecast;
  double amounts[3];

  for (guint64 seed = 0; seed < 3; seed++)
    {
      weft_forecast_init (&forecast, samples, 3, 1, seed);
      g_assert_cmpuint (weft_forecast_find (&forecast, 50), ==, 2);
      g_assert_cmpuint (weft_forecast_find (&forecast, 85), ==, 5);
      g_assert_cmpuint (weft_forecast_find (&forecast, 95), ==, 8);
      /* In 90 days 30 ± 4.5: half of the runs reach 30, 95 of 100 reach 30 − 1.645 × 4.47 = 22.6. */
      weft_forecast_amounts (samples, 3, 90, seed, percents, 3, amounts);
      g_assert_cmpfloat (amounts[0], ==, 30);
      g_assert_cmpfloat (amounts[1], >=, 25);
      g_assert_cmpfloat (amounts[1], <=, 26);
      g_assert_cmpfloat (amounts[2], >=, 22);
      g_assert_cmpfloat (amounts[2], <=, 23);
    }
}

static void
test_seed (void)
{
  const double samples[] = { 0, 3, 0, 0, 1, 2, 0, 0, 5, 1 };
  WeftForecast one, same, other;
  guint sum = 0;

  weft_forecast_init (&one, samples, G_N_ELEMENTS (samples), 40, 7);
  weft_forecast_init (&same, samples, G_N_ELEMENTS (samples), 40, 7);
  weft_forecast_init (&other, samples, G_N_ELEMENTS (samples), 40, 8);
  g_assert_cmpmem (&one, sizeof one, &same, sizeof same);
  g_assert_true (memcmp (&one, &other, sizeof one) != 0);
  for (guint i = 0; i < G_N_ELEMENTS (one.ends); i++)
    sum += one.ends[i];
  g_assert_cmpuint (sum, ==, WEFT_FORECAST_RUNS);
}

static void
test_ends (void)
{
  const double none[] = { 0, 0 };
  const double few[] = { 0, 0.001 };
  WeftForecast forecast;

  weft_forecast_init (&forecast, none, 2, 0, 1);
  g_assert_cmpuint (weft_forecast_find (&forecast, 95), ==, 0);
  weft_forecast_init (&forecast, none, 2, 1, 1);
  g_assert_cmpuint (weft_forecast_find (&forecast, 1), ==, WEFT_FORECAST_NEVER);
  weft_forecast_init (&forecast, few, 2, 1e300, 1);
  g_assert_cmpuint (weft_forecast_find (&forecast, 1), ==, WEFT_FORECAST_NEVER);
  /* Some end in time and some do not: the middle of 1,826 days is 913 thousandths. */
  weft_forecast_init (&forecast, few, 2, 0.913, 1);
  g_assert_cmpuint (weft_forecast_find (&forecast, 25), <=, WEFT_FORECAST_DAYS_MAX);
  g_assert_cmpuint (weft_forecast_find (&forecast, 75), ==, WEFT_FORECAST_NEVER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/board/forecast/constant", test_constant);
  g_test_add_func ("/board/forecast/chance", test_chance);
  g_test_add_func ("/board/forecast/seed", test_seed);
  g_test_add_func ("/board/forecast/ends", test_ends);
  return g_test_run ();
}

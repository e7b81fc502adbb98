/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-forecast.h"

#include <stdlib.h>

/* SplitMix64 (Steele, Lea and Flood, “Fast splittable pseudorandom number generators”, 2014): a few instructions, and the same on every machine. */
static guint64
draw (guint64 *state)
{
  guint64 z = *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static double
draw_sample (const double *samples, guint n, guint64 *state)
{
  return samples[((draw (state) >> 32) * n) >> 32];
}

static guint
run (const double *samples, guint n, double amount, guint64 *state)
{
  /* Ten times 0.1 are enough for 1. */
  double left = amount * (1 - 1e-9);
  guint day = 0;

  while (left > 0 && day < WEFT_FORECAST_NEVER)
    {
      left -= draw_sample (samples, n, state);
      day++;
    }

  return day;
}

void
weft_forecast_init (WeftForecast *self, const double *samples, guint n, double amount, guint64 seed)
{
  double most = 0;

  g_return_if_fail (self != NULL && samples != NULL && n > 0);

  *self = (WeftForecast) { 0 };
  for (guint i = 0; i < n; i++)
    most = MAX (most, samples[i]);
  /* What cannot end even if every day were the best one need not be tried. */
  if (most * WEFT_FORECAST_DAYS_MAX < amount * (1 - 1e-9))
    {
      self->ends[WEFT_FORECAST_NEVER] = WEFT_FORECAST_RUNS;
      return;
    }
  for (guint i = 0; i < WEFT_FORECAST_RUNS; i++)
    self->ends[run (samples, n, amount, &seed)]++;
}

guint
weft_forecast_find (const WeftForecast *self, guint percent)
{
  guint64 ended = 0;

  g_return_val_if_fail (self != NULL && percent >= 1 && percent <= 100, WEFT_FORECAST_NEVER);

  for (guint day = 0; day < WEFT_FORECAST_NEVER; day++)
    {
      ended += self->ends[day];
      if (ended * 100 >= (guint64) percent * WEFT_FORECAST_RUNS)
        return day;
    }

  return WEFT_FORECAST_NEVER;
}

static int
compare_down (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return (left < right) - (left > right);
}

void
weft_forecast_amounts (
    const double *samples, guint n, guint days, guint64 seed, const guint *percents, guint n_percents, double *amounts)
{
  g_autofree double *sums = g_new0 (double, WEFT_FORECAST_RUNS);

  g_return_if_fail (samples != NULL && n > 0 && days <= WEFT_FORECAST_DAYS_MAX);

  for (guint i = 0; i < WEFT_FORECAST_RUNS; i++)
    for (guint day = 0; day < days; day++)
      sums[i] += draw_sample (samples, n, &seed);
  qsort (sums, WEFT_FORECAST_RUNS, sizeof *sums, compare_down);
  for (guint i = 0; i < n_percents; i++)
    amounts[i] = sums[(percents[i] * WEFT_FORECAST_RUNS + 99) / 100 - 1];
}

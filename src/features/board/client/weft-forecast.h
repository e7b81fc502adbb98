/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * What will be done when, by Monte Carlo: a run makes up a future in which each day is as one of those that were, drawn at random; of many runs one
 * sees how likely is what. Days are counted from 1, the first that is made up. Pure: the same samples and seed give the same answer, everywhere.
 */

#define WEFT_FORECAST_RUNS 4000
#define WEFT_FORECAST_DAYS_MAX 1826 /* five years: what takes longer does not end */
#define WEFT_FORECAST_NEVER (WEFT_FORECAST_DAYS_MAX + 1)

/** WeftForecast: on which day the runs end. */
typedef struct
{
  guint ends[WEFT_FORECAST_NEVER + 1]; /* how many on the day; WEFT_FORECAST_NEVER: how many do not; 0: all, if there is nothing to do */
} WeftForecast;

/**
 * weft_forecast_init:
 * @samples: (array length=n): what was done on a day, at least 0
 * @n: at least 1
 * @amount: what is to be done
 */
void weft_forecast_init (WeftForecast *self, const double *samples, guint n, double amount, guint64 seed);

/** weft_forecast_find: Returns: the first day by which @percent (1 to 100) of the runs have ended; WEFT_FORECAST_NEVER: they do not. */
guint weft_forecast_find (const WeftForecast *self, guint percent);

/**
 * weft_forecast_amounts: how much is done in @days.
 * @percents: (array length=n_percents): 1 to 100
 * @amounts: (out) (array length=n_percents): so much or more is done in that share of the runs
 */
void weft_forecast_amounts (
    const double *samples, guint n, guint days, guint64 seed, const guint *percents, guint n_percents, double *amounts);

G_END_DECLS

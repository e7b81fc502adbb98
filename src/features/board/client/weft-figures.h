/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "features/board/client/weft-figures-days.h"
#include "features/board/client/weft-figures-task.h"
#include "features/board/client/weft-forecast.h"
#include "features/board/client/weft-project-status.h"

G_BEGIN_DECLS

/*
 * The figures of a project, made of what its tasks went through, over some weeks which end with today. What counts, and how:
 *
 * - Deleted tasks and duplicates of others do not count at all, as though they had never been: when they went is not in their rows, and the work of
 *   a duplicate is that of the other. Nor do those that were put away before they were done. What was put away when it was done stays done.
 * - Parts of a task count like any other, and so does the task itself.
 * - A status is of the category which it has now; one that is there no more, of its last. Of no known status: to be done.
 * - On a day a task counts where it stood at the day's end, today where it stands. So one that was moved back, or opened again, stands there from
 *   then on, and days before stay as they were.
 * - A task is done, once, when it came to be done for the last time and stayed. One that was opened again is not, until it is done again.
 * - Lead time is from when it was made until it was done; cycle time from when it was first begun ("doing") until then, whatever way it went
 *   between. What went straight from to do to done has no cycle time. Age is from when it was first begun until now, of what is "doing" now.
 * - A task without an estimate is no points: it is in no figure of points. An estimate counts as it is now, also for days gone by.
 * - A forecast is drawn from all days of the weeks but today, which is not over, and but those before the project's first task. Days on which
 *   nothing was done are drawn like any other. Its first day is tomorrow.
 * - Clocks may be wrong: a step is never before the one before it, never after now, and none is before 1970.
 * - Of a task with more than WEFT_TASK_STEPS_MAX steps those after the first are lost: it stood in its first status until the oldest known.
 * - Percentiles are by nearest rank: the smallest value which at least so many of all do not exceed.
 *
 * Linear in the number of steps. Pure, and safe on any thread.
 */

#define WEFT_FIGURES_WEEKS_MAX 52
#define WEFT_FIGURES_LEAST_DONE 5 /* a forecast needs so many tasks which were done, … */
#define WEFT_FIGURES_LEAST_DAYS 7 /* … in so many days or more */
#define WEFT_FIGURES_N_PERCENTS 3

extern const guint weft_figures_percents[WEFT_FIGURES_N_PERCENTS]; /* 50, 85, 95 */

/** WeftFiguresMeasure: what is counted. */
typedef enum
{
  WEFT_FIGURES_TASKS,
  WEFT_FIGURES_POINTS,
  WEFT_FIGURES_N_MEASURES,
} WeftFiguresMeasure;

/** WeftFiguresChoice: what a person wants to see. */
typedef struct
{
  guint weeks;                /* 1 to WEFT_FIGURES_WEEKS_MAX: of the past */
  WeftFiguresMeasure measure; /* what burns up, and what is forecast */
  guint ahead;                /* days, at most WEFT_FORECAST_DAYS_MAX: how much is done by then */
  guint64 seed;
} WeftFiguresChoice;

/** WeftFiguresTime: how long a task took. */
typedef struct
{
  gint64 number;
  char *title;
  gint64 at;   /* ms: when it was done; of an age: begun */
  gint64 took; /* ms */
} WeftFiguresTime;

/** WeftFiguresTimes: of many. */
typedef struct
{
  GArray *all;                                /* of WeftFiguresTime: the first that was done first, of ages the oldest */
  gint64 percentiles[WEFT_FIGURES_N_PERCENTS]; /* ms; 0 if there are none */
} WeftFiguresTimes;

typedef enum
{
  WEFT_FIGURES_FORECAST, /* there is one */
  WEFT_FIGURES_TOO_LITTLE, /* was done to know */
  WEFT_FIGURES_ALL_DONE, /* there is nothing to forecast */
} WeftFiguresOutlook;

typedef struct
{
  WeftFiguresChoice choice;
  WeftFiguresDays *days;                       /* the last is today */
  GPtrArray *statuses;                         /* of WeftStatusRecord: in order, then those which are there no more */
  guint *flow;                                 /* tasks in status s on the day d: flow[s * days->n + d] */
  double *scope[WEFT_FIGURES_N_MEASURES];      /* on each day: all there is */
  double *done[WEFT_FIGURES_N_MEASURES];       /* and what of it is done */
  double *finished[WEFT_FIGURES_N_MEASURES];   /* on each day: what was done then, and stayed so */
  WeftFiguresTimes cycle;                      /* of those that were done in these days */
  WeftFiguresTimes lead;
  WeftFiguresTimes ages;
  guint first;                                 /* day: the first of these on which there was a task; the last if there is none */
  guint n_tasks;                               /* that count, ever */
  guint n_open;
  guint n_open_without_estimate;
  guint n_finished;                            /* tasks, in these days */

  WeftFiguresOutlook outlook;
  double open;                                 /* what is to be done, by the chosen measure */
  guint n_sampled;                             /* days from which the forecast is drawn */
  guint n_sampled_done;                        /* tasks done in them */
  double sampled;                              /* what was done in them, by the chosen measure */
  WeftForecast forecast;
  double amounts[WEFT_FIGURES_N_PERCENTS];     /* done in the days ahead, or more, in 50, 85, 95 % of the runs */
} WeftFigures;

GType weft_figures_get_type (void);

/**
 * weft_figures_new:
 * @statuses: (element-type WeftStatusRecord) (transfer none): kept
 * @tasks: (element-type WeftFiguresTask)
 * @now: ms since 1970 UTC
 *
 * Returns: (transfer full): boxed, never changed
 */
WeftFigures *weft_figures_new (GPtrArray *statuses, GPtrArray *tasks, gint64 now, GTimeZone *zone, const WeftFiguresChoice *choice);
WeftFigures *weft_figures_ref (WeftFigures *self);
void weft_figures_unref (WeftFigures *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftFigures, weft_figures_unref)

/** weft_figures_get_flow: Returns: how many tasks stood in the status @status at the end of the day @day. */
guint weft_figures_get_flow (const WeftFigures *self, guint status, guint day);
/** weft_figures_find_end: Returns: by which day @percent of the runs have ended, in days from today; WEFT_FORECAST_NEVER. */
guint weft_figures_find_end (const WeftFigures *self, guint percent);
/** weft_figures_get_day: Returns: ms: when the day begins that is @ahead of today, in @zone. */
gint64 weft_figures_get_day (const WeftFigures *self, guint ahead, GTimeZone *zone);

G_END_DECLS

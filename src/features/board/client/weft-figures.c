/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-figures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "features/board/shared/weft-task-steps.h"

#define DAY (24 * 3600 * G_GINT64_CONSTANT (1000))

const guint weft_figures_percents[WEFT_FIGURES_N_PERCENTS] = { 50, 85, 95 };

/* Counting: what is counted, and with what. */
typedef struct
{
  WeftFigures *out;
  GHashTable *statuses; /* id → index + 1 */
  gint64 now;
  gint64 first;         /* when the first task was made */
} Counting;

/* Passage: through which statuses one task went. */
typedef struct
{
  gint64 made;
  gint64 begun;         /* −1: never */
  gint64 done;          /* −1: it is not */
  WeftCategory category; /* now */
} Passage;

void
weft_figures_task_free (WeftFiguresTask *self)
{
  if (self == NULL)
    return;

  g_free (self->title);
  g_free (self->status);
  g_free (self->steps);
  g_free (self);
}

static void
clear_time (gpointer data)
{
  g_free (((WeftFiguresTime *) data)->title);
}

static void
clear_figures (gpointer data)
{
  WeftFigures *self = data;

  weft_figures_days_free (self->days);
  g_ptr_array_unref (self->statuses);
  g_free (self->flow);
  for (guint i = 0; i < WEFT_FIGURES_N_MEASURES; i++)
    {
      g_free (self->scope[i]);
      g_free (self->done[i]);
      g_free (self->finished[i]);
    }
  g_array_unref (self->cycle.all);
  g_array_unref (self->lead.all);
  g_array_unref (self->ages.all);
}

WeftFigures *
weft_figures_ref (WeftFigures *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
weft_figures_unref (WeftFigures *self)
{
  g_atomic_rc_box_release_full (self, clear_figures);
}

G_DEFINE_BOXED_TYPE (WeftFigures, weft_figures, weft_figures_ref, weft_figures_unref)

/* Counting tasks */

static double
get_points (const WeftFiguresTask *task)
{
  return isfinite (task->estimate) && task->estimate > 0 ? task->estimate : 0;
}

static WeftCategory
get_category (const Counting *counting, guint status)
{
  const GPtrArray *statuses = counting->out->statuses;

  return status < statuses->len ? ((const WeftStatusRecord *) statuses->pdata[status])->category : WEFT_CATEGORY_TODO;
}

/* One more than there are, if it is none. */
static guint
find_status (const Counting *counting, const char *id)
{
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (counting->statuses, id));

  return index > 0 ? index - 1 : counting->out->statuses->len;
}

/* From @day on. Sums are made of it at the end. */
static void
add (const Counting *counting, double *const *figures, const WeftFiguresTask *task, guint day, int sign)
{
  figures[WEFT_FIGURES_TASKS][day] += sign;
  figures[WEFT_FIGURES_POINTS][day] += sign * get_points (task);
}

static void
walk (const Counting *counting, const WeftFiguresTask *task, const char *steps, gboolean count, Passage *passage)
{
  WeftFigures *out = counting->out;
  WeftTaskStep step;
  gint64 at = 0;
  guint status = 0;

  *passage = (Passage) { .begun = -1, .done = -1 };
  for (guint i = 0; weft_task_steps_next (&steps, &step); i++)
    {
      guint before = status;
      WeftCategory old = passage->category;
      guint day;

      at = CLAMP (step.at, at, counting->now);
      day = weft_figures_days_find (out->days, at);
      status = find_status (counting, step.status);
      passage->category = get_category (counting, status);
      if (i == 0)
        passage->made = at;
      if (passage->category == WEFT_CATEGORY_DOING && passage->begun < 0)
        passage->begun = at;
      if (passage->category != WEFT_CATEGORY_DONE)
        passage->done = -1;
      else if (passage->done < 0)
        passage->done = at;

      if (!count)
        continue;
      if (i == 0)
        add (counting, out->scope, task, day, 1);
      else
        out->flow[before * out->days->n + day]--;
      out->flow[status * out->days->n + day]++;
      if ((passage->category == WEFT_CATEGORY_DONE) != (i > 0 && old == WEFT_CATEGORY_DONE))
        add (counting, out->done, task, day, passage->category == WEFT_CATEGORY_DONE ? 1 : -1);
    }
}

static void
add_time (WeftFiguresTimes *times, const WeftFiguresTask *task, gint64 at, gint64 took)
{
  WeftFiguresTime time = { .number = task->number, .title = g_strdup (task->title), .at = at, .took = took };

  g_array_append_val (times->all, time);
}

static void
add_finished (const Counting *counting, const WeftFiguresTask *task, const Passage *passage)
{
  WeftFigures *out = counting->out;

  if (passage->done < out->days->starts[0])
    return;

  out->n_finished++;
  add (counting, out->finished, task, weft_figures_days_find (out->days, passage->done), 1);
  add_time (&out->lead, task, passage->done, passage->done - passage->made);
  if (passage->begun >= 0)
    add_time (&out->cycle, task, passage->done, passage->done - passage->begun);
}

static void
add_open (const Counting *counting, const WeftFiguresTask *task, const Passage *passage)
{
  WeftFigures *out = counting->out;
  double points = get_points (task);

  out->n_open++;
  out->n_open_without_estimate += points == 0;
  out->open += out->choice.measure == WEFT_FIGURES_POINTS ? points : 1;
  if (passage->category == WEFT_CATEGORY_DOING)
    add_time (&out->ages, task, passage->begun, counting->now - passage->begun);
}

static void
count_task (Counting *counting, const WeftFiguresTask *task)
{
  const char *steps = task->steps != NULL ? task->steps : "";
  const char *rest = steps;
  g_autofree char *only = NULL;
  WeftTaskStep first;
  Passage passage;

  if (task->removed || task->duplicate)
    return;

  if (!weft_task_steps_next (&rest, &first))
    steps = only = weft_task_steps_add (NULL, task->status != NULL ? task->status : "?", task->created_at);
  if (task->archived)
    {
      walk (counting, task, steps, FALSE, &passage);
      if (passage.done < 0)
        return;
    }
  walk (counting, task, steps, TRUE, &passage);
  counting->out->n_tasks++;
  counting->first = MIN (counting->first, passage.made);
  if (passage.done >= 0)
    add_finished (counting, task, &passage);
  else
    add_open (counting, task, &passage);
}

/* Summing up */

static void
sum_up (WeftFigures *out)
{
  guint n = out->days->n;

  for (guint status = 0; status <= out->statuses->len; status++)
    for (guint day = 1; day < n; day++)
      out->flow[status * n + day] += out->flow[status * n + day - 1];
  for (guint i = 0; i < WEFT_FIGURES_N_MEASURES; i++)
    for (guint day = 1; day < n; day++)
      {
        out->scope[i][day] += out->scope[i][day - 1];
        out->done[i][day] += out->done[i][day - 1];
      }
  /* Sums of fractions are off by a little. */
  for (guint i = 0; i < WEFT_FIGURES_N_MEASURES; i++)
    for (guint day = 0; day < n; day++)
      out->done[i][day] = CLAMP (out->done[i][day], 0, out->scope[i][day]);
}

static int
compare_at (gconstpointer a, gconstpointer b)
{
  const WeftFiguresTime *left = a;
  const WeftFiguresTime *right = b;

  return left->at != right->at ? (left->at > right->at) - (left->at < right->at)
                               : (left->number > right->number) - (left->number < right->number);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

static void
rank_times (WeftFiguresTimes *times)
{
  guint n = times->all->len;
  g_autofree gint64 *took = g_new (gint64, MAX (n, 1));

  g_array_sort (times->all, compare_at);
  for (guint i = 0; i < n; i++)
    took[i] = g_array_index (times->all, WeftFiguresTime, i).took;
  qsort (took, n, sizeof *took, compare_numbers);
  for (guint i = 0; i < WEFT_FIGURES_N_PERCENTS && n > 0; i++)
    times->percentiles[i] = took[((guint64) weft_figures_percents[i] * n + 99) / 100 - 1];
}

static void
forecast (WeftFigures *out)
{
  const double *samples = out->finished[out->choice.measure] + out->first;

  out->n_sampled = out->days->n - 1 - out->first;
  for (guint i = 0; i < out->n_sampled; i++)
    {
      out->n_sampled_done += (guint) out->finished[WEFT_FIGURES_TASKS][out->first + i];
      out->sampled += samples[i];
    }
  if (out->open <= 0)
    out->outlook = WEFT_FIGURES_ALL_DONE;
  else if (out->n_sampled < WEFT_FIGURES_LEAST_DAYS || out->n_sampled_done < WEFT_FIGURES_LEAST_DONE || out->sampled <= 0)
    out->outlook = WEFT_FIGURES_TOO_LITTLE;
  else
    {
      weft_forecast_init (&out->forecast, samples, out->n_sampled, out->open, out->choice.seed);
      weft_forecast_amounts (samples, out->n_sampled, MIN (out->choice.ahead, WEFT_FORECAST_DAYS_MAX), out->choice.seed,
                             weft_figures_percents, WEFT_FIGURES_N_PERCENTS, out->amounts);
    }
}

/* Public API */

static WeftFigures *
make_figures (GPtrArray *statuses, gint64 now, GTimeZone *zone, const WeftFiguresChoice *choice)
{
  WeftFigures *self = g_atomic_rc_box_new0 (WeftFigures);
  WeftFiguresTimes *times[] = { &self->cycle, &self->lead, &self->ages };
  guint n = 7 * CLAMP (choice->weeks, 1, WEFT_FIGURES_WEEKS_MAX);

  self->choice = *choice;
  self->days = weft_figures_days_new (now, n, zone);
  self->statuses = g_ptr_array_ref (statuses);
  /* One more for tasks of which the status is not known. */
  self->flow = g_new0 (guint, (statuses->len + 1) * (gsize) n);
  for (guint i = 0; i < WEFT_FIGURES_N_MEASURES; i++)
    {
      self->scope[i] = g_new0 (double, n);
      self->done[i] = g_new0 (double, n);
      self->finished[i] = g_new0 (double, n);
    }
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      times[i]->all = g_array_new (FALSE, FALSE, sizeof (WeftFiguresTime));
      g_array_set_clear_func (times[i]->all, clear_time);
    }

  return self;
}

WeftFigures *
weft_figures_new (GPtrArray *statuses, GPtrArray *tasks, gint64 now, GTimeZone *zone, const WeftFiguresChoice *choice)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  Counting counting = { .statuses = ids, .now = MAX (now, 0), .first = G_MAXINT64 };

  g_return_val_if_fail (statuses != NULL && tasks != NULL && zone != NULL && choice != NULL, NULL);

  counting.out = make_figures (statuses, counting.now, zone, choice);
  for (guint i = 0; i < statuses->len; i++)
    g_hash_table_insert (ids, ((WeftStatusRecord *) statuses->pdata[i])->id, GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < tasks->len; i++)
    count_task (&counting, tasks->pdata[i]);
  counting.out->first = weft_figures_days_find (counting.out->days, counting.first);
  sum_up (counting.out);
  rank_times (&counting.out->cycle);
  rank_times (&counting.out->lead);
  rank_times (&counting.out->ages);
  forecast (counting.out);

  return counting.out;
}

guint
weft_figures_get_flow (const WeftFigures *self, guint status, guint day)
{
  g_return_val_if_fail (self != NULL && status <= self->statuses->len && day < self->days->n, 0);
  return self->flow[status * self->days->n + day];
}

guint
weft_figures_find_end (const WeftFigures *self, guint percent)
{
  g_return_val_if_fail (self != NULL, WEFT_FORECAST_NEVER);
  return self->outlook == WEFT_FIGURES_FORECAST ? weft_forecast_find (&self->forecast, percent) : WEFT_FORECAST_NEVER;
}

gint64
weft_figures_get_day (const WeftFigures *self, guint ahead, GTimeZone *zone)
{
  gint64 today = self->days->starts[self->days->n - 1];
  g_autoptr (WeftFiguresDays) day = NULL;

  /* Noon, more or less, of that day, then the day's beginning: whatever the clocks do between. */
  day = weft_figures_days_new (today + ahead * DAY + DAY / 2, 1, zone);
  return day->starts[0];
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Figures: a project reckoned by hand, projects made at random beside a slow and simple count, and projects which nobody would want. */

#include "features/board/client/weft-figures.h"
#include "features/board/shared/weft-task-steps.h"

#define HOUR (3600 * G_GINT64_CONSTANT (1000))
#define DAY (24 * HOUR)
#define MONDAY (G_GINT64_CONSTANT (1773619200) * 1000) /* 16 March 2026, 00:00 UTC: the first of the fourteen days */
#define NOW (MONDAY + 13 * DAY + 12 * HOUR)

#define at(day_, hour_) (MONDAY + (day_) * DAY + (hour_) * HOUR)

typedef struct
{
  char status;
  int day;
  int hour;
} Step;

typedef struct
{
  double estimate;
  gboolean archived;
  gboolean removed;
  gboolean duplicate;
  Step steps[6];
} Case;

static GPtrArray *
make_statuses (void)
{
  static const struct
  {
    const char *id;
    WeftCategory category;
  } all[] = { { "t", WEFT_CATEGORY_TODO }, { "d", WEFT_CATEGORY_DOING }, { "r", WEFT_CATEGORY_DOING }, { "x", WEFT_CATEGORY_DONE } };
  GPtrArray *statuses = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_status_record_free);

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      WeftStatusRecord *record = g_new0 (WeftStatusRecord, 1);

      record->id = g_strdup (all[i].id);
      record->name = g_strdup (all[i].id);
      record->category = all[i].category;
      g_ptr_array_add (statuses, record);
    }

  return statuses;
}

static GPtrArray *
new_tasks (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) weft_figures_task_free);
}

static WeftFiguresTask *
add_task (GPtrArray *tasks, const char *steps)
{
  WeftFiguresTask *task = g_new0 (WeftFiguresTask, 1);

  task->number = tasks->len + 1;
  task->title = g_strdup_printf ("Task %u", tasks->len + 1);
  task->steps = g_strdup (steps);
  task->status = g_strdup ("t");
  task->created_at = NOW;
  g_ptr_array_add (tasks, task);
  return task;
}

static void
add_case (GPtrArray *tasks, const Case *its)
{
  g_autofree char *steps = NULL;
  WeftFiguresTask *task;

  for (guint i = 0; i < G_N_ELEMENTS (its->steps) && its->steps[i].status != '\0'; i++)
    {
      char *more = weft_task_steps_add (steps, (char[]) { its->steps[i].status, '\0' }, at (its->steps[i].day, its->steps[i].hour));

      g_free (steps);
      steps = more;
    }
  task = add_task (tasks, steps);
  task->estimate = its->estimate;
  task->archived = its->archived;
  task->removed = its->removed;
  task->duplicate = its->duplicate;
}

static WeftFigures *
count (GPtrArray *tasks, gint64 now, const WeftFiguresChoice *choice)
{
  g_autoptr (GPtrArray) statuses = make_statuses ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  return weft_figures_new (statuses, tasks, now, zone, choice);
}

static const WeftFiguresChoice two_weeks = { .weeks = 2, .measure = WEFT_FIGURES_TASKS, .ahead = 14, .seed = 1 };

/* Where each counted task stands at the end of each day (0 to 13; t: to do, d and r: doing, x: done):
 *
 *    task                           0 1 2 3 4 5 6 7 8 9 …   estimate   lead    cycle
 *    1                              d d x x x x x x x x      3         5 d     2 d
 *    2                              t d d r r x x x x x      2         5 d     4 d
 *    3  opened again                  d x x d d x x x x      1         5.5 d   5 d
 *    4  moved back                      t d t t t t d d      –         (doing for 10.5 d)
 *    5  straight to done                x x x x x x x x      5         6 h     –
 *    6  put away when done                x x x x x x x      1         2 h     1 h
 *    7  put away before: no
 *    8  deleted: no
 *    9  a duplicate: no
 *   10                                            t t t      8
 *   11  opened again, and still is  d x x x x x x x x t      2
 *   12  done before                 x x x x x x x x x x      4
 */
static const Case cases[] = {
  { 3, .steps = { { 't', -3, 9 }, { 'd', 0, 9 }, { 'x', 2, 9 } } },
  { 2, .steps = { { 't', 0, 0 }, { 'd', 1, 0 }, { 'r', 3, 0 }, { 'x', 5, 0 } } },
  { 1, .steps = { { 't', 1, 0 }, { 'd', 1, 12 }, { 'x', 2, 12 }, { 'd', 4, 0 }, { 'x', 6, 12 } } },
  { 0, .steps = { { 't', 2, 0 }, { 'd', 3, 0 }, { 't', 4, 0 }, { 'd', 8, 0 } } },
  { 5, .steps = { { 't', 2, 0 }, { 'x', 2, 6 } } },
  { 1, .archived = TRUE, .steps = { { 't', 3, 0 }, { 'd', 3, 1 }, { 'x', 3, 2 } } },
  { 7, .archived = TRUE, .steps = { { 't', 3, 0 }, { 'd', 4, 0 } } },
  { 7, .removed = TRUE, .steps = { { 't', 1, 0 }, { 'x', 2, 0 } } },
  { 7, .duplicate = TRUE, .steps = { { 't', 1, 0 }, { 'x', 2, 0 } } },
  { 8, .steps = { { 't', 7, 0 } } },
  { 2, .steps = { { 't', 0, 0 }, { 'd', 0, 1 }, { 'x', 1, 0 }, { 't', 9, 0 } } },
  { 4, .steps = { { 't', -20, 0 }, { 'd', -19, 0 }, { 'x', -18, 0 } } },
};

static GPtrArray *
make_cases (void)
{
  GPtrArray *tasks = new_tasks ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    add_case (tasks, &cases[i]);
  return tasks;
}

static void
test_flow (void)
{
  /* The columns of the table above, counted: t, d, r, x. */
  static const guint expected[14][4] = { { 1, 2, 0, 1 }, { 0, 3, 0, 2 }, { 1, 1, 0, 5 }, { 0, 1, 1, 6 }, { 1, 1, 1, 5 },
                                         { 1, 1, 0, 6 }, { 1, 0, 0, 7 }, { 2, 0, 0, 7 }, { 1, 1, 0, 7 }, { 2, 1, 0, 6 },
                                         { 2, 1, 0, 6 }, { 2, 1, 0, 6 }, { 2, 1, 0, 6 }, { 2, 1, 0, 6 } };
  g_autoptr (GPtrArray) tasks = make_cases ();
  g_autoptr (WeftFigures) figures = count (tasks, NOW, &two_weeks);

  g_assert_cmpuint (figures->days->n, ==, 14);
  g_assert_cmpint (figures->days->starts[0], ==, MONDAY);
  for (guint day = 0; day < 14; day++)
    for (guint status = 0; status < 5; status++)
      g_assert_cmpuint (weft_figures_get_flow (figures, status, day), ==, status < 4 ? expected[day][status] : 0);
  g_assert_cmpuint (figures->n_tasks, ==, 9);
}

static void
test_burn_up (void)
{
  /* Estimates of the columns: 3 + 2 + 2 + 4 on the first day, then 1, then 0 and 5, then 1, and 8 on day 7. */
  static const double scope[14] = { 11, 12, 17, 18, 18, 18, 18, 26, 26, 26, 26, 26, 26, 26 };
  /* 12; 11; 1, 3 and 5; 6; 3 no more; 2; 3; from day 9 on 11 no more. */
  static const double done[14] = { 4, 6, 15, 16, 15, 17, 18, 18, 18, 16, 16, 16, 16, 16 };
  static const double scope_count[14] = { 4, 5, 7, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9, 9 };
  static const double done_count[14] = { 1, 2, 5, 6, 5, 6, 7, 7, 7, 6, 6, 6, 6, 6 };
  /* What stayed so: 1 and 5, 6, 2, 3. */
  static const double finished[14] = { 0, 0, 2, 1, 0, 1, 1 };
  static const double finished_points[14] = { 0, 0, 8, 1, 0, 2, 1 };
  g_autoptr (GPtrArray) tasks = make_cases ();
  g_autoptr (WeftFigures) figures = count (tasks, NOW, &two_weeks);

  for (guint day = 0; day < 14; day++)
    {
      g_assert_cmpfloat (figures->scope[WEFT_FIGURES_POINTS][day], ==, scope[day]);
      g_assert_cmpfloat (figures->done[WEFT_FIGURES_POINTS][day], ==, done[day]);
      g_assert_cmpfloat (figures->scope[WEFT_FIGURES_TASKS][day], ==, scope_count[day]);
      g_assert_cmpfloat (figures->done[WEFT_FIGURES_TASKS][day], ==, done_count[day]);
      g_assert_cmpfloat (figures->finished[WEFT_FIGURES_TASKS][day], ==, finished[day]);
      g_assert_cmpfloat (figures->finished[WEFT_FIGURES_POINTS][day], ==, finished_points[day]);
    }
  g_assert_cmpuint (figures->n_finished, ==, 5);
}

static void
assert_percentiles (const WeftFiguresTimes *times, guint n, gint64 half, gint64 most, gint64 nearly_all)
{
  g_assert_cmpuint (times->all->len, ==, n);
  g_assert_cmpint (times->percentiles[0], ==, half);
  g_assert_cmpint (times->percentiles[1], ==, most);
  g_assert_cmpint (times->percentiles[2], ==, nearly_all);
}

static void
test_times (void)
{
  g_autoptr (GPtrArray) tasks = make_cases ();
  g_autoptr (WeftFigures) figures = count (tasks, NOW, &two_weeks);
  const WeftFiguresTime *age;

  /* 1 h, 2 d, 4 d, 5 d: the second of four; 3.4 and 3.8 of four are the fourth. */
  assert_percentiles (&figures->cycle, 4, 2 * DAY, 5 * DAY, 5 * DAY);
  /* 2 h, 6 h, 5 d, 5 d, 5.5 d: 2.5 of five are the third, 4.25 and 4.75 the fifth. */
  assert_percentiles (&figures->lead, 5, 5 * DAY, 5 * DAY + 12 * HOUR, 5 * DAY + 12 * HOUR);
  /* Task 4, since day 3. */
  assert_percentiles (&figures->ages, 1, 10 * DAY + 12 * HOUR, 10 * DAY + 12 * HOUR, 10 * DAY + 12 * HOUR);
  age = &g_array_index (figures->ages.all, WeftFiguresTime, 0);
  g_assert_cmpint (age->number, ==, 4);
  g_assert_cmpstr (age->title, ==, "Task 4");
  /* In the order in which they were done: 5, 1, 6, 2, 3. */
  for (guint i = 0; i < 5; i++)
    g_assert_cmpint (g_array_index (figures->lead.all, WeftFiguresTime, i).number, ==, ((const gint64[]) { 5, 1, 6, 2, 3 })[i]);
}

static void
test_outlook (void)
{
  g_autoptr (GPtrArray) tasks = make_cases ();
  g_autoptr (WeftFigures) figures = count (tasks, NOW, &two_weeks);
  g_autoptr (WeftFigures) again = count (tasks, NOW, &two_weeks);
  WeftFiguresChoice points = two_weeks;
  g_autoptr (WeftFigures) by_points = NULL;
  const double samples[13] = { 0, 0, 2, 1, 0, 1, 1 };
  WeftForecast forecast;

  /* 4, 10 and 11 are open; today is not drawn from. */
  g_assert_cmpint (figures->outlook, ==, WEFT_FIGURES_FORECAST);
  g_assert_cmpfloat (figures->open, ==, 3);
  g_assert_cmpuint (figures->n_open_without_estimate, ==, 1);
  g_assert_cmpuint (figures->n_sampled, ==, 13);
  g_assert_cmpuint (figures->n_sampled_done, ==, 5);
  g_assert_cmpfloat (figures->sampled, ==, 5);
  g_assert_cmpuint (figures->first, ==, 0);
  weft_forecast_init (&forecast, samples, 13, 3, 1);
  g_assert_cmpmem (&figures->forecast, sizeof forecast, &forecast, sizeof forecast);
  g_assert_cmpmem (&figures->forecast, sizeof forecast, &again->forecast, sizeof forecast);
  g_assert_cmpmem (figures->amounts, sizeof figures->amounts, again->amounts, sizeof again->amounts);

  points.measure = WEFT_FIGURES_POINTS;
  by_points = count (tasks, NOW, &points);
  g_assert_cmpfloat (by_points->open, ==, 10);
  g_assert_cmpfloat (by_points->sampled, ==, 12);
}

/* One task a day, for weeks: what is open takes as many days as there are tasks, and in n days n are done. */
static void
test_constant (void)
{
  g_autoptr (GPtrArray) tasks = new_tasks ();
  g_autoptr (WeftFigures) figures = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  for (int day = 0; day < 14; day++)
    add_case (tasks, &(Case) { .steps = { { 't', day - 7, 0 }, { 'd', day, 8 }, { 'x', day, 10 } } });
  for (int i = 0; i < 12; i++)
    add_case (tasks, &(Case) { .steps = { { 't', 3, 0 } } });
  figures = count (tasks, NOW, &two_weeks);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpuint (weft_figures_find_end (figures, weft_figures_percents[i]), ==, 12);
      g_assert_cmpfloat (figures->amounts[i], ==, 14);
    }
  g_assert_cmpint (weft_figures_get_day (figures, 12, zone), ==, MONDAY + (13 + 12) * DAY);
}

/* Random projects */

/* The status of a task at a moment, slowly: its last step that is not later. */
static char
find_status (const WeftFiguresTask *task, gint64 then)
{
  g_autoptr (GArray) steps = weft_task_steps_parse (task->steps);
  gint64 time = 0;
  char status = '\0';

  for (guint i = 0; i < steps->len; i++)
    {
      const WeftTaskStep *step = &g_array_index (steps, WeftTaskStep, i);

      time = MIN (MAX (time, step->at), NOW);
      if (time <= then)
        status = step->status[0];
    }

  return status;
}

static void
check_random (GPtrArray *tasks, const WeftFigures *figures)
{
  for (guint day = 0; day < figures->days->n; day++)
    {
      guint expected[4] = { 0 };
      guint sum = 0;

      for (guint i = 0; i < tasks->len; i++)
        {
          const WeftFiguresTask *task = tasks->pdata[i];
          char status = find_status (task, figures->days->starts[day + 1] - 1);

          if (status == '\0' || task->removed || task->duplicate || (task->archived && find_status (task, NOW) != 'x'))
            continue;
          expected[status == 't' ? 0 : status == 'd' ? 1 : status == 'r' ? 2 : 3]++;
        }
      for (guint status = 0; status < 4; status++)
        {
          g_assert_cmpuint (weft_figures_get_flow (figures, status, day), ==, expected[status]);
          sum += expected[status];
        }
      g_assert_cmpfloat (figures->scope[WEFT_FIGURES_TASKS][day], ==, sum);
      g_assert_cmpfloat (figures->done[WEFT_FIGURES_TASKS][day], ==, expected[3]);
      for (guint i = 0; i < WEFT_FIGURES_N_MEASURES; i++)
        {
          g_assert_cmpfloat (figures->done[i][day], <=, figures->scope[i][day]);
          g_assert_cmpfloat (figures->done[i][day], >=, 0);
          g_assert_true (day == 0 || figures->scope[i][day] >= figures->scope[i][day - 1]);
        }
    }
  g_assert_cmpfloat (figures->scope[WEFT_FIGURES_TASKS][figures->days->n - 1], ==, figures->n_tasks);
  for (guint i = 0; i < figures->cycle.all->len; i++)
    g_assert_cmpint (g_array_index (figures->cycle.all, WeftFiguresTime, i).took, >=, 0);
  g_assert_cmpint (figures->lead.percentiles[0], <=, figures->lead.percentiles[1]);
  g_assert_cmpint (figures->lead.percentiles[1], <=, figures->lead.percentiles[2]);
}

static void
test_random (void)
{
  for (guint round = 0; round < 12; round++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (round);
      g_autoptr (GPtrArray) tasks = new_tasks ();
      g_autoptr (WeftFigures) figures = NULL;

      for (guint i = 0; i < 25; i++)
        {
          g_autofree char *steps = NULL;
          guint n = (guint) g_rand_int_range (rand, 1, 90);
          WeftFiguresTask *task;

          for (guint k = 0; k < n; k++)
            {
              /* In any order, sometimes a thousand years off. */
              gint64 when = at (g_rand_int_range (rand, -20, 16), g_rand_int_range (rand, 0, 24))
                            + (g_rand_int_range (rand, 0, 40) == 0 ? g_rand_int_range (rand, -1, 2) * 365000 * DAY : 0);
              char *more = weft_task_steps_add (steps, (char[]) { "tdrx"[g_rand_int_range (rand, 0, 4)], '\0' }, when);

              g_free (steps);
              steps = more;
            }
          task = add_task (tasks, steps);
          task->estimate = g_rand_int_range (rand, 0, 8) * 0.1;
          task->archived = g_rand_int_range (rand, 0, 5) == 0;
          task->removed = g_rand_int_range (rand, 0, 10) == 0;
          task->duplicate = g_rand_int_range (rand, 0, 10) == 0;
        }
      figures = count (tasks, NOW, &two_weeks);
      check_random (tasks, figures);
    }
}

/* Projects which nobody would want */

static void
test_empty (void)
{
  g_autoptr (GPtrArray) tasks = new_tasks ();
  g_autoptr (WeftFigures) figures = count (tasks, NOW, &two_weeks);
  g_autoptr (WeftFigures) before = count (tasks, G_MININT64, &two_weeks);
  g_autoptr (WeftFigures) after = count (tasks, G_MAXINT64, &(WeftFiguresChoice) { .weeks = 1000, .ahead = 1000000 });

  g_assert_cmpint (figures->outlook, ==, WEFT_FIGURES_ALL_DONE);
  g_assert_cmpuint (figures->n_tasks, ==, 0);
  g_assert_cmpuint (figures->first, ==, 13);
  g_assert_cmpuint (weft_figures_find_end (figures, 50), ==, WEFT_FORECAST_NEVER);
  g_assert_cmpuint (before->days->n, ==, 14);
  g_assert_cmpuint (after->days->n, ==, 7 * WEFT_FIGURES_WEEKS_MAX);
}

static void
test_too_little (void)
{
  g_autoptr (GPtrArray) none_done = new_tasks ();
  g_autoptr (GPtrArray) young = new_tasks ();
  g_autoptr (GPtrArray) no_estimates = new_tasks ();
  g_autoptr (WeftFigures) figures = NULL;
  g_autoptr (WeftFigures) of_a_day = NULL;
  g_autoptr (WeftFigures) by_points = NULL;

  add_case (none_done, &(Case) { .steps = { { 't', 0, 0 }, { 'd', 5, 0 } } });
  figures = count (none_done, NOW, &two_weeks);
  g_assert_cmpint (figures->outlook, ==, WEFT_FIGURES_TOO_LITTLE);
  g_assert_cmpuint (figures->n_sampled_done, ==, 0);
  g_assert_cmpint (figures->cycle.percentiles[0], ==, 0);

  for (guint i = 0; i < 10; i++)
    add_case (young, &(Case) { .steps = { { 't', 12, 0 }, { 'x', 12, 5 } } });
  add_case (young, &(Case) { .steps = { { 't', 12, 0 } } });
  of_a_day = count (young, NOW, &two_weeks);
  g_assert_cmpint (of_a_day->outlook, ==, WEFT_FIGURES_TOO_LITTLE);
  g_assert_cmpuint (of_a_day->n_sampled, ==, 1);
  g_assert_cmpuint (of_a_day->first, ==, 12);
  g_assert_cmpuint (of_a_day->n_sampled_done, ==, 10);

  for (guint i = 0; i < 10; i++)
    add_case (no_estimates, &(Case) { .steps = { { 't', 0, 0 }, { 'x', 5, 5 } } });
  add_case (no_estimates, &(Case) { .estimate = 3, .steps = { { 't', 0, 0 } } });
  by_points = count (no_estimates, NOW, &(WeftFiguresChoice) { .weeks = 2, .measure = WEFT_FIGURES_POINTS });
  g_assert_cmpint (by_points->outlook, ==, WEFT_FIGURES_TOO_LITTLE);
}

static void
test_broken (void)
{
  g_autoptr (GPtrArray) tasks = new_tasks ();
  g_autoptr (WeftFigures) figures = NULL;
  g_autofree char *far_off = g_strdup_printf ("t@%" G_GINT64_FORMAT " d@%" G_GINT64_FORMAT " x@%" G_GINT64_FORMAT, NOW + 365000 * DAY,
                                          NOW - 365000 * DAY, G_MININT64);
  WeftFiguresTask *task;

  /* Made in a thousand years, begun a thousand years ago: all of it just now. */
  add_task (tasks, far_off);
  /* Nothing can be read: it stands where it stands, since it was made. */
  add_task (tasks, "@ x d@");
  add_task (tasks, NULL);
  /* Of no status that is known: to be done. */
  task = add_task (tasks, "nowhere@5");
  task->estimate = -3;
  figures = count (tasks, NOW, &two_weeks);
  g_assert_cmpuint (figures->n_tasks, ==, 4);
  g_assert_cmpuint (figures->n_open, ==, 3);
  g_assert_cmpuint (figures->n_open_without_estimate, ==, 3);
  g_assert_cmpuint (weft_figures_get_flow (figures, 3, 12), ==, 0);
  g_assert_cmpuint (weft_figures_get_flow (figures, 3, 13), ==, 1);
  g_assert_cmpuint (weft_figures_get_flow (figures, 0, 13), ==, 2);
  g_assert_cmpuint (weft_figures_get_flow (figures, 4, 0), ==, 1);
  g_assert_cmpint (figures->lead.percentiles[0], ==, 0);
}

/* Days */

static gint64
local (GTimeZone *zone, int year, int month, int day, int hour, int minute)
{
  g_autoptr (GDateTime) time = g_date_time_new (zone, year, month, day, hour, minute, 0);

  return g_date_time_to_unix (time) * 1000;
}

static void
test_days (void)
{
  g_autoptr (GTimeZone) berlin = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (GTimeZone) sao_paulo = g_time_zone_new_identifier ("America/Sao_Paulo");
  g_autoptr (GTimeZone) havana = g_time_zone_new_identifier ("America/Havana");
  g_autoptr (GTimeZone) apia = g_time_zone_new_identifier ("Pacific/Apia");
  g_autoptr (WeftFiguresDays) spring = weft_figures_days_new (local (berlin, 2026, 3, 30, 9, 0), 3, berlin);
  g_autoptr (WeftFiguresDays) autumn = weft_figures_days_new (local (berlin, 2026, 10, 26, 9, 0), 3, berlin);
  g_autoptr (WeftFiguresDays) no_midnight = weft_figures_days_new (local (sao_paulo, 2018, 11, 5, 9, 0), 3, sao_paulo);
  g_autoptr (WeftFiguresDays) two_midnights = weft_figures_days_new (local (havana, 2018, 11, 5, 9, 0), 3, havana);
  g_autoptr (WeftFiguresDays) left_out = weft_figures_days_new (local (apia, 2012, 1, 1, 9, 0), 3, apia);

  /* 28, 29 and 30 March: 24, 23 and 24 hours; 24, 25 and 26 October: 24, 25, 24. */
  g_assert_cmpint (spring->starts[2] - spring->starts[1], ==, 23 * HOUR);
  g_assert_cmpint (autumn->starts[2] - autumn->starts[1], ==, 25 * HOUR);
  g_assert_cmpint (spring->starts[3] - spring->starts[2], ==, 24 * HOUR);
  g_assert_cmpuint (weft_figures_days_find (spring, local (berlin, 2026, 3, 29, 23, 59)), ==, 1);
  g_assert_cmpuint (weft_figures_days_find (spring, local (berlin, 2026, 3, 30, 0, 0)), ==, 2);
  g_assert_cmpuint (weft_figures_days_find (autumn, local (berlin, 2026, 10, 25, 23, 59)), ==, 1);
  g_assert_cmpuint (weft_figures_days_find (autumn, G_MININT64), ==, 0);
  g_assert_cmpuint (weft_figures_days_find (autumn, G_MAXINT64), ==, 2);

  /* 4 November began at 01:00, an hour after the 3rd ended at 24:00. */
  g_assert_cmpint (no_midnight->starts[2] - no_midnight->starts[1], ==, 23 * HOUR);
  /* So did 4 November of that year in Havana, but with two midnights: 25 hours from the first. */
  g_assert_cmpint (two_midnights->starts[2] - two_midnights->starts[1], ==, 25 * HOUR);
  g_assert_cmpint (two_midnights->starts[1] - two_midnights->starts[0], ==, 24 * HOUR);
  /* 30 December 2011 was none: 29, 31 December and 1 January. */
  g_assert_cmpint (left_out->starts[0], ==, local (apia, 2011, 12, 29, 0, 0));
  g_assert_cmpint (left_out->starts[1], ==, local (apia, 2011, 12, 31, 0, 0));
  g_assert_cmpint (left_out->starts[1] - left_out->starts[0], ==, 24 * HOUR);
}

/* A step by the zone of who reads: late in the evening in New York it is tomorrow in Hà Nội. */
static void
test_zone (void)
{
  g_autoptr (GPtrArray) statuses = make_statuses ();
  g_autoptr (GPtrArray) tasks = new_tasks ();
  g_autoptr (GTimeZone) ho_chi_minh = g_time_zone_new_identifier ("Asia/Ho_Chi_Minh");
  g_autoptr (GTimeZone) new_york = g_time_zone_new_identifier ("America/New_York");
  g_autoptr (WeftFigures) there = NULL;
  g_autoptr (WeftFigures) here = NULL;

  add_case (tasks, &(Case) { .steps = { { 't', 11, 18 }, { 'x', 12, 20 } } });
  there = weft_figures_new (statuses, tasks, NOW, ho_chi_minh, &two_weeks);
  here = weft_figures_new (statuses, tasks, NOW, new_york, &two_weeks);
  g_assert_cmpfloat (there->finished[0][13], ==, 1);
  g_assert_cmpfloat (here->finished[0][12], ==, 1);
  g_assert_cmpfloat (there->scope[0][11], ==, 0);
  g_assert_cmpfloat (here->scope[0][11], ==, 1);
}

/* How long it takes is told (--verbose), not asserted. */
static void
test_many (void)
{
  g_autoptr (GPtrArray) tasks = new_tasks ();
  g_autoptr (WeftFigures) figures = NULL;
  gint64 start;

  for (int i = 0; i < 10000; i++)
    add_case (tasks, &(Case) { .estimate = i % 5,
                               .steps = { { 't', i % 14 - 20, 0 },
                                          { 'd', i % 14 - 10, 8 },
                                          { 't', i % 14 - 9, 8 },
                                          { 'd', i % 14 - 7, 8 },
                                          { 'r', i % 14 - 5, 8 },
                                          { i % 3 == 0 ? 'd' : 'x', i % 14 - 1, 8 } } });
  start = g_get_monotonic_time ();
  figures = count (tasks, NOW, &two_weeks);
  g_test_message ("10,000 tasks of 6 steps: %.1f ms", (g_get_monotonic_time () - start) / 1000.0);
  g_assert_cmpuint (figures->n_tasks, ==, 10000);
  g_assert_cmpuint (figures->n_open, ==, 3334);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/board/figures/flow", test_flow);
  g_test_add_func ("/board/figures/burn-up", test_burn_up);
  g_test_add_func ("/board/figures/times", test_times);
  g_test_add_func ("/board/figures/outlook", test_outlook);
  g_test_add_func ("/board/figures/constant", test_constant);
  g_test_add_func ("/board/figures/random", test_random);
  g_test_add_func ("/board/figures/empty", test_empty);
  g_test_add_func ("/board/figures/too-little", test_too_little);
  g_test_add_func ("/board/figures/broken", test_broken);
  g_test_add_func ("/board/figures/days", test_days);
  g_test_add_func ("/board/figures/zone", test_zone);
  g_test_add_func ("/board/figures/many", test_many);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "features/board/client/weft-project-label.h"
#include "features/board/view/weft-figures-words.h"
#include "features/board/view/weft-project-code.h"
#include "features/board/view/weft-task-words.h"

static void
test_codes (void)
{
  static const struct
  {
    const char *name;
    const char *code;
  } guesses[] = {
    { "Delivery experience", "DE" }, { "Mobile", "MOBI" },  { "Đơn hàng", "DH" }, { "Kho", "KHO" },          { "", "" },
    { "  2026 plan ", "P" },         { "42", "" },          { "日本", "" },        { "Q3-goals / team", "QGT" }, { "a b c d e f g h i j", "ABCDEFGH" },
  };
  static const char *const wrong[] = { "", "a", "1A", "A-B", "ABCDEFGHI", "Á", "A B" };

  for (guint i = 0; i < G_N_ELEMENTS (guesses); i++)
    {
      g_autofree char *code = weft_project_code_guess (guesses[i].name);

      g_assert_cmpstr (code, ==, guesses[i].code);
      g_assert_true (*code == '\0' || weft_project_code_is_valid (code));
    }
  g_assert_true (weft_project_code_is_valid ("WEB"));
  g_assert_true (weft_project_code_is_valid ("A2345678"));
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (weft_project_code_is_valid (wrong[i]));
}

#define HOUR (G_GINT64_CONSTANT (3600) * 1000)
#define DAY (24 * HOUR)
#define MIDNIGHT G_GINT64_CONSTANT (1795564800000) /* 25 November 2026, a Wednesday, in UTC */

/* A day is that day wherever one is, a moment is of the person's own day. */
static void
test_due (void)
{
  static const struct
  {
    const char *zone;
    gint64 now;
    gint64 due;
    const char *text;
    WeftDueState state;
  } cases[] = {
    { "UTC", MIDNIGHT + HOUR, MIDNIGHT, "Today", WEFT_DUE_SOON },
    { "UTC", MIDNIGHT + 23 * HOUR, MIDNIGHT, "Today", WEFT_DUE_SOON },
    { "UTC", MIDNIGHT + HOUR, MIDNIGHT + DAY, "Tomorrow", WEFT_DUE_SOON },
    { "UTC", MIDNIGHT + HOUR, MIDNIGHT - DAY, "Yesterday", WEFT_DUE_OVER },
    { "UTC", MIDNIGHT + HOUR, MIDNIGHT + 2 * DAY, "Fri 27", WEFT_DUE_LATER },
    { "UTC", MIDNIGHT + HOUR, MIDNIGHT + 30 * DAY, "25 Dec", WEFT_DUE_LATER },
    { "UTC", MIDNIGHT + HOUR, MIDNIGHT + 60 * DAY, "24 Jan 2027", WEFT_DUE_LATER },
    /* Two in the morning in Vietnam is still the day before in UTC. */
    { "Asia/Ho_Chi_Minh", MIDNIGHT - 5 * HOUR, MIDNIGHT, "Today", WEFT_DUE_SOON },
    { "America/Los_Angeles", MIDNIGHT + 4 * HOUR, MIDNIGHT, "Tomorrow", WEFT_DUE_SOON },
    /* A moment: half past one of that day there. */
    { "Asia/Ho_Chi_Minh", MIDNIGHT + HOUR, MIDNIGHT + 6 * HOUR + HOUR / 2, "Today", WEFT_DUE_SOON },
    { "Asia/Ho_Chi_Minh", MIDNIGHT + 7 * HOUR, MIDNIGHT + 6 * HOUR + HOUR / 2, "Today", WEFT_DUE_OVER },
    { "America/Los_Angeles", MIDNIGHT + 12 * HOUR, MIDNIGHT + 6 * HOUR + HOUR / 2, "Yesterday", WEFT_DUE_OVER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (cases[i].zone);
      WeftDueState state;
      g_autofree char *text = weft_due_describe (cases[i].due, cases[i].now, zone, &state);

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpint (state, ==, cases[i].state);
    }
}

/* Set on the calendar of whoever is where, a day is kept as that day. */
static void
test_days (void)
{
  static const char *const zones[] = { "UTC", "Asia/Ho_Chi_Minh", "America/Los_Angeles", "Pacific/Kiritimati" };

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zones[i]);
      g_autoptr (GDateTime) late = g_date_time_new (zone, 2026, 11, 25, 23, 59, 59);
      g_autofree char *text = weft_day_describe (MIDNIGHT, zone);

      g_assert_cmpint (weft_day_get (late), ==, MIDNIGHT);
      g_assert_cmpstr (text, ==, "Wednesday, 25 November 2026");
    }
  {
    g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Ho_Chi_Minh");
    g_autofree char *text = weft_day_describe (MIDNIGHT + 6 * HOUR + HOUR / 2, zone);

    g_assert_cmpstr (text, ==, "Wednesday, 25 November 2026, 13:30");
  }
}

static void
test_estimates (void)
{
  static const struct
  {
    const char *text;
    double estimate;
    const char *again;
  } good[] = { { "", 0, "" }, { " 3 ", 3, "3" }, { "2.5", 2.5, "2.5" }, { "0", 0, "" }, { "1000000", 1e6, "1000000" }, { "0.1", 0.1, "0.1" } };
  static const char *const wrong[] = { "many", "3 days", "-1", "1000001", "nan", "inf", "1e400", "--" };
  double estimate;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *again = NULL;

      g_assert_true (weft_estimate_parse (good[i].text, &estimate));
      g_assert_cmpfloat (estimate, ==, good[i].estimate);
      again = weft_estimate_describe (estimate);
      g_assert_cmpstr (again, ==, good[i].again);
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (weft_estimate_parse (wrong[i], &estimate));
}

/* The sentence is the same one, from whichever end it was tried. */
static void
test_circles (void)
{
  static const WeftTaskLink links[] = { WEFT_TASK_PART_OF, WEFT_TASK_WAITS_FOR, WEFT_TASK_DUPLICATE_OF };
  static const char *const texts[] = { "WEB-1 is part of WEB-3 already.", "WEB-1 waits for WEB-3 already.", "WEB-1 is a duplicate of WEB-3 already." };

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autofree char *text = weft_circle_describe (links[i], "WEB-3", "WEB-1");
      g_autofree char *reverse = weft_circle_describe (weft_task_link_reverse (links[i]), "WEB-1", "WEB-3");

      g_assert_cmpstr (text, ==, texts[i]);
      g_assert_cmpstr (reverse, ==, texts[i]);
    }
  for (WeftTaskLink link = 0; link < WEFT_N_TASK_LINKS; link++)
    g_assert_cmpint (weft_task_link_reverse (weft_task_link_reverse (link)), ==, link);
}

static void
test_yarns (void)
{
  WeftProjectLabel teal = { .yarn = (char *) "teal" };
  WeftProjectLabel amber = { .yarn = (char *) "amber" };
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  g_assert_cmpstr (weft_label_choose_yarn (labels), ==, "teal");
  g_ptr_array_add (labels, &teal);
  g_assert_cmpstr (weft_label_choose_yarn (labels), ==, "indigo");
  g_ptr_array_add (labels, &amber);
  g_assert_cmpstr (weft_label_choose_yarn (labels), ==, "indigo");
}

/* What figures say. Each of @n_done tasks was done on a day of its own, the last one yesterday; @open are open, each of @points. */
static WeftFigures *
make_figures (guint n_done, guint open, double points, WeftFiguresMeasure measure, guint weeks, GTimeZone *zone)
{
  g_autoptr (GPtrArray) statuses = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_status_record_free);
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_figures_task_free);
  WeftStatusRecord *done = g_new0 (WeftStatusRecord, 1);

  done->id = g_strdup ("x");
  done->name = g_strdup ("Done");
  done->category = WEFT_CATEGORY_DONE;
  g_ptr_array_add (statuses, done);
  for (guint i = 0; i < n_done + open; i++)
    {
      WeftFiguresTask *task = g_new0 (WeftFiguresTask, 1);
      gint64 at = MIDNIGHT - (i + 1) * DAY;

      task->estimate = points;
      task->steps = i < n_done ? g_strdup_printf ("x@%" G_GINT64_FORMAT, at) : g_strdup_printf ("t@%" G_GINT64_FORMAT, MIDNIGHT);
      g_ptr_array_add (tasks, task);
    }

  return weft_figures_new (statuses, tasks, MIDNIGHT + 9 * HOUR, zone, &(WeftFiguresChoice) { .weeks = weeks, .measure = measure, .ahead = 7 });
}

static void
test_figures (void)
{
  static const struct
  {
    guint n_done;
    guint open;
    double points;
    WeftFiguresMeasure measure;
    const char *outlook;
    const char *amounts;
    const char *basis;
  } cases[] = {
    { 10, 3, 0, WEFT_FIGURES_TASKS, "3 tasks open: half of the runs end by 28 Nov, 85 % by 28 Nov, 95 % by 28 Nov.",
      "By 2 Dec half of the runs get 7 tasks done, 85 % at least 7 tasks, 95 % at least 7 tasks.",
      "10 tasks done in the 10 days since the project began." },
    { 27, 40, 0, WEFT_FIGURES_TASKS, "40 tasks open: half of the runs end by 4 Jan 2027, 85 % by 4 Jan 2027, 95 % by 4 Jan 2027.",
      "By 2 Dec half of the runs get 7 tasks done, 85 % at least 7 tasks, 95 % at least 7 tasks.", "27 tasks done in the last 4 weeks." },
    { 7, 1, 1.5, WEFT_FIGURES_POINTS, "1.5 points open: half of the runs end by 26 Nov, 85 % by 26 Nov, 95 % by 26 Nov.",
      "By 2 Dec half of the runs get 10.5 points done, 85 % at least 10.5 points, 95 % at least 10.5 points.",
      "10.5 points done in the 7 days since the project began." },
    { 7, 2000, 0, WEFT_FIGURES_TASKS, "2000 tasks open: half of the runs take longer than five years.",
      "By 2 Dec half of the runs get 7 tasks done, 85 % at least 7 tasks, 95 % at least 7 tasks.",
      "7 tasks done in the 7 days since the project began." },
    { 1, 3, 0, WEFT_FIGURES_TASKS,
      "Too little to forecast from: it takes 5 tasks done, in 7 days or more. 1 task done in the one day since the project began.", NULL, NULL },
    { 0, 1, 0, WEFT_FIGURES_TASKS, "Too little to forecast from: it takes 5 tasks done, in 7 days or more. The project began today.", NULL, NULL },
    { 0, 1, 0, WEFT_FIGURES_POINTS, "Nothing to forecast: no open task has an estimate.", NULL, NULL },
    { 3, 0, 0, WEFT_FIGURES_TASKS, "Nothing is open: all of it is done.", NULL, NULL },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (WeftFigures) figures = make_figures (cases[i].n_done, cases[i].open, cases[i].points, cases[i].measure, 4, zone);
      g_autofree char *outlook = weft_figures_words_dup_outlook (figures, zone);
      g_autofree char *amounts = weft_figures_words_dup_amounts (figures, zone);
      g_autofree char *basis = weft_figures_words_dup_basis (figures);

      g_assert_cmpstr (outlook, ==, cases[i].outlook);
      g_assert_cmpstr (amounts, ==, cases[i].amounts);
      g_assert_cmpstr (basis, ==, cases[i].basis);
    }
}

static void
test_lengths (void)
{
  g_autofree char *hours = weft_figures_words_dup_days (0.125);
  g_autofree char *one = weft_figures_words_dup_days (1);
  g_autofree char *days = weft_figures_words_dup_days (3.25);

  g_assert_cmpstr (hours, ==, "3 h");
  g_assert_cmpstr (one, ==, "1 day");
  g_assert_cmpstr (days, ==, "3.25 days");
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/board/words/codes", test_codes);
  g_test_add_func ("/board/words/due", test_due);
  g_test_add_func ("/board/words/days", test_days);
  g_test_add_func ("/board/words/estimates", test_estimates);
  g_test_add_func ("/board/words/circles", test_circles);
  g_test_add_func ("/board/words/yarns", test_yarns);
  g_test_add_func ("/board/words/figures", test_figures);
  g_test_add_func ("/board/words/lengths", test_lengths);

  return g_test_run ();
}

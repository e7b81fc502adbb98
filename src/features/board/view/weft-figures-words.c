/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-figures-words.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>
#include <math.h>

#include "ui/weft-chart-calendar.h"
#include "ui/weft-chart-number.h"

#define DAY (24 * 3600e3)

char *
weft_figures_words_dup_amount (double amount, WeftFiguresMeasure measure)
{
  g_autofree char *number = weft_chart_number_dup (amount, WEFT_CHART_UNIT_NONE);
  /* One and a half are many. */
  gulong n = amount == floor (amount) ? (gulong) CLAMP (amount, 0, 1e9) : 2;

  if (measure == WEFT_FIGURES_POINTS)
    /* Translators: of the estimates of tasks */
    return g_strdup_printf (ngettext ("%s point", "%s points", n), number);
  return g_strdup_printf (ngettext ("%s task", "%s tasks", n), number);
}

char *
weft_figures_words_dup_days (double days)
{
  g_autofree char *number = NULL;

  if (days < 1)
    return weft_chart_number_dup (days * DAY, WEFT_CHART_UNIT_DURATION);
  number = weft_chart_number_dup (days, WEFT_CHART_UNIT_NONE);
  return g_strdup_printf (ngettext ("%s day", "%s days", days == 1 ? 1 : 2), number);
}

char *
weft_figures_words_dup_weeks (guint weeks)
{
  return g_strdup_printf (ngettext ("the last week", "the last %u weeks", weeks), weeks);
}

static char *
dup_day (const WeftFigures *figures, guint ahead, GTimeZone *zone)
{
  gint64 day = weft_figures_get_day (figures, ahead, zone);
  g_autofree char *words = weft_chart_calendar_dup_moment (
      (double) day, TRUE, FALSE, (double) figures->days->starts[figures->days->n - 1], (double) day, zone);

  /* Isolated, or it would turn the numbers around it where the sentence goes the other way. */
  if (gtk_get_locale_direction () == GTK_TEXT_DIR_RTL)
    return g_strdup_printf ("\u2068%s\u2069", words);
  return g_steal_pointer (&words);
}

static char *
dup_forecast (const WeftFigures *figures, GTimeZone *zone)
{
  g_autofree char *open = weft_figures_words_dup_amount (figures->open, figures->choice.measure);
  char *days[WEFT_FIGURES_N_PERCENTS] = { NULL };
  char *words;

  for (guint i = 0; i < WEFT_FIGURES_N_PERCENTS; i++)
    {
      guint end = weft_figures_find_end (figures, weft_figures_percents[i]);

      days[i] = end < WEFT_FORECAST_NEVER ? dup_day (figures, end, zone) : NULL;
    }
  if (days[0] == NULL)
    /* Translators: what comes of a forecast of many runs; %s is what is open: "12 tasks" */
    words = g_strdup_printf (_ ("%s open: half of the runs take longer than five years."), open);
  else if (days[1] == NULL)
    words = g_strdup_printf (_ ("%1$s open: half of the runs end by %2$s; some take longer than five years."), open, days[0]);
  else if (days[2] == NULL)
    words = g_strdup_printf (_ ("%1$s open: half of the runs end by %2$s, 85 %% by %3$s; some take longer than five years."), open, days[0],
                             days[1]);
  else
    /* Translators: "12 tasks open: half of the runs end by 3 Mar, 85 % by 9 Mar, 95 % by 14 Mar." */
    words = g_strdup_printf (_ ("%1$s open: half of the runs end by %2$s, 85 %% by %3$s, 95 %% by %4$s."), open, days[0], days[1], days[2]);
  for (guint i = 0; i < WEFT_FIGURES_N_PERCENTS; i++)
    g_free (days[i]);

  return words;
}

/* How much was done in which days. */
static char *
dup_past (const WeftFigures *figures)
{
  gboolean points = figures->choice.measure == WEFT_FIGURES_POINTS && figures->outlook == WEFT_FIGURES_FORECAST;
  g_autofree char *done = points ? weft_figures_words_dup_amount (figures->sampled, WEFT_FIGURES_POINTS)
                                 : weft_figures_words_dup_amount (figures->n_sampled_done, WEFT_FIGURES_TASKS);
  g_autofree char *weeks = NULL;

  if (figures->n_sampled + 1 < figures->days->n)
    /* Translators: "5 tasks were done in the 12 days since the project began." */
    return g_strdup_printf (ngettext ("%1$s done in the one day since the project began.", "%1$s done in the %2$u days since the project began.",
                                      figures->n_sampled),
                            done, figures->n_sampled);
  weeks = weft_figures_words_dup_weeks (figures->choice.weeks);
  /* Translators: "31 tasks done in the last 8 weeks." */
  return g_strdup_printf (_ ("%1$s done in %2$s."), done, weeks);
}

static char *
dup_lacking (const WeftFigures *figures)
{
  g_autofree char *past = NULL;

  if (figures->choice.measure == WEFT_FIGURES_POINTS && figures->n_sampled >= WEFT_FIGURES_LEAST_DAYS
      && figures->n_sampled_done >= WEFT_FIGURES_LEAST_DONE)
    return g_strdup (_ ("Too little to forecast from: none of the tasks which were done has an estimate."));
  if (figures->n_sampled == 0)
    past = g_strdup (_ ("The project began today."));
  else
    past = dup_past (figures);
  /* Translators: %1$u: how many tasks, %2$u: how many days, %3$s: a sentence: "2 tasks done in the last 8 weeks." */
  return g_strdup_printf (_ ("Too little to forecast from: it takes %1$u tasks done, in %2$u days or more. %3$s"), WEFT_FIGURES_LEAST_DONE,
                          WEFT_FIGURES_LEAST_DAYS, past);
}

char *
weft_figures_words_dup_outlook (const WeftFigures *figures, GTimeZone *zone)
{
  switch (figures->outlook)
    {
    case WEFT_FIGURES_FORECAST:
      return dup_forecast (figures, zone);
    case WEFT_FIGURES_TOO_LITTLE:
      return dup_lacking (figures);
    case WEFT_FIGURES_ALL_DONE:
    default:
      return g_strdup (figures->n_open > 0 ? _ ("Nothing to forecast: no open task has an estimate.") : _ ("Nothing is open: all of it is done."));
    }
}

char *
weft_figures_words_dup_amounts (const WeftFigures *figures, GTimeZone *zone)
{
  g_autofree char *day = NULL;
  g_autofree char *half = NULL;
  g_autofree char *most = NULL;
  g_autofree char *nearly_all = NULL;

  if (figures->outlook != WEFT_FIGURES_FORECAST)
    return NULL;

  day = dup_day (figures, figures->choice.ahead, zone);
  half = weft_figures_words_dup_amount (figures->amounts[0], figures->choice.measure);
  most = weft_figures_words_dup_amount (figures->amounts[1], figures->choice.measure);
  nearly_all = weft_figures_words_dup_amount (figures->amounts[2], figures->choice.measure);
  /* Translators: "By 24 Dec half of the runs get 14 tasks done, 85 % at least 9 tasks, 95 % at least 7 tasks." */
  return g_strdup_printf (_ ("By %1$s half of the runs get %2$s done, 85 %% at least %3$s, 95 %% at least %4$s."), day, half, most, nearly_all);
}

char *
weft_figures_words_dup_basis (const WeftFigures *figures)
{
  g_autofree char *past = NULL;
  g_autofree char *without = NULL;

  if (figures->outlook != WEFT_FIGURES_FORECAST)
    return NULL;

  past = dup_past (figures);
  if (figures->choice.measure != WEFT_FIGURES_POINTS || figures->n_open_without_estimate == 0)
    return g_steal_pointer (&past);
  without = g_strdup_printf (ngettext ("%u open task has no estimate and is not counted.", "%u open tasks have no estimate and are not counted.",
                                       figures->n_open_without_estimate),
                             figures->n_open_without_estimate);
  return g_strdup_printf ("%s %s", past, without);
}

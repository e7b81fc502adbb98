/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/weft-recurrence-iter.h"

#include <string.h>

#include "base/weft-civil.h"

#define DAY G_GINT64_CONSTANT (86400) /* s */
#define ALL_HOURS 0xffffffu
#define ALL_SIXTY ((G_GUINT64_CONSTANT (1) << 60) - 1)
#define SHORT_PERIODS_MAX 1000000 /* hours, minutes, seconds looked at for one time */

/* After so many periods of each kind the calendar is the same again. */
static const guint cycle_lengths[] = { 400, 4800, 20871, 146097 };
/* s, of the periods below a day */
static const gint64 unit_lengths[] = { 0, 0, 0, 0, 3600, 60, 1 };

static gint64
floor_divide (gint64 a, gint64 b)
{
  return a / b - (a % b < 0);
}

static gboolean
has_bit (const guint64 *words, gint64 bit)
{
  return words[bit / 64] >> (bit % 64) & 1;
}

static int
count_bits (guint64 word)
{
  return __builtin_popcountll (word);
}

/* The @n-th bit that is set, from 0. */
static int
find_bit (guint64 word, gint64 n)
{
  for (; n > 0; n--)
    word &= word - 1;
  return __builtin_ctzll (word);
}

/* What a rule asks of a day. */
typedef struct
{
  int year;
  int month;
  int day;
  int weekday;
  int of_year; /* from 0 */
  int month_length;
  int year_length;
} Date;

static void
date_init (Date *date, gint64 civil)
{
  date->weekday = weft_civil_to_date (civil, &date->year, &date->month, &date->day);
  date->of_year = (int) ((civil - weft_civil_from_date (date->year, 1, 1)) / DAY);
  date->month_length = weft_civil_days_in_month (date->year, date->month);
  date->year_length = weft_civil_is_leap_year (date->year) ? 366 : 365;
}

/* How far the first week of @year, the first of which four days are in it, begins behind its first day: -3 to 3. */
static int
find_first_week (int year, guint week_start)
{
  int weekday = (int) ((weft_civil_from_date (year, 1, 1) / DAY % 7 + 10) % 7);
  int since = (weekday - (int) week_start + 7) % 7;

  return since <= 3 ? -since : 7 - since;
}

static gboolean
fits_week (const WeftRecurrence *rule, const Date *date)
{
  int first = find_first_week (date->year, rule->week_start);
  int next = date->year_length + find_first_week (date->year + 1, rule->week_start);
  int week;
  int n;

  if (date->of_year < first) /* in the last week of the year before */
    {
      int length = weft_civil_is_leap_year (date->year - 1) ? 366 : 365;

      n = (length + first - find_first_week (date->year - 1, rule->week_start)) / 7;
      week = n - 1;
    }
  else if (date->of_year >= next) /* in the first of the next */
    {
      int length = weft_civil_is_leap_year (date->year + 1) ? 366 : 365;

      n = (length + find_first_week (date->year + 2, rule->week_start) - find_first_week (date->year + 1, rule->week_start)) / 7;
      week = 0;
    }
  else
    {
      n = (next - first) / 7;
      week = (date->of_year - first) / 7;
    }

  return has_bit (&rule->weeks, week) || has_bit (&rule->weeks_back, n - 1 - week);
}

static gboolean
fits_weekday (const WeftRecurrence *rule, const Date *date)
{
  gboolean of_month = rule->frequency == WEFT_FREQUENCY_MONTHLY || rule->months != 0;
  int at = of_month ? date->day - 1 : date->of_year;
  int length = of_month ? date->month_length : date->year_length;

  return (rule->weekdays >> date->weekday & 1) || has_bit (&rule->nth[date->weekday], at / 7)
         || has_bit (&rule->nth_back[date->weekday], (length - 1 - at) / 7);
}

typedef struct
{
  gboolean weeks;
  gboolean year_days;
  gboolean month_days;
  gboolean weekdays;
} Asked;

static gboolean
any (const guint64 *words, guint n)
{
  for (guint i = 0; i < n; i++)
    if (words[i] != 0)
      return TRUE;
  return FALSE;
}

static Asked
get_asked (const WeftRecurrence *rule)
{
  return (Asked) {
    .weeks = rule->weeks != 0 || rule->weeks_back != 0,
    .year_days = any (rule->year_days, 6) || any (rule->year_days_back, 6),
    .month_days = rule->month_days != 0 || rule->month_days_back != 0,
    .weekdays = rule->weekdays != 0 || weft_recurrence_has_nth (rule),
  };
}

static gboolean
fits_day (const WeftRecurrence *rule, const Asked *asked, const Date *date)
{
  return (rule->months == 0 || (rule->months >> (date->month - 1) & 1))
         && (!asked->month_days || (rule->month_days >> (date->day - 1) & 1)
             || (rule->month_days_back >> (date->month_length - date->day) & 1))
         && (!asked->weekdays || fits_weekday (rule, date))
         && (!asked->year_days || has_bit (rule->year_days, date->of_year)
             || has_bit (rule->year_days_back, date->year_length - 1 - date->of_year))
         && (!asked->weeks || fits_week (rule, date));
}

/* What the rule leaves out, the start says. */
static void
complete (WeftRecurrence *rule, gint64 start)
{
  Asked asked = get_asked (rule);
  Date date;
  gint64 second = start - floor_divide (start, DAY) * DAY;

  date_init (&date, start);
  if (!asked.weeks && !asked.year_days && !asked.month_days && !asked.weekdays)
    {
      if (rule->frequency == WEFT_FREQUENCY_YEARLY && rule->months == 0)
        rule->months = 1u << (date.month - 1);
      if (rule->frequency <= WEFT_FREQUENCY_MONTHLY)
        rule->month_days = 1u << (date.day - 1);
      if (rule->frequency == WEFT_FREQUENCY_WEEKLY)
        rule->weekdays = 1u << date.weekday;
    }
  else if (asked.weeks && !asked.year_days && !asked.month_days && !asked.weekdays)
    rule->weekdays = 1u << date.weekday;

  if (rule->hours == 0)
    rule->hours = rule->frequency < WEFT_FREQUENCY_HOURLY ? 1u << (second / 3600) : ALL_HOURS;
  if (rule->minutes == 0)
    rule->minutes = rule->frequency < WEFT_FREQUENCY_MINUTELY ? G_GUINT64_CONSTANT (1) << (second / 60 % 60) : ALL_SIXTY;
  if (rule->seconds == 0)
    rule->seconds = rule->frequency < WEFT_FREQUENCY_SECONDLY ? G_GUINT64_CONSTANT (1) << (second % 60) : ALL_SIXTY;
}

/* In which year, month, week or day since 1970 @civil is. */
static gint64
get_period (const WeftRecurrence *rule, gint64 civil)
{
  int year, month, day;

  switch (rule->frequency)
    {
    case WEFT_FREQUENCY_YEARLY:
      weft_civil_to_date (civil, &year, &month, &day);
      return year - 1970;
    case WEFT_FREQUENCY_MONTHLY:
      weft_civil_to_date (civil, &year, &month, &day);
      return (year - 1970) * 12 + month - 1;
    case WEFT_FREQUENCY_WEEKLY: /* 1970 began with a Thursday */
      return floor_divide (floor_divide (civil, DAY) + 3 - (gint64) rule->week_start, 7);
    case WEFT_FREQUENCY_DAILY:
      return floor_divide (civil, DAY);
    case WEFT_FREQUENCY_HOURLY:
    case WEFT_FREQUENCY_MINUTELY:
    case WEFT_FREQUENCY_SECONDLY:
      return floor_divide (civil, unit_lengths[rule->frequency]);
    default:
      g_assert_not_reached ();
    }
}

/* The first day of a year, month, week or day, and how many it has. */
static gint64
get_days (const WeftRecurrence *rule, gint64 period, guint *n)
{
  int year, month;

  switch (rule->frequency)
    {
    case WEFT_FREQUENCY_YEARLY:
      year = (int) period + 1970;
      *n = weft_civil_is_leap_year (year) ? 366 : 365;
      return weft_civil_from_date (year, 1, 1);
    case WEFT_FREQUENCY_MONTHLY:
      year = (int) floor_divide (period, 12) + 1970;
      month = (int) (period - floor_divide (period, 12) * 12) + 1;
      *n = (guint) weft_civil_days_in_month (year, month);
      return weft_civil_from_date (year, month, 1);
    case WEFT_FREQUENCY_WEEKLY:
      *n = 7;
      return (period * 7 - 3 + rule->week_start) * DAY;
    case WEFT_FREQUENCY_DAILY:
    case WEFT_FREQUENCY_HOURLY:
    case WEFT_FREQUENCY_MINUTELY:
    case WEFT_FREQUENCY_SECONDLY:
    default:
      *n = 1;
      return period * DAY;
    }
}

/* The time at @index of the period under way, were there no BYSETPOS. */
static gint64
get_time (const WeftRecurrenceIter *self, gint64 index)
{
  gint64 of_day = index % self->n_times;
  gint64 n_seconds = count_bits (self->seconds);
  gint64 n_minutes = count_bits (self->minutes);
  gint64 day = index / self->n_times;
  int word = 0;

  while (day >= count_bits (self->days[word]))
    day -= count_bits (self->days[word++]);

  return self->first_day + (word * 64 + find_bit (self->days[word], day)) * DAY
         + find_bit (self->hours, of_day / (n_minutes * n_seconds)) * 3600
         + find_bit (self->minutes, of_day / n_seconds % n_minutes) * 60 + find_bit (self->seconds, of_day % n_seconds);
}

static gint64
get_candidate (const WeftRecurrenceIter *self, gint64 index)
{
  return get_time (self, self->rule.n_positions > 0 ? self->picked[index] : index);
}

/* The first candidate later than @after. */
static gint64
find_later (const WeftRecurrenceIter *self, gint64 after)
{
  gint64 low = 0;
  gint64 high = self->n;

  while (low < high)
    {
      gint64 middle = low + (high - low) / 2;

      if (get_candidate (self, middle) > after)
        high = middle;
      else
        low = middle + 1;
    }

  return low;
}

/* Which of all times in the period BYSETPOS takes: in order, each once. */
static void
pick (WeftRecurrenceIter *self)
{
  gint64 all = self->n;

  self->n = 0;
  for (guint i = 0; i < self->rule.n_positions; i++)
    {
      gint64 position = self->rule.positions[i];
      gint64 index = position > 0 ? position - 1 : all + position;
      gint64 place = self->n;

      if (index < 0 || index >= all)
        continue;
      while (place > 0 && self->picked[place - 1] > index)
        place--;
      if (place > 0 && self->picked[place - 1] == index)
        continue;
      memmove (&self->picked[place + 1], &self->picked[place], (gsize) (self->n - place) * sizeof self->picked[0]);
      self->picked[place] = index;
      self->n++;
    }
}

static void
end_period (WeftRecurrenceIter *self)
{
  self->n_times = (gint64) count_bits (self->hours) * count_bits (self->minutes) * count_bits (self->seconds);
  self->n = self->n_times * self->n_days;
  if (self->rule.n_positions > 0)
    pick (self);
  self->next = find_later (self, self->start - 1);
}

/* The days of the year, month, week or day @period that fit. */
static void
load_days (WeftRecurrenceIter *self, gint64 period)
{
  Asked asked = get_asked (&self->rule);
  Date date;
  guint n;

  memset (self->days, 0, sizeof self->days);
  self->n_days = 0;
  self->first_day = get_days (&self->rule, period, &n);
  date_init (&date, self->first_day);
  for (guint i = 0; i < n; i++)
    {
      if (fits_day (&self->rule, &asked, &date))
        {
          self->days[i / 64] |= G_GUINT64_CONSTANT (1) << (i % 64);
          self->n_days++;
        }
      date.day++;
      date.of_year++;
      date.weekday = (date.weekday + 1) % 7;
      if (date.day > date.month_length && i + 1 < n)
        date_init (&date, self->first_day + (i + 1) * DAY);
    }
}

/* Puts @self->period to the first that begins at @civil or later. */
static void
go_on_at (WeftRecurrenceIter *self, gint64 civil)
{
  gint64 length = unit_lengths[self->rule.frequency];
  gint64 unit = -floor_divide (-civil, length) - self->origin;

  self->period = MAX (self->period + 1, -floor_divide (-unit, self->rule.interval));
}

/* The hour, minute or second under way, if it fits; else the next that may is gone to. */
static gboolean
load_short (WeftRecurrenceIter *self)
{
  const WeftRecurrence *rule = &self->rule;
  gint64 civil = (self->origin + self->period * rule->interval) * unit_lengths[rule->frequency];
  gint64 day = floor_divide (civil, DAY) * DAY;
  gint64 second = civil - day;
  Asked asked = get_asked (rule);
  Date date;

  date_init (&date, day);
  if (!fits_day (rule, &asked, &date))
    {
      go_on_at (self, day + DAY);
      return FALSE;
    }
  if (!(rule->hours >> (second / 3600) & 1))
    {
      go_on_at (self, civil - second % 3600 + 3600);
      return FALSE;
    }
  if (rule->frequency > WEFT_FREQUENCY_HOURLY && !has_bit (&rule->minutes, second / 60 % 60))
    {
      go_on_at (self, civil - second % 60 + 60);
      return FALSE;
    }
  if (rule->frequency > WEFT_FREQUENCY_MINUTELY && !has_bit (&rule->seconds, second % 60))
    {
      self->period++;
      return FALSE;
    }

  memset (self->days, 0, sizeof self->days);
  self->days[0] = 1;
  self->n_days = 1;
  self->first_day = day;
  self->hours = 1u << (second / 3600);
  if (rule->frequency > WEFT_FREQUENCY_HOURLY)
    self->minutes = G_GUINT64_CONSTANT (1) << (second / 60 % 60);
  if (rule->frequency > WEFT_FREQUENCY_MINUTELY)
    self->seconds = G_GUINT64_CONSTANT (1) << (second % 60);
  self->period++;
  end_period (self);
  return TRUE;
}

/* Goes to the next period with a time in it. */
static gboolean
load (WeftRecurrenceIter *self)
{
  gboolean is_short = self->rule.frequency >= WEFT_FREQUENCY_HOURLY;
  guint barren_max = is_short ? SHORT_PERIODS_MAX : cycle_lengths[self->rule.frequency];

  self->n = self->next = 0;
  for (guint barren = 0; barren <= barren_max; barren++)
    {
      gint64 period = self->origin + self->period * self->rule.interval;
      guint n_days;
      gint64 begin = is_short ? period * unit_lengths[self->rule.frequency] : get_days (&self->rule, period, &n_days);

      if (begin > self->last)
        return FALSE;
      if (is_short)
        {
          if (!load_short (self))
            continue;
        }
      else
        {
          load_days (self, period);
          self->period++;
          end_period (self);
        }
      if (self->next < self->n)
        return TRUE;
    }

  return FALSE;
}

/* Takes what is left of the period up to @after as come. */
static void
leave_out (WeftRecurrenceIter *self, gint64 after)
{
  gint64 to = MAX (self->next, find_later (self, after));

  self->n_before += to - self->next;
  self->next = to;
}

/* Public API */

void
weft_recurrence_iter_init (WeftRecurrenceIter *self, const WeftRecurrence *rule, gint64 start)
{
  *self = (WeftRecurrenceIter) { .rule = *rule, .start = start, .last = weft_civil_from_date (10000, 1, 1) - 1 };
  if (rule->until_kind != WEFT_UNTIL_NEVER)
    self->last = MIN (self->last, rule->until + (rule->until_kind == WEFT_UNTIL_DATE ? DAY - 1 : 0));
  complete (&self->rule, start);
  self->hours = self->rule.hours;
  self->minutes = self->rule.minutes;
  self->seconds = self->rule.seconds;
  self->origin = get_period (rule, start);
  self->ended = start < weft_civil_from_date (1, 1, 1) || start >= weft_civil_from_date (10000, 1, 1);
}

gboolean
weft_recurrence_iter_next (WeftRecurrenceIter *self, gint64 *time)
{
  if (!self->ended && self->next >= self->n)
    self->ended = !load (self);
  if (self->ended || (self->rule.count > 0 && self->n_before >= self->rule.count))
    return FALSE;

  *time = get_candidate (self, self->next);
  self->ended = *time > self->last;
  if (self->ended)
    return FALSE;
  self->next++;
  self->n_before++;
  return TRUE;
}

void
weft_recurrence_iter_seek (WeftRecurrenceIter *self, gint64 after)
{
  if (self->ended)
    return;

  leave_out (self, after);
  if (self->rule.count == 0 && self->next >= self->n)
    self->period = MAX (self->period, floor_divide (get_period (&self->rule, after) - self->origin, self->rule.interval));
  while (!self->ended && self->next >= self->n && (self->rule.count == 0 || self->n_before < self->rule.count))
    {
      self->ended = !load (self);
      if (!self->ended)
        leave_out (self, after);
    }
}

gint64
weft_recurrence_iter_get_n (const WeftRecurrenceIter *self)
{
  return self->n_before;
}

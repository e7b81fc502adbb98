/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/weft-recurrence.h"

#include <string.h>

#include "base/weft-civil.h"
#include "base/weft-error.h"

static const char *const frequency_names[] = { "YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY" };
static const char *const day_names[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };

static gboolean refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (WEFT_ERROR, WEFT_ERROR_INVALID, format, arguments);
  va_end (arguments);
  return FALSE;
}

/* Numbers from @min to @max, a sign in front where @min is negative. */
static gboolean
parse_number (const char *text, gint64 min, gint64 max, gint64 *number)
{
  const char *digits = text + (min < 0 && (*text == '-' || *text == '+'));

  return g_ascii_isdigit (*digits) && strlen (digits) <= 8
         && g_ascii_string_to_signed (*text == '+' ? digits : text, 10, min, max, number, NULL);
}

/* What a part does with each of its numbers. */
typedef void (*Take) (WeftRecurrence *self, gint64 number);

static void
set_bit (guint64 *words, gint64 bit)
{
  words[bit / 64] |= G_GUINT64_CONSTANT (1) << (bit % 64);
}

static void
take_second (WeftRecurrence *self, gint64 number)
{
  set_bit (&self->seconds, MIN (number, 59));
}

static void
take_minute (WeftRecurrence *self, gint64 number)
{
  set_bit (&self->minutes, number);
}

static void
take_hour (WeftRecurrence *self, gint64 number)
{
  self->hours |= 1u << number;
}

static void
take_month_day (WeftRecurrence *self, gint64 number)
{
  if (number > 0)
    self->month_days |= 1u << (number - 1);
  else
    self->month_days_back |= 1u << (-number - 1);
}

static void
take_year_day (WeftRecurrence *self, gint64 number)
{
  if (number > 0)
    set_bit (self->year_days, number - 1);
  else
    set_bit (self->year_days_back, -number - 1);
}

static void
take_week (WeftRecurrence *self, gint64 number)
{
  if (number > 0)
    set_bit (&self->weeks, number - 1);
  else
    set_bit (&self->weeks_back, -number - 1);
}

static void
take_month (WeftRecurrence *self, gint64 number)
{
  self->months |= 1u << (number - 1);
}

/* Sorted, each once; one too many is kept to be told of. */
static void
take_position (WeftRecurrence *self, gint64 number)
{
  guint i = 0;

  while (i < self->n_positions && i < WEFT_RECURRENCE_POSITIONS_MAX && self->positions[i] < number)
    i++;
  if (i < MIN (self->n_positions, WEFT_RECURRENCE_POSITIONS_MAX) && self->positions[i] == number)
    return;
  if (self->n_positions < WEFT_RECURRENCE_POSITIONS_MAX)
    {
      memmove (&self->positions[i + 1], &self->positions[i], (self->n_positions - i) * sizeof self->positions[0]);
      self->positions[i] = (gint16) number;
    }
  self->n_positions++;
}

static const struct
{
  const char *name;
  int min; /* negative: counted from the end, and 0 is nothing */
  int max;
  Take take;
} lists[] = {
  { "BYSECOND", 0, 60, take_second },       { "BYMINUTE", 0, 59, take_minute }, { "BYHOUR", 0, 23, take_hour },
  { "BYMONTHDAY", -31, 31, take_month_day }, { "BYYEARDAY", -366, 366, take_year_day },
  { "BYWEEKNO", -53, 53, take_week },       { "BYMONTH", 1, 12, take_month },   { "BYSETPOS", -366, 366, take_position },
};

static gboolean
parse_list (WeftRecurrence *self, guint index, const char *value, GError **error)
{
  g_auto (GStrv) words = g_strsplit (value, ",", -1);

  for (guint i = 0; i == 0 || words[i] != NULL; i++)
    {
      gint64 number;

      if (words[i] == NULL || !parse_number (words[i], lists[index].min, lists[index].max, &number)
          || (number == 0 && lists[index].min < 0))
        {
          if (lists[index].min < 0)
            return refuse (error, "%s: expected 1 to %d, or -1 to %d", lists[index].name, lists[index].max, lists[index].min);
          return refuse (error, "%s: expected %d to %d", lists[index].name, lists[index].min, lists[index].max);
        }
      lists[index].take (self, number);
    }

  return TRUE;
}

static int
find_day (const char *name)
{
  for (int i = 0; i < 7; i++)
    if (g_str_equal (name, day_names[i]))
      return i;
  return -1;
}

static gboolean
parse_days (WeftRecurrence *self, const char *value, GError **error)
{
  g_auto (GStrv) words = g_strsplit (value, ",", -1);

  for (guint i = 0; i == 0 || words[i] != NULL; i++)
    {
      gsize length = words[i] != NULL ? strlen (words[i]) : 0;
      int day = length >= 2 ? find_day (words[i] + length - 2) : -1;
      gint64 number = 0;

      if (day < 0)
        return refuse (error, "BYDAY: expected MO, TU, WE, TH, FR, SA or SU, with a number in front or without");
      words[i][length - 2] = '\0';
      if (length > 2 && (!parse_number (words[i], -53, 53, &number) || number == 0))
        return refuse (error, "BYDAY: the number in front may be 1 to 53, or -1 to -53");
      if (number > 0)
        set_bit (&self->nth[day], number - 1);
      else if (number < 0)
        set_bit (&self->nth_back[day], -number - 1);
      else
        self->weekdays |= 1u << day;
    }

  return TRUE;
}

static gboolean
parse_digits (const char *text, guint n, int *number)
{
  *number = 0;
  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *number = *number * 10 + (text[i] - '0');
    }
  return TRUE;
}

static gboolean
parse_until (WeftRecurrence *self, const char *value, GError **error)
{
  gsize length = strlen (value);
  int year, month, day, hour, minute, second;

  if ((length != 8 && length != 15 && !(length == 16 && value[15] == 'Z')) || !parse_digits (value, 4, &year)
      || !parse_digits (value + 4, 2, &month) || !parse_digits (value + 6, 2, &day) || year < 1 || month < 1 || month > 12 || day < 1
      || day > weft_civil_days_in_month (year, month))
    return refuse (error, "UNTIL: expected a date, 20301231, or a time, 20301231T235959 or 20301231T235959Z");
  self->until = weft_civil_from_date (year, month, day);
  self->until_kind = WEFT_UNTIL_DATE;
  if (length == 8)
    return TRUE;

  if (value[8] != 'T' || !parse_digits (value + 9, 2, &hour) || !parse_digits (value + 11, 2, &minute)
      || !parse_digits (value + 13, 2, &second) || hour > 23 || minute > 59 || second > 60)
    return refuse (error, "UNTIL: expected a date, 20301231, or a time, 20301231T235959 or 20301231T235959Z");
  self->until += hour * 3600 + minute * 60 + MIN (second, 59);
  self->until_kind = length == 16 ? WEFT_UNTIL_UTC : WEFT_UNTIL_LOCAL;
  return TRUE;
}

static gboolean
parse_frequency (WeftRecurrence *self, const char *value, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (frequency_names); i++)
    if (g_str_equal (value, frequency_names[i]))
      {
        self->frequency = i;
        return TRUE;
      }
  return refuse (error, "FREQ: expected YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY, MINUTELY or SECONDLY");
}

static gboolean
parse_part (WeftRecurrence *self, const char *name, const char *value, GError **error)
{
  gint64 number;

  if (g_str_equal (name, "FREQ"))
    return parse_frequency (self, value, error);
  if (g_str_equal (name, "UNTIL"))
    return parse_until (self, value, error);
  if (g_str_equal (name, "BYDAY"))
    return parse_days (self, value, error);
  if (g_str_equal (name, "INTERVAL"))
    {
      if (!parse_number (value, 1, WEFT_RECURRENCE_INTERVAL_MAX, &number))
        return refuse (error, "INTERVAL: expected 1 to %d", WEFT_RECURRENCE_INTERVAL_MAX);
      self->interval = (guint) number;
      return TRUE;
    }
  if (g_str_equal (name, "COUNT"))
    {
      if (!parse_number (value, 1, WEFT_RECURRENCE_COUNT_MAX, &number))
        return refuse (error, "COUNT: expected 1 to %d", WEFT_RECURRENCE_COUNT_MAX);
      self->count = (guint) number;
      return TRUE;
    }
  if (g_str_equal (name, "WKST"))
    {
      int day = find_day (value);

      if (day < 0)
        return refuse (error, "WKST: expected MO, TU, WE, TH, FR, SA or SU");
      self->week_start = (guint) day;
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    if (g_str_equal (name, lists[i].name))
      return parse_list (self, i, value, error);

  return refuse (error, "%.20s: no part of a rule is called so", name);
}

static gboolean
has_any (const guint64 *words, guint n)
{
  for (guint i = 0; i < n; i++)
    if (words[i] != 0)
      return TRUE;
  return FALSE;
}

/* Which parts go with which, as the table of RFC 5545, section 3.3.10, has it. */
static gboolean
check (const WeftRecurrence *self, GError **error)
{
  gboolean weeks = self->weeks != 0 || self->weeks_back != 0;
  gboolean month_days = self->month_days != 0 || self->month_days_back != 0;
  gboolean year_days = has_any (self->year_days, 6) || has_any (self->year_days_back, 6);
  gboolean nth = weft_recurrence_has_nth (self);

  if (self->count > 0 && self->until_kind != WEFT_UNTIL_NEVER)
    return refuse (error, "UNTIL: does not go with COUNT");
  if (weeks && self->frequency != WEFT_FREQUENCY_YEARLY)
    return refuse (error, "BYWEEKNO: goes with FREQ=YEARLY only");
  if (year_days && self->frequency >= WEFT_FREQUENCY_MONTHLY && self->frequency <= WEFT_FREQUENCY_DAILY)
    return refuse (error, "BYYEARDAY: does not go with FREQ=%s", frequency_names[self->frequency]);
  if (month_days && self->frequency == WEFT_FREQUENCY_WEEKLY)
    return refuse (error, "BYMONTHDAY: does not go with FREQ=WEEKLY");
  if (nth && self->frequency > WEFT_FREQUENCY_MONTHLY)
    return refuse (error, "BYDAY: a number in front goes with FREQ=MONTHLY and FREQ=YEARLY only");
  if (nth && weeks)
    return refuse (error, "BYDAY: a number in front does not go with BYWEEKNO");
  if (self->n_positions > WEFT_RECURRENCE_POSITIONS_MAX)
    return refuse (error, "BYSETPOS: at most %d different numbers", WEFT_RECURRENCE_POSITIONS_MAX);
  if (self->n_positions > 0 && !weeks && !month_days && !year_days && !nth && self->weekdays == 0 && self->months == 0
      && self->hours == 0 && self->minutes == 0 && self->seconds == 0)
    return refuse (error, "BYSETPOS: needs another part that begins with BY");
  return TRUE;
}

/* Writing */

static void
write_number (GString *out, const char *name, gboolean *begun, int number)
{
  if (*begun)
    g_string_append_printf (out, ",%d", number);
  else
    g_string_append_printf (out, ";%s=%d", name, number);
  *begun = TRUE;
}

/* Bit 0 of @words is @first, and of @back -1. */
static void
write_bits (GString *out, const char *name, const guint64 *words, const guint64 *back, int n, int first)
{
  gboolean begun = FALSE;

  for (int i = 0; i < n; i++)
    if (words[i / 64] >> (i % 64) & 1)
      write_number (out, name, &begun, i + first);
  for (int i = 0; back != NULL && i < n; i++)
    if (back[i / 64] >> (i % 64) & 1)
      write_number (out, name, &begun, -i - 1);
}

static void
write_days (GString *out, const WeftRecurrence *self)
{
  const char *separator = ";BYDAY=";

  for (int day = 0; day < 7; day++)
    {
      if (self->weekdays >> day & 1)
        {
          g_string_append_printf (out, "%s%s", separator, day_names[day]);
          separator = ",";
        }
      for (int i = 0; i < 53; i++)
        if (self->nth[day] >> i & 1)
          {
            g_string_append_printf (out, "%s%d%s", separator, i + 1, day_names[day]);
            separator = ",";
          }
      for (int i = 0; i < 53; i++)
        if (self->nth_back[day] >> i & 1)
          {
            g_string_append_printf (out, "%s%d%s", separator, -i - 1, day_names[day]);
            separator = ",";
          }
    }
}

static void
write_until (GString *out, const WeftRecurrence *self)
{
  int year, month, day;
  int second;

  weft_civil_to_date (self->until, &year, &month, &day);
  g_string_append_printf (out, ";UNTIL=%04d%02d%02d", year, month, day);
  if (self->until_kind == WEFT_UNTIL_DATE)
    return;

  second = (int) (self->until - weft_civil_from_date (year, month, day));
  g_string_append_printf (out, "T%02d%02d%02d%s", second / 3600, second / 60 % 60, second % 60,
                          self->until_kind == WEFT_UNTIL_UTC ? "Z" : "");
}

/* Public API */

gboolean
weft_recurrence_parse (const char *text, WeftRecurrence *out, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *upper = NULL;
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (text != NULL && out != NULL, FALSE);

  if (strlen (text) > WEFT_RECURRENCE_TEXT_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "%zu bytes, at most %d", strlen (text), WEFT_RECURRENCE_TEXT_MAX);
      return FALSE;
    }

  *out = (WeftRecurrence) { .interval = 1 };
  upper = g_ascii_strup (text, -1);
  parts = g_strsplit (upper, ";", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *equals = strchr (parts[i], '=');

      if (equals == NULL)
        return refuse (error, "%.20s: expected a part and what it is, as FREQ=DAILY", parts[i]);
      *equals = '\0';
      if (!g_hash_table_add (seen, parts[i]))
        return refuse (error, "%.20s: is there twice", parts[i]);
      if (!parse_part (out, parts[i], equals + 1, error))
        return FALSE;
    }
  if (!g_hash_table_contains (seen, "FREQ"))
    return refuse (error, "FREQ: missing");

  return check (out, error);
}

char *
weft_recurrence_to_string (const WeftRecurrence *self)
{
  GString *out = g_string_new ("FREQ=");
  guint64 months = self->months;
  guint64 month_days = self->month_days;
  guint64 month_days_back = self->month_days_back;
  guint64 hours = self->hours;

  g_string_append (out, frequency_names[self->frequency]);
  if (self->until_kind != WEFT_UNTIL_NEVER)
    write_until (out, self);
  if (self->count > 0)
    g_string_append_printf (out, ";COUNT=%u", self->count);
  if (self->interval != 1)
    g_string_append_printf (out, ";INTERVAL=%u", self->interval);
  write_bits (out, "BYSECOND", &self->seconds, NULL, 60, 0);
  write_bits (out, "BYMINUTE", &self->minutes, NULL, 60, 0);
  write_bits (out, "BYHOUR", &hours, NULL, 24, 0);
  write_days (out, self);
  write_bits (out, "BYMONTHDAY", &month_days, &month_days_back, 31, 1);
  write_bits (out, "BYYEARDAY", self->year_days, self->year_days_back, 366, 1);
  write_bits (out, "BYWEEKNO", &self->weeks, &self->weeks_back, 53, 1);
  write_bits (out, "BYMONTH", &months, NULL, 12, 1);
  for (guint i = 0; i < self->n_positions; i++)
    g_string_append_printf (out, "%s%d", i == 0 ? ";BYSETPOS=" : ",", self->positions[i]);
  if (self->week_start != 0)
    g_string_append_printf (out, ";WKST=%s", day_names[self->week_start]);

  return g_string_free_and_steal (out);
}

gboolean
weft_recurrence_has_nth (const WeftRecurrence *self)
{
  return has_any (self->nth, 7) || has_any (self->nth_back, 7);
}

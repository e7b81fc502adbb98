/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/weft-recurrence-words.h"

#include <glib/gi18n.h>
#include <langinfo.h>

#include "base/weft-civil.h"

#define MONDAY_TO_FRIDAY 0x1f
#define WHOLE_WEEK 0x7f

static char *
format_date (gint64 civil, const char *format)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (civil);

  return g_date_time_format (date, format);
}

/* "a", "a and b", "a, b and c"; takes @words. */
static char *
join (GPtrArray *words)
{
  g_autoptr (GPtrArray) all = words;
  char *out = all->len > 0 ? g_strdup (all->pdata[0]) : g_strdup ("");

  for (guint i = 1; i < all->len; i++)
    {
      g_autofree char *before = out;

      /* Translators: two things of a list: “Monday, Tuesday”; then the last two: “Monday, Tuesday and Friday”. */
      out = g_strdup_printf (i + 1 < all->len ? C_ ("list", "%s, %s") : C_ ("list", "%s and %s"), before, (char *) all->pdata[i]);
    }
  return out;
}

static GPtrArray *
words_new (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

static gboolean
has_bit (const guint64 *words, guint bit)
{
  return words[bit / 64] >> (bit % 64) & 1;
}

static gboolean
is_one (guint64 bits)
{
  return bits != 0 && (bits & (bits - 1)) == 0;
}

/* Numbers from @first on, and, counted from the end, negative ones. */
static char *
list_numbers (const guint64 *words, const guint64 *back, guint n, int first)
{
  GPtrArray *out = words_new ();

  for (guint i = 0; i < n; i++)
    if (has_bit (words, i))
      g_ptr_array_add (out, g_strdup_printf ("%d", (int) i + first));
  for (guint i = 0; back != NULL && i < n; i++)
    if (has_bit (back, i))
      g_ptr_array_add (out, i == 0 ? g_strdup (C_ ("counted from the end", "the last")) : g_strdup_printf ("−%u", i + 1));
  return join (out);
}

static char *
list_months (guint months)
{
  GPtrArray *out = words_new ();

  for (int i = 0; i < 12; i++)
    if (months >> i & 1)
      g_ptr_array_add (out, format_date (weft_civil_from_date (2024, i + 1, 1), "%OB"));
  return join (out);
}

static char *
list_weekdays (const WeftRecurrence *rule)
{
  GPtrArray *out = words_new ();
  guint first = weft_weekday_get_first ();

  for (guint i = 0; i < 7; i++)
    if (rule->weekdays >> ((first + i) % 7) & 1)
      g_ptr_array_add (out, weft_weekday_get_name ((first + i) % 7));
  for (int n = 1; n <= 53; n++)
    for (guint day = 0; day < 7; day++)
      if (rule->nth[day] >> (n - 1) & 1)
        g_ptr_array_add (out, weft_nth_weekday_describe (n, day));
  for (int n = 1; n <= 53; n++)
    for (guint day = 0; day < 7; day++)
      if (rule->nth_back[day] >> (n - 1) & 1)
        g_ptr_array_add (out, weft_nth_weekday_describe (-n, day));
  return join (out);
}

static const char *
get_frequency (const WeftRecurrence *rule)
{
  guint n = rule->interval;

  switch (rule->frequency)
    {
    case WEFT_FREQUENCY_YEARLY:
      return ngettext ("Every year", "Every %u years", n);
    case WEFT_FREQUENCY_MONTHLY:
      return ngettext ("Every month", "Every %u months", n);
    case WEFT_FREQUENCY_WEEKLY:
      return ngettext ("Every week", "Every %u weeks", n);
    case WEFT_FREQUENCY_DAILY:
      return ngettext ("Every day", "Every %u days", n);
    case WEFT_FREQUENCY_HOURLY:
      return ngettext ("Every hour", "Every %u hours", n);
    case WEFT_FREQUENCY_MINUTELY:
      return ngettext ("Every minute", "Every %u minutes", n);
    case WEFT_FREQUENCY_SECONDLY:
    default:
      return ngettext ("Every second", "Every %u seconds", n);
    }
}

static char *
describe_frequency (const WeftRecurrence *rule)
{
  if (rule->frequency == WEFT_FREQUENCY_WEEKLY && rule->interval == 1 && rule->weekdays == MONDAY_TO_FRIDAY)
    return g_strdup (_ ("Every weekday"));
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (get_frequency (rule), rule->interval);
#pragma GCC diagnostic pop
}

G_GNUC_PRINTF (2, 3)
static void
add (GString *out, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_string_append_c (out, ' ');
  g_string_append_vprintf (out, format, arguments);
  va_end (arguments);
}

/* The days of a month; where it is that of one or more months of a year, those too. */
static void
add_month_days (GString *out, const WeftRecurrence *rule)
{
  guint64 days = rule->month_days;
  guint64 back = rule->month_days_back;
  g_autofree char *numbers = list_numbers (&days, &back, 31, 1);

  if (days == 0 && back == 1)
    add (out, "%s", _ ("on the last day"));
  else if (back == 0 && is_one (days))
    /* Translators: every month on day 26. */
    add (out, _ ("on day %s"), numbers);
  else
    /* Translators: every month on days 2 and 15. */
    add (out, _ ("on days %s"), numbers);
}

/* One day of every year, which is said as a date. */
static gboolean
add_date (GString *out, const WeftRecurrence *rule)
{
  g_autofree char *date = NULL;

  if (rule->frequency != WEFT_FREQUENCY_YEARLY || !is_one (rule->months) || !is_one (rule->month_days) || rule->month_days_back != 0
      || rule->weekdays != 0 || weft_recurrence_has_nth (rule))
    return FALSE;
  /* Translators: a day of every year: 26 November. */
  date = format_date (weft_civil_from_date (2024, __builtin_ctz (rule->months) + 1, __builtin_ctz (rule->month_days) + 1), _ ("%-d %B"));
  add (out, _ ("on %s"), date);
  return TRUE;
}

static void
add_days (GString *out, const WeftRecurrence *rule)
{
  gboolean year_days = FALSE;

  if (add_date (out, rule))
    return;
  for (guint i = 0; i < 6; i++)
    year_days |= rule->year_days[i] != 0 || rule->year_days_back[i] != 0;
  if (year_days)
    {
      g_autofree char *numbers = list_numbers (rule->year_days, rule->year_days_back, 366, 1);

      /* Translators: %s are numbers of days of a year: every year on days 1 and 100 of the year. */
      add (out, _ ("on days %s of the year"), numbers);
    }
  if (rule->month_days != 0 || rule->month_days_back != 0)
    add_month_days (out, rule);
  if ((rule->weekdays != 0 && !(rule->frequency == WEFT_FREQUENCY_WEEKLY && rule->interval == 1 && rule->weekdays == MONDAY_TO_FRIDAY))
      || weft_recurrence_has_nth (rule))
    {
      g_autofree char *days = list_weekdays (rule);

      /* Translators: every week on Monday and Thursday; every month on the first Monday. */
      add (out, _ ("on %s"), days);
    }
  if (rule->weeks != 0 || rule->weeks_back != 0)
    {
      g_autofree char *numbers = list_numbers (&rule->weeks, &rule->weeks_back, 53, 1);

      /* Translators: %s are numbers of weeks of a year: every year on Monday in weeks 1 and 20. */
      add (out, _ ("in weeks %s"), numbers);
    }
  if (rule->months != 0)
    {
      g_autofree char *months = list_months (rule->months);

      /* Translators: %s are months: every year on day 26 in November. */
      add (out, _ ("in %s"), months);
    }
}

static void
add_times (GString *out, const WeftRecurrence *rule)
{
  guint64 hours = rule->hours;

  if (hours != 0)
    {
      g_autofree char *numbers = list_numbers (&hours, NULL, 24, 0);

      /* Translators: hours of a day, 0 to 23: every day at hours 9 and 17. */
      add (out, _ ("at hours %s"), numbers);
    }
  if (rule->minutes != 0)
    {
      g_autofree char *numbers = list_numbers (&rule->minutes, NULL, 60, 0);

      /* Translators: minutes of an hour, 0 to 59. */
      add (out, _ ("at minutes %s"), numbers);
    }
  if (rule->seconds != 0)
    {
      g_autofree char *numbers = list_numbers (&rule->seconds, NULL, 60, 0);

      /* Translators: seconds of a minute, 0 to 59. */
      add (out, _ ("at seconds %s"), numbers);
    }
}

static void
add_positions (GString *out, const WeftRecurrence *rule)
{
  GPtrArray *words = NULL;
  g_autofree char *numbers = NULL;

  if (rule->n_positions == 1 && (rule->positions[0] == 1 || rule->positions[0] == -1))
    {
      /* Translators: every month on Monday and Tuesday, of these the last. */
      g_string_append (out, rule->positions[0] == 1 ? _ (", of these the first") : _ (", of these the last"));
      return;
    }
  words = words_new ();
  for (guint i = 0; i < rule->n_positions; i++)
    g_ptr_array_add (words, rule->positions[i] == -1 ? g_strdup (C_ ("counted from the end", "the last"))
                            : rule->positions[i] < 0 ? g_strdup_printf ("−%d", -rule->positions[i])
                                                     : g_strdup_printf ("%d", rule->positions[i]));
  numbers = join (words);
  /* Translators: %s are numbers: every month on Monday and Tuesday, of these only number 1 and the last. */
  g_string_append_printf (out, _ (", of these only number %s"), numbers);
}

static void
add_end (GString *out, const WeftRecurrence *rule)
{
  g_autofree char *day = NULL;

  if (rule->count > 0)
    g_string_append_printf (out, ngettext (", %u time", ", %u times", rule->count), rule->count);
  if (rule->until_kind == WEFT_UNTIL_NEVER)
    return;
  /* Translators: the last day of something that comes again: 31 December 2026. */
  day = format_date (rule->until, _ ("%-d %B %Y"));
  /* Translators: %s is a day: every day, until 31 December 2026. */
  g_string_append_printf (out, _ (", until %s"), day);
}

/* Public API */

char *
weft_recurrence_describe (const WeftRecurrence *rule, gint64 start)
{
  WeftRecurrence said = *rule;
  g_autofree char *frequency = NULL;
  gboolean days = rule->weekdays != 0 || rule->month_days != 0 || rule->month_days_back != 0 || weft_recurrence_has_nth (rule)
                  || rule->weeks != 0 || rule->weeks_back != 0;
  int year, month, day;
  guint weekday = (guint) weft_civil_to_date (start, &year, &month, &day);
  GString *out;

  for (guint i = 0; i < 6; i++)
    days |= rule->year_days[i] != 0 || rule->year_days_back[i] != 0;
  if (!days && start != 0)
    {
      if (rule->frequency == WEFT_FREQUENCY_WEEKLY)
        said.weekdays = 1u << weekday;
      if (rule->frequency <= WEFT_FREQUENCY_MONTHLY)
        said.month_days = 1u << (day - 1);
      if (rule->frequency == WEFT_FREQUENCY_YEARLY && rule->months == 0)
        said.months = 1u << (month - 1);
    }
  frequency = describe_frequency (&said);
  out = g_string_new (frequency);
  add_days (out, &said);
  add_times (out, &said);
  if (said.n_positions > 0)
    add_positions (out, &said);
  add_end (out, &said);

  return g_string_free_and_steal (out);
}

char *
weft_weekday_get_name (guint weekday)
{
  return format_date (weft_civil_from_date (2024, 1, 1 + (int) weekday), "%A"); /* that was a Monday */
}

/* As glibc says it: which weekday begins a week, counted from the day that is named (a Sunday or a Monday). */
guint
weft_weekday_get_first (void)
{
  union
  {
    const char *text;
    guint value;
  } origin = { .text = nl_langinfo (_NL_TIME_WEEK_1STDAY) };
  guint first = (guint) nl_langinfo (_NL_TIME_FIRST_WEEKDAY)[0];
  guint named = origin.value == 19971201 ? 0 : 6; /* a Monday; a Sunday */

  return (named + first + 6) % 7;
}

char *
weft_nth_weekday_describe (int nth, guint weekday)
{
  g_autofree char *name = weft_weekday_get_name (weekday);

  switch (nth)
    {
    case 1:
      /* Translators: %s is a weekday, here and in those that follow: the first Monday of a month. */
      return g_strdup_printf (_ ("the first %s"), name);
    case 2:
      return g_strdup_printf (_ ("the second %s"), name);
    case 3:
      return g_strdup_printf (_ ("the third %s"), name);
    case 4:
      return g_strdup_printf (_ ("the fourth %s"), name);
    case 5:
      return g_strdup_printf (_ ("the fifth %s"), name);
    case -1:
      return g_strdup_printf (_ ("the last %s"), name);
    case -2:
      return g_strdup_printf (_ ("the last %s but one"), name);
    default:
      /* Translators: %d is a number, %s a weekday: number 20 of Mondays; a number below 0 is counted from the end. */
      return g_strdup_printf (_ ("number %d of %s"), nth, name);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-error.h"
#include "base/weft-schedule.h"

#define MINUTE G_GINT64_CONSTANT (60000)
#define DAY (1440 * MINUTE)

static gint64
at (const char *iso)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (iso, NULL);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * 1000;
}

static void
assert_next (const char *schedule, const char *after, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftSchedule) self = weft_schedule_parse (schedule, &error);
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  time = g_date_time_new_from_unix_utc (weft_schedule_next (self, 0, at (after)) / 1000);
  text = g_date_time_format (time, "%Y-%m-%dT%H:%MZ");
  g_assert_cmpstr (text, ==, expected);
}

static void
test_known (void)
{
  assert_next ("every 3600000", "2026-01-01T10:20:00Z", "2026-01-01T11:00Z");
  assert_next ("every 3600000", "2026-01-01T11:00:00Z", "2026-01-01T12:00Z");
  assert_next ("daily 09:00 Asia/Ho_Chi_Minh", "2026-01-01T02:00:00Z", "2026-01-02T02:00Z");
  assert_next ("weekly mon,fri 17:30 UTC", "2026-01-01T00:00:00Z", "2026-01-02T17:30Z");
  assert_next ("weekly mon,fri 17:30 UTC", "2026-01-02T17:30:00Z", "2026-01-05T17:30Z");

  /* 29 March 2026: 02:00 becomes 03:00 in Berlin. */
  assert_next ("daily 09:00 Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T07:00Z");
  assert_next ("daily 02:30 Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T01:00Z");
  assert_next ("daily 02:30 Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-30T00:30Z");
  /* 25 October 2026: 03:00 becomes 02:00. */
  assert_next ("daily 02:30 Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T00:30Z");
  assert_next ("daily 02:30 Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-26T01:30Z");
  /* Samoa had no 30 December 2011. */
  assert_next ("daily 09:00 Pacific/Apia", "2011-12-29T19:00:00Z", "2011-12-30T10:00Z");
  assert_next ("daily 09:00 Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-30T19:00Z");
}

/* What the words say, minute by minute: the first moment of a local date which shows the time or a later one.
 */
static void
check_against_minutes (const char *zone_name, gint64 start, int hour, int minute)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);
  g_autofree char *text = g_strdup_printf ("daily %02d:%02d %s", hour, minute, zone_name);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftSchedule) schedule = weft_schedule_parse (text, &error);
  gint64 due = start;
  int last_day = 0;

  g_assert_no_error (error);
  for (gint64 time = start - 2 * DAY; time < start + 4 * DAY; time += MINUTE)
    {
      g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / 1000);
      g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
      int day = g_date_time_get_day_of_year (local);

      if (day == last_day
          || g_date_time_get_hour (local) * 60 + g_date_time_get_minute (local) < hour * 60 + minute)
        continue;
      last_day = day;
      if (time <= start)
        continue;
      due = weft_schedule_next (schedule, 0, due);
      if (due != time)
        g_error ("%s after %" G_GINT64_FORMAT ": %" G_GINT64_FORMAT ", by the minute %" G_GINT64_FORMAT, text,
                 start, due, time);
    }
}

static void
test_minutes (void)
{
  static const char *const zones[] = { "Europe/Berlin",    "America/New_York",  "Australia/Lord_Howe",
                                       "Asia/Ho_Chi_Minh", "America/Sao_Paulo", "Africa/Casablanca" };
  g_autoptr (GRand) random = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < 60; i++)
    {
      /* Around the days on which the clocks of many places change. */
      static const char *const days[] = { "2026-03-08T00:00:00Z", "2026-03-29T00:00:00Z",
                                          "2026-04-05T00:00:00Z", "2026-10-04T00:00:00Z",
                                          "2026-10-25T00:00:00Z", "2026-11-01T00:00:00Z",
                                          "2018-11-04T00:00:00Z", "2018-02-18T00:00:00Z" };
      gint64 start = at (days[g_rand_int_range (random, 0, G_N_ELEMENTS (days))])
                     + g_rand_int_range (random, -1440, 1440) * MINUTE;

      check_against_minutes (zones[g_rand_int_range (random, 0, G_N_ELEMENTS (zones))], start,
                             g_rand_boolean (random) ? g_rand_int_range (random, 0, 4)
                                                     : g_rand_int_range (random, 0, 24),
                             g_rand_int_range (random, 0, 60));
    }
}

static void
assert_refused (const char *text, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (weft_schedule_parse (text, &error));
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_refused (void)
{
  g_autofree char *long_text = g_strnfill (200, 'x');

  assert_refused (
      "", "schedule: expected “every MILLISECONDS”, “daily HH:MM ZONE” or “weekly mon,tue HH:MM ZONE”");
  assert_refused (
      "skip", "schedule: expected “every MILLISECONDS”, “daily HH:MM ZONE” or “weekly mon,tue HH:MM ZONE”");
  assert_refused ("every 0", "schedule: “0” are no milliseconds from 1000 to 31622400000");
  assert_refused ("every 99999999999999999999",
                  "schedule: “99999999999999999999” are no milliseconds from 1000 to 31622400000");
  assert_refused ("daily 24:00 UTC", "schedule: “24:00” is no time from 00:00 to 23:59");
  assert_refused ("daily 9:00 UTC", "schedule: “9:00” is no time from 00:00 to 23:59");
  assert_refused ("daily 09:00 Europe/Atlantis", "schedule: no time zone is called “Europe/Atlantis”");
  assert_refused ("daily 09:00 /etc/localtime", "schedule: no time zone is called “/etc/localtime”");
  assert_refused ("daily 09:00 Europe/../../../../etc/localtime",
                  "schedule: no time zone is called “Europe/../../../../etc/localtime”");
  assert_refused ("weekly moon 09:00 UTC", "schedule: “moon” is none of mon, tue, wed, thu, fri, sat, sun");
  assert_refused ("weekly  09:00 UTC", "schedule: “” is none of mon, tue, wed, thu, fri, sat, sun");
  assert_refused (long_text, "schedule: 200 bytes, at most 120");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/schedule/known", test_known);
  g_test_add_func ("/base/schedule/minutes", test_minutes);
  g_test_add_func ("/base/schedule/refused", test_refused);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/weft-civil.h"
#include "base/weft-error.h"
#include "base/weft-recurrence-iter.h"

#define DAY G_GINT64_CONSTANT (86400)

static gint64
civil (const char *text)
{
  int year, month, day, hour = 9, minute = 0, second = 0;
  int n = sscanf (text, "%d-%d-%dT%d:%d:%d", &year, &month, &day, &hour, &minute, &second);

  g_assert_cmpint (n, >=, 3);
  return weft_civil_from_date (year, month, day) + hour * 3600 + minute * 60 + second;
}

static char *
describe (gint64 time)
{
  int year, month, day;

  weft_civil_to_date (time, &year, &month, &day);
  time -= weft_civil_from_date (year, month, day);
  if (time == 9 * 3600)
    return g_strdup_printf ("%04d-%02d-%02d", year, month, day);
  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d", year, month, day, (int) time / 3600, (int) time / 60 % 60);
}

static void
parse (const char *text, WeftRecurrence *rule)
{
  g_autoptr (GError) error = NULL;

  weft_recurrence_parse (text, rule, &error);
  g_assert_no_error (error);
}

/* The first times of a rule; "." behind them says that there are no more. */
static void
assert_times (const char *text, const char *start, const char *expected)
{
  g_auto (GStrv) words = g_strsplit (expected, " ", -1);
  g_autoptr (GString) got = g_string_new (NULL);
  WeftRecurrence rule;
  WeftRecurrenceIter iter;
  gint64 time;

  parse (text, &rule);
  weft_recurrence_iter_init (&iter, &rule, civil (start));
  for (guint i = 0; words[i] != NULL; i++)
    {
      gboolean found = weft_recurrence_iter_next (&iter, &time);
      g_autofree char *word = found ? describe (time) : g_strdup (".");

      g_string_append_printf (got, "%s%s", i > 0 ? " " : "", word);
    }
  if (!g_str_equal (got->str, expected))
    g_error ("%s from %s: %s, expected %s", text, start, got->str, expected);
}

/* RFC 5545, section 3.8.5.3, in its order. All start at 9:00 in New York, so no zone is needed; an UNTIL in UTC is of the same day there. */
static void
test_rfc (void)
{
  assert_times ("FREQ=DAILY;COUNT=10", "1997-09-02",
                "1997-09-02 1997-09-03 1997-09-04 1997-09-05 1997-09-06 1997-09-07 1997-09-08 1997-09-09 1997-09-10 1997-09-11 .");
  assert_times ("FREQ=DAILY;UNTIL=19970905T000000Z", "1997-09-02", "1997-09-02 1997-09-03 1997-09-04 .");
  assert_times ("FREQ=DAILY;INTERVAL=2", "1997-09-02", "1997-09-02 1997-09-04 1997-09-06 1997-09-08");
  assert_times ("FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02", "1997-09-02 1997-09-12 1997-09-22 1997-10-02 1997-10-12 .");
  assert_times ("FREQ=YEARLY;UNTIL=19980103T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA", "1998-01-01", "1998-01-01 1998-01-02 1998-01-03 .");
  assert_times ("FREQ=DAILY;UNTIL=19990102T140000Z;BYMONTH=1", "1998-01-30", "1998-01-30 1998-01-31 1999-01-01 1999-01-02 .");
  assert_times ("FREQ=WEEKLY;COUNT=10", "1997-09-02",
                "1997-09-02 1997-09-09 1997-09-16 1997-09-23 1997-09-30 1997-10-07 1997-10-14 1997-10-21 1997-10-28 1997-11-04 .");
  assert_times ("FREQ=WEEKLY;INTERVAL=2;WKST=SU", "1997-09-02", "1997-09-02 1997-09-16 1997-09-30 1997-10-14 1997-10-28 1997-11-11");
  assert_times ("FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", "1997-09-02",
                "1997-09-02 1997-09-04 1997-09-09 1997-09-11 1997-09-16 1997-09-18 1997-09-23 1997-09-25 1997-09-30 1997-10-02 .");
  assert_times ("FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR", "1997-09-01",
                "1997-09-01 1997-09-03 1997-09-05 1997-09-15 1997-09-17 1997-09-19 1997-09-29 1997-10-01 1997-10-03 1997-10-13 1997-10-15 "
                "1997-10-17 1997-10-27 1997-10-29 1997-10-31 1997-11-10 1997-11-12 1997-11-14 1997-11-24 1997-11-26 1997-11-28 1997-12-08 "
                "1997-12-10 1997-12-12 1997-12-22 .");
  assert_times ("FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "1997-09-02",
                "1997-09-02 1997-09-04 1997-09-16 1997-09-18 1997-09-30 1997-10-02 1997-10-14 1997-10-16 .");
  assert_times ("FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "1997-09-05",
                "1997-09-05 1997-10-03 1997-11-07 1997-12-05 1998-01-02 1998-02-06 1998-03-06 1998-04-03 1998-05-01 1998-06-05 .");
  assert_times ("FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", "1997-09-05", "1997-09-05 1997-10-03 1997-11-07 1997-12-05 .");
  assert_times ("FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", "1997-09-07",
                "1997-09-07 1997-09-28 1997-11-02 1997-11-30 1998-01-04 1998-01-25 1998-03-01 1998-03-29 1998-05-03 1998-05-31 .");
  assert_times ("FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1997-09-22", "1997-09-22 1997-10-20 1997-11-17 1997-12-22 1998-01-19 1998-02-16 .");
  assert_times ("FREQ=MONTHLY;BYMONTHDAY=-3", "1997-09-28", "1997-09-28 1997-10-29 1997-11-28 1997-12-29 1998-01-29 1998-02-26");
  assert_times ("FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", "1997-09-02",
                "1997-09-02 1997-09-15 1997-10-02 1997-10-15 1997-11-02 1997-11-15 1997-12-02 1997-12-15 1998-01-02 1998-01-15 .");
  assert_times ("FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1", "1997-09-30",
                "1997-09-30 1997-10-01 1997-10-31 1997-11-01 1997-11-30 1997-12-01 1997-12-31 1998-01-01 1998-01-31 1998-02-01 .");
  assert_times ("FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15", "1997-09-10",
                "1997-09-10 1997-09-11 1997-09-12 1997-09-13 1997-09-14 1997-09-15 1999-03-10 1999-03-11 1999-03-12 1999-03-13 .");
  assert_times ("FREQ=MONTHLY;INTERVAL=2;BYDAY=TU", "1997-09-02",
                "1997-09-02 1997-09-09 1997-09-16 1997-09-23 1997-09-30 1997-11-04 1997-11-11 1997-11-18 1997-11-25 1998-01-06");
  assert_times ("FREQ=YEARLY;COUNT=10;BYMONTH=6,7", "1997-06-10",
                "1997-06-10 1997-07-10 1998-06-10 1998-07-10 1999-06-10 1999-07-10 2000-06-10 2000-07-10 2001-06-10 2001-07-10 .");
  assert_times ("FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3", "1997-03-10",
                "1997-03-10 1999-01-10 1999-02-10 1999-03-10 2001-01-10 2001-02-10 2001-03-10 2003-01-10 2003-02-10 2003-03-10 .");
  assert_times ("FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", "1997-01-01",
                "1997-01-01 1997-04-10 1997-07-19 2000-01-01 2000-04-09 2000-07-18 2003-01-01 2003-04-10 2003-07-19 2006-01-01 .");
  assert_times ("FREQ=YEARLY;BYDAY=20MO", "1997-05-19", "1997-05-19 1998-05-18 1999-05-17");
  assert_times ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1997-05-12", "1997-05-12 1998-05-11 1999-05-17");
  assert_times ("FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "1997-03-13",
                "1997-03-13 1997-03-20 1997-03-27 1998-03-05 1998-03-12 1998-03-19 1998-03-26 1999-03-04");
  assert_times ("FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8", "1997-06-05",
                "1997-06-05 1997-06-12 1997-06-19 1997-06-26 1997-07-03 1997-07-10 1997-07-17 1997-07-24 1997-07-31 1997-08-07 1997-08-14 "
                "1997-08-21 1997-08-28 1998-06-04");
  /* The start is a Tuesday, and EXDATE takes it away there. */
  assert_times ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1997-09-02", "1998-02-13 1998-03-13 1998-11-13 1999-08-13 2000-10-13");
  assert_times ("FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", "1997-09-13",
                "1997-09-13 1997-10-11 1997-11-08 1997-12-13 1998-01-10 1998-02-07 1998-03-07 1998-04-11 1998-05-09 1998-06-13");
  assert_times ("FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "1996-11-05", "1996-11-05 2000-11-07 2004-11-02");
  assert_times ("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04", "1997-09-04 1997-10-07 1997-11-06 .");
  assert_times ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "1997-09-29",
                "1997-09-29 1997-10-30 1997-11-27 1997-12-30 1998-01-29 1998-02-26 1998-03-30");
  assert_times ("FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000", "1997-09-02", "1997-09-02 1997-09-02T12:00 1997-09-02T15:00 .");
  assert_times ("FREQ=MINUTELY;INTERVAL=15;COUNT=6", "1997-09-02",
                "1997-09-02 1997-09-02T09:15 1997-09-02T09:30 1997-09-02T09:45 1997-09-02T10:00 1997-09-02T10:15 .");
  assert_times ("FREQ=MINUTELY;INTERVAL=90;COUNT=4", "1997-09-02", "1997-09-02 1997-09-02T10:30 1997-09-02T12:00 1997-09-02T13:30 .");
  assert_times ("FREQ=DAILY;BYHOUR=9,10,16;BYMINUTE=0,20,40", "1997-09-02",
                "1997-09-02 1997-09-02T09:20 1997-09-02T09:40 1997-09-02T10:00 1997-09-02T10:20 1997-09-02T10:40 1997-09-02T16:00 "
                "1997-09-02T16:20 1997-09-02T16:40 1997-09-03");
  assert_times ("FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10", "1997-09-02",
                "1997-09-02 1997-09-02T09:20 1997-09-02T09:40 1997-09-02T10:00 1997-09-02T10:20 1997-09-02T10:40 1997-09-03");
  assert_times ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05", "1997-08-05 1997-08-10 1997-08-19 1997-08-24 .");
  assert_times ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05", "1997-08-05 1997-08-17 1997-08-19 1997-08-31 .");
  assert_times ("FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007-01-15", "2007-01-15 2007-01-30 2007-02-15 2007-03-15 2007-03-30 .");
}

/* What the RFC says in other places, and dateutil does otherwise. */
static void
test_sense (void)
{
  /* What the rule leaves out is the start's: the weekday of a week. */
  assert_times ("FREQ=YEARLY;BYWEEKNO=20", "1997-05-12", "1997-05-12 1998-05-11 1999-05-17");
  /* Weekdays with and without numbers are one set. */
  assert_times ("FREQ=MONTHLY;BYDAY=1MO,FR;COUNT=6", "1997-09-01", "1997-09-01 1997-09-05 1997-09-12 1997-09-19 1997-09-26 1997-10-03 .");
  /* A position counts in the whole week, also in that of the start. */
  assert_times ("FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2", "1997-09-04", "1997-09-10 1997-09-17");
  /* Days which a month does not have are left out. */
  assert_times ("FREQ=MONTHLY", "1997-01-31", "1997-01-31 1997-03-31 1997-05-31 1997-07-31");
  assert_times ("FREQ=YEARLY", "1996-02-29", "1996-02-29 2000-02-29 2004-02-29");
  assert_times ("FREQ=YEARLY", "1896-02-29", "1896-02-29 1904-02-29");
  assert_times ("FREQ=YEARLY;BYYEARDAY=366", "1996-12-31", "1996-12-31 2000-12-31");
  assert_times ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=TH", "1998-12-31", "1998-12-31 2004-12-30 2009-12-31 2015-12-31");
  assert_times ("FREQ=YEARLY;BYDAY=53MO", "1996-12-30", "1996-12-30 2001-12-31 2007-12-31");
  /* A day is in its UNTIL. */
  assert_times ("FREQ=DAILY;UNTIL=19970903", "1997-09-02", "1997-09-02 1997-09-03 .");
  assert_times ("FREQ=DAILY;UNTIL=19970903T085959", "1997-09-02", "1997-09-02 .");
  assert_times ("FREQ=DAILY;UNTIL=19960101", "1997-09-02", ".");
  /* A second 60 is 59 where there are no leap seconds. */
  assert_times ("FREQ=MINUTELY;BYSECOND=60;COUNT=1", "1997-09-02T08:59:00", "1997-09-02T08:59 .");
}

/* Nothing is searched for ever. */
static void
test_never (void)
{
  static const char *const never[] = {
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",  "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;INTERVAL=12;BYMONTH=3;BYDAY=6MO",
    "FREQ=SECONDLY;INTERVAL=60;BYSECOND=1", "FREQ=HOURLY;INTERVAL=24;BYHOUR=8",
    "FREQ=MINUTELY;INTERVAL=1440;BYMINUTE=59;BYHOUR=23", "FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1",
    "FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=2", "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
    "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29", "FREQ=YEARLY;INTERVAL=10000;BYMONTH=2;BYMONTHDAY=29",
  };

  for (guint i = 0; i < G_N_ELEMENTS (never); i++)
    assert_times (never[i], "1997-09-02", ". .");
  assert_times ("FREQ=YEARLY;INTERVAL=10000", "1997-09-02", "1997-09-02 .");
  assert_times ("FREQ=DAILY", "9999-12-30", "9999-12-30 9999-12-31 . .");
  assert_times ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;WKST=TH", "9999-12-30", "9999-12-30 9999-12-31 .");
  assert_times ("FREQ=YEARLY;COUNT=3", "0001-01-01", "0001-01-01 0002-01-01 0003-01-01 .");
}

static void
test_seek (void)
{
  WeftRecurrence rule;
  WeftRecurrenceIter iter;
  gint64 time;

  /* As far as time goes, at once. */
  parse ("FREQ=DAILY;INTERVAL=3;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12;BYMINUTE=0,1,2,3,4,5,6,7,8,9;BYSECOND=0,1,2,3,4,5", &rule);
  weft_recurrence_iter_init (&iter, &rule, civil ("0001-01-01"));
  weft_recurrence_iter_seek (&iter, civil ("9998-01-01T09:04:03"));
  g_assert_true (weft_recurrence_iter_next (&iter, &time));
  g_assert_cmpint (time, >, civil ("9998-01-01T09:04:03"));
  g_assert_cmpint (time, <, civil ("9998-01-05"));

  /* It never goes back, and itself is left out. */
  parse ("FREQ=DAILY", &rule);
  weft_recurrence_iter_init (&iter, &rule, civil ("2026-01-01"));
  weft_recurrence_iter_seek (&iter, civil ("2026-02-01"));
  weft_recurrence_iter_seek (&iter, civil ("2025-01-01"));
  g_assert_true (weft_recurrence_iter_next (&iter, &time));
  g_assert_cmpint (time, ==, civil ("2026-02-02"));

  /* COUNT counts what is left out. */
  parse ("FREQ=DAILY;COUNT=10", &rule);
  weft_recurrence_iter_init (&iter, &rule, civil ("2026-01-01"));
  weft_recurrence_iter_seek (&iter, civil ("2026-01-08"));
  g_assert_true (weft_recurrence_iter_next (&iter, &time));
  g_assert_cmpint (time, ==, civil ("2026-01-09"));
  g_assert_cmpint (weft_recurrence_iter_get_n (&iter), ==, 9);
  weft_recurrence_iter_seek (&iter, civil ("2026-02-01"));
  g_assert_false (weft_recurrence_iter_next (&iter, &time));
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    const char *message;
  } cases[] = {
    { "", "" },
    { "INTERVAL=2", "FREQ: missing" },
    { "FREQ=FORTNIGHTLY", "FREQ: expected" },
    { "FREQ=DAILY;", ": expected a part" },
    { "FREQ=DAILY;FREQ=DAILY", "FREQ: is there twice" },
    { "FREQ=DAILY;INTERVAL=0", "INTERVAL: expected 1 to 10000" },
    { "FREQ=DAILY;INTERVAL=10001", "INTERVAL: expected 1 to 10000" },
    { "FREQ=DAILY;INTERVAL=99999999999999999999", "INTERVAL: expected 1 to 10000" },
    { "FREQ=DAILY;INTERVAL= 1", "INTERVAL: expected 1 to 10000" },
    { "FREQ=DAILY;INTERVAL=+1", "INTERVAL: expected 1 to 10000" },
    { "FREQ=DAILY;COUNT=0", "COUNT: expected 1 to 1000000" },
    { "FREQ=DAILY;COUNT=2;UNTIL=20300101", "UNTIL: does not go with COUNT" },
    { "FREQ=DAILY;UNTIL=20300229", "UNTIL: expected a date" },
    { "FREQ=DAILY;UNTIL=20300101T250000", "UNTIL: expected a date" },
    { "FREQ=DAILY;UNTIL=20300101T000000X", "UNTIL: expected a date" },
    { "FREQ=DAILY;UNTIL=00000101", "UNTIL: expected a date" },
    { "FREQ=DAILY;BYHOUR=24", "BYHOUR: expected 0 to 23" },
    { "FREQ=DAILY;BYHOUR=-1", "BYHOUR: expected 0 to 23" },
    { "FREQ=DAILY;BYHOUR=1,,2", "BYHOUR: expected 0 to 23" },
    { "FREQ=DAILY;BYMINUTE=60", "BYMINUTE: expected 0 to 59" },
    { "FREQ=DAILY;BYSECOND=61", "BYSECOND: expected 0 to 60" },
    { "FREQ=DAILY;BYMONTH=13", "BYMONTH: expected 1 to 12" },
    { "FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY: expected 1 to 31, or -1 to -31" },
    { "FREQ=MONTHLY;BYMONTHDAY=", "BYMONTHDAY: expected 1 to 31, or -1 to -31" },
    { "FREQ=YEARLY;BYYEARDAY=367", "BYYEARDAY: expected 1 to 366, or -1 to -366" },
    { "FREQ=YEARLY;BYWEEKNO=54", "BYWEEKNO: expected 1 to 53, or -1 to -53" },
    { "FREQ=MONTHLY;BYDAY=54MO", "BYDAY: the number in front" },
    { "FREQ=MONTHLY;BYDAY=0MO", "BYDAY: the number in front" },
    { "FREQ=MONTHLY;BYDAY=XX", "BYDAY: expected MO" },
    { "FREQ=MONTHLY;BYDAY=M", "BYDAY: expected MO" },
    { "FREQ=WEEKLY;BYDAY=1MO", "BYDAY: a number in front goes with FREQ=MONTHLY" },
    { "FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO", "BYDAY: a number in front does not go with BYWEEKNO" },
    { "FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY: does not go with FREQ=WEEKLY" },
    { "FREQ=DAILY;BYYEARDAY=1", "BYYEARDAY: does not go with FREQ=DAILY" },
    { "FREQ=MONTHLY;BYWEEKNO=1", "BYWEEKNO: goes with FREQ=YEARLY only" },
    { "FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS: needs another part" },
    { "FREQ=DAILY;BYHOUR=1;BYSETPOS=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33",
      "BYSETPOS: at most 32" },
    { "FREQ=DAILY;WKST=XX", "WKST: expected MO" },
    { "FREQ=DAILY;X-WEFT=1", "X-WEFT: no part of a rule" },
    { "RRULE:FREQ=DAILY", "RRULE:FREQ: no part of a rule" },
  };
  g_autofree char *much = g_strnfill (WEFT_RECURRENCE_TEXT_MAX + 1, 'F');
  g_autoptr (GError) too_large = NULL;
  WeftRecurrence rule;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      if (weft_recurrence_parse (cases[i].text, &rule, &error))
        g_error ("%s was taken", cases[i].text);
      g_assert_true (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_INVALID));
      if (strstr (error->message, cases[i].message) == NULL)
        g_error ("%s: “%s”, expected “%s”", cases[i].text, error->message, cases[i].message);
    }
  g_assert_false (weft_recurrence_parse (much, &rule, &too_large));
  g_assert_error (too_large, WEFT_ERROR, WEFT_ERROR_TOO_LARGE);
}

static void
test_text (void)
{
  static const char *const cases[][2] = {
    { "byday=th,mo;freq=weekly", "FREQ=WEEKLY;BYDAY=MO,TH" },
    { "FREQ=DAILY;INTERVAL=1;WKST=MO", "FREQ=DAILY" },
    { "FREQ=MONTHLY;BYMONTHDAY=-1,31,+2,2", "FREQ=MONTHLY;BYMONTHDAY=2,31,-1" },
    { "FREQ=MONTHLY;BYDAY=-1FR,2MO,MO,-2MO", "FREQ=MONTHLY;BYDAY=MO,2MO,-2MO,-1FR" },
    { "FREQ=YEARLY;BYSETPOS=-1,3,1;BYWEEKNO=-1,20;BYYEARDAY=366,-366;UNTIL=20300102T030405Z;WKST=SU",
      "FREQ=YEARLY;UNTIL=20300102T030405Z;BYYEARDAY=366,-366;BYWEEKNO=20,-1;BYSETPOS=-1,1,3;WKST=SU" },
    { "FREQ=SECONDLY;COUNT=5;INTERVAL=10000;BYHOUR=0,23;BYMINUTE=59;BYSECOND=60;BYMONTH=12",
      "FREQ=SECONDLY;COUNT=5;INTERVAL=10000;BYSECOND=59;BYMINUTE=59;BYHOUR=0,23;BYMONTH=12" },
    { "FREQ=DAILY;UNTIL=00010101", "FREQ=DAILY;UNTIL=00010101" },
    { "FREQ=DAILY;UNTIL=99991231T235959", "FREQ=DAILY;UNTIL=99991231T235959" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = NULL;
      g_autofree char *again = NULL;
      WeftRecurrence rule;

      parse (cases[i][0], &rule);
      text = weft_recurrence_to_string (&rule);
      g_assert_cmpstr (text, ==, cases[i][1]);
      parse (text, &rule);
      again = weft_recurrence_to_string (&rule);
      g_assert_cmpstr (again, ==, text);
    }
}

/* Every day of all years there are, beside GLib's. */
static void
test_civil (void)
{
  int weekday = 0; /* 1 January of the year 1 was a Monday */

  for (gint64 time = weft_civil_from_date (1, 1, 1); time < weft_civil_from_date (10000, 1, 1); time += DAY)
    {
      int year, month, day;
      GDate date;

      g_assert_cmpint (weft_civil_to_date (time + DAY - 1, &year, &month, &day), ==, weekday);
      g_assert_cmpint (weft_civil_from_date (year, month, day), ==, time);
      g_date_clear (&date, 1);
      g_date_set_julian (&date, (guint32) (time / DAY + 719163));
      g_assert_cmpint (year, ==, g_date_get_year (&date));
      g_assert_cmpint (month, ==, g_date_get_month (&date));
      g_assert_cmpint (day, ==, g_date_get_day (&date));
      weekday = (weekday + 1) % 7;
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/recurrence/rfc", test_rfc);
  g_test_add_func ("/base/recurrence/sense", test_sense);
  g_test_add_func ("/base/recurrence/never", test_never);
  g_test_add_func ("/base/recurrence/seek", test_seek);
  g_test_add_func ("/base/recurrence/refused", test_refused);
  g_test_add_func ("/base/recurrence/text", test_text);
  g_test_add_func ("/base/recurrence/civil", test_civil);

  return g_test_run ();
}

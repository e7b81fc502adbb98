/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "base/weft-civil.h"
#include "ui/weft-recurrence-words.h"

static void
assert_sentence (const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  WeftRecurrence rule;

  weft_recurrence_parse (text, &rule, &error);
  g_assert_no_error (error);
  sentence = weft_recurrence_describe (&rule, weft_civil_from_date (2026, 11, 26)); /* a Thursday */
  g_assert_cmpstr (sentence, ==, expected);
}

static void
test_sentences (void)
{
  assert_sentence ("FREQ=DAILY", "Every day");
  assert_sentence ("FREQ=DAILY;INTERVAL=3", "Every 3 days");
  assert_sentence ("FREQ=WEEKLY", "Every week on Thursday");
  assert_sentence ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Every weekday");
  assert_sentence ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR", "Every 2 weeks on Monday, Tuesday, Wednesday, Thursday and Friday");
  assert_sentence ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=10", "Every 2 weeks on Monday and Thursday, 10 times");
  assert_sentence ("FREQ=MONTHLY", "Every month on day 26");
  assert_sentence ("FREQ=MONTHLY;BYMONTHDAY=2,15", "Every month on days 2 and 15");
  assert_sentence ("FREQ=MONTHLY;BYMONTHDAY=-1", "Every month on the last day");
  assert_sentence ("FREQ=MONTHLY;BYMONTHDAY=1,-1,-3", "Every month on days 1, the last and −3");
  assert_sentence ("FREQ=MONTHLY;BYDAY=1MO,-1FR;UNTIL=20271231", "Every month on the first Monday and the last Friday, until 31 December 2027");
  assert_sentence ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "Every month on day 13 on Friday");
  assert_sentence ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1,-1", "Every month on Monday and Tuesday, of these only number the last and 1");
  assert_sentence ("FREQ=YEARLY", "Every year on 26 November");
  assert_sentence ("FREQ=YEARLY;BYMONTH=6,7", "Every year on day 26 in June and July");
  assert_sentence ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "Every month on Monday, Tuesday, Wednesday, Thursday and Friday, of these the last");
  assert_sentence ("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "Every year on the last Sunday in March");
  assert_sentence ("FREQ=YEARLY;INTERVAL=4;BYYEARDAY=1,100,-1", "Every 4 years on days 1, 100 and the last of the year");
  assert_sentence ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=1", "Every year on Monday in weeks 20, 1 time");
  assert_sentence ("FREQ=YEARLY;BYDAY=20MO,-2FR", "Every year on number 20 of Monday and the last Friday but one");
  assert_sentence ("FREQ=HOURLY;INTERVAL=3;BYDAY=MO", "Every 3 hours on Monday");
  assert_sentence ("FREQ=DAILY;BYHOUR=9,17;BYMINUTE=30;BYSECOND=0", "Every day at hours 9 and 17 at minutes 30 at seconds 0");
  assert_sentence ("FREQ=MINUTELY", "Every minute");
  assert_sentence ("FREQ=SECONDLY;INTERVAL=10", "Every 10 seconds");
}

static void
test_week (void)
{
  g_autofree char *monday = weft_weekday_get_name (0);
  g_autofree char *sunday = weft_weekday_get_name (6);

  g_assert_cmpstr (monday, ==, "Monday");
  g_assert_cmpstr (sunday, ==, "Sunday");
  g_assert_cmpuint (weft_weekday_get_first (), <, 7);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");

  g_test_add_func ("/ui/recurrence-words/sentences", test_sentences);
  g_test_add_func ("/ui/recurrence-words/week", test_week);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-when.h"

#define MINUTE G_GINT64_CONSTANT (60000)
#define NOW G_GINT64_CONSTANT (1764288000000) /* 2025-11-28T00:00:00Z: 7:00 in Hồ Chí Minh City */

static GTimeZone *
zone_new (const char *name)
{
  GTimeZone *zone = g_time_zone_new_identifier (name);

  g_assert_nonnull (zone);
  return zone;
}

static void
check (const char *text, gint64 expected, const char *rest)
{
  g_autoptr (GTimeZone) zone = zone_new ("Asia/Ho_Chi_Minh");
  gint64 at = -1;

  g_assert_cmpstr (weft_when_parse (text, "ngày mai", NOW, zone, &at), ==, rest);
  g_assert_cmpint (at, ==, expected);
}

static void
test_span (void)
{
  check ("20m Call the depot", NOW + 20 * MINUTE, "Call the depot");
  check (" 2H\tx", NOW + 120 * MINUTE, "x");
  check ("3d", NOW + 3 * 24 * 60 * MINUTE, "");
  check ("1w x", NOW + 7 * 24 * 60 * MINUTE, "x");
  check ("9999m", NOW + 9999 * MINUTE, "");
}

static void
test_clock (void)
{
  check ("7:30 x", NOW + 30 * MINUTE, "x");
  check ("07:00 x", NOW + 24 * 60 * MINUTE, "x"); /* not now: tomorrow */
  check ("6:59", NOW + (24 * 60 - 1) * MINUTE, "");
  check ("23:59", NOW + (17 * 60 - 1) * MINUTE, "");
}

static void
test_tomorrow (void)
{
  check ("tomorrow x", NOW + 25 * 60 * MINUTE, "x");
  check ("Ngày Mai x", NOW + 25 * 60 * MINUTE, "x");
}

static void
test_nothing (void)
{
  static const char *const texts[] = { "",      "m",     "0m",      "20",       "20x",     "20minutes", "99999m", "-5m", "24:00", "7:60", "7:5",
                                       "7:300", ":30", "tomorrows", "ngày",  "ngày maii", "１０m", "20m,",  "call 20m" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    check (texts[i], -1, NULL);
}

/* In the night in which the clocks go forward, 2:30 is not there: then it is the next thing there is. */
static void
test_gap (void)
{
  g_autoptr (GTimeZone) zone = zone_new ("Europe/Berlin");
  gint64 now = G_GINT64_CONSTANT (1743285600000); /* 2025-03-29T23:00+01:00 */
  gint64 at = 0;

  g_assert_cmpstr (weft_when_parse ("2:30 x", NULL, now, zone, &at), ==, "x");
  g_assert_cmpint (at, >, now);
  g_assert_cmpint (at, <=, now + 28 * 60 * MINUTE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/when/span", test_span);
  g_test_add_func ("/when/clock", test_clock);
  g_test_add_func ("/when/tomorrow", test_tomorrow);
  g_test_add_func ("/when/nothing", test_nothing);
  g_test_add_func ("/when/gap", test_gap);
  return g_test_run ();
}

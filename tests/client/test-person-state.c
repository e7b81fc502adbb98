/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/people/client/weft-person-state.h"

/* What somebody's state means at a time. */

#define MINUTE G_GINT64_CONSTANT (60000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define MONDAY G_GINT64_CONSTANT (1763337600000) /* 17 November 2025, 0:00 UTC */
#define SAIGON "Asia/Ho_Chi_Minh"                /* seven hours before UTC, all year */
#define BERLIN "Europe/Berlin"                   /* on 26 October 2025 at 3:00 its clocks are put back by an hour */
#define AUTUMN G_GINT64_CONSTANT (1761436800000) /* 26 October 2025, 0:00 UTC: 2:00 in Berlin */

static void
assert_status (const WeftPersonState *state, const char *profile, gint64 now, const char *expected)
{
  g_autofree char *status = weft_person_state_dup_status (state, profile, now);

  g_assert_cmpstr (status, ==, expected);
}

static void
test_status (void)
{
  WeftPersonState state = { .emoji = (char *) "🌴", .text = (char *) "On leave", .text_until = MONDAY, .quiet_zone = (char *) "" };

  assert_status (NULL, NULL, MONDAY, "");
  assert_status (NULL, "At the loom", MONDAY, "At the loom");
  assert_status (&state, "At the loom", MONDAY - 1, "🌴 On leave");
  assert_status (&state, "At the loom", MONDAY, "At the loom");
  g_assert_cmpint (weft_person_state_get_next (&state, MONDAY - 1), ==, MONDAY);
  g_assert_cmpint (weft_person_state_get_next (&state, MONDAY), ==, G_MAXINT64);
  state.text_until = 0;
  assert_status (&state, "At the loom", MONDAY + 1000 * DAY, "🌴 On leave");
  state.text = (char *) "";
  assert_status (&state, "", MONDAY, "🌴");
  state.emoji = (char *) "";
  assert_status (&state, "At the loom", MONDAY, "At the loom");
}

static void
test_until (void)
{
  WeftPersonState state = { .emoji = (char *) "", .text = (char *) "", .quiet_until = MONDAY, .quiet_zone = (char *) "" };

  g_assert_false (weft_person_state_is_quiet (NULL, MONDAY));
  g_assert_true (weft_person_state_is_quiet (&state, MONDAY - 1));
  g_assert_false (weft_person_state_is_quiet (&state, MONDAY));
  g_assert_cmpint (weft_person_state_get_next (&state, MONDAY - 1), ==, MONDAY);
}

/* From 22:00 to 7:00 on workdays, in their zone and not in that of whoever looks. */
static void
test_hours (void)
{
  WeftPersonState state = { .emoji = (char *) "", .text = (char *) "", .quiet_days = 31, .quiet_start = 22 * 60, .quiet_end = 7 * 60, .quiet_zone = (char *) SAIGON };
  gint64 monday = MONDAY - 7 * HOUR;

  g_assert_false (weft_person_state_is_quiet (&state, monday + 3 * HOUR)); /* what began on Sunday does not count */
  g_assert_false (weft_person_state_is_quiet (&state, monday + 22 * HOUR - 1));
  g_assert_true (weft_person_state_is_quiet (&state, monday + 22 * HOUR));
  g_assert_true (weft_person_state_is_quiet (&state, monday + DAY + 7 * HOUR - 1));
  g_assert_false (weft_person_state_is_quiet (&state, monday + DAY + 7 * HOUR));
  g_assert_true (weft_person_state_is_quiet (&state, monday + 5 * DAY + 6 * HOUR)); /* Saturday morning: it began on Friday */
  g_assert_false (weft_person_state_is_quiet (&state, monday + 5 * DAY + 23 * HOUR));

  state.quiet_start = 9 * 60;
  state.quiet_end = 10 * 60;
  g_assert_true (weft_person_state_is_quiet (&state, monday + 9 * HOUR));
  g_assert_false (weft_person_state_is_quiet (&state, monday + 10 * HOUR));

  state.quiet_zone = (char *) "Nowhere/At All";
  g_assert_true (weft_person_state_is_quiet (&state, MONDAY + 9 * HOUR));
}

static void
test_clocks_put_back (void)
{
  WeftPersonState state = { .emoji = (char *) "", .text = (char *) "", .quiet_days = 64, .quiet_start = 2 * 60 + 30, .quiet_end = 4 * 60, .quiet_zone = (char *) BERLIN };

  g_assert_true (weft_person_state_is_quiet (&state, AUTUMN + 30 * MINUTE));  /* 2:30, the first time */
  g_assert_true (weft_person_state_is_quiet (&state, AUTUMN + 90 * MINUTE));  /* 2:30, the second time */
  g_assert_true (weft_person_state_is_quiet (&state, AUTUMN + 179 * MINUTE)); /* 3:59 */
  g_assert_false (weft_person_state_is_quiet (&state, AUTUMN + 180 * MINUTE));
}

/* Whoever looks again only when told to sees every change in its minute. */
static void
test_next (void)
{
  static const char *const zones[] = { SAIGON, BERLIN, "UTC", "Australia/Lord_Howe" };
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func ((GDestroyNotify) g_time_zone_unref); /* which keeps GLib from reading them anew */

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    g_ptr_array_add (kept, g_time_zone_new_identifier (zones[i]));

  for (guint i = 0; i < 12; i++)
    {
      WeftPersonState state = { .emoji = (char *) "", .text = (char *) "" };
      gint64 now = AUTUMN - DAY + g_test_rand_int_range (0, 60) * MINUTE, looked = 0;
      gboolean seen = FALSE;

      state.quiet_days = g_test_rand_int_range (1, 128);
      state.quiet_start = g_test_rand_int_range (0, 24 * 60);
      state.quiet_end = (state.quiet_start + g_test_rand_int_range (1, 24 * 60)) % (24 * 60);
      state.quiet_until = g_test_rand_bit () ? now + g_test_rand_int_range (0, 3000) * MINUTE : 0;
      state.quiet_zone = (char *) zones[g_test_rand_int_range (0, G_N_ELEMENTS (zones))];
      for (gint64 end = now + 2 * DAY; now < end; now += MINUTE)
        {
          if (now >= looked)
            {
              seen = weft_person_state_is_quiet (&state, now);
              looked = weft_person_state_get_next (&state, now);
              g_assert_cmpint (looked, >, now);
            }
          if (seen != weft_person_state_is_quiet (&state, now))
            g_error ("%d–%d on %d in “%s”: not seen at %" G_GINT64_FORMAT, state.quiet_start, state.quiet_end, state.quiet_days, state.quiet_zone, now);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/person-state/status", test_status);
  g_test_add_func ("/person-state/until", test_until);
  g_test_add_func ("/person-state/hours", test_hours);
  g_test_add_func ("/person-state/clocks-put-back", test_clocks_put_back);
  g_test_add_func ("/person-state/next", test_next);
  return g_test_run ();
}

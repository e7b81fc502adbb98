/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-sync.h"
#include "parts/reminders/client/weft-reminder-list.h"
#include "parts/reminders/client/weft-reminder-times.h"

/* One's reminders as a list, also while offline; and the times which the menu offers. */

#define ROOM "room/00000000-0000-7000-8000-000000000001"
#define ME "00000000-0000-7000-8000-0000000000aa"
#define MESSAGE "00000000-0000-7000-8000-0000000000c1"
#define HOUR (G_GINT64_CONSTANT (3600) * 1000)

static WeftReminder *
wait_for (WeftReminderList *list, guint n)
{
  g_autoptr (WeftReminder) first = NULL;

  while (!weft_item_list_get_ready (WEFT_ITEM_LIST (list)) || g_list_model_get_n_items (G_LIST_MODEL (list)) != n)
    g_main_context_iteration (NULL, TRUE);
  first = g_list_model_get_item (G_LIST_MODEL (list), 0);

  return first; /* the list keeps it */
}

static void
test_list (void)
{
  g_autoptr (WeftSync) sync = fake_sync_new (":memory:");
  g_autoptr (WeftReminderList) list = NULL;
  g_autofree char *later = NULL;
  g_autofree char *long_text = g_strnfill (600, 'x');
  WeftReminder *first;

  fake_sync_set_person (sync, ME);
  fake_sync_begin (sync);
  fake_sync_add_person (sync, ME, "Mai Đỗ", "");
  fake_sync_add_room (sync, ROOM, "room", "general", "");
  fake_sync_commit (sync);
  list = weft_reminder_list_new (sync);
  g_assert_null (wait_for (list, 0));

  /* Several lines become one; too long a text is cut. */
  dex_future_disown (
      weft_reminders_set (sync, 2 * HOUR, "Water\nthe plants", "weft:" ROOM "#message/" MESSAGE "@3"));
  first = wait_for (list, 1);
  g_assert_cmpstr (weft_reminder_get_text (first), ==, "Water the plants");
  g_assert_cmpint (weft_reminder_get_at (first), ==, 2 * HOUR);
  g_assert_false (weft_reminder_get_fired (first));
  later = g_strdup (weft_reminder_get_id (first));
  dex_future_disown (weft_reminders_set (sync, HOUR, long_text, NULL));
  first = wait_for (list, 2);
  g_assert_cmpuint (strlen (weft_reminder_get_text (first)), ==, 500);
  g_assert_null (weft_reminder_get_link (first));
  g_assert_nonnull (weft_reminder_list_find (list, later));
  g_assert_true (
      g_str_has_prefix (weft_reminder_get_link (weft_reminder_list_find (list, later)), "weft:" ROOM));

  /* What is due first stands first. */
  fake_sync_set_state (sync, WEFT_SYNC_RECONNECTING);
  dex_future_disown (weft_reminders_snooze (sync, weft_reminder_get_id (first), 3 * HOUR));
  do
    first = wait_for (list, 2);
  while (g_strcmp0 (weft_reminder_get_id (first), later) != 0 && g_main_context_iteration (NULL, TRUE));
  g_assert_cmpint (weft_reminder_get_at (first), ==, 2 * HOUR);
  fake_sync_set_state (sync, WEFT_SYNC_ONLINE);
  dex_future_disown (weft_reminders_dismiss (sync, later));
  first = wait_for (list, 1);
  g_assert_cmpint (weft_reminder_get_at (first), ==, 3 * HOUR);
}

static gint64
find (const char *now, WeftReminderTime time)
{
  g_autoptr (GTimeZone) berlin = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (GDateTime) at = g_date_time_new_from_iso8601 (now, berlin);
  g_autoptr (GDateTime) local = NULL;

  g_assert_nonnull (berlin);
  local = g_date_time_to_timezone (at, berlin);
  return weft_reminder_time_find (time, local) / 1000;
}

static void
test_times (void)
{
  /* 2026-11-25 is a Wednesday; 9:00 in Berlin is 8:00 UTC. */
  g_assert_cmpint (find ("2026-11-25T16:30:00+01:00", WEFT_REMINDER_IN_20_MINUTES), ==, 1795621800);
  g_assert_cmpint (find ("2026-11-25T16:30:00+01:00", WEFT_REMINDER_TOMORROW), ==, 1795680000);
  g_assert_cmpint (find ("2026-11-25T00:01:00+01:00", WEFT_REMINDER_TOMORROW), ==, 1795680000);
  g_assert_cmpint (find ("2026-11-25T16:30:00+01:00", WEFT_REMINDER_NEXT_MONDAY), ==, 1796025600);
  /* A Monday means the next one. */
  g_assert_cmpint (find ("2026-11-23T08:00:00+01:00", WEFT_REMINDER_NEXT_MONDAY), ==, 1796025600);
  /* The clocks go back in the night: 9:00 is 9:00, 25 hours later than 9:00. */
  g_assert_cmpint (find ("2026-10-24T09:00:00+02:00", WEFT_REMINDER_TOMORROW), ==, 1792825200 + 25 * 3600);
  for (int i = 0; i < WEFT_REMINDER_N_TIMES; i++)
    g_assert_nonnull (weft_reminder_time_get_label (i));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/reminders/list", test_list);
  g_test_add_func ("/reminders/times", test_times);
  return g_test_run ();
}

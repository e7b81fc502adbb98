/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-sync.h"
#include "features/chat/client/weft-room-retention.h"
#include "parts/content/shared/weft-content-module.h"

#define ROOM "room/00000000-0000-7000-8000-000000000001"
#define ME "00000000-0000-7000-8000-0000000000aa"

static void
wait_for (WeftRoomRetention *retention, gint64 days)
{
  while (weft_room_retention_get_days (retention) != days)
    g_main_context_iteration (NULL, TRUE);
}

/* The room's own word counts, else that of the workspace; and how long the log is kept stays as it was. */
static void
test_days (void)
{
  g_autoptr (WeftSync) sync = fake_sync_new (":memory:");
  g_autoptr (WeftRoomRetention) retention = NULL;
  g_autoptr (GError) error = NULL;
  gint64 log_days = 0;

  fake_sync_set_person (sync, ME);
  fake_sync_begin (sync);
  fake_sync_add_room (sync, ROOM, "room", "general", "");
  fake_sync_commit (sync);
  dex_future_disown (weft_sync_submit (sync, "workspace", &weft_content_set_retention_operation,
                                       &(WeftContentSetRetention) { .log_days = 10, .content_days = 365 }));
  retention = weft_room_retention_new (sync, ROOM);
  wait_for (retention, 365);

  dex_future_disown (weft_room_retention_set_days (retention, 7));
  wait_for (retention, 7);
  weft_database_get_value (fake_sync_get_database (sync), &log_days, 0, &error,
                           "SELECT log_days FROM retention WHERE stream = ?1", "t", ROOM);
  g_assert_no_error (error);
  g_assert_cmpint (log_days, ==, 10);

  /* For ever is a word of its own, whatever the workspace says. */
  dex_future_disown (weft_room_retention_set_days (retention, 0));
  wait_for (retention, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/client/room-retention/days", test_days);
  return g_test_run ();
}

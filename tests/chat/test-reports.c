/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A report on its way from one person's device to another's, on a real server: to the administrators, to those who become one, and to nobody else. */

#include "team.h"

#include "features/chat/shared/weft-chat-module.h"
#include "parts/moderation/client/weft-report-list.h"
#include "parts/moderation/client/weft-reports.h"
#include "parts/people/shared/weft-people-module.h"
#include "parts/thread/shared/weft-thread-module.h"

typedef struct
{
  Team team;
  TeamDevice ada; /* administers the workspace */
  TeamDevice ben;
  TeamDevice cleo;
  const char *room; /* of Ben and Cleo */
  char *message;
} World;

static void
set_up (World *world, gconstpointer data)
{
  const char *members[1];

  world->room = serve_stream ("room", "cellar");
  world->message = weft_id_new (weft_clock_get_system ());
  team_begin (&world->team);
  team_found (&world->team, &world->ada, "ada");
  team_join (&world->team, &world->ben, "ben", &world->ada);
  team_join (&world->team, &world->cleo, "cleo", &world->ada);
  members[0] = weft_account_get_person (world->cleo.account);
  team_do (weft_sync_submit (world->ben.sync, world->room, &weft_chat_create_room_operation,
                             &(WeftChatCreateRoom) { .kind = "room", .name = "cellar", .topic = "", .members = members, .n_members = 1, .access = "private" }));
  team_do (weft_sync_submit (world->ben.sync, world->room, &weft_thread_send_operation,
                             &(WeftThreadSend) { .id = world->message, .text = "wombat" }));
}

static void
tear_down (World *world, gconstpointer data)
{
  team_leave (&world->ada);
  team_leave (&world->ben);
  team_leave (&world->cleo);
  team_end (&world->team);
  g_free (world->message);
}

static gpointer
count_rows (WeftDatabase *database, gpointer user_data, GError **error)
{
  gint64 n = 0;

  return weft_database_get_value (database, &n, 0, error, user_data, "") ? g_strdup_printf ("%" G_GINT64_FORMAT, n) : NULL;
}

static gboolean
holds (TeamDevice *device, const char *sql, const char *n)
{
  g_autofree char *found = team_get (weft_sync_read (device->sync, count_rows, G_TYPE_STRING, (gpointer) sql, NULL));

  return g_strcmp0 (found, n) == 0;
}

#define COPIES "SELECT count(*) FROM report_copy WHERE text = 'wombat'"
#define HELD "SELECT count(*) FROM message WHERE text = 'wombat'"

static void
test_reported (World *world, gconstpointer data)
{
  g_autoptr (WeftReportList) list = weft_report_list_new (world->ada.sync, FALSE);
  g_autoptr (WeftReportCase) about = NULL;

  team_wait_until (holds (&world->cleo, HELD, "1"));
  team_do (weft_reports_file (world->cleo.sync, world->room, world->message, WEFT_REPORT_ABUSE, "Look"));
  team_wait_until (g_list_model_get_n_items (G_LIST_MODEL (list)) == 1);
  about = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_true (holds (&world->ada, HELD, "0"));
  g_assert_true (holds (&world->ben, COPIES, "0"));
  g_assert_true (holds (&world->cleo, COPIES, "0"));

  /* Who becomes an administrator gets it, and who is none any more keeps nothing. */
  team_do (weft_sync_submit (world->ada.sync, WEFT_STREAM_WORKSPACE, &weft_people_set_role_operation,
                             &(WeftPeopleSetRole) { .person = weft_account_get_person (world->cleo.account), .role = "admin" }));
  team_wait_until (holds (&world->cleo, COPIES, "1"));
  team_do (weft_sync_submit (world->ada.sync, WEFT_STREAM_WORKSPACE, &weft_people_set_role_operation,
                             &(WeftPeopleSetRole) { .person = weft_account_get_person (world->cleo.account), .role = "member" }));
  team_wait_until (holds (&world->cleo, COPIES, "0"));

  team_do (weft_reports_decide (world->ada.sync, weft_report_case_get_state (about)->id, WEFT_REPORT_DELETES));
  team_wait_until (holds (&world->ben, HELD, "0") && holds (&world->cleo, HELD, "0"));
  team_wait_until (g_list_model_get_n_items (G_LIST_MODEL (list)) == 0);
  /* One undo brings all of it back. */
  team_do (weft_sync_undo (world->ada.sync));
  team_wait_until (holds (&world->ben, HELD, "1"));
  team_wait_until (g_list_model_get_n_items (G_LIST_MODEL (list)) == 1);
}

/* An administrator who reports something themselves, the first of all; what is found at once and what comes later is the same. */
static void
test_own (World *world, gconstpointer data)
{
  g_autoptr (WeftReportList) list = NULL;

  team_do (weft_sync_submit (world->ben.sync, world->room, &weft_people_add_member_operation,
                             &(WeftPeopleAddMember) { .person = weft_account_get_person (world->ada.account), .role = "member" }));
  team_wait_until (holds (&world->ada, HELD, "1"));
  team_do (weft_reports_file (world->ada.sync, world->room, world->message, WEFT_REPORT_SPAM, ""));
  list = weft_report_list_new (world->ada.sync, FALSE);
  team_wait_until (g_list_model_get_n_items (G_LIST_MODEL (list)) == 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/chat/reports/reported", World, NULL, set_up, test_reported, tear_down);
  g_test_add ("/chat/reports/own", World, NULL, set_up, test_own, tear_down);
  return g_test_run ();
}

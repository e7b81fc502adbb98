/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve-fixture.h"

#include "parts/moderation/shared/weft-moderation.h"
#include "serve/weft-job-runner.h"

/* Reports in a whole engine: who reads them, what a decision does and undoes, and what nobody learns. */

#define DAY G_GINT64_CONSTANT (86400000)
#define HOUR G_GINT64_CONSTANT (3600000)
#define OTHERS "stream NOT LIKE 'moderation/%%' AND stream NOT LIKE 'room/%%'"

/* Anna administers the workspace and is not in the room, which is Bert's. */
static ServeFixture *
make_fixture (const char **room)
{
  ServeFixture *fixture = serve_fixture_new_with (weft_server_modules, NULL, NULL);

  serve_found (fixture);
  serve_join (fixture, "bert", "member");
  serve_join (fixture, "carl", "member");
  serve_join (fixture, "dora", "guest");
  serve_join (fixture, "otto", "member");
  *room = serve_room (fixture, serve_id ("bert"), "cellar", "carl");
  serve_run_ok (fixture, serve_id ("bert"), *room, "people.add-member", "{\"person\":\"%s\",\"role\":\"guest\"}",
                serve_id ("dora"));
  serve_run_ok (fixture, serve_id ("carl"), *room, "thread.send", "{\"id\":\"%s\",\"text\":\"wombat\"}", serve_id ("m"));

  return fixture;
}

static char *
report (ServeFixture *fixture, const char *who, const char *id, const char *target, const char *message)
{
  g_autofree char *result
      = serve_run (fixture, serve_id (who), serve_stream ("user", who), "moderation.report",
                   "{\"id\":\"%s\",\"target\":\"%s\",\"message\":\"%s\",\"reason\":\"abuse\",\"note\":\"numbat\"}",
                   serve_id (id), target, serve_id (message));

  return serve_error_of (result);
}

static void
must_report (ServeFixture *fixture, const char *who, const char *id, const char *target, const char *message)
{
  g_autofree char *refusal = report (fixture, who, id, target, message);

  g_assert_cmpstr (refusal, ==, NULL);
}

static void
assert_report (ServeFixture *fixture, const char *who, const char *id, const char *target, const char *message, const char *expected)
{
  gint64 before = serve_count (fixture, "SELECT count(*) FROM event");
  g_autofree char *refusal = report (fixture, who, id, target, message);

  g_assert_cmpstr (refusal, ==, expected);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM event"), ==, before);
}

static char *
run_on_reports (ServeFixture *fixture, const char *who, const char *op, const char *id, const char *more)
{
  g_autofree char *result
      = serve_run (fixture, serve_id (who), WEFT_MODERATION_STREAM, op, "{\"id\":\"%s\"%s}", serve_id (id), more);

  return serve_error_of (result);
}

static void
assert_decide (ServeFixture *fixture, const char *who, const char *id, const char *more, const char *expected)
{
  g_autofree char *refusal = run_on_reports (fixture, who, "moderation.decide", id, more);

  g_assert_cmpstr (refusal, ==, expected);
}

static void
assert_reopen (ServeFixture *fixture, const char *who, const char *id, const char *expected)
{
  g_autofree char *refusal = run_on_reports (fixture, who, "moderation.reopen", id, "");

  g_assert_cmpstr (refusal, ==, expected);
}

/* A message of a private room is disclosed to the administrators and to nobody else; and who decided, to nobody. */
static void
test_reported (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);

  must_report (fixture, "dora", "r1", room, "m");
  must_report (fixture, "bert", "r2", room, "m");
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM report_case"), ==, 1);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM report WHERE note = 'numbat'"), ==, 2);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM report_copy WHERE text = 'wombat' AND author = '%s'", serve_id ("carl")), ==, 2);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM event WHERE " OTHERS " AND (stored LIKE '%%wombat%%' OR stored LIKE '%%numbat%%')"), ==, 0);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM event WHERE stream = '%s' AND stored LIKE '%%numbat%%'", room), ==, 0);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM member WHERE stream = '" WEFT_MODERATION_STREAM "' AND person = '%s'", serve_id ("anna")), ==, 1);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM member WHERE stream = '" WEFT_MODERATION_STREAM "'"), ==, 1);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM notice WHERE stream = 'user/%s' AND kind = 'report' AND severity = 'warning'", serve_id ("anna")), ==, 2);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM notice WHERE kind = 'report'"), ==, 2);

  assert_decide (fixture, "bert", "r1", "", "not-found: stream: no such stream");
  assert_decide (fixture, "anna", "r1", ",\"deletes\":true", NULL);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM message WHERE id = '%s' AND deleted = 1 AND text = ''", serve_id ("m")), ==, 1);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM notice WHERE kind = 'settled' AND author = 'system' AND stream IN ('user/%s', 'user/%s')",
                          serve_id ("dora"), serve_id ("bert")), ==, 2);
  /* Anna was never in this room, and is in no stream of those who live there. */
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM event WHERE (stream = '%s' OR stream LIKE 'user/%%') AND stream <> 'user/%s' AND stored LIKE '%%%s%%'"
                                   " AND stored NOT LIKE '%%people.%%'",
                          room, serve_id ("anna"), serve_id ("anna")), ==, 0);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM audit WHERE action = 'moderation.decide' AND actor = '%s'", serve_id ("anna")), ==, 1);
  assert_decide (fixture, "anna", "r1", "", "conflict: id: it was decided already");
  serve_assert_whole (fixture);
}

/* Everything at once, and all of it back. */
static void
test_undo (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);

  must_report (fixture, "dora", "r1", room, "m");
  assert_decide (fixture, "anna", "r1", ",\"deletes\":true,\"removes\":true,\"suspends\":true", NULL);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM member WHERE stream = '%s' AND person = '%s'", room, serve_id ("carl")), ==, 0);
  g_assert_cmpint (serve_count_of (fixture, "SELECT suspended FROM person WHERE id = '%s'", serve_id ("carl")), ==, 1);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM message WHERE id = '%s' AND deleted = 1", serve_id ("m")), ==, 1);

  assert_reopen (fixture, "anna", "r1", NULL);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM member WHERE stream = '%s' AND person = '%s' AND role = 'member'", room, serve_id ("carl")), ==, 1);
  g_assert_cmpint (serve_count_of (fixture, "SELECT suspended FROM person WHERE id = '%s'", serve_id ("carl")), ==, 0);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM message WHERE id = '%s' AND deleted = 0 AND text = 'wombat'", serve_id ("m")), ==, 1);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM report_case WHERE decided_by IS NULL"), ==, 1);
  assert_reopen (fixture, "anna", "r1", "conflict: id: nothing was decided about it");

  /* Decided once more: nobody is told twice. */
  assert_decide (fixture, "anna", "r1", "", NULL);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM notice WHERE kind = 'settled'"), ==, 1);

  /* What was done before is not undone by taking back what did nothing. */
  assert_reopen (fixture, "anna", "r1", NULL);
  serve_run_ok (fixture, serve_id ("carl"), room, "thread.delete", "{\"id\":\"%s\"}", serve_id ("m"));
  serve_run_ok (fixture, serve_id ("carl"), room, "people.leave", "{}");
  assert_decide (fixture, "anna", "r1", ",\"deletes\":true,\"removes\":true", NULL);
  assert_reopen (fixture, "anna", "r1", NULL);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM message WHERE id = '%s' AND deleted = 1", serve_id ("m")), ==, 1);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM member WHERE stream = '%s' AND person = '%s'", room, serve_id ("carl")), ==, 0);
  serve_assert_whole (fixture);
}

/* Whoever said it cannot take the evidence away by deleting; erasing takes it everywhere. */
static void
test_evidence (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);

  must_report (fixture, "dora", "r1", room, "m");
  serve_run_ok (fixture, serve_id ("carl"), room, "thread.delete", "{\"id\":\"%s\"}", serve_id ("m"));
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM report_copy WHERE text = 'wombat'"), ==, 1);
  serve_run_ok (fixture, serve_id ("carl"), room, "content.erase", "{\"rows\":\"message:%s\"}", serve_id ("m"));
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM report_copy WHERE text = ''"), ==, 1);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%wombat%'"), ==, 0);
  /* What cannot come back does not, and nothing else is taken back instead. */
  serve_run_ok (fixture, serve_id ("carl"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"quokka\"}", serve_id ("n"));
  must_report (fixture, "dora", "r2", room, "n");
  assert_decide (fixture, "anna", "r2", ",\"deletes\":true,\"suspends\":true", NULL);
  serve_run_ok (fixture, serve_id ("bert"), room, "content.erase", "{\"rows\":\"message:%s\"}", serve_id ("n"));
  assert_reopen (fixture, "anna", "r2", "conflict: id: the message cannot be brought back: what it said is not kept here any more");
  g_assert_cmpint (serve_count_of (fixture, "SELECT suspended FROM person WHERE id = '%s'", serve_id ("carl")), ==, 1);
  serve_assert_whole (fixture);
}

static void
tidy (ServeFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  weft_engine_tidy (fixture->engine, &error);
  g_assert_no_error (error);
}

/* Of two people's words each goes with its own person. */
static void
test_forgotten (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  static const char *const who[] = { "dora", "carl" };

  must_report (fixture, "dora", "r1", room, "m");
  for (guint i = 0; i < G_N_ELEMENTS (who); i++)
    {
      serve_run_ok (fixture, serve_id ("anna"), "workspace", "people.suspend", "{\"person\":\"%s\",\"suspended\":true}", serve_id (who[i]));
      serve_run_ok (fixture, serve_id ("anna"), "workspace", "content.erase-person", "{\"person\":\"%s\"}", serve_id (who[i]));
      tidy (fixture);
      g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%numbat%'"), ==, 0);
      g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM report WHERE note <> ''"), ==, 0);
      g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM report_copy WHERE text = 'wombat'"), ==, i == 0);
    }
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%wombat%'"), ==, 0);
  assert_decide (fixture, "anna", "r1", "", NULL);
  serve_assert_whole (fixture);
}

/* A report that is taken back leaves nothing, but counts against the hour. */
static void
test_withdrawn (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);

  must_report (fixture, "dora", "r1", room, "m");
  must_report (fixture, "bert", "r2", room, "m");
  serve_run_ok (fixture, serve_id ("dora"), serve_stream ("user", "dora"), "moderation.withdraw", "{\"id\":\"%s\"}", serve_id ("r1"));
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM report_case"), ==, 1);
  serve_run_ok (fixture, serve_id ("bert"), serve_stream ("user", "bert"), "moderation.withdraw", "{\"id\":\"%s\"}", serve_id ("r2"));
  g_assert_cmpint (serve_count (fixture, "SELECT (SELECT count(*) FROM report_case) + (SELECT count(*) FROM report) + (SELECT count(*) FROM report_copy)"), ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM event WHERE stored LIKE '%numbat%'"), ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM event WHERE stream LIKE 'moderation/%' AND stored LIKE '%wombat%'"), ==, 0);

  for (guint i = 0; i < WEFT_MODERATION_HOUR_MAX - 1; i++)
    {
      g_autofree char *id = g_strdup_printf ("again%u", i);

      must_report (fixture, "dora", id, room, "m");
      serve_run_ok (fixture, serve_id ("dora"), serve_stream ("user", "dora"), "moderation.withdraw", "{\"id\":\"%s\"}", serve_id (id));
    }
  assert_report (fixture, "dora", "r3", room, "m", "too-large: message: 10 reports an hour are taken; try again later");
  weft_manual_clock_advance (fixture->clock, HOUR + 1);
  must_report (fixture, "dora", "r3", room, "m");
  assert_report (fixture, "dora", "r4", room, "m", "exists: message: you have reported it, and it is being looked at");
  weft_manual_clock_advance (fixture->clock, 2 * DAY);
  assert_decide (fixture, "anna", "r3", "", NULL);
  must_report (fixture, "dora", "r4", room, "m");
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM reported WHERE stream = 'user/%s'", serve_id ("dora")), ==, 1);
  serve_assert_whole (fixture);
}

/* Nobody finds out by reports what is where. */
static void
test_hostile (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  static const char none[] = "not-found: target: no such stream";
  const char *own;
  g_autofree char *foreign = NULL;
  g_autofree char *result = NULL;

  assert_report (fixture, "otto", "r1", room, "m", none);
  assert_report (fixture, "otto", "r1", serve_stream ("room", "nowhere"), "m", none);
  assert_report (fixture, "otto", "r1", serve_stream ("user", "bert"), "m", none);
  assert_report (fixture, "otto", "r1", WEFT_MODERATION_STREAM, "m", none);
  assert_report (fixture, "dora", "r1", room, "nothing", "not-found: message: no such message there");
  assert_report (fixture, "carl", "r1", room, "m", "invalid: message: it is your own; delete it");
  result = serve_run (fixture, serve_id ("otto"), serve_stream ("user", "dora"), "moderation.report",
                      "{\"id\":\"%s\",\"target\":\"%s\",\"message\":\"%s\",\"reason\":\"abuse\"}", serve_id ("r1"), room, serve_id ("m"));
  foreign = serve_error_of (result);
  g_assert_cmpstr (foreign, ==, "not-found: stream: no such stream");

  /* Who left reports nothing more, and an id of somebody else's report is no handle to it. */
  must_report (fixture, "dora", "r1", room, "m");
  serve_run_ok (fixture, serve_id ("dora"), room, "people.leave", "{}");
  assert_report (fixture, "dora", "r2", room, "m", none);
  assert_report (fixture, "bert", "r1", room, "m", "invalid: id: take another one");

  /* A message with the id of one that is looked at, elsewhere. */
  own = serve_room (fixture, serve_id ("otto"), "trap", "bert");
  serve_run_ok (fixture, serve_id ("otto"), own, "thread.send", "{\"id\":\"%s\",\"text\":\"innocent\"}", serve_id ("m"));
  must_report (fixture, "bert", "r5", own, "m");
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM report_case"), ==, 2);
  assert_decide (fixture, "anna", "r5", ",\"suspends\":true", NULL);
  g_assert_cmpint (serve_count_of (fixture, "SELECT suspended FROM person WHERE id = '%s'", serve_id ("carl")), ==, 0);

  /* The last administrator of a room stays, and then nothing of the decision is kept. */
  serve_run_ok (fixture, serve_id ("bert"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"quokka\"}", serve_id ("n"));
  must_report (fixture, "carl", "r6", room, "n");
  assert_decide (fixture, "anna", "r6", ",\"deletes\":true,\"removes\":true",
                 "conflict: person: this is the last administrator here; make somebody else one first");
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM message WHERE id = '%s' AND deleted = 0", serve_id ("n")), ==, 1);
  g_assert_cmpint (serve_count_of (fixture, "SELECT count(*) FROM report_case WHERE id = '%s' AND decided_by IS NULL", serve_id ("r6")), ==, 1);
  serve_assert_whole (fixture);
}

static char *
on_members (ServeFixture *fixture, const char *who, const char *op, const char *person, const char *role)
{
  g_autofree char *result = serve_run (fixture, serve_id (who), WEFT_MODERATION_STREAM, op,
                                       role != NULL ? "{\"person\":\"%s\",\"role\":\"%s\"}" : "{\"person\":\"%s\"}", serve_id (person), role);

  return serve_error_of (result);
}

/* Who administers the workspace reads reports, from the moment they do until they do no more. */
static void
test_administrators (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  g_autofree char *added = NULL, *lowered = NULL, *removed = NULL, *left = NULL, *left_result = NULL;

  serve_run_ok (fixture, serve_id ("anna"), "workspace", "people.set-role", "{\"person\":\"%s\",\"role\":\"admin\"}", serve_id ("otto"));
  must_report (fixture, "dora", "r1", room, "m");
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM member WHERE role = 'admin' AND stream = '" WEFT_MODERATION_STREAM "'"), ==, 2);
  serve_run_ok (fixture, serve_id ("anna"), "workspace", "people.set-role", "{\"person\":\"%s\",\"role\":\"member\"}", serve_id ("otto"));
  assert_decide (fixture, "otto", "r1", "", "not-found: stream: no such stream");
  serve_run_ok (fixture, serve_id ("anna"), "workspace", "people.set-role", "{\"person\":\"%s\",\"role\":\"admin\"}", serve_id ("carl"));
  serve_join (fixture, "gina", "admin");
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM member WHERE stream = '" WEFT_MODERATION_STREAM "'"), ==, 3);

  added = on_members (fixture, "anna", "people.add-member", "bert", "admin");
  g_assert_cmpstr (added, ==, "denied: person: reports are read by the workspace's administrators, and by nobody else");
  lowered = on_members (fixture, "anna", "people.set-member-role", "gina", "member");
  g_assert_cmpstr (lowered, ==, "denied: role: an administrator of the workspace reads reports");
  removed = on_members (fixture, "anna", "people.remove-member", "gina", NULL);
  g_assert_cmpstr (removed, ==, "denied: person: an administrator of the workspace reads reports");
  left_result = serve_run (fixture, serve_id ("gina"), WEFT_MODERATION_STREAM, "people.leave", "{}");
  left = serve_error_of (left_result);
  g_assert_cmpstr (left, ==, "denied: person: an administrator of the workspace reads reports");

  /* Carl said it: he sees that, and does not decide. */
  assert_decide (fixture, "carl", "r1", "", "denied: id: you said it yourself; another administrator decides");
  serve_run_ok (fixture, serve_id ("anna"), "workspace", "people.suspend", "{\"person\":\"%s\",\"suspended\":true}", serve_id ("gina"));
  assert_decide (fixture, "gina", "r1", "", "not-found: stream: no such stream");
  serve_run_ok (fixture, serve_id ("anna"), "workspace", "people.set-role", "{\"person\":\"%s\",\"role\":\"guest\"}", serve_id ("gina"));
  assert_decide (fixture, "anna", "r1", ",\"suspends\":true", NULL);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM member WHERE stream = '" WEFT_MODERATION_STREAM "'"), ==, 2);
  serve_assert_whole (fixture);
}

static void
test_old (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  g_autoptr (WeftJobRunner) runner = NULL;

  must_report (fixture, "dora", "r1", room, "m");
  must_report (fixture, "bert", "r2", room, "m");
  assert_decide (fixture, "anna", "r1", ",\"deletes\":true", NULL);
  serve_fixture_reopen (fixture);
  weft_manual_clock_advance (fixture->clock, WEFT_MODERATION_KEPT_DAYS * DAY - 1000);
  runner = weft_job_runner_new (fixture->engine);
  weft_job_runner_run_due (runner);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM report_copy WHERE text = 'wombat'"), ==, 2);
  weft_manual_clock_advance (fixture->clock, 2000);
  weft_job_runner_run_due (runner);
  g_assert_cmpint (serve_count (fixture, "SELECT (SELECT count(*) FROM report_case) + (SELECT count(*) FROM report) + (SELECT count(*) FROM report_copy)"), ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM event WHERE stream LIKE 'moderation/%' AND (stored LIKE '%wombat%' OR stored LIKE '%numbat%')"), ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM audit WHERE action = 'moderation.decide'"), ==, 1);
  serve_assert_whole (fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parts/moderation/reported", test_reported);
  g_test_add_func ("/parts/moderation/undo", test_undo);
  g_test_add_func ("/parts/moderation/evidence", test_evidence);
  g_test_add_func ("/parts/moderation/forgotten", test_forgotten);
  g_test_add_func ("/parts/moderation/withdrawn", test_withdrawn);
  g_test_add_func ("/parts/moderation/hostile", test_hostile);
  g_test_add_func ("/parts/moderation/administrators", test_administrators);
  g_test_add_func ("/parts/moderation/old", test_old);
  return g_test_run ();
}

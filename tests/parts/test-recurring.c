/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "desk.h"

#include "features/board/shared/weft-task-recurrence.h"
#include "sync/weft-undo.h"

/* Tasks that come again: when, what of them does, and that it is one and the same task, whoever does what. */

#define DAY (G_GINT64_CONSTANT (86400) * 1000)
#define MONTHLY "schedule FREQ=MONTHLY;BYMONTHDAY=16 UTC 0"

/* "2026-11-26T10:00Z", or "2026-11-26T00Z" for that day. */
static gint64
ms (const char *text)
{
  g_autoptr (GDateTime) time = NULL;
  int year, month, day, hour, minute = 0;

  g_assert_cmpint (sscanf (text, "%d-%d-%dT%d:%dZ", &year, &month, &day, &hour, &minute), >=, 4);
  time = g_date_time_new_utc (year, month, day, hour, minute, 0);
  return g_date_time_to_unix (time) * 1000;
}

static void
assert_next (const char *text, const char *due, const char *now, const char *expected, guint past)
{
  g_auto (WeftTaskRecurrence) recurrence = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *got = NULL;
  gint64 next;
  guint n = 0;

  weft_task_recurrence_parse (text, &recurrence, &error);
  g_assert_no_error (error);
  if (weft_task_recurrence_next (&recurrence, *due != '\0' ? ms (due) : 0, ms (now), &next, &n))
    {
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (next / 1000);

      got = g_date_time_format (time, next % DAY == 0 ? "%Y-%m-%dT00Z" : "%Y-%m-%dT%H:%MZ");
    }
  if (g_strcmp0 (got, expected) != 0 || (expected != NULL && n != past))
    g_error ("%s due %s, done %s: %s (%u), expected %s (%u)", text, due, now, got, n, expected, past);
}

static void
test_next (void)
{
  /* In time, early, late: what was missed is left out, what falls on this day is still to be done. */
  assert_next ("schedule FREQ=DAILY UTC 0", "2026-11-26T00Z", "2026-11-26T10:00Z", "2026-11-27T00Z", 1);
  assert_next ("schedule FREQ=DAILY UTC 0", "2026-11-30T00Z", "2026-11-26T10:00Z", "2026-12-01T00Z", 1);
  assert_next ("schedule FREQ=DAILY UTC 0", "2026-11-20T00Z", "2026-11-26T10:00Z", "2026-11-26T00Z", 1);
  assert_next ("schedule FREQ=WEEKLY;INTERVAL=2;BYDAY=MO UTC 0", "2026-11-02T00Z", "2026-11-24T10:00Z", "2026-11-30T00Z", 1);
  assert_next ("schedule FREQ=MONTHLY;BYMONTHDAY=31 UTC 0", "2027-01-31T00Z", "2027-01-31T10:00Z", "2027-03-31T00Z", 1);
  assert_next ("schedule FREQ=MONTHLY;BYDAY=-1FR UTC 0", "2026-11-27T00Z", "2026-11-27T10:00Z", "2026-12-25T00Z", 1);
  /* A due date that was put off does not put off the rest. */
  assert_next ("schedule FREQ=WEEKLY;BYDAY=MO UTC 0", "2026-11-25T00Z", "2026-11-25T10:00Z", "2026-11-30T00Z", 1);

  /* Which day it is says the zone. */
  assert_next ("schedule FREQ=DAILY Asia/Ho_Chi_Minh 0", "2026-11-20T00Z", "2026-11-26T18:00Z", "2026-11-27T00Z", 1);
  assert_next ("completion FREQ=DAILY;INTERVAL=3 Asia/Ho_Chi_Minh 0", "2026-11-20T00Z", "2026-11-26T18:00Z", "2026-11-30T00Z", 1);
  assert_next ("completion FREQ=DAILY;INTERVAL=3 America/Los_Angeles 0", "2026-11-20T00Z", "2026-11-27T03:00Z", "2026-11-29T00Z", 1);

  /* From the day it is done, early or late. */
  assert_next ("completion FREQ=WEEKLY;INTERVAL=2 UTC 0", "2026-11-20T00Z", "2026-11-26T10:00Z", "2026-12-10T00Z", 1);
  assert_next ("completion FREQ=MONTHLY UTC 0", "2026-12-20T00Z", "2026-11-26T10:00Z", "2026-12-26T00Z", 1);
  assert_next ("completion FREQ=WEEKLY;BYDAY=MO UTC 0", "2026-11-20T00Z", "2026-11-30T10:00Z", "2026-12-07T00Z", 1);
  assert_next ("schedule FREQ=DAILY;INTERVAL=2 UTC 0", "", "2026-11-26T10:00Z", "2026-11-28T00Z", 1);

  /* 09:00 stays 09:00 when clocks change; what they skip comes when they do; what comes twice, the first time. */
  assert_next ("schedule FREQ=DAILY Europe/Berlin 0", "2026-03-28T08:00Z", "2026-03-28T10:00Z", "2026-03-29T07:00Z", 1);
  assert_next ("schedule FREQ=DAILY Europe/Berlin 0", "2026-03-28T01:30Z", "2026-03-28T10:00Z", "2026-03-29T01:00Z", 1);
  assert_next ("schedule FREQ=DAILY Europe/Berlin 0", "2026-10-24T00:30Z", "2026-10-24T10:00Z", "2026-10-25T00:30Z", 1);
  assert_next ("completion FREQ=WEEKLY Europe/Berlin 0", "2026-03-20T08:00Z", "2026-03-26T20:00Z", "2026-04-02T07:00Z", 1);
  /* Of a moment only what lies ahead is not over. */
  assert_next ("schedule FREQ=DAILY UTC 0", "2026-11-20T09:00Z", "2026-11-26T08:59Z", "2026-11-26T09:00Z", 1);
  assert_next ("schedule FREQ=DAILY UTC 0", "2026-11-20T09:00Z", "2026-11-26T09:00Z", "2026-11-27T09:00Z", 1);
  assert_next ("schedule FREQ=DAILY;BYHOUR=9,17 UTC 0", "2026-11-26T09:00Z", "2026-11-26T09:10Z", "2026-11-26T17:00Z", 1);
  /* A day has no hours. */
  assert_next ("schedule FREQ=DAILY;BYHOUR=9,17 UTC 0", "2026-11-26T00Z", "2026-11-26T09:10Z", "2026-11-27T00Z", 1);
  assert_next ("schedule FREQ=HOURLY UTC 0", "2026-11-26T00Z", "2026-11-26T09:10Z", "2026-11-27T00Z", 1);

  /* The end: what was left out is of the series too. */
  assert_next ("schedule FREQ=DAILY;COUNT=3 UTC 0", "2026-11-26T00Z", "2026-11-26T10:00Z", "2026-11-27T00Z", 1);
  assert_next ("schedule FREQ=DAILY;COUNT=3 UTC 2", "2026-11-26T00Z", "2026-11-26T10:00Z", NULL, 0);
  assert_next ("schedule FREQ=DAILY;COUNT=10 UTC 2", "2026-11-20T00Z", "2026-11-24T10:00Z", "2026-11-24T00Z", 6);
  assert_next ("schedule FREQ=DAILY;COUNT=6 UTC 2", "2026-11-20T00Z", "2026-11-24T10:00Z", NULL, 0);
  assert_next ("schedule FREQ=WEEKLY;BYDAY=MO;COUNT=2 UTC 0", "2026-11-25T00Z", "2026-11-25T10:00Z", "2026-11-30T00Z", 1);
  assert_next ("schedule FREQ=WEEKLY;BYDAY=MO;COUNT=1 UTC 0", "2026-11-25T00Z", "2026-11-25T10:00Z", NULL, 0);
  assert_next ("completion FREQ=DAILY;COUNT=10 UTC 2", "2026-11-20T00Z", "2026-11-24T10:00Z", "2026-11-25T00Z", 3);
  assert_next ("schedule FREQ=DAILY;UNTIL=20261127 UTC 0", "2026-11-26T00Z", "2026-11-26T10:00Z", "2026-11-27T00Z", 1);
  assert_next ("schedule FREQ=DAILY;UNTIL=20261127 UTC 1", "2026-11-27T00Z", "2026-11-27T10:00Z", NULL, 0);
  assert_next ("schedule FREQ=DAILY;UNTIL=20261127T080000Z Europe/Berlin 0", "2026-11-26T08:00Z", "2026-11-26T10:00Z", "2026-11-27T08:00Z", 1);
  assert_next ("schedule FREQ=DAILY;UNTIL=20261127T075959Z Europe/Berlin 0", "2026-11-26T08:00Z", "2026-11-26T10:00Z", NULL, 0);
  assert_next ("schedule FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30 UTC 0", "2026-11-26T00Z", "2026-11-26T10:00Z", NULL, 0);
}

/* What goes with the due date. */
static void
test_shift (void)
{
  g_auto (WeftTaskRecurrence) recurrence = { 0 };

  g_assert_true (weft_task_recurrence_parse ("schedule FREQ=DAILY Europe/Berlin 0", &recurrence, NULL));
  g_assert_cmpint (weft_task_recurrence_shift (&recurrence, 0, 5 * DAY, 9 * DAY), ==, 0);
  g_assert_cmpint (weft_task_recurrence_shift (&recurrence, 2 * DAY, 5 * DAY, 9 * DAY), ==, 6 * DAY);
  g_assert_cmpint (weft_task_recurrence_shift (&recurrence, 2 * DAY, 0, 9 * DAY), ==, 2 * DAY);
  /* Over summer time: a day stays one, 8:30 stays 8:30. */
  g_assert_cmpint (weft_task_recurrence_shift (&recurrence, ms ("2026-03-27T00Z"), ms ("2026-03-28T08:00Z"), ms ("2026-03-29T07:00Z")), ==,
                   ms ("2026-03-28T00Z"));
  g_assert_cmpint (weft_task_recurrence_shift (&recurrence, ms ("2026-03-28T07:30Z"), ms ("2026-03-28T08:00Z"), ms ("2026-03-29T07:00Z")), ==,
                   ms ("2026-03-29T06:30Z"));
}

static void
must (Desk *desk, const char *author, const char *op, const char *args)
{
  g_autoptr (GError) error = NULL;

  desk_do (desk, PROJECT, author, op, args, &error);
  if (error != NULL)
    g_error ("%s %s: %s", op, args, error->message);
}

static void
assert_select (Desk *desk, const char *sql, const char *expected)
{
  g_autofree char *got = desk_select (desk, sql);

  if (!g_str_equal (got, expected))
    g_error ("%s:\n%s\nexpected\n%s", sql, got, expected);
}

/* WHEEL_TASK, which says most of what a task can say, comes again each month. */
static Desk *
furnish (void)
{
  Desk *desk = desk_new ();

  desk_furnish (desk);
  must (desk, BEN, "board.move", "{'ids':['" OAK_TASK "'],'status':'" DONE_STATUS "'}");
  must (desk, BEN, "board.set-dates", "{'ids':['" WHEEL_TASK "'],'start_at':1749859200000,'due_at':1750032000000}"); /* 14 and 16 June 2025 */
  must (desk, BEN, "board.set-recurrence", "{'ids':['" WHEEL_TASK "'],'recurrence':'" MONTHLY "'}");
  return desk;
}

#define FINISH "{'ids':['" WHEEL_TASK "'],'status':'" DONE_STATUS "'}"
#define TAKE_UP "{'ids':['" WHEEL_TASK "'],'status':'" TODO_STATUS "'}"
#define NEXT_ID "(SELECT t.id FROM task t WHERE t.title = 'Mend the wheel' AND t.id <> '" WHEEL_TASK "' AND t.removed = 0)"

/* The desk's clock stands in November 2023, long before it is due. */
static void
test_done (void)
{
  g_autoptr (Desk) desk = furnish ();
  g_autoptr (Desk) other = NULL;
  g_autofree char *mine = NULL;
  g_autofree char *theirs = NULL;

  other = desk_copy (desk);
  must (desk, BEN, "board.move", FINISH);
  assert_select (desk,
                 "SELECT t.title, t.about, t.priority, t.estimate, t.start_at, t.due_at, t.parent, t.assignees, t.labels, t.field_values,"
                 " t.recurrence, t.blockers, t.number, t.items, t.items_done, t.archived FROM task t WHERE t.id = " NEXT_ID,
                 "Mend the wheel|Oak\nNails|high|2.5|1752451200000|1752624000000|-|" BEN "|" WOOD_LABEL "|" SIZE_FIELD
                 " 3.5|schedule FREQ=MONTHLY;BYMONTHDAY=16 UTC 1|-|6|2|0|0");
  assert_select (desk, "SELECT recurrence FROM task WHERE id = '" WHEEL_TASK "'", "-");
  assert_select (desk,
                 "SELECT i.title, i.done, i.assignee, i.due_at, (SELECT p.title FROM task_item p WHERE p.id = e.list) FROM task_item i"
                 " JOIN entry e ON e.id = i.id WHERE i.task = " NEXT_ID " ORDER BY e.list <> i.task, e.rank",
                 "Hub|0|-|0|-\nRim|0|" BEN "|2678400000|-\nSpokes|0|-|0|Hub");
  /* In the first status of what is to be done, above the others. */
  assert_select (desk, "SELECT t.title FROM entry e JOIN task t ON t.id = e.id WHERE e.list = '" TODO_STATUS "' AND t.removed = 0 ORDER BY e.rank",
                 "Mend the wheel");

  /* What another computer predicts is what the server says. */
  must (other, BEN, "board.move", FINISH);
  mine = desk_digest (desk, TRUE);
  theirs = desk_digest (other, TRUE);
  g_assert_cmpstr (mine, ==, theirs);
}

#define COUNT_WHEELS "SELECT count(*), count(recurrence) FROM task WHERE title = 'Mend the wheel' AND removed = 0"

/* Whoever finishes it again makes no second one. */
static void
test_once (void)
{
  g_autoptr (Desk) desk = furnish ();

  must (desk, BEN, "board.move", FINISH);
  assert_select (desk, COUNT_WHEELS, "2|1");
  must (desk, ADA, "board.move", FINISH); /* who was offline, too */
  must (desk, BEN, "board.move", TAKE_UP);
  must (desk, ADA, "board.move", FINISH);
  assert_select (desk, COUNT_WHEELS, "2|1");

  /* Given a recurrence of its own it comes again once more, as another one. */
  must (desk, BEN, "board.move", TAKE_UP);
  must (desk, BEN, "board.set-recurrence", "{'ids':['" WHEEL_TASK "'],'recurrence':'" MONTHLY "'}");
  must (desk, BEN, "board.move", FINISH);
  assert_select (desk, COUNT_WHEELS, "3|2");
}

static void
test_not_done (void)
{
  g_autoptr (Desk) desk = furnish ();

  must (desk, BEN, "board.archive", "{'ids':['" TURN_TASK "'],'archived':true}");
  must (desk, BEN, "board.move", "{'ids':['" WHEEL_TASK "'],'status':'" DOING_STATUS "'}");
  must (desk, BEN, "board.move", TAKE_UP);
  assert_select (desk, COUNT_WHEELS, "1|1");

  /* The last of a series stays what it is. */
  must (desk, BEN, "board.set-recurrence", "{'ids':['" WHEEL_TASK "'],'recurrence':'schedule FREQ=DAILY;COUNT=4 UTC 3'}");
  must (desk, BEN, "board.move", FINISH);
  assert_select (desk, COUNT_WHEELS, "1|1");

  /* From one status of what is done into another nothing is done anew. */
  must (desk, BEN, "board.set-recurrence", "{'ids':['" WHEEL_TASK "'],'recurrence':'" MONTHLY "'}");
  must (desk, ADA, "board.set-status", "{'id':'" DOING_STATUS "','name':'Shipped','category':'done'}");
  must (desk, BEN, "board.move", "{'ids':['" WHEEL_TASK "'],'status':'" DOING_STATUS "'}");
  assert_select (desk, COUNT_WHEELS, "1|1");
}

/* Who has left is given nothing. */
static void
test_gone (void)
{
  g_autoptr (Desk) desk = furnish ();

  must (desk, BEN, "board.set-parent", "{'ids':['" WHEEL_TASK "'],'parent':'" OAK_TASK "'}");
  must (desk, BEN, "board.delete", "{'id':'" OAK_TASK "'}");
  must (desk, ADA, "people.remove-member", "{'person':'" BEN "'}");
  must (desk, ADA, "board.move", FINISH);
  assert_select (desk, "SELECT assignees, parent FROM task WHERE id = " NEXT_ID, "-|-");
  assert_select (desk, "SELECT count(*) FROM task_item WHERE assignee IS NOT NULL AND task = " NEXT_ID, "0");
}

/* Does @op and adds what takes it back to @steps, which are run from the last to the first. */
static void
do_and_note (Desk *desk, const char *author, const char *op, const char *args, GPtrArray *steps)
{
  const WeftOperation *operation = weft_registry_find_operation (desk->registry, op);
  g_autofree char *json = desk_quote (args);
  g_autoptr (WeftUndoing) undoing = weft_undoing_new (desk->registry, PROJECT, author, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = weft_json_parse (json, strlen (json), &error);
  g_autoptr (WeftStep) step = NULL;
  g_autoptr (WeftPlan) plan = NULL;

  g_assert_no_error (error);
  step = weft_step_new (operation, json_node_get_object (node), &error);
  g_assert_no_error (error);
  weft_undoing_begin (undoing, step, desk->database, &error);
  g_assert_no_error (error);
  plan = desk_plan (desk, PROJECT, author, op, args, &error);
  if (error != NULL)
    g_error ("%s %s: %s", op, args, error->message);
  weft_undoing_plan (undoing, plan);
  desk_keep (desk, PROJECT, author, plan);
  weft_undoing_end (undoing, desk->database, &error);
  g_assert_no_error (error);
  for (guint i = 0; weft_undoing_get_step (undoing, i) != NULL; i++)
    g_ptr_array_add (steps, g_strdup (weft_undoing_get_step (undoing, i)));
}

/* Runs @steps; @inverse: (nullable): gets what takes that back. */
static void
take_back (Desk *desk, const char *author, GPtrArray *steps, GPtrArray *inverse)
{
  for (guint i = steps->len; i > 0; i--)
    {
      g_autoptr (JsonNode) node = weft_json_parse (steps->pdata[i - 1], strlen (steps->pdata[i - 1]), NULL);
      JsonObject *step = json_node_get_object (node);
      g_autoptr (GString) args = g_string_new (NULL);

      weft_json_node (args, NULL, json_object_get_member (step, "args"));
      do_and_note (desk, author, json_object_get_string_member (step, "op"), args->str, inverse);
    }
}

static GPtrArray *
steps_new (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

static char *
describe (Desk *desk)
{
  return desk_select (desk, "SELECT t.id, e.list, t.recurrence FROM task t JOIN entry e ON e.id = t.id WHERE t.removed = 0 ORDER BY e.list, e.rank");
}

static void
test_undo (void)
{
  g_autoptr (Desk) desk = furnish ();
  g_autoptr (GPtrArray) undo = steps_new ();
  g_autoptr (GPtrArray) redo = steps_new ();
  g_autoptr (GPtrArray) again = steps_new ();
  g_autofree char *before = describe (desk);
  g_autofree char *undone = NULL;
  g_autofree char *last = NULL;

  do_and_note (desk, BEN, "board.move", FINISH, undo);
  assert_select (desk, COUNT_WHEELS, "2|1");
  take_back (desk, BEN, undo, redo);
  undone = describe (desk);
  g_assert_cmpstr (undone, ==, before);

  /* And there again, and back. */
  take_back (desk, BEN, redo, again);
  assert_select (desk, COUNT_WHEELS, "2|1");
  assert_select (desk, "SELECT due_at, recurrence FROM task WHERE id = " NEXT_ID, "1752624000000|schedule FREQ=MONTHLY;BYMONTHDAY=16 UTC 1");
  take_back (desk, BEN, again, redo);
  last = describe (desk);
  g_assert_cmpstr (last, ==, before);

  /* What was taken back, and is brought back by somebody, does not come again as well. */
  {
    g_autofree char *id = desk_select (desk, "SELECT MIN (id) FROM task WHERE title = 'Mend the wheel' AND removed = 1");
    g_autofree char *args = g_strdup_printf ("{'id':'%s'}", id);

    must (desk, ADA, "board.restore", args);
    assert_select (desk, COUNT_WHEELS, "2|1");
  }
}

/* What somebody did anything with stays, and goes on; the one that was done comes back without. */
static void
test_undo_changed (void)
{
  static const struct
  {
    const char *op;
    const char *args; /* of which NEXT is the next one, ITEM something on its checklist */
  } changes[] = {
    { "board.edit", "{'id':'NEXT','title':'Mend the wheel','about':'Elm'}" },
    { "board.set-priority", "{'ids':['NEXT'],'priority':'low'}" },
    { "board.set-estimate", "{'ids':['NEXT'],'estimate':3}" },
    { "board.set-dates", "{'ids':['NEXT'],'due_at':1752624000000}" },
    { "board.assign", "{'ids':['NEXT'],'person':'" BEN "','on':false}" },
    { "board.label", "{'ids':['NEXT'],'label':'" WOOD_LABEL "','on':false}" },
    { "board.block", "{'ids':['NEXT'],'other':'" OAK_TASK "','on':true}" },
    { "board.relate", "{'ids':['NEXT'],'other':'" OAK_TASK "','on':true}" },
    { "board.set-parent", "{'ids':['NEXT'],'parent':'" OAK_TASK "'}" },
    { "board.set-parent", "{'ids':['" OAK_TASK "'],'parent':'NEXT'}" },
    { "board.set-duplicate", "{'ids':['NEXT'],'duplicate_of':'" OAK_TASK "'}" },
    { "board.archive", "{'ids':['NEXT'],'archived':true}" },
    { "board.set-value", "{'id':'NEXT','field':'" SIZE_FIELD "'}" },
    { "board.set-recurrence", "{'ids':['NEXT'],'recurrence':'schedule FREQ=DAILY UTC 1'}" },
    { "board.move", "{'ids':['NEXT'],'status':'" DOING_STATUS "'}" },
    { "board.add-item", "{'id':'" NEW_LINE "','parent':'NEXT','title':'Oil it'}" },
    { "board.tick-item", "{'id':'ITEM','done':true}" },
    { "board.set-item", "{'id':'ITEM','title':'Felloe'}" },
    { "board.set-item-due", "{'id':'ITEM','due_at':1}" },
    { "board.assign-item", "{'id':'ITEM'}" },
    { "board.remove-item", "{'id':'ITEM'}" },
    { "thread.reply", "{'id':'" NEW_REPLY "','root':'NEXT','text':'Hello'}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (Desk) desk = furnish ();
      g_autoptr (GPtrArray) undo = steps_new ();
      g_autoptr (GPtrArray) redo = steps_new ();
      g_autofree char *next = NULL;
      g_autofree char *item = NULL;
      g_autoptr (GString) args = g_string_new (changes[i].args);

      g_test_message ("%s %s", changes[i].op, changes[i].args);
      must (desk, BEN, "board.archive", "{'ids':['" TURN_TASK "'],'archived':true}");
      do_and_note (desk, BEN, "board.move", FINISH, undo);
      next = desk_select (desk, "SELECT " NEXT_ID);
      item = desk_select (desk, "SELECT id FROM task_item WHERE title = 'Rim' AND task = " NEXT_ID);
      g_string_replace (args, "NEXT", next, 0);
      g_string_replace (args, "ITEM", item, 0);
      must (desk, ADA, changes[i].op, args->str);
      take_back (desk, BEN, undo, redo);
      assert_select (desk, COUNT_WHEELS, "2|1");
      assert_select (desk, "SELECT t.recurrence, e.list FROM task t JOIN entry e ON e.id = t.id WHERE t.id = '" WHEEL_TASK "'", "-|" TODO_STATUS);
    }
}

/* Deleted is deleted: the series is at its end then, and undoing makes no other. */
static void
test_undo_deleted (void)
{
  g_autoptr (Desk) desk = furnish ();
  g_autoptr (GPtrArray) undo = steps_new ();
  g_autoptr (GPtrArray) redo = steps_new ();
  g_autofree char *next = NULL;
  g_autofree char *args = NULL;

  do_and_note (desk, BEN, "board.move", FINISH, undo);
  next = desk_select (desk, "SELECT " NEXT_ID);
  args = g_strdup_printf ("{'id':'%s'}", next);
  must (desk, ADA, "board.delete", args);
  take_back (desk, BEN, undo, redo);
  assert_select (desk, COUNT_WHEELS, "1|0");
}

/* Moves, and what takes them back in any order, by several people: of a series never more than one comes again. */
static void
test_random (void)
{
  static const char *const statuses[] = { TODO_STATUS, DOING_STATUS, DONE_STATUS };

  for (guint run = 0; run < 30; run++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (run);
      g_autoptr (Desk) desk = furnish ();
      g_autoptr (GPtrArray) undos = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

      must (desk, BEN, "board.archive", "{'ids':['" TURN_TASK "'],'archived':true}");
      must (desk, ADA, "board.set-status", "{'id':'" DOING_STATUS "','name':'Doing','category':'doing'}");
      for (guint i = 0; i < 25; i++)
        {
          g_autofree char *all = desk_select (desk, "SELECT id FROM task WHERE title = 'Mend the wheel' AND removed = 0 ORDER BY number");
          g_auto (GStrv) ids = g_strsplit (all, "\n", -1);
          const char *author = g_rand_boolean (rand) ? ADA : BEN;

          if (undos->len > 0 && g_rand_int_range (rand, 0, 3) == 0)
            {
              g_autoptr (GPtrArray) steps = g_ptr_array_steal_index (undos, (guint) g_rand_int_range (rand, 0, (int) undos->len));

              /* Refused where it does not fit any more, as anywhere. */
              for (guint k = steps->len; k > 0; k--)
                {
                  g_autoptr (JsonNode) node = weft_json_parse (steps->pdata[k - 1], strlen (steps->pdata[k - 1]), NULL);
                  g_autoptr (GString) args = g_string_new (NULL);

                  weft_json_node (args, NULL, json_object_get_member (json_node_get_object (node), "args"));
                  if (!desk_do (desk, PROJECT, author, json_object_get_string_member (json_node_get_object (node), "op"), args->str, NULL))
                    break;
                }
            }
          else
            {
              GPtrArray *steps = steps_new ();
              g_autofree char *args = g_strdup_printf ("{'ids':['%s'],'status':'%s'}", ids[g_rand_int_range (rand, 0, (int) g_strv_length (ids))],
                                                       statuses[g_rand_int_range (rand, 0, 3)]);

              do_and_note (desk, author, "board.move", args, steps);
              g_ptr_array_add (undos, steps);
            }
          assert_select (desk, "SELECT count(*) FROM task WHERE title = 'Mend the wheel' AND recurrence IS NOT NULL AND removed = 0", "1");
        }
    }
}

/* @n tasks that come again, as arguments of a move; each with @n_items on its checklist. */
static char *
make_many (Desk *desk, guint n, guint n_items)
{
  g_autoptr (GString) ids = g_string_new (NULL);
  g_autofree char *set = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("0192f0c1-0000-7000-9000-%012x", i);
      g_autofree char *args = g_strdup_printf (
          "{'id':'%s','title':'Many','status':'" TODO_STATUS "','due_at':1750032000000,'assignees':[],'labels':[]}", id);

      must (desk, BEN, "board.create", args);
      g_string_append_printf (ids, "%s'%s'", i > 0 ? "," : "", id);
      for (guint k = 0; k < n_items; k++)
        {
          g_autofree char *item = g_strdup_printf ("{'id':'0192f0c1-0000-7000-a%03x-%012x','parent':'%s','title':'x'}", i, k, id);

          must (desk, BEN, "board.add-item", item);
        }
    }
  set = g_strdup_printf ("{'ids':[%s],'recurrence':'schedule FREQ=DAILY UTC 0'}", ids->str);
  must (desk, BEN, "board.set-recurrence", set);
  return g_strdup_printf ("{'ids':[%s],'status':'" DONE_STATUS "'}", ids->str);
}

/* However many tasks are moved, what comes of it is bounded; and their order is kept. */
static void
test_many (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (Desk) more = desk_new ();
  g_autoptr (Desk) wide = desk_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *fits = NULL;
  g_autofree char *too_many = NULL;
  g_autofree char *too_much = NULL;
  g_autofree char *by_place = NULL;
  g_autofree char *by_number = NULL;

  desk_furnish (desk);
  fits = make_many (desk, 100, 0);
  must (desk, BEN, "board.move", fits);
  assert_select (desk,
                 "SELECT count(*), count(DISTINCT t.due_at), min (t.number) FROM task t JOIN entry e ON e.id = t.id WHERE t.title = 'Many' AND e.list = '" TODO_STATUS "'",
                 "100|1|106");
  by_place = desk_select (desk, "SELECT t.number FROM task t JOIN entry e ON e.id = t.id WHERE t.number > 105 ORDER BY e.rank, e.id");
  by_number = desk_select (desk, "SELECT number FROM task WHERE number > 105 ORDER BY number");
  g_assert_cmpstr (by_place, ==, by_number);

  desk_furnish (more);
  too_many = make_many (more, 101, 0);
  g_assert_false (desk_do (more, PROJECT, BEN, "board.move", too_many, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE);
  g_assert_cmpstr (error->message, ==, "ids: more than 100 of these tasks come again; move fewer at once");
  g_clear_error (&error);

  desk_furnish (wide);
  too_much = make_many (wide, 10, 100);
  g_assert_false (desk_do (wide, PROJECT, BEN, "board.move", too_much, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parts/recurring/next", test_next);
  g_test_add_func ("/parts/recurring/shift", test_shift);
  g_test_add_func ("/parts/recurring/done", test_done);
  g_test_add_func ("/parts/recurring/once", test_once);
  g_test_add_func ("/parts/recurring/not-done", test_not_done);
  g_test_add_func ("/parts/recurring/gone", test_gone);
  g_test_add_func ("/parts/recurring/undo", test_undo);
  g_test_add_func ("/parts/recurring/undo-changed", test_undo_changed);
  g_test_add_func ("/parts/recurring/undo-deleted", test_undo_deleted);
  g_test_add_func ("/parts/recurring/random", test_random);
  g_test_add_func ("/parts/recurring/many", test_many);

  return g_test_run ();
}

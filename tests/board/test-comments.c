/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "serve-fixture.h"

typedef struct
{
  ServeFixture *fixture;
  const char *mill; /* of Anna, Ben, Cleo and Dora */
  const char *wheel; /* Anna's task, given to Ben */
} Mill;

static void
set_up (Mill *mill, gconstpointer data)
{
  mill->fixture = serve_fixture_new ();
  mill->mill = serve_stream ("project", "mill");
  mill->wheel = serve_id ("wheel");
  serve_found (mill->fixture);
  serve_join (mill->fixture, "ben", "member");
  serve_join (mill->fixture, "cleo", "member");
  serve_join (mill->fixture, "dora", "member");
  serve_run_ok (mill->fixture, serve_id ("anna"), mill->mill, "board.create-project",
                "{\"name\":\"Mill\",\"code\":\"MILL\",\"members\":[\"%s\",\"%s\",\"%s\"]}", serve_id ("ben"), serve_id ("cleo"), serve_id ("dora"));
  serve_run_ok (mill->fixture, serve_id ("anna"), mill->mill, "board.add-status", "{\"id\":\"%s\",\"name\":\"To do\",\"category\":\"todo\"}",
                serve_id ("todo"));
  serve_run_ok (mill->fixture, serve_id ("anna"), mill->mill, "board.create",
                "{\"id\":\"%s\",\"title\":\"Mend the wheel\",\"status\":\"%s\",\"assignees\":[\"%s\"],\"labels\":[]}", mill->wheel,
                serve_id ("todo"), serve_id ("ben"));
}

static void
tear_down (Mill *mill, gconstpointer data)
{
  serve_assert_whole (mill->fixture);
  serve_fixture_free (mill->fixture);
}

static void
comment (Mill *mill, const char *person, const char *id, const char *text)
{
  serve_run_ok (mill->fixture, serve_id (person), mill->mill, "thread.reply", "{\"id\":\"%s\",\"root\":\"%s\",\"text\":\"%s\"}", serve_id (id),
                mill->wheel, text);
}

/* Whom the comment @text concerns, in the order of the alphabet. */
static void
assert_told (Mill *mill, const char *text, const char *people)
{
  static const char *const everybody[] = { "anna", "ben", "cleo", "dora" };
  g_autoptr (GString) told = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (everybody); i++)
    if (serve_count_of (mill->fixture, "SELECT count(*) FROM notice WHERE stream = 'user/%s' AND fields LIKE '%%%s%%'", serve_id (everybody[i]),
                        text)
        > 0)
      g_string_append_printf (told, "%s%s", told->len > 0 ? " " : "", everybody[i]);
  g_assert_cmpstr (told->str, ==, people);
}

/* Of a comment hears who made the task, whose it is, who commented on it, and whom it names; nobody who said that they do not want to. */
static void
test_told (Mill *mill, gconstpointer data)
{
  g_autofree char *dora = g_strconcat ("user/", serve_id ("dora"), NULL);
  g_autofree char *ben = g_strconcat ("user/", serve_id ("ben"), NULL);

  assert_told (mill, "Mend the wheel", "ben");
  comment (mill, "cleo", "one", "Oak is dear");
  assert_told (mill, "Oak is dear", "anna ben");
  comment (mill, "anna", "two", "Then ash");
  assert_told (mill, "Then ash", "ben cleo");
  comment (mill, "anna", "three", "Ash bends, @dora");
  assert_told (mill, "Ash bends", "ben cleo dora");
  g_assert_cmpint (serve_count_of (mill->fixture, "SELECT count(*) FROM notice WHERE stream = '%s' AND kind = 'mention'", dora), ==, 1);

  serve_run_ok (mill->fixture, serve_id ("ben"), ben, "thread.follow-thread", "{\"target\":\"%s\",\"root\":\"%s\",\"follows\":false}", mill->mill,
                mill->wheel);
  comment (mill, "anna", "four", "It holds");
  assert_told (mill, "It holds", "cleo");
  g_assert_cmpint (serve_count (mill->fixture, "SELECT replies FROM thread_topic WHERE ordinal > 4294967296"), ==, 4);
}

static void
assign (Mill *mill, const char *author, const char *ids, const char *person, gboolean on)
{
  serve_run_ok (mill->fixture, serve_id (author), mill->mill, "board.assign", "{\"ids\":[%s],\"person\":\"%s\",\"on\":%s}", ids, serve_id (person), on ? "true" : "false");
}

static gint64
count_assigned (Mill *mill, const char *person)
{
  return serve_count_of (mill->fixture, "SELECT count(*) FROM notice WHERE stream = 'user/%s' AND kind = 'assigned'", serve_id (person));
}

/* Who is given tasks later hears of it as well: once, however many they are, and by the title of the first. */
static void
test_given (Mill *mill, gconstpointer data)
{
  const char *oak = serve_id ("oak");
  g_autofree char *both = g_strdup_printf ("\"%s\",\"%s\"", oak, mill->wheel);

  serve_run_ok (mill->fixture, serve_id ("anna"), mill->mill, "board.create", "{\"id\":\"%s\",\"title\":\"Fell the oak\",\"status\":\"%s\",\"assignees\":[],\"labels\":[]}",
                oak, serve_id ("todo"));
  assign (mill, "anna", both, "cleo", TRUE);
  g_assert_cmpint (count_assigned (mill, "cleo"), ==, 1);
  assert_told (mill, "Fell the oak", "cleo");
  g_assert_cmpint (serve_count_of (mill->fixture, "SELECT count(*) FROM notice WHERE kind = 'assigned' AND object = '%s'", oak), ==, 1);

  /* Not of what is taken away, nor of what one takes oneself. */
  assign (mill, "anna", both, "cleo", FALSE);
  assign (mill, "dora", both, "dora", TRUE);
  g_assert_cmpint (count_assigned (mill, "cleo"), ==, 1);
  g_assert_cmpint (count_assigned (mill, "dora"), ==, 0);
}

/* What was kept of a title for who was told goes with it. */
static void
test_given_and_erased (Mill *mill, gconstpointer data)
{
  g_autofree char *wheel = g_strdup_printf ("\"%s\"", mill->wheel);

  assign (mill, "anna", wheel, "cleo", TRUE);
  assert_told (mill, "Mend the wheel", "ben cleo");
  serve_run_ok (mill->fixture, serve_id ("anna"), mill->mill, "content.erase", "{\"rows\":\"task:%s\"}", mill->wheel);
  assert_told (mill, "Mend the wheel", "");
}

static void
assert_refused (Mill *mill, const char *op, const char *rest, const char *reason)
{
  g_autofree char *result = serve_run (mill->fixture, serve_id ("anna"), mill->mill, op, "{\"id\":\"%s\",%s}", serve_id ("talk"), rest);
  g_autofree char *error = serve_error_of (result);

  g_assert_cmpstr (error, ==, reason);
}

/* A project is no room: what nobody would see is not said. */
static void
test_no_room (Mill *mill, gconstpointer data)
{
  static const char reason[] = "invalid: root: missing: in a project one comments on a task";
  g_autofree char *also = g_strdup_printf ("\"root\":\"%s\",\"text\":\"Hello\",\"also\":\"%s\"", mill->wheel, serve_id ("shown"));

  assert_refused (mill, "thread.send", "\"text\":\"Hello\"", reason);
  assert_refused (mill, "thread.ask", "\"text\":\"Hello\",\"severity\":\"urgent\",\"people\":[]", reason);
  assert_refused (mill, "thread.stick", "\"text\":\"Hello\",\"sticker\":\"weft/hello\"", reason);
  assert_refused (mill, "thread.open-poll", "\"text\":\"Ash?\\nYes\\nNo\"", reason);
  assert_refused (mill, "thread.reply", also, "invalid: also: there is no room around what is talked about");
  g_assert_cmpint (serve_count (mill->fixture, "SELECT count(*) FROM message"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/board/comments/told", Mill, NULL, set_up, test_told, tear_down);
  g_test_add ("/board/comments/given", Mill, NULL, set_up, test_given, tear_down);
  g_test_add ("/board/comments/given-and-erased", Mill, NULL, set_up, test_given_and_erased, tear_down);
  g_test_add ("/board/comments/no-room", Mill, NULL, set_up, test_no_room, tear_down);

  return g_test_run ();
}

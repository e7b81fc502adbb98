/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The events of a stream, asked for: page by page what the log keeps, of one row or of all, for nobody else than its readers. */

#include <string.h>

#include "proto/weft-frame.h"
#include "serve-daemon.h"
#include "serve-fixture.h"
#include "serve/weft-history.h"
#include "serve/weft-past.h"

typedef struct
{
  const char *row;
  gint64 after;
  gint64 cursor;
  guint limit;
} Asked;

/* "4 board.tasks-moved|…": the newest first */
static char *
list_page (ServeFixture *fixture, const char *stream, Asked asked, gint64 *next, GError **error)
{
  WeftDatabase *database = weft_engine_acquire_reader (fixture->engine, error);
  g_autoptr (GString) out = g_string_new (NULL);
  g_auto (WeftPastPage) page = { 0 };
  gboolean fine;

  g_assert_nonnull (database);
  fine = weft_past_list_events (database, fixture->registry, stream, asked.row, asked.after, asked.cursor, asked.limit,
                                WEFT_HISTORY_BYTES, &page, error);
  weft_engine_release_reader (fixture->engine, database);
  if (!fine)
    return NULL;
  for (guint i = 0; i < page.items->len; i++)
    {
      g_autoptr (JsonNode) root = json_from_string (g_ptr_array_index (page.items, i), NULL);
      JsonObject *event = json_node_get_object (root);

      g_string_append_printf (out, "%s%" G_GINT64_FORMAT " %s", i > 0 ? "|" : "", json_object_get_int_member (event, "seq"),
                              json_object_get_string_member (event, "name"));
    }
  *next = page.next;

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* All of it, with so many a page. */
static char *
list_all (ServeFixture *fixture, const char *stream, Asked asked)
{
  g_autoptr (GString) all = g_string_new (NULL);

  do
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *page = list_page (fixture, stream, asked, &asked.cursor, &error);

      g_assert_no_error (error);
      g_string_append_printf (all, "%s%s", all->len > 0 && *page != '\0' ? "|" : "", page);
    }
  while (asked.cursor >= 0);

  return g_string_free_and_steal (g_steal_pointer (&all));
}

static void
create_task (ServeFixture *fixture, const char *project, const char *word, const char *title)
{
  serve_run_ok (fixture, serve_id ("anna"), project, "board.create",
                "{\"id\":\"%s\",\"title\":\"%s\",\"status\":\"%s\",\"assignees\":[],\"labels\":[]}", serve_id (word), title,
                serve_id ("todo"));
}

/* 1 project-created … ; the last five are of tasks. */
static const char *
furnish (ServeFixture *fixture)
{
  const char *project = serve_stream ("project", "loom");

  serve_found (fixture);
  serve_join (fixture, "ben", "member");
  serve_run_ok (fixture, serve_id ("anna"), project, "board.create-project", "{\"name\":\"Loom\",\"code\":\"LOOM\",\"members\":[]}");
  serve_run_ok (fixture, serve_id ("anna"), project, "board.add-status", "{\"id\":\"%s\",\"name\":\"Extra\",\"category\":\"todo\"}",
                serve_id ("todo"));
  return project;
}

static gint64
get_head (ServeFixture *fixture, const char *stream)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (fixture->engine, &error);
  WeftHead head;

  g_assert_no_error (error);
  weft_log_read_head (database, stream, &head, &error);
  g_assert_no_error (error);
  weft_engine_release_reader (fixture->engine, database);

  return head.head;
}

static void
test_events (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *project = furnish (fixture);
  g_autofree char *row = g_strconcat ("task:", serve_id ("warp"), NULL);
  g_autofree char *all = NULL;
  g_autofree char *by_one = NULL;
  g_autofree char *tail = NULL;
  g_autofree char *beyond = NULL;
  g_autofree char *nothing = NULL;
  g_autofree char *warp = NULL;
  g_autofree char *warp_by_one = NULL;
  g_autofree char *expected = NULL;
  gint64 base = get_head (fixture, project);

  create_task (fixture, project, "warp", "Warp");
  /* A text that tells of another row is no event of that row. */
  create_task (fixture, project, "weft", serve_id ("warp"));
  serve_run_ok (fixture, serve_id ("anna"), project, "board.set-priority", "{\"ids\":[\"%s\",\"%s\"],\"priority\":\"high\"}",
                serve_id ("weft"), serve_id ("warp"));
  serve_run_ok (fixture, serve_id ("anna"), project, "board.set-priority", "{\"ids\":[\"%s\"],\"priority\":\"low\"}",
                serve_id ("weft"));
  serve_run_ok (fixture, serve_id ("anna"), project, "board.block", "{\"ids\":[\"%s\"],\"other\":\"%s\",\"on\":true}",
                serve_id ("weft"), serve_id ("warp"));
  g_assert_cmpint (get_head (fixture, project), ==, base + 5);

  all = list_all (fixture, project, (Asked) { .cursor = G_MAXINT64, .limit = 200 });
  g_assert_true (g_str_has_suffix (all, "|1 board.project-created"));
  by_one = list_all (fixture, project, (Asked) { .cursor = G_MAXINT64, .limit = 1 });
  g_assert_cmpstr (by_one, ==, all);

  expected = g_strdup_printf ("%" G_GINT64_FORMAT " board.tasks-blocked|%" G_GINT64_FORMAT " board.priority-set", base + 5, base + 4);
  tail = list_all (fixture, project, (Asked) { .after = base + 3, .cursor = G_MAXINT64, .limit = 200 });
  g_assert_cmpstr (tail, ==, expected);
  beyond = list_all (fixture, project, (Asked) { .after = base + 5, .cursor = G_MAXINT64, .limit = 200 });
  g_assert_cmpstr (beyond, ==, "");
  nothing = list_all (fixture, project, (Asked) { .after = 4, .cursor = 2, .limit = 200 });
  g_assert_cmpstr (nothing, ==, "");

  g_free (expected);
  expected = g_strdup_printf ("%" G_GINT64_FORMAT " board.tasks-blocked|%" G_GINT64_FORMAT " board.priority-set|%" G_GINT64_FORMAT
                              " board.task-created",
                              base + 5, base + 3, base + 1);
  warp = list_all (fixture, project, (Asked) { .row = row, .cursor = G_MAXINT64, .limit = 200 });
  g_assert_cmpstr (warp, ==, expected);
  warp_by_one = list_all (fixture, project, (Asked) { .row = row, .cursor = G_MAXINT64, .limit = 1 });
  g_assert_cmpstr (warp_by_one, ==, expected);
}

/* What was erased comes without its content, here as to who subscribes. */
static void
test_erased (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *project = furnish (fixture);
  WeftDatabase *database;
  g_autoptr (GError) error = NULL;
  g_auto (WeftPastPage) page = { 0 };

  create_task (fixture, project, "warp", "Secret");
  serve_run_ok (fixture, serve_id ("anna"), project, "content.erase", "{\"rows\":\"task:%s\"}", serve_id ("warp"));
  database = weft_engine_acquire_reader (fixture->engine, &error);
  g_assert_no_error (error);
  weft_past_list_events (database, fixture->registry, project, NULL, 0, G_MAXINT64, 200, WEFT_HISTORY_BYTES, &page, &error);
  g_assert_no_error (error);
  weft_engine_release_reader (fixture->engine, database);
  g_assert_cmpuint (page.items->len, ==, get_head (fixture, project));
  for (guint i = 0; i < page.items->len; i++)
    g_assert_null (strstr (g_ptr_array_index (page.items, i), "Secret"));
}

/* What the log holds no more stands in the baseline, whose rows are told as all rows of a version are. */
static void
test_trimmed (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *project = furnish (fixture);
  g_autoptr (GError) error = NULL;
  WeftDatabase *database;
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *events = NULL;
  gint64 cursor = 0;
  WeftHead head;

  create_task (fixture, project, "warp", "Warp");
  weft_engine_trim (fixture->engine, project, G_MAXINT64, NULL, &error);
  g_assert_no_error (error);
  create_task (fixture, project, "weft", "Weft");
  events = list_all (fixture, project, (Asked) { .cursor = G_MAXINT64, .limit = 200 });
  g_assert_true (g_str_has_suffix (events, " board.task-created") && strchr (events, '|') == NULL);

  database = weft_engine_acquire_reader (fixture->engine, &error);
  g_assert_no_error (error);
  weft_log_read_head (database, project, &head, &error);
  g_assert_no_error (error);
  while (cursor >= 0)
    {
      g_auto (WeftPastPage) page = { 0 };

      weft_past_list_baseline (database, fixture->registry, project, cursor, 1, WEFT_HISTORY_BYTES, &page, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < page.items->len; i++)
        g_assert_true (g_hash_table_add (told, g_strdup (g_ptr_array_index (page.items, i))));
      cursor = page.next;
    }
  {
    g_autoptr (WeftDatabase) rows
        = weft_past_open (database, fixture->registry, project, &head, head.floor, NULL, &error);
    g_auto (WeftPastPage) page = { 0 };

    g_assert_no_error (error);
    weft_past_list_rows (rows, fixture->registry, project, 0, 200, 1 << 20, &page, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (page.items->len, ==, g_hash_table_size (told));
    for (guint i = 0; i < page.items->len; i++)
      g_assert_true (g_hash_table_contains (told, g_ptr_array_index (page.items, i)));
  }
  weft_engine_release_reader (fixture->engine, database);
}

static void
test_refused (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *project = furnish (fixture);
  static const char *const rows[] = { "task", "nothing:x", "task:a\tb", "sqlite_master:x", "event:%" };
  g_autofree char *wild = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 next;
      g_autofree char *told
          = list_page (fixture, project, (Asked) { .row = rows[i], .cursor = G_MAXINT64, .limit = 200 }, &next, &error);

      g_assert_null (told);
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
      g_assert_true (g_str_has_prefix (error->message, "row: "));
    }

  /* No pattern comes from outside. */
  create_task (fixture, project, "warp", "Warp");
  wild = list_all (fixture, project, (Asked) { .row = "task:%", .cursor = G_MAXINT64, .limit = 200 });
  g_assert_cmpstr (wild, ==, "");
}

/* Over the wire */

static void
ask (ServeSocket *socket, gint64 request, const char *stream, const char *more)
{
  g_autofree char *frame
      = g_strdup_printf ("{\"type\":\"ask\",\"request\":%" G_GINT64_FORMAT ",\"stream\":\"%s\",\"what\":\"events\"%s}", request, stream, more);

  serve_socket_send (socket, frame);
}

static char *
ask_refused (ServeSocket *socket, const char *stream, const char *more)
{
  g_autoptr (WeftFrame) frame = NULL;

  ask (socket, 7, stream, more);
  frame = serve_socket_seek (socket, WEFT_FRAME_ERROR, NULL);
  g_assert_cmpint (frame->request, ==, 7);
  return g_strdup (frame->message);
}

/* Who does not read a stream is told what they would be of none; a member reads it; who was removed does no more. */
static void
test_rights (void)
{
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (NULL);
  g_autofree char *ben_id = NULL;
  g_autofree char *ben = NULL;
  g_autofree char *room = NULL;
  g_autofree char *stranger = NULL;
  g_autofree char *none = NULL;
  g_autofree char *removed = NULL;
  g_autofree char *run = NULL;
  g_autofree char *run_again = NULL;
  g_autoptr (ServeSocket) anna = NULL;
  g_autoptr (ServeSocket) other = NULL;

  serve_daemon_found (daemon);
  ben = serve_daemon_join (daemon, "ben", "member", NULL, &ben_id, NULL);
  anna = serve_socket_hello (daemon, daemon->anna, NULL);
  other = serve_socket_hello (daemon, ben, NULL);
  room = serve_socket_room (anna, "Looms", NULL);
  serve_socket_message (anna, room, "hello");

  stranger = ask_refused (other, room, ",\"limit\":200");
  none = ask_refused (other, "room/019a81f0-0000-7000-8000-00000000b0ff", ",\"limit\":200");
  g_assert_cmpstr (stranger, ==, none);

  run = serve_socket_run (anna, room, "people.add-member", "{\"person\":\"%s\",\"role\":\"member\"}", ben_id);
  g_assert_null (run);
  ask (other, 8, room, ",\"limit\":200");
  {
    g_autoptr (WeftFrame) answer = serve_socket_seek (other, WEFT_FRAME_ANSWER, NULL);

    g_assert_cmpint (answer->request, ==, 8);
  }
  run_again = serve_socket_run (anna, room, "people.remove-member", "{\"person\":\"%s\"}", ben_id);
  g_assert_null (run_again);
  removed = ask_refused (other, room, ",\"limit\":200");
  g_assert_cmpstr (removed, ==, none);
}

/* Ranges that hold nothing are answered so, malformed ones refused; a flood is bounded, and the connection stays. */
static void
test_hostile (void)
{
  static const char *const malformed[] = { "", ",\"limit\":0", ",\"limit\":201", ",\"limit\":200,\"from\":-1", ",\"limit\":200,\"to\":\"x\"",
                                           ",\"limit\":200,\"row\":\"\"" };
  static const char *const empty[]
      = { ",\"limit\":200,\"from\":9223372036854775807", ",\"limit\":200,\"from\":2,\"to\":1", ",\"limit\":200,\"cursor\":0" };
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (NULL);
  g_autoptr (ServeSocket) anna = NULL;
  g_autofree char *room = NULL;
  g_autofree char *run = NULL;
  guint n_answers = 0, n_refused = 0;

  serve_daemon_found (daemon);
  anna = serve_socket_hello (daemon, daemon->anna, NULL);
  room = serve_socket_room (anna, "Looms", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autoptr (ServeSocket) rude = serve_socket_hello (daemon, daemon->anna, NULL);
      g_autoptr (WeftFrame) frame = NULL;

      ask (rude, 7, room, malformed[i]);
      frame = serve_socket_seek (rude, WEFT_FRAME_ERROR, NULL);
      serve_socket_expect_close (rude, WEFT_CLOSE_BAD_FRAME);
    }
  {
    g_autofree char *nothing = ask_refused (anna, room, ",\"limit\":200,\"row\":\"nothing:x\"");

    g_assert_cmpstr (nothing, ==, "row: no table here has such a row");
  }
  for (guint i = 0; i < G_N_ELEMENTS (empty); i++)
    {
      g_autoptr (WeftFrame) frame = NULL;

      ask (anna, 9, room, empty[i]);
      frame = serve_socket_seek (anna, WEFT_FRAME_ANSWER, NULL);
      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (json_node_get_object (frame->root), "items")), ==, 0);
    }

  for (guint i = 0; i < 500; i++)
    ask (anna, 100 + i, room, ",\"limit\":200,\"row\":\"message:019a81f0-0000-7000-8000-0000000000a1\"");
  while (n_answers + n_refused < 500)
    {
      g_autoptr (WeftFrame) frame = serve_socket_next (anna);

      g_assert_nonnull (frame);
      n_answers += frame->type == WEFT_FRAME_ANSWER;
      if (frame->type == WEFT_FRAME_ERROR)
        {
          g_assert_cmpstr (frame->code, ==, "rate-limited");
          n_refused++;
        }
    }
  g_assert_cmpuint (n_answers, >=, 1);
  run = serve_socket_run (anna, room, "thread.send", "{\"id\":\"019a81f0-0000-7000-8000-0000000000a1\",\"text\":\"still here\"}");
  g_assert_null (run);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/serve/past/events", test_events);
  g_test_add_func ("/serve/past/erased", test_erased);
  g_test_add_func ("/serve/past/trimmed", test_trimmed);
  g_test_add_func ("/serve/past/refused", test_refused);
  g_test_add_func ("/serve/past/rights", test_rights);
  g_test_add_func ("/serve/past/hostile", test_hostile);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a row said before, as far as it may be told. */

#include <string.h>

#include "proto/weft-frame.h"
#include "serve-fixture.h"
#include "serve/weft-past.h"

/* "5 ben two|3 ben one": the newest first; @next: where to go on */
static char *
list_page (ServeFixture *fixture,
           const char *stream,
           const char *row,
           gint64 cursor,
           guint limit,
           gint64 *next,
           GError **error)
{
  WeftDatabase *database = weft_engine_acquire_reader (fixture->engine, error);
  g_autoptr (GString) out = g_string_new (NULL);
  g_auto (WeftPastPage) page = { 0 };
  gboolean fine;

  g_assert_nonnull (database);
  fine = weft_past_list_versions (database, fixture->registry, stream, row, cursor, limit, WEFT_FRAME_MAX,
                                  &page, error);
  weft_engine_release_reader (fixture->engine, database);
  if (!fine)
    return NULL;
  for (guint i = 0; i < page.items->len; i++)
    {
      const char *text = g_ptr_array_index (page.items, i);
      g_autoptr (JsonNode) root = json_from_string (text, NULL);
      JsonObject *item = json_node_get_object (root);
      JsonObject *cells = json_object_get_object_member (item, "cells");
      const char *by = json_object_get_string_member_with_default (item, "by", "nobody");

      g_string_append_printf (out, "%s%s %s", i > 0 ? "|" : "",
                              g_str_equal (by, serve_id ("ben"))    ? "ben"
                              : g_str_equal (by, serve_id ("anna")) ? "anna"
                                                                    : by,
                              json_object_get_string_member_with_default (cells, "text", "-"));
      g_assert_true (json_object_has_member (item, "at") == !g_str_equal (by, "nobody"));
    }
  *next = page.next;

  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
assert_versions (ServeFixture *fixture, const char *stream, const char *word, const char *expected)
{
  g_autofree char *row = g_strconcat ("message:", serve_id (word), NULL);
  g_autoptr (GError) error = NULL;
  gint64 next;
  g_autofree char *told = list_page (fixture, stream, row, -1, 200, &next, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (told, ==, expected);
  g_assert_cmpint (next, ==, -1);
}

static const char *
furnish (ServeFixture *fixture)
{
  const char *room;

  serve_found (fixture);
  serve_join (fixture, "ben", "member");
  room = serve_room (fixture, serve_id ("anna"), "lobby", "ben");
  serve_run_ok (fixture, serve_id ("ben"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"one\"}",
                serve_id ("m"));
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"other\"}",
                serve_id ("o"));
  serve_run_ok (fixture, serve_id ("ben"), room, "thread.edit", "{\"id\":\"%s\",\"text\":\"two\"}",
                serve_id ("m"));
  serve_run_ok (fixture, serve_id ("ben"), room, "thread.edit", "{\"id\":\"%s\",\"text\":\"three\"}",
                serve_id ("m"));
  return room;
}

static void
test_versions (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *room = furnish (fixture);
  g_autofree char *row = g_strconcat ("message:", serve_id ("m"), NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) all = g_string_new (NULL);
  gint64 next = -1;

  assert_versions (fixture, room, "m", "ben three|ben two|ben one");
  assert_versions (fixture, room, "o", "anna other");
  assert_versions (fixture, room, "nothing", "");

  /* Page by page it is the same. */
  do
    {
      g_autofree char *page = list_page (fixture, room, row, next, 1, &next, &error);

      g_assert_no_error (error);
      g_string_append_printf (all, "%s%s", all->len > 0 ? "|" : "", page);
    }
  while (next >= 0);
  g_assert_cmpstr (all->str, ==, "ben three|ben two|ben one");
}

/* What is not there any more is not told by its past, also where something else of the row is left. */
static void
test_gone (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *room = furnish (fixture);

  serve_run_ok (fixture, serve_id ("anna"), room, "thread.reply",
                "{\"id\":\"%s\",\"root\":\"%s\",\"text\":\"a reply\"}", serve_id ("r"), serve_id ("m"));
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.name-thread",
                "{\"id\":\"%s\",\"title\":\"Numbers\"}", serve_id ("m"));
  assert_versions (fixture, room, "m", "anna -|ben three|ben two|ben one");
  serve_run_ok (fixture, serve_id ("ben"), room, "thread.delete", "{\"id\":\"%s\"}", serve_id ("m"));
  assert_versions (fixture, room, "m", "anna -");

  serve_run_ok (fixture, serve_id ("ben"), room, "thread.restore", "{\"id\":\"%s\",\"text\":\"three\"}",
                serve_id ("m"));
  assert_versions (fixture, room, "m", "ben three|anna -|ben three|ben two|ben one");
  serve_run_ok (fixture, serve_id ("ben"), room, "content.erase", "{\"rows\":\"message:%s\"}",
                serve_id ("m"));
  assert_versions (fixture, room, "m", "");
  assert_versions (fixture, room, "o", "anna other");

  /* What is written into an erased row is told, and nothing from before. */
  serve_run_ok (fixture, serve_id ("ben"), room, "thread.edit", "{\"id\":\"%s\",\"text\":\"anew\"}",
                serve_id ("m"));
  assert_versions (fixture, room, "m", "ben anew");
}

/* Behind the floor nobody knows who or when. */
static void
test_trimmed (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *room = furnish (fixture);
  g_autofree char *row = g_strconcat ("message:", serve_id ("m"), NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  gint64 next;

  weft_engine_trim (fixture->engine, room, G_MAXINT64, NULL, &error);
  g_assert_no_error (error);
  assert_versions (fixture, room, "m", "nobody three");
  serve_run_ok (fixture, serve_id ("ben"), room, "thread.edit", "{\"id\":\"%s\",\"text\":\"four\"}",
                serve_id ("m"));
  assert_versions (fixture, room, "m", "ben four|nobody three");

  first = list_page (fixture, room, row, -1, 1, &next, &error);
  g_assert_cmpstr (first, ==, "ben four");
  second = list_page (fixture, room, row, next, 1, &next, &error);
  g_assert_cmpstr (second, ==, "nobody three");
  g_assert_cmpint (next, ==, -1);
}

static void
test_refused (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *room = furnish (fixture);
  static const char *const rows[]
      = { "message", "nothing:x", "message:a\tb", "draft:room/x", "sqlite_master:x" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 next;
      g_autofree char *told = list_page (fixture, room, rows[i], -1, 200, &next, &error);

      g_assert_null (told);
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
      g_assert_true (g_str_has_prefix (error->message, "row: "));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/serve/versions/versions", test_versions);
  g_test_add_func ("/serve/versions/gone", test_gone);
  g_test_add_func ("/serve/versions/trimmed", test_trimmed);
  g_test_add_func ("/serve/versions/refused", test_refused);
  return g_test_run ();
}

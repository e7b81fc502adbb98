/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "serve-daemon.h"

/* Searching by the protocol: who finds what, page by page, and what a client should not say. */

static WeftFrame *
ask (ServeSocket *socket, const char *query, const char *cursor, gint64 limit)
{
  static gint64 request = 0;
  GString *out = g_string_new (NULL);
  WeftFrame *frame;

  weft_frame_write_search (out, ++request, query, "Asia/Ho_Chi_Minh", cursor, limit);
  serve_socket_send_string (socket, out);
  frame = serve_socket_seek (socket, WEFT_FRAME_HITS, NULL);
  g_assert_nonnull (frame);
  g_assert_cmpint (frame->request, ==, request);
  g_assert_cmpuint (frame->hits->len, <=, limit);

  return frame;
}

/* All pages: on a busy machine a page may end before anything is found. */
static void
expect (ServeSocket *socket, const char *query, const char *expected)
{
  g_autofree char *cursor = NULL;
  g_autoptr (GString) found = g_string_new (NULL);

  do
    {
      g_autoptr (WeftFrame) frame = ask (socket, query, cursor, 50);

      for (guint i = 0; i < frame->hits->len; i++)
        g_string_append_printf (found, "%s%s", found->len > 0 ? ", " : "",
                                json_array_get_string_element (
                                    g_array_index (frame->hits, WeftFrameHit, i).texts, 0));
      g_set_str (&cursor, frame->cursor);
    }
  while (cursor != NULL);
  if (!g_str_equal (found->str, expected))
    g_error ("“%s” found “%s”, not “%s”", query, found->str, expected);
}

/* Nobody finds what they may not read, by any way of asking. */
static void
test_members (void)
{
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (NULL);
  g_autoptr (ServeSocket) anna = NULL;
  g_autoptr (ServeSocket) bea = NULL;
  g_autoptr (ServeSocket) guest = NULL;
  g_autofree char *bea_id = NULL;
  g_autofree char *guest_id = NULL;
  g_autofree char *bea_token = NULL;
  g_autofree char *guest_token = NULL;
  g_autofree char *carla_token = NULL;
  g_autofree char *lobby = NULL;
  g_autofree char *secret = NULL;
  g_autofree char *in_secret = NULL;
  g_autofree char *refusal = NULL;

  serve_daemon_found (daemon);
  anna = serve_socket_hello (daemon, daemon->anna, NULL);
  lobby = serve_socket_room (anna, "Lobby", NULL);
  bea_token = serve_daemon_join (daemon, "bea", "member", lobby, &bea_id, NULL);
  guest_token = serve_daemon_join (daemon, "gus", "guest", lobby, &guest_id, NULL);
  carla_token = serve_daemon_join (daemon, "carla", "member", NULL, NULL, NULL);
  secret = serve_socket_room (anna, "Secret plans", NULL);
  serve_socket_message (anna, lobby, "đơn hàng ở sảnh");
  g_usleep (2000); /* newest first, by the millisecond */
  serve_socket_message (anna, secret, "đơn hàng mật");
  bea = serve_socket_hello (daemon, bea_token, NULL);
  guest = serve_socket_hello (daemon, guest_token, NULL);
  in_secret = g_strconcat ("don in:", secret, NULL);
  for (guint i = 0; i < 256; i++) /* fewer are not worth indexing */
    serve_socket_message (anna, lobby, "something else");

  for (guint round = 0; round < 2; round++)
    {
      expect (anna, "don hang", "đơn hàng mật, đơn hàng ở sảnh");
      expect (anna, in_secret, "đơn hàng mật");
      expect (anna, "from:me don ", "đơn hàng mật, đơn hàng ở sảnh");
      expect (bea, "don hang", "đơn hàng ở sảnh");
      expect (bea, in_secret, "");
      expect (bea, "in:secret don", "");
      expect (bea, "secret", "");
      expect (bea, "from:anna don", "đơn hàng ở sảnh");
      expect (bea, "-from:anna don", "");
      expect (guest, "don hang", "đơn hàng ở sảnh");
      expect (guest, "is:unread don", "đơn hàng ở sảnh");
      /* Guests do not read the workspace, and know of those who are where they are. */
      expect (guest, "bea", "bea");
      expect (guest, "from:anna don", "đơn hàng ở sảnh");
      expect (guest, "carla", "");
      expect (bea, "carla", "carla");
      expect (anna, "bea", "bea");
      g_usleep (600000); /* the index comes by */
    }

  /* A member from now on; and no longer. */
  refusal = serve_socket_run (anna, secret, "people.add-member", "{\"person\":\"%s\",\"role\":\"guest\"}",
                              bea_id);
  g_assert_null (refusal);
  expect (bea, "mat", "đơn hàng mật");
  refusal = serve_socket_run (anna, secret, "people.remove-member", "{\"person\":\"%s\"}", bea_id);
  g_assert_null (refusal);
  expect (bea, "mat", "");
}

static void
test_pages (void)
{
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (NULL);
  g_autoptr (ServeSocket) anna = NULL;
  g_autofree char *room = NULL;
  g_autofree char *cursor = NULL;
  g_autofree char *wide = g_strnfill (16000, 'w');
  guint n = 0, n_pages = 0;

  serve_daemon_found (daemon);
  anna = serve_socket_hello (daemon, daemon->anna, NULL);
  room = serve_socket_room (anna, "lobby", NULL);
  for (guint i = 0; i < 70; i++)
    {
      g_autofree char *text = g_strdup_printf ("apple %u ắắắ %.*s", i, i % 2 == 0 ? 200 : 10000, wide);

      serve_socket_message (anna, room, text);
    }

  do
    {
      g_autoptr (WeftFrame) frame = ask (anna, "apple", cursor, 50);

      for (guint i = 0; i < frame->hits->len; i++)
        g_assert_cmpint (g_array_index (frame->hits, WeftFrameHit, i).window, ==, 70 - n++);
      g_free (cursor);
      cursor = g_strdup (frame->cursor);
      g_assert_cmpuint (++n_pages, <, 20);
    }
  while (cursor != NULL);
  g_assert_cmpuint (n, ==, 70);
}

static void
expect_error (ServeSocket *socket, const char *frame, const char *message)
{
  g_autoptr (WeftFrame) answer = NULL;

  serve_socket_send (socket, frame);
  answer = serve_socket_seek (socket, WEFT_FRAME_ERROR, NULL);
  g_assert_nonnull (answer);
  g_assert_cmpstr (answer->message, ==, message);
}

/* The session goes on after each that is only wrong in what it asks. */
static void
test_hostile (void)
{
  static const char *const typed[] = { "\"",
                                       "'; DROP TABLE message; --",
                                       "%",
                                       "in:",
                                       "in:../../etc/passwd",
                                       "from:\"",
                                       "-",
                                       "-a",
                                       "is:unread",
                                       "has:link has:link -has:link",
                                       "before:9999-12-31 after:0001-01-01",
                                       "on:9999-12-31",
                                       "a* b* c*",
                                       "\xcc\x81",
                                       "in:room/x",
                                       "from:me from:me",
                                       "9999y" };
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (NULL);
  g_autoptr (ServeSocket) anna = NULL;
  g_autofree char *room = NULL;
  g_autofree char *long_query = g_strnfill (1001, 'a');
  g_autofree char *too_long = NULL;
  g_autofree char *cursor = g_strnfill (500, '9');
  g_autofree char *other = NULL;

  serve_daemon_found (daemon);
  anna = serve_socket_hello (daemon, daemon->anna, NULL);
  room = serve_socket_room (anna, "lobby", NULL);
  serve_socket_message (anna, room, "apple http://weft.dev");

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autoptr (WeftFrame) frame = ask (anna, typed[i], NULL, 1);

      g_assert_nonnull (frame);
    }

  other = g_strdup_printf ("{\"type\":\"search\",\"request\":1000,\"query\":\"apple\",\"zone\":\"UTC\","
                           "\"limit\":1,\"cursor\":\"%s\"}",
                           cursor);
  expect_error (anna, other, "cursor: not one that a search gave");
  expect_error (anna,
                "{\"type\":\"search\",\"request\":1001,\"query\":\"apple\",\"zone\":\"UTC\",\"limit\":1,"
                "\"cursor\":\"1 2 3\"}",
                "cursor: not one that a search gave");
  expect (anna, "has:link", "apple http://weft.dev");
  expect (anna, "on:today -has:link", "lobby, Anna");

  too_long
      = g_strdup_printf ("{\"type\":\"search\",\"request\":1,\"query\":\"%s\",\"zone\":\"UTC\",\"limit\":1}",
                         long_query);
  expect_error (anna, too_long, "query: 1001 characters, at most 1000");
  g_clear_pointer (&anna, serve_socket_free);

  {
    static const struct
    {
      const char *frame;
      const char *message;
    } wrong[] = {
      { "{\"type\":\"search\",\"request\":1,\"query\":\"a\",\"zone\":\"../../etc/passwd\",\"limit\":1}",
        "zone: expected a time zone as in Asia/Ho_Chi_Minh" },
      { "{\"type\":\"search\",\"request\":1,\"query\":\"a\",\"zone\":\"/etc/localtime\",\"limit\":1}",
        "zone: expected a time zone as in Asia/Ho_Chi_Minh" },
      { "{\"type\":\"search\",\"request\":1,\"query\":\"a\",\"zone\":\"UTC\",\"limit\":51}",
        "limit: 51, at most 50" },
      { "{\"type\":\"search\",\"request\":1,\"query\":\"a\",\"zone\":\"UTC\",\"limit\":0}",
        "limit: 0, at least 1" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
      {
        g_autoptr (ServeSocket) socket = serve_socket_hello (daemon, daemon->anna, NULL);

        expect_error (socket, wrong[i].frame, wrong[i].message);
      }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/serve/search/members", test_members);
  g_test_add_func ("/serve/search/pages", test_pages);
  g_test_add_func ("/serve/search/hostile", test_hostile);

  return g_test_run ();
}

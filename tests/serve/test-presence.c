/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve-daemon.h"

#include "base/weft-id.h"

/* Who is here, who is away because nobody uses any of their devices, and when somebody was last here, for those who want it to be known. */

#define STEP (5 * 60 * 1000) /* ms */

typedef struct
{
  ServeDaemon *daemon;
  char *bert_id;
  char *bert_token;
  ServeSocket *anna;
} Desk;

static void
watch (ServeSocket *socket, const char *person)
{
  GString *out = g_string_new (NULL);

  weft_frame_write_watch (out, (const char *const[]) { person, NULL });
  serve_socket_send_string (socket, out);
}

static void
set_idle (ServeSocket *socket, gboolean idle)
{
  GString *out = g_string_new (NULL);

  weft_frame_write_idle (out, idle);
  serve_socket_send_string (socket, out);
}

/* Returns: when they were seen. */
static gint64
expect (Desk *desk, const char *state)
{
  g_autoptr (WeftFrame) frame = serve_socket_seek (desk->anna, WEFT_FRAME_PRESENCE, NULL);
  const WeftFramePresence *presence = &g_array_index (frame->presences, WeftFramePresence, 0);

  g_assert_cmpuint (frame->presences->len, ==, 1);
  g_assert_cmpstr (presence->person, ==, desk->bert_id);
  g_assert_cmpstr (presence->state, ==, state);

  return presence->seen;
}

static void
set_up (Desk *desk)
{
  desk->daemon = serve_daemon_new (NULL);
  serve_daemon_found (desk->daemon);
  desk->bert_token = serve_daemon_join (desk->daemon, "bert", "member", NULL, &desk->bert_id, NULL);
  desk->anna = serve_socket_hello (desk->daemon, desk->daemon->anna, NULL);
  /* Before he comes: whoever is watched while their coming waits to be told is told of twice. */
  watch (desk->anna, desk->bert_id);
  expect (desk, "offline");
}

static void
tear_down (Desk *desk)
{
  serve_socket_free (desk->anna);
  serve_daemon_free (desk->daemon);
  g_free (desk->bert_id);
  g_free (desk->bert_token);
}

/* Online if any device is used. */
static void
test_away (void)
{
  Desk desk = { 0 };
  g_autoptr (ServeSocket) laptop = NULL;
  g_autoptr (ServeSocket) phone = NULL;

  set_up (&desk);
  laptop = serve_socket_hello (desk.daemon, desk.bert_token, NULL);
  expect (&desk, "online");
  set_idle (laptop, TRUE);
  expect (&desk, "away");
  phone = serve_socket_hello (desk.daemon, desk.bert_token, NULL);
  expect (&desk, "online");
  g_clear_pointer (&phone, serve_socket_free);
  expect (&desk, "away");
  set_idle (laptop, FALSE);
  expect (&desk, "online");
  /* One of two is nothing to tell of: what comes next is that both are not used. */
  phone = serve_socket_hello (desk.daemon, desk.bert_token, NULL);
  set_idle (phone, TRUE);
  set_idle (laptop, TRUE);
  expect (&desk, "away");
  g_clear_pointer (&laptop, serve_socket_free);
  g_clear_pointer (&phone, serve_socket_free);
  expect (&desk, "offline");
  tear_down (&desk);
}

static void
say (ServeSocket *socket, const char *person, gboolean on)
{
  g_autofree char *own = g_strconcat ("user/", person, NULL);
  g_autofree char *error = serve_socket_run (socket, own, "people.show-seen", "{\"on\":%s}", on ? "true" : "false");

  g_assert_cmpstr (error, ==, NULL);
}

/* Bert comes, says it and goes. Returns: when he was seen, as she is told. */
static gint64
let_bert_say (Desk *desk, gboolean on)
{
  g_autoptr (ServeSocket) bert = serve_socket_hello (desk->daemon, desk->bert_token, NULL);

  expect (desk, "online");
  say (bert, desk->bert_id, on);
  g_clear_pointer (&bert, serve_socket_free);

  return expect (desk, "offline");
}

/* Roughly; not of who does not want it, nor to them. */
static void
test_seen (void)
{
  Desk desk = { 0 };
  g_autoptr (ServeSocket) bert = NULL;
  gint64 seen;

  set_up (&desk);
  bert = serve_socket_hello (desk.daemon, desk.bert_token, NULL);
  expect (&desk, "online");
  g_clear_pointer (&bert, serve_socket_free);
  seen = expect (&desk, "offline");
  g_assert_cmpint (seen, >, g_get_real_time () / 1000 - 2 * STEP);
  g_assert_cmpint (seen, <=, g_get_real_time () / 1000);
  g_assert_cmpint (seen % STEP, ==, 0);

  /* He does not want it: whether it was told before, or is asked anew. */
  g_assert_cmpint (let_bert_say (&desk, FALSE), ==, 0);
  watch (desk.anna, desk.bert_id);
  g_assert_cmpint (expect (&desk, "offline"), ==, 0);
  g_assert_cmpint (let_bert_say (&desk, TRUE), >=, seen);
  /* She does not, and is not told of him. */
  say (desk.anna, desk.daemon->anna_id, FALSE);
  watch (desk.anna, desk.bert_id);
  g_assert_cmpint (expect (&desk, "offline"), ==, 0);
  tear_down (&desk);
}

/* Whoever watches may think again while they are connected, with this device or another one, as often as they like: the next who goes is told of
 * by what they want then. */
static void
test_watcher_changes (void)
{
  Desk desk = { 0 };
  g_autoptr (ServeSocket) phone = NULL;
  gint64 now;

  set_up (&desk);
  phone = serve_socket_hello (desk.daemon, desk.daemon->anna, NULL);
  now = g_get_real_time () / 1000;
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpint (let_bert_say (&desk, TRUE), >, now - 2 * STEP);
      say (desk.anna, desk.daemon->anna_id, FALSE);
      g_assert_cmpint (let_bert_say (&desk, TRUE), ==, 0);
      say (phone, desk.daemon->anna_id, TRUE);
    }
  /* The other setting of the same stream is no answer to this one. */
  g_assert_cmpint (let_bert_say (&desk, FALSE), ==, 0);
  tear_down (&desk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/serve/presence/away", test_away);
  g_test_add_func ("/serve/presence/seen", test_seen);
  g_test_add_func ("/serve/presence/watcher-changes", test_watcher_changes);

  return g_test_run ();
}

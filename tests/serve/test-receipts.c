/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve-daemon.h"

#include "base/weft-id.h"

/* How far somebody has read is told to others, unless they, the other, or the room's administrators do not want it: then it never leaves the
 * server but to one's own devices. What came first comes first: once the mark that follows is there, the one before it will not come. */

typedef struct
{
  ServeDaemon *daemon;
  char *bert_id;
  char *carl_id;
  char *carl_token;
  char *own;
  char *room;
  ServeSocket *anna;
  ServeSocket *phone; /* anna's */
  ServeSocket *bert;
} Desk;

static void
open_room (ServeSocket *socket, const char *room)
{
  GString *out = g_string_new (NULL);

  weft_frame_write_open (out, (const char *const[]) { NULL });
  serve_socket_send_string (socket, out);
  out = g_string_new (NULL);
  weft_frame_write_open (out, (const char *const[]) { room, NULL });
  serve_socket_send_string (socket, out);
}

static void
say (ServeSocket *socket, const char *room, const char *name, gint64 value)
{
  GString *out = g_string_new (NULL);

  weft_frame_write_latest_value (out, room, name, value);
  serve_socket_send_string (socket, out);
}

/* Waits until @socket is told @by's @name. Returns: whether it was told before that how far anybody but @self has read. */
static gboolean
is_told_others (ServeSocket *socket, const char *self, const char *by, const char *name, gint64 value)
{
  gboolean others = FALSE;

  for (gboolean found = FALSE; !found;)
    {
      g_autoptr (WeftFrame) frame = serve_socket_seek (socket, WEFT_FRAME_LATEST, NULL);

      for (guint i = 0; i < frame->latests->len; i++)
        {
          const WeftFrameLatest *latest = &g_array_index (frame->latests, WeftFrameLatest, i);

          others |= g_str_equal (latest->name, "thread.read") && !g_str_equal (latest->by, self);
          found |= g_str_equal (latest->name, name) && g_str_equal (latest->by, by) && latest->value == value;
        }
    }

  return others;
}

static void
read_and_receive (ServeSocket *socket, const char *room, gint64 value)
{
  say (socket, room, "thread.read", value);
  say (socket, room, "thread.delivered", value);
}

static void
set_up (Desk *desk)
{
  g_autofree char *bert_token = NULL;

  desk->daemon = serve_daemon_new (NULL);
  serve_daemon_found (desk->daemon);
  bert_token = serve_daemon_join (desk->daemon, "bert", "member", NULL, &desk->bert_id, NULL);
  desk->carl_token = serve_daemon_join (desk->daemon, "carl", "member", NULL, &desk->carl_id, NULL);
  desk->anna = serve_socket_hello (desk->daemon, desk->daemon->anna, NULL);
  desk->phone = serve_socket_hello (desk->daemon, desk->daemon->anna, NULL);
  desk->bert = serve_socket_hello (desk->daemon, bert_token, NULL);
  desk->own = g_strconcat ("user/", desk->daemon->anna_id, NULL);
  desk->room = serve_socket_room (desk->anna, "lobby", desk->bert_id);
  open_room (desk->anna, desk->room);
  open_room (desk->bert, desk->room);
}

static void
tear_down (Desk *desk)
{
  serve_socket_free (desk->anna);
  serve_socket_free (desk->phone);
  serve_socket_free (desk->bert);
  serve_daemon_free (desk->daemon);
  g_free (desk->bert_id);
  g_free (desk->carl_id);
  g_free (desk->carl_token);
  g_free (desk->own);
  g_free (desk->room);
}

static void
run (ServeSocket *socket, const char *stream, const char *op, const char *args)
{
  g_autofree char *error = serve_socket_run (socket, stream, op, "%s", args);

  g_assert_cmpstr (error, ==, NULL);
}

static void
test_person (void)
{
  Desk desk = { 0 };
  g_autoptr (ServeSocket) carl = NULL;
  g_autofree char *add = NULL;

  set_up (&desk);
  read_and_receive (desk.anna, desk.room, 1);
  g_assert_true (is_told_others (desk.bert, desk.bert_id, desk.daemon->anna_id, "thread.delivered", 1));

  run (desk.anna, desk.own, "thread.send-receipts", "{\"on\":false}");
  read_and_receive (desk.anna, desk.room, 2);
  g_assert_false (is_told_others (desk.bert, desk.bert_id, desk.daemon->anna_id, "thread.delivered", 2));
  /* On her own devices it is as it was, whether they show the room or not. */
  is_told_others (desk.phone, "", desk.daemon->anna_id, "thread.read", 2);
  is_told_others (desk.anna, "", desk.daemon->anna_id, "thread.read", 2);
  /* Who does not tell is not told. */
  read_and_receive (desk.bert, desk.room, 2);
  g_assert_false (is_told_others (desk.anna, desk.daemon->anna_id, desk.bert_id, "thread.delivered", 2));

  /* Nor by what is kept: whoever opens the room sees bert's, not hers; and she sees nobody's. */
  add = g_strdup_printf ("{\"person\":\"%s\"}", desk.carl_id);
  run (desk.anna, desk.room, "people.add-member", add);
  carl = serve_socket_hello (desk.daemon, desk.carl_token, NULL);
  open_room (carl, desk.room);
  {
    g_autoptr (WeftFrame) frame = serve_socket_seek (carl, WEFT_FRAME_LATEST, NULL);
    guint n_read = 0;

    for (guint i = 0; i < frame->latests->len; i++)
      {
        const WeftFrameLatest *latest = &g_array_index (frame->latests, WeftFrameLatest, i);

        n_read += g_str_equal (latest->name, "thread.read");
        g_assert_false (g_str_equal (latest->name, "thread.read") && g_str_equal (latest->by, desk.daemon->anna_id));
      }
    g_assert_cmpuint (n_read, ==, 1);
  }
  open_room (desk.anna, desk.room);
  g_assert_false (is_told_others (desk.anna, desk.daemon->anna_id, desk.bert_id, "thread.delivered", 2));

  /* And back: what follows is told again, both ways. */
  run (desk.anna, desk.own, "thread.send-receipts", "{\"on\":true}");
  read_and_receive (desk.anna, desk.room, 3);
  g_assert_true (is_told_others (desk.bert, desk.bert_id, desk.daemon->anna_id, "thread.delivered", 3));
  read_and_receive (desk.bert, desk.room, 3);
  g_assert_true (is_told_others (desk.anna, desk.daemon->anna_id, desk.bert_id, "thread.delivered", 3));
  tear_down (&desk);
}

static void
test_room (void)
{
  Desk desk = { 0 };
  g_autofree char *refusal = NULL;

  set_up (&desk);
  refusal = serve_socket_run (desk.bert, desk.room, "thread.set-receipts", "{\"on\":false}");
  g_assert_nonnull (refusal);
  run (desk.anna, desk.room, "thread.set-receipts", "{\"on\":false}");
  read_and_receive (desk.bert, desk.room, 1);
  g_assert_false (is_told_others (desk.anna, desk.daemon->anna_id, desk.bert_id, "thread.delivered", 1));
  is_told_others (desk.bert, "", desk.bert_id, "thread.read", 1);
  open_room (desk.anna, desk.room);
  g_assert_false (is_told_others (desk.anna, desk.daemon->anna_id, desk.bert_id, "thread.delivered", 1));
  run (desk.anna, desk.room, "thread.set-receipts", "{\"on\":true}");
  read_and_receive (desk.bert, desk.room, 2);
  g_assert_true (is_told_others (desk.anna, desk.daemon->anna_id, desk.bert_id, "thread.delivered", 2));
  tear_down (&desk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/serve/receipts/person", test_person);
  g_test_add_func ("/serve/receipts/room", test_room);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve-daemon.h"

#include "base/weft-id.h"

/* A passing value which declares what it says (board.looking): it is held to that, only members set it, and who withholds theirs is not told of others'. */

#define LOOKING "board.looking"
#define WINDOW "\"window\":\"019a81f0-0000-7000-8000-00000000aaaa\""
#define NOTHING "{" WINDOW ",\"held\":[]}"

typedef struct
{
  ServeDaemon *daemon;
  char *project;
  char *bert_id;
  char *guest_id;
  char *guest_token;
  char *stranger_token;
  ServeSocket *anna;
  ServeSocket *bert;
} Desk;

static void
open_stream (ServeSocket *socket, const char *stream)
{
  GString *out = g_string_new (NULL);

  weft_frame_write_open (out, (const char *const[]) { NULL });
  serve_socket_send_string (socket, out);
  out = g_string_new (NULL);
  weft_frame_write_open (out, (const char *const[]) { stream, NULL });
  serve_socket_send_string (socket, out);
}

static void
look (ServeSocket *socket, const char *stream, const char *json)
{
  GString *out = g_string_new (NULL);

  weft_frame_write_latest_object (out, stream, LOOKING, json);
  serve_socket_send_string (socket, out);
}

static void
set_up (Desk *desk)
{
  g_autofree char *bert_token = NULL;
  g_autofree char *id = weft_id_random ();
  g_autofree char *refusal = NULL;
  g_autofree char *added = NULL;

  desk->daemon = serve_daemon_new (NULL);
  serve_daemon_found (desk->daemon);
  bert_token = serve_daemon_join (desk->daemon, "bert", "member", NULL, &desk->bert_id, NULL);
  desk->stranger_token = serve_daemon_join (desk->daemon, "carl", "member", NULL, NULL, NULL);
  desk->anna = serve_socket_hello (desk->daemon, desk->daemon->anna, NULL);
  desk->bert = serve_socket_hello (desk->daemon, bert_token, NULL);
  desk->project = g_strconcat ("project/", id, NULL);
  refusal = serve_socket_run (desk->anna, desk->project, "board.create-project", "{\"name\":\"Web\",\"code\":\"WEB\",\"members\":[\"%s\"]}", desk->bert_id);
  g_assert_cmpstr (refusal, ==, NULL);
  desk->guest_token = serve_daemon_join (desk->daemon, "gus", "guest", desk->project, &desk->guest_id, NULL);
  open_stream (desk->anna, desk->project);
  open_stream (desk->bert, desk->project);
}

static void
tear_down (Desk *desk)
{
  serve_socket_free (desk->anna);
  serve_socket_free (desk->bert);
  serve_daemon_free (desk->daemon);
  g_free (desk->project);
  g_free (desk->bert_id);
  g_free (desk->guest_id);
  g_free (desk->guest_token);
  g_free (desk->stranger_token);
}

/* Waits for the mark of @by. Returns: how many times @socket was told before that somebody looks. */
static guint
count_before_mark (ServeSocket *socket, const char *by, gint64 mark)
{
  guint n = 0;

  for (gboolean found = FALSE; !found;)
    {
      g_autoptr (WeftFrame) frame = serve_socket_seek (socket, WEFT_FRAME_LATEST, NULL);

      for (guint i = 0; i < frame->latests->len; i++)
        {
          const WeftFrameLatest *latest = &g_array_index (frame->latests, WeftFrameLatest, i);

          n += g_str_equal (latest->name, LOOKING);
          found |= g_str_equal (latest->name, "thread.delivered") && g_str_equal (latest->by, by) && latest->value == mark;
        }
    }

  return n;
}

static void
mark (ServeSocket *socket, const char *stream, gint64 value)
{
  GString *out = g_string_new (NULL);

  weft_frame_write_latest_value (out, stream, "thread.delivered", value);
  serve_socket_send_string (socket, out);
}

static void
expect_refused (ServeSocket *socket, const char *stream, const char *json, const char *message)
{
  g_autoptr (WeftFrame) frame = NULL;

  look (socket, stream, json);
  frame = serve_socket_seek (socket, WEFT_FRAME_ERROR, NULL);
  g_assert_cmpstr (frame->message, ==, message);
}

static void
test_told (void)
{
  Desk desk = { 0 };
  g_autoptr (WeftFrame) frame = NULL;

  set_up (&desk);
  look (desk.anna, desk.project, NOTHING);
  frame = serve_socket_seek (desk.bert, WEFT_FRAME_LATEST, NULL);
  g_assert_cmpstr (g_array_index (frame->latests, WeftFrameLatest, 0).name, ==, LOOKING);
  g_assert_cmpstr (g_array_index (frame->latests, WeftFrameLatest, 0).by, ==, desk.daemon->anna_id);
  /* Who opens it later is told, too. */
  open_stream (desk.bert, desk.project);
  mark (desk.bert, desk.project, 1);
  g_assert_cmpuint (count_before_mark (desk.bert, desk.bert_id, 1), >, 0);
  tear_down (&desk);
}

static void
test_refused (void)
{
  Desk desk = { 0 };
  g_autoptr (ServeSocket) guest = NULL;
  g_autoptr (ServeSocket) stranger = NULL;
  g_autoptr (GString) many = g_string_new ("{" WINDOW ",\"held\":[");
  g_autoptr (GString) long_one = g_string_new (NULL);

  set_up (&desk);
  guest = serve_socket_hello (desk.daemon, desk.guest_token, NULL);
  stranger = serve_socket_hello (desk.daemon, desk.stranger_token, NULL);
  expect_refused (guest, desk.project, NOTHING, "name: " LOOKING " takes the role member or higher, yours is guest");
  look (stranger, desk.project, NOTHING);
  {
    g_autoptr (WeftFrame) frame = serve_socket_seek (stranger, WEFT_FRAME_ERROR, NULL);

    g_assert_cmpstr (frame->code, ==, "not-found");
  }

  for (guint i = 0; i < 17; i++)
    g_string_append_printf (many, "%s\"019a81f0-0000-7000-8000-00000000b0%02u\"", i > 0 ? "," : "", i);
  g_string_append (many, "]}");
  expect_refused (desk.anna, desk.project, many->str, "held: 17 elements, at most 16");
  g_string_append_printf (long_one, "{" WINDOW ",\"held\":[],\"card\":\"%*s\"}", 1000, "");
  look (desk.anna, desk.project, long_one->str);
  {
    g_autoptr (WeftFrame) frame = serve_socket_seek (desk.anna, WEFT_FRAME_ERROR, NULL);

    g_assert_cmpstr (frame->code, ==, "too-large");
    g_assert_true (g_str_has_prefix (frame->message, "value: ") && g_str_has_suffix (frame->message, " bytes, at most 1000"));
  }
  expect_refused (desk.anna, desk.project, "{" WINDOW ",\"held\":[],\"card\":7}", "card: expected a string, got an integer");
  expect_refused (desk.anna, desk.project, "{" WINDOW ",\"held\":[],\"face\":\"x\"}", "face: " LOOKING " has no such field");
  expect_refused (desk.anna, desk.project, "{\"held\":[]}", "window: missing");

  /* Of none of it anybody was told. */
  mark (desk.anna, desk.project, 1);
  g_assert_cmpuint (count_before_mark (desk.bert, desk.daemon->anna_id, 1), ==, 0);
  tear_down (&desk);
}

static void
test_withheld (void)
{
  Desk desk = { 0 };
  g_autofree char *own = NULL;
  g_autofree char *refusal = NULL;

  set_up (&desk);
  own = g_strconcat ("user/", desk.daemon->anna_id, NULL);
  refusal = serve_socket_run (desk.anna, own, "thread.send-receipts", "{\"on\":false}");
  g_assert_cmpstr (refusal, ==, NULL);
  look (desk.anna, desk.project, NOTHING);
  mark (desk.anna, desk.project, 1);
  g_assert_cmpuint (count_before_mark (desk.bert, desk.daemon->anna_id, 1), ==, 0);
  /* Nor does she see who looks, as it happens and when she opens it. */
  look (desk.bert, desk.project, NOTHING);
  mark (desk.bert, desk.project, 1);
  g_assert_cmpuint (count_before_mark (desk.anna, desk.bert_id, 1), ==, 0);
  open_stream (desk.anna, desk.project);
  mark (desk.bert, desk.project, 2);
  g_assert_cmpuint (count_before_mark (desk.anna, desk.bert_id, 2), ==, 0);
  tear_down (&desk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/serve/looking/told", test_told);
  g_test_add_func ("/serve/looking/refused", test_refused);
  g_test_add_func ("/serve/looking/withheld", test_withheld);

  return g_test_run ();
}

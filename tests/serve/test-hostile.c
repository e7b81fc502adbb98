/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve-daemon.h"

#include <sys/socket.h>

#include "base/weft-id.h"
#include "serve-fixture.h"

/* Peers which break the rules, or are merely slow, or gone. */

static ServeDaemon *
make_daemon (const char *limits)
{
  const char *const options[] = { "--limits", limits, NULL };
  ServeDaemon *daemon = serve_daemon_new (limits != NULL ? options : NULL);

  serve_daemon_found (daemon);
  return daemon;
}

/* RFC 6455, sections 5 to 7 */
static void
test_frames (void)
{
  g_autoptr (ServeDaemon) daemon = make_daemon (NULL);
  g_autofree char *big = g_strnfill (WEFT_FRAME_MAX + 1, 'x');
  static const guint8 bad_utf8[] = { '{', '"', 0xc3, 0x28, '"', '}' };
  static const guint8 surrogate[] = { '"', 0xed, 0xa0, 0x80, '"' };
  static const guint8 bad_code[] = { 0x03, 0xed }; /* 1005 */
  const struct
  {
    guint8 first;
    gboolean masked;
    gconstpointer data;
    gsize length;
    guint code;
  } hostile[] = {
    { 0x81, FALSE, "{}", 2, 1002 }, /* not masked */
    { 0xc1, TRUE, "{}", 2, 1002 },  /* a reserved bit */
    { 0x83, TRUE, "{}", 2, 1002 },  /* a reserved opcode */
    { 0x80, TRUE, "{}", 2, 1002 },  /* goes on with nothing */
    { 0x89, TRUE, big, 126, 1002 }, /* a long ping */
    { 0x09, TRUE, "x", 1, 1002 },   /* a ping in pieces */
    { 0x82, TRUE, "{}", 2, 1003 },  /* binary */
    { 0x81, TRUE, bad_utf8, sizeof bad_utf8, 1007 },
    { 0x81, TRUE, surrogate, sizeof surrogate, 1007 },
    { 0x81, TRUE, big, WEFT_FRAME_MAX + 1, 1009 },
    { 0x88, TRUE, bad_code, sizeof bad_code, 1002 },
    { 0x88, TRUE, "x", 1, 0 }, /* a close code of one byte: wslay answers without one */
  };

  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr (ServeSocket) socket = serve_socket_hello (daemon, daemon->anna, NULL);

      g_test_message ("case %u", i);
      serve_socket_send_raw (socket, hostile[i].first, hostile[i].masked, hostile[i].data, hostile[i].length);
      serve_socket_expect_close (socket, hostile[i].code);
    }
}

static void
test_pieces (void)
{
  g_autoptr (ServeDaemon) daemon = make_daemon (NULL);
  g_autoptr (ServeSocket) socket = serve_socket_hello (daemon, daemon->anna, NULL);
  static const char *const page
      = "{\"type\":\"page\",\"request\":9,\"stream\":\"workspace\",\"table\":\"person\",\"limit\":1}";

  /* In pieces, with a ping between, and byte by byte. */
  serve_socket_send_raw (socket, 0x01, TRUE, page, 10);
  serve_socket_send_raw (socket, 0x89, TRUE, "ping", 4);
  serve_socket_send_raw (socket, 0x00, TRUE, page + 10, 5);
  serve_socket_send_raw (socket, 0x80, TRUE, page + 15, strlen (page) - 15);
  weft_frame_free (serve_socket_expect (socket, WEFT_FRAME_ERROR));

  for (guint i = 0; i < 3; i++)
    serve_socket_send (socket, page);
  for (guint i = 0; i < 3; i++)
    weft_frame_free (serve_socket_expect (socket, WEFT_FRAME_ERROR));

  serve_socket_send_raw (socket, 0x88, TRUE, "\x03\xe8", 2);
  serve_socket_expect_close (socket, 1000);
}

static void
test_messages (void)
{
  g_autoptr (ServeDaemon) daemon = make_daemon (NULL);
  g_autoptr (GString) deep = g_string_new (NULL);
  static const struct
  {
    const char *text;
    const char *code;
  } bad[] = {
    { "", "invalid" },
    { "[]", "invalid" },
    { "{\"type\":5}", "invalid" },
    { "{\"type\":\"operation\"}", "invalid" },
    { "{\"type\":\"operation\",\"n\":-1,\"id\":\"x\"}", "invalid" },
    { "{\"type\":\"hello\",\"version\":1,\"client\":\"0192f000-0000-7000-8000-000000000000\",\"agent\":\"a\","
      "\"acknowledged\":0}",
      "invalid" },
    { "{\"type\":\"revoked\",\"stream\":\"workspace\"}", "invalid" },
    { "{\"type\":\"watch\",\"people\":\"all\"}", "invalid" },
    { NULL, "too-large" },
  };

  g_string_append (deep, "{\"type\":\"dance\",\"steps\":");
  for (guint i = 0; i < 3000; i++)
    g_string_append_c (deep, '[');
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (ServeSocket) socket = serve_socket_hello (daemon, daemon->anna, NULL);
      g_autoptr (WeftFrame) frame = NULL;

      serve_socket_send (socket, bad[i].text != NULL ? bad[i].text : deep->str);
      frame = serve_socket_expect (socket, WEFT_FRAME_ERROR);
      g_test_message ("%s: %s", bad[i].text, frame->message);
      g_assert_cmpstr (frame->code, ==, bad[i].code);
      serve_socket_expect_close (socket, WEFT_CLOSE_BAD_FRAME);
    }

  /* What is merely unknown is passed over. */
  {
    g_autoptr (ServeSocket) socket = serve_socket_hello (daemon, daemon->anna, NULL);
    g_autofree char *room = NULL;

    serve_socket_send (socket, "{\"type\":\"dance\",\"steps\":3}");
    room = serve_socket_room (socket, "lobby", NULL);
  }

  /* Hello comes first. */
  {
    g_autoptr (ServeSocket) socket = serve_socket_open (daemon, "unix", daemon->anna, NULL);

    serve_socket_subscribe_mine (socket);
    weft_frame_free (serve_socket_expect (socket, WEFT_FRAME_ERROR));
    serve_socket_expect_close (socket, WEFT_CLOSE_BAD_FRAME);
  }

  /* Of another version. */
  {
    g_autoptr (ServeSocket) socket = serve_socket_open (daemon, "unix", daemon->anna, NULL);

    serve_socket_send (socket, "{\"type\":\"hello\",\"version\":2,\"client\":\"0192f000-0000-7000-8000-"
                               "000000000000\",\"agent\":\"a\",\"acknowledged\":0}");
    serve_socket_expect_close (socket, WEFT_CLOSE_UPDATE_NEEDED);
  }
}

static void
test_silence (void)
{
  g_autoptr (ServeDaemon) daemon = make_daemon ("silence=700,hello=300,heartbeat=100");
  g_autoptr (ServeSocket) mute = serve_socket_open (daemon, "unix", daemon->anna, NULL);
  g_autoptr (ServeSocket) gone = serve_socket_hello (daemon, daemon->anna, NULL);
  g_autoptr (ServeSocket) alive = serve_socket_hello (daemon, daemon->anna, NULL);

  serve_socket_expect_close (mute, WEFT_CLOSE_BAD_FRAME);
  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (WeftFrame) beat = serve_socket_seek (alive, WEFT_FRAME_HEARTBEAT, NULL);

      g_assert_cmpint (beat->time, >, 1700000000000);
      serve_socket_send (alive, "{\"type\":\"ping\"}");
    }
  serve_socket_expect_close (gone, WEFT_CLOSE_SILENT);
  weft_frame_free (serve_socket_seek (alive, WEFT_FRAME_HEARTBEAT, NULL));
}

/* Who reads slowly gets everything, in order, and costs the server little meanwhile. */
static void
test_slow (void)
{
  g_autoptr (ServeDaemon) daemon = make_daemon ("queue-soft=65536,queue-hard=400000");
  g_autoptr (ServeSocket) writer = serve_socket_hello (daemon, daemon->anna, NULL);
  g_autoptr (ServeSocket) slow = serve_socket_hello (daemon, daemon->anna, NULL);
  g_autofree char *room = serve_socket_room (writer, "lobby", NULL);
  g_autofree char *text = g_strnfill (15000, 'x');
  g_autofree char *metrics = NULL;
  gint64 seen = -1;
  guint status;

  serve_socket_subscribe_mine (slow);
  {
    g_autoptr (WeftFrame) frame = serve_socket_seek (slow, WEFT_FRAME_SNAPSHOT, room);

    seen = frame->position.seq;
  }
  for (guint i = 0; i < 200; i++)
    serve_socket_message (writer, room, text);

  metrics = serve_daemon_request (daemon, "unix", "GET", "/metrics", NULL, NULL, &status);
  g_assert_nonnull (strstr (metrics, "\nweft_too_slow_total 0\n"));
  while (seen < 202)
    {
      g_autoptr (WeftFrame) frame = serve_socket_seek (slow, WEFT_FRAME_EVENTS, room);

      for (guint i = 0; i < frame->events->len; i++)
        g_assert_cmpint (g_array_index (frame->events, WeftFrameEvent, i).seq, ==, ++seen);
    }
}

/* Who does not read at all is let go of, and comes back to where it was. */
static void
test_stuck (void)
{
  g_autoptr (ServeDaemon) daemon = make_daemon ("queue-soft=65536,queue-hard=400000,stall=500");
  g_autoptr (ServeSocket) writer = serve_socket_hello (daemon, daemon->anna, NULL);
  g_autoptr (ServeSocket) stuck = serve_socket_hello (daemon, daemon->anna, NULL);
  g_autofree char *room = serve_socket_room (writer, "lobby", NULL);
  g_autofree char *text = g_strnfill (15000, 'x');
  WeftFrame *frame;

  serve_socket_subscribe_mine (stuck);
  weft_frame_free (serve_socket_seek (stuck, WEFT_FRAME_SNAPSHOT, room));
  for (guint i = 0; i < 100; i++)
    serve_socket_message (writer, room, text);
  while (TRUE)
    {
      guint status;
      g_autofree char *metrics
          = serve_daemon_request (daemon, "unix", "GET", "/metrics", NULL, NULL, &status);

      if (strstr (metrics, "\nweft_too_slow_total 1\n") != NULL)
        break;
      g_usleep (50000);
    }
  while ((frame = serve_socket_next (stuck)) != NULL)
    weft_frame_free (frame);
  g_assert_true (stuck->close_code == WEFT_CLOSE_TOO_SLOW || stuck->close_code == 0);
}

/* Questions faster than answers: the answers are bounded, and so is what waits. */
static void
test_flood (void)
{
  g_autoptr (ServeDaemon) daemon
      = make_daemon ("queue-soft=65536,queue-hard=400000,frames=1000000,frames-burst=1000000");
  g_autoptr (ServeSocket) flooder = serve_socket_hello (daemon, daemon->anna, NULL);
  g_autoptr (ServeSocket) other = serve_socket_hello (daemon, daemon->anna, NULL);
  g_autofree char *room = serve_socket_room (other, "lobby", NULL);
  GSocket *socket = g_socket_connection_get_socket (flooder->connection);
  guint n_sent = 0;

  /* Until the server stops reading, or lets go. */
  g_socket_set_blocking (socket, FALSE);
  for (; n_sent < 200000; n_sent++)
    {
      static const char *const bad
          = "{\"type\":\"open\",\"streams\":[\"room/0192f000-0000-7000-8000-000000000000\"]}";
      g_autoptr (GByteArray) frame = g_byte_array_new ();
      const guint8 header[6] = { 0x81, 0x80 | (guint8) strlen (bad) };

      g_byte_array_append (frame, header, sizeof header);
      g_byte_array_append (frame, (const guint8 *) bad, (guint) strlen (bad));
      if (g_socket_send (socket, (const char *) frame->data, frame->len, NULL, NULL) < (gssize) frame->len)
        break;
    }
  g_test_message ("stopped after %u", n_sent);
  serve_socket_message (other, room, "not disturbed");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/serve/hostile/frames", test_frames);
  g_test_add_func ("/serve/hostile/pieces", test_pieces);
  g_test_add_func ("/serve/hostile/messages", test_messages);
  g_test_add_func ("/serve/hostile/silence", test_silence);
  g_test_add_func ("/serve/hostile/slow", test_slow);
  g_test_add_func ("/serve/hostile/stuck", test_stuck);
  g_test_add_func ("/serve/hostile/flood", test_flood);

  return g_test_run ();
}

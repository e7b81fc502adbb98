/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve-daemon.h"

#include "base/weft-id.h"
#include "serve-fixture.h"

/* The session rules of weft.v1, against a real weftd. */

static const WeftFrameEvent *
event_at (const WeftFrame *frame, guint index)
{
  return &g_array_index (frame->events, WeftFrameEvent, index);
}

static void
subscribe (ServeSocket *socket, gboolean mine, const char *stream, const WeftPosition *position)
{
  WeftFramePosition one = { .stream = stream, .fresh = position == NULL };
  GString *out = g_string_new (NULL);

  if (position != NULL)
    one.position = *position;
  weft_frame_write_subscribe (out, mine, &one, 1);
  serve_socket_send_string (socket, out);
}

static WeftPosition
seek_snapshot (ServeSocket *socket, const char *stream)
{
  while (TRUE)
    {
      g_autoptr (WeftFrame) frame = serve_socket_seek (socket, WEFT_FRAME_SNAPSHOT, stream);

      if (frame->last)
        return frame->position;
    }
}

/* What the reader said itself may come before its result or after. */
static void
seek_text (ServeSocket *socket, const char *stream, const char *text)
{
  while (TRUE)
    {
      g_autoptr (WeftFrame) frame = serve_socket_seek (socket, WEFT_FRAME_EVENTS, stream);

      for (guint i = 0; i < frame->events->len; i++)
        {
          g_assert_cmpstr (event_at (frame, i)->name, ==, "thread.message-sent");
          if (g_str_equal (json_object_get_string_member (event_at (frame, i)->body, "text"), text))
            return;
        }
    }
}

/* Anna writes over one way in, and reads it over another. */
static void
talk (const char *over)
{
  g_autofree char *certificate = g_test_build_filename (G_TEST_DIST, "tls", "certificate.pem", NULL);
  g_autofree char *key = g_test_build_filename (G_TEST_DIST, "tls", "key.pem", NULL);
  const char *const plain[] = { "--listen", "127.0.0.1:0", NULL };
  const char *const tls[]
      = { "--listen", "127.0.0.1:0", "--tls-certificate", certificate, "--tls-key", key, NULL };
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (g_str_equal (over, "tls") ? tls : plain);
  g_autoptr (ServeSocket) writer = NULL;
  g_autoptr (ServeSocket) reader = NULL;
  g_autofree char *room = NULL;
  GString *out = g_string_new (NULL);

  serve_daemon_found (daemon);
  reader = serve_socket_open (daemon, over, daemon->anna, NULL);
  g_assert_nonnull (reader);
  reader->client = weft_id_random ();
  weft_frame_write_hello (out, reader->client, "test", 0, FALSE, NULL);
  serve_socket_send_string (reader, out);
  weft_frame_free (serve_socket_expect (reader, WEFT_FRAME_WELCOME));

  writer = serve_socket_hello (daemon, daemon->anna, NULL);
  room = serve_socket_room (writer, "lobby", NULL);
  serve_socket_subscribe_mine (reader);
  seek_snapshot (reader, room);

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *text = g_strdup_printf ("message %u", i);
      g_autofree char *id = weft_id_random ();
      g_autofree char *refusal = NULL;

      refusal = serve_socket_run (i % 2 ? writer : reader, room, "thread.send",
                                  "{\"id\":\"%s\",\"text\":\"%s\"}", id, text);
      g_assert_cmpstr (refusal, ==, NULL);
      if (i % 2 == 1)
        seek_text (reader, room, text);
    }
}

static void
test_unix (void)
{
  talk ("unix");
}

static void
test_tcp (void)
{
  talk ("tcp");
}

static void
test_tls (void)
{
  talk ("tls");
}

static void
test_positions (void)
{
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (NULL);
  g_autoptr (ServeSocket) writer = NULL;
  g_autofree char *room = NULL;
  WeftPosition position;
  WeftPosition wrong;

  serve_daemon_found (daemon);
  writer = serve_socket_hello (daemon, daemon->anna, NULL);
  room = serve_socket_room (writer, "lobby", NULL);
  serve_socket_message (writer, room, "one");
  {
    g_autoptr (ServeSocket) reader = serve_socket_hello (daemon, daemon->anna, NULL);

    subscribe (reader, FALSE, room, NULL);
    position = seek_snapshot (reader, room);
  }
  serve_socket_message (writer, room, "two");
  serve_socket_message (writer, room, "three");

  /* Valid: what was missed, and nothing twice. */
  {
    g_autoptr (ServeSocket) reader = serve_socket_hello (daemon, daemon->anna, NULL);
    g_autoptr (WeftFrame) frame = NULL;

    subscribe (reader, FALSE, room, &position);
    frame = serve_socket_expect (reader, WEFT_FRAME_EVENTS);
    g_assert_cmpstr (frame->stream, ==, room);
    g_assert_cmpint (frame->events->len, ==, 2);
    g_assert_cmpint (event_at (frame, 0)->seq, ==, position.seq + 1);
    g_assert_cmpint (frame->position.seq, ==, position.seq + 2);
    g_clear_pointer (&frame, weft_frame_free);

    /* Whoever finds itself behind, or loads its rows anew, subscribes again. */
    subscribe (reader, FALSE, room, &position);
    frame = serve_socket_expect (reader, WEFT_FRAME_EVENTS);
    g_assert_cmpint (event_at (frame, 0)->seq, ==, position.seq + 1);
    subscribe (reader, FALSE, room, NULL);
    g_assert_cmpint (seek_snapshot (reader, room).epoch, ==, position.epoch);
  }

  for (guint i = 0; i < 3; i++)
    {
      static const char *const reasons[] = { "epoch", "mark", "ahead" };
      g_autoptr (ServeSocket) reader = serve_socket_hello (daemon, daemon->anna, NULL);
      g_autoptr (WeftFrame) frame = NULL;

      wrong = position;
      if (i == 0)
        wrong.epoch++;
      else if (i == 1)
        wrong.mark[0] ^= 1;
      else
        wrong.seq += 100;
      subscribe (reader, FALSE, room, &wrong);
      frame = serve_socket_expect (reader, WEFT_FRAME_RESET);
      g_assert_cmpstr (frame->stream, ==, room);
      g_assert_cmpstr (frame->reason, ==, reasons[i]);
      g_assert_cmpint (seek_snapshot (reader, room).epoch, ==, position.epoch);
    }
}

/* What a client is sent to catch up may be lost: the next heartbeat says how far it went. */
static void
test_told (void)
{
  const char *const options[] = { "--limits", "heartbeat=100", NULL };
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (options);
  g_autoptr (ServeSocket) writer = NULL;
  g_autoptr (ServeSocket) reader = NULL;
  g_autofree char *room = NULL;
  gboolean told = FALSE;
  WeftPosition position;

  serve_daemon_found (daemon);
  writer = serve_socket_hello (daemon, daemon->anna, NULL);
  room = serve_socket_room (writer, "lobby", NULL);
  reader = serve_socket_hello (daemon, daemon->anna, NULL);
  subscribe (reader, FALSE, room, NULL);
  position = seek_snapshot (reader, room);
  g_clear_pointer (&reader, serve_socket_free);
  serve_socket_message (writer, room, "one");

  reader = serve_socket_hello (daemon, daemon->anna, NULL);
  subscribe (reader, FALSE, room, &position);
  while (!told)
    {
      g_autoptr (WeftFrame) frame = serve_socket_seek (reader, WEFT_FRAME_HEARTBEAT, NULL);

      g_assert_nonnull (frame);
      for (guint i = 0; frame->heads != NULL && i < frame->heads->len; i++)
        told = g_array_index (frame->heads, WeftFrameHead, i).seq == position.seq + 1;
    }
}

static void
test_membership (void)
{
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (NULL);
  g_autoptr (ServeSocket) anna = NULL;
  g_autoptr (ServeSocket) bert = NULL;
  g_autoptr (WeftFrame) events = NULL;
  g_autoptr (WeftFrame) revoked = NULL;
  g_autofree char *bert_id = NULL;
  g_autofree char *bert_token = NULL;
  g_autofree char *room = NULL;
  g_autofree char *refusal = NULL;
  g_autofree char *removed = NULL;

  serve_daemon_found (daemon);
  bert_token = serve_daemon_join (daemon, "bert", "member", NULL, &bert_id, NULL);
  anna = serve_socket_hello (daemon, daemon->anna, NULL);
  bert = serve_socket_hello (daemon, bert_token, NULL);
  serve_socket_subscribe_mine (bert);
  seek_snapshot (bert, WEFT_STREAM_WORKSPACE);

  /* A stream which was joined later comes by itself. */
  room = serve_socket_room (anna, "lobby", NULL);
  refusal = serve_socket_run (anna, room, "people.add-member", "{\"person\":\"%s\"}", bert_id);
  g_assert_cmpstr (refusal, ==, NULL);
  seek_snapshot (bert, room);

  serve_socket_message (anna, room, "welcome");
  weft_frame_free (serve_socket_seek (bert, WEFT_FRAME_EVENTS, room));
  removed = serve_socket_run (anna, room, "people.remove-member", "{\"person\":\"%s\"}", bert_id);
  g_assert_cmpstr (removed, ==, NULL);
  serve_socket_message (anna, room, "now that he is gone");

  /* The removal is the last of it. */
  events = serve_socket_seek (bert, WEFT_FRAME_EVENTS, room);
  g_assert_cmpstr (event_at (events, events->events->len - 1)->name, ==, "people.member-removed");
  revoked = serve_socket_seek (bert, WEFT_FRAME_REVOKED, room);
  serve_socket_send (
      bert, "{\"type\":\"page\",\"request\":1,\"stream\":\"workspace\",\"table\":\"person\",\"limit\":1}");
  while (TRUE)
    {
      g_autoptr (WeftFrame) frame = serve_socket_next (bert);

      g_assert_nonnull (frame);
      g_assert_false (frame->type == WEFT_FRAME_EVENTS && g_strcmp0 (frame->stream, room) == 0);
      if (frame->type == WEFT_FRAME_ERROR)
        {
          g_assert_cmpint (frame->request, ==, 1);
          break;
        }
    }
}

/* Whatever is asked about a room which is not theirs is answered as about one that is not there. */
static void
test_stranger (void)
{
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (NULL);
  g_autoptr (ServeSocket) anna = NULL;
  g_autofree char *bert_token = NULL;
  g_autofree char *room = NULL;
  g_autofree char *nowhere = NULL;
  const char *streams[2];
  char *answers[2][6] = { { NULL } };

  serve_daemon_found (daemon);
  bert_token = serve_daemon_join (daemon, "bert", "member", NULL, NULL, NULL);
  anna = serve_socket_hello (daemon, daemon->anna, NULL);
  room = serve_socket_room (anna, "secret", NULL);
  nowhere = g_strdup ("room/0192f000-0000-7000-8000-000000000000");
  streams[0] = room;
  streams[1] = nowhere;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (ServeSocket) bert = serve_socket_hello (daemon, bert_token, NULL);
      WeftPosition position = { .epoch = 1, .seq = 3 };
      const char *stream = streams[i];

      for (guint k = 0; k < 5; k++)
        {
          GString *out = g_string_new (NULL);
          g_autoptr (WeftFrame) frame = NULL;
          g_autofree char *text = NULL;
          const char *const open[] = { stream, NULL };

          switch (k)
            {
            case 0:
              g_string_free (out, TRUE);
              subscribe (bert, FALSE, stream, NULL);
              break;
            case 1:
              g_string_free (out, TRUE);
              subscribe (bert, FALSE, stream, &position);
              break;
            case 2:
              weft_frame_write_page (out, 7, stream, "message", 100, 10);
              serve_socket_send_string (bert, out);
              break;
            case 3:
              weft_frame_write_open (out, open);
              serve_socket_send_string (bert, out);
              break;
            default:
              weft_frame_write_latest_value (out, stream, "thread.read", 3);
              serve_socket_send_string (bert, out);
              break;
            }
          frame = serve_socket_next (bert);
          while (frame->type == WEFT_FRAME_HEARTBEAT)
            {
              weft_frame_free (frame);
              frame = serve_socket_next (bert);
            }
          text = json_to_string (frame->root, FALSE);
          /* But for the name that was asked for. */
          answers[i][k] = g_strdup (text);
          if (frame->stream != NULL)
            {
              g_auto (GStrv) parts = g_strsplit (text, stream, -1);

              g_free (answers[i][k]);
              answers[i][k] = g_strjoinv ("STREAM", parts);
            }
        }
      {
        g_autofree char *refusal = serve_socket_run (bert, stream, "thread.send",
                                                     "{\"id\":\"%s\",\"text\":\"x\"}", serve_id ("x"));

        g_assert_cmpstr (refusal, ==, "not-found: stream: no such stream");
      }
    }

  for (guint k = 0; k < 5; k++)
    {
      g_assert_cmpstr (answers[0][k], ==, answers[1][k]);
      g_free (answers[0][k]);
      g_free (answers[1][k]);
    }
}

static void
test_replaced (void)
{
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (NULL);
  g_autoptr (ServeSocket) first = NULL;
  g_autoptr (ServeSocket) second = NULL;
  g_autofree char *client = weft_id_random ();
  g_autofree char *room = NULL;

  serve_daemon_found (daemon);
  first = serve_socket_hello (daemon, daemon->anna, client);
  room = serve_socket_room (first, "lobby", NULL);
  second = serve_socket_hello (daemon, daemon->anna, client);
  serve_socket_expect_close (first, WEFT_CLOSE_REPLACED);
  g_assert_cmpint (second->n, ==, 1);
  serve_socket_message (second, room, "still here");
}

/* The welcome brings what the client has not heard of. */
static void
test_results (void)
{
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (NULL);
  g_autofree char *client = weft_id_random ();
  g_autofree char *room = NULL;

  serve_daemon_found (daemon);
  {
    g_autoptr (ServeSocket) socket = serve_socket_hello (daemon, daemon->anna, client);

    room = serve_socket_room (socket, "lobby", NULL);
    serve_socket_message (socket, room, "one");
    serve_socket_message (socket, room, "two");
  }
  for (gint64 acknowledged = 0; acknowledged <= 3; acknowledged++)
    {
      g_autoptr (ServeSocket) socket = serve_socket_open (daemon, "unix", daemon->anna, NULL);
      g_autoptr (WeftFrame) welcome = NULL;
      GString *out = g_string_new (NULL);

      weft_frame_write_hello (out, client, "test", acknowledged, FALSE, NULL);
      serve_socket_send_string (socket, out);
      welcome = serve_socket_expect (socket, WEFT_FRAME_WELCOME);
      g_assert_cmpint (welcome->next, ==, 4);
      g_assert_cmpint (welcome->results->len, ==, 3 - acknowledged);
      for (guint i = 0; i < welcome->results->len; i++)
        g_assert_cmpint (g_array_index (welcome->results, WeftFrameResult, i).n, ==, acknowledged + 1 + i);
    }
}

/* A page stands in stream order: events up to its seq, the page, the rest; nothing missing and nothing twice.
 */
static void
test_page (void)
{
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (NULL);
  g_autoptr (ServeSocket) writer = NULL;
  g_autoptr (ServeSocket) reader = NULL;
  g_autofree char *room = NULL;
  gint64 seen;
  guint n_pages = 0;

  serve_daemon_found (daemon);
  writer = serve_socket_hello (daemon, daemon->anna, NULL);
  reader = serve_socket_hello (daemon, daemon->anna, NULL);
  room = serve_socket_room (writer, "lobby", NULL);
  for (guint i = 0; i < 100; i++)
    serve_socket_message (writer, room, "old");
  subscribe (reader, FALSE, room, NULL);
  seen = seek_snapshot (reader, room).seq;

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *id = weft_id_random ();
      g_autofree char *args = g_strdup_printf ("{\"id\":\"%s\",\"text\":\"new\"}", id);
      g_autofree char *op = weft_id_random ();

      serve_socket_operate (writer, ++writer->n, op, room, "thread.send", args);
      if (i % 10 == 5)
        {
          GString *out = g_string_new (NULL);

          weft_frame_write_page (out, i + 1, room, "message", 40, 20);
          serve_socket_send_string (reader, out);
        }
    }
  while (n_pages < 20 || seen < 302)
    {
      g_autoptr (WeftFrame) frame = serve_socket_next (reader);

      g_assert_nonnull (frame);
      if (frame->type == WEFT_FRAME_EVENTS)
        for (guint i = 0; i < frame->events->len; i++)
          g_assert_cmpint (event_at (frame, i)->seq, ==, ++seen);
      else if (frame->type == WEFT_FRAME_PAGE_ROWS)
        {
          WeftFrameRows *rows = &g_array_index (frame->tables, WeftFrameRows, 0);

          n_pages++;
          g_assert_cmpint (frame->seq, ==, seen);
          g_assert_cmpint (json_array_get_length (rows->rows), ==, 20);
          g_assert_true (frame->more);
        }
    }
}

static void
test_latest (void)
{
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (NULL);
  g_autoptr (ServeSocket) anna = NULL;
  g_autoptr (ServeSocket) phone = NULL;
  g_autoptr (ServeSocket) bert = NULL;
  g_autoptr (WeftFrame) read = NULL;
  g_autoptr (WeftFrame) own = NULL;
  g_autoptr (WeftFrame) back = NULL;
  g_autofree char *bert_id = NULL;
  g_autofree char *bert_token = NULL;
  g_autofree char *room = NULL;
  const char *open[] = { NULL, NULL };
  GString *out;

  serve_daemon_found (daemon);
  bert_token = serve_daemon_join (daemon, "bert", "member", NULL, &bert_id, NULL);
  anna = serve_socket_hello (daemon, daemon->anna, NULL);
  phone = serve_socket_hello (daemon, daemon->anna, NULL);
  bert = serve_socket_hello (daemon, bert_token, NULL);
  room = serve_socket_room (anna, "lobby", bert_id);
  open[0] = room;

  out = g_string_new (NULL);
  weft_frame_write_open (out, open);
  serve_socket_send_string (bert, out);
  out = g_string_new (NULL);
  weft_frame_write_latest_object (out, room, "thread.typing", "{}");
  serve_socket_send_string (anna, out);
  /* Either bert had the room open already, or is told when he opens it … again, to be sure. */
  out = g_string_new (NULL);
  weft_frame_write_latest_value (out, room, "thread.read", 5);
  serve_socket_send_string (anna, out);
  own = serve_socket_seek (phone, WEFT_FRAME_LATEST, NULL);
  g_assert_cmpint (g_array_index (own->latests, WeftFrameLatest, 0).value, ==, 5);
  back = serve_socket_seek (anna, WEFT_FRAME_LATEST, NULL);
  g_assert_cmpint (g_array_index (back->latests, WeftFrameLatest, 0).value, ==, 5);

  /* Only forward. */
  out = g_string_new (NULL);
  weft_frame_write_latest_value (out, room, "thread.read", 3);
  serve_socket_send_string (anna, out);
  {
    g_autoptr (ServeSocket) tablet = serve_socket_open (daemon, "unix", daemon->anna, NULL);
    g_autofree char *client = weft_id_random ();
    g_autoptr (WeftFrame) welcome = NULL;

    g_free (serve_socket_run (anna, room, "thread.send", "{\"id\":\"%s\",\"text\":\"x\"}", serve_id ("x")));
    out = g_string_new (NULL);
    weft_frame_write_hello (out, client, "test", 0, FALSE, NULL);
    serve_socket_send_string (tablet, out);
    welcome = serve_socket_expect (tablet, WEFT_FRAME_WELCOME);
    g_assert_cmpint (welcome->latests->len, ==, 1);
    g_assert_cmpint (g_array_index (welcome->latests, WeftFrameLatest, 0).value, ==, 5);
  }

  read = serve_socket_seek (bert, WEFT_FRAME_LATEST, NULL);
  g_assert_cmpstr (g_array_index (read->latests, WeftFrameLatest, 0).by, ==, daemon->anna_id);
}

static void
test_presence (void)
{
  g_autoptr (ServeDaemon) daemon = serve_daemon_new (NULL);
  g_autoptr (ServeSocket) anna = NULL;
  g_autoptr (ServeSocket) bert = NULL;
  g_autofree char *bert_id = NULL;
  g_autofree char *bert_token = NULL;
  const char *watched[] = { NULL, "0192f000-0000-7000-8000-000000000000", NULL };
  static const char *const states[] = { "offline", "online", "offline" };
  GString *out = g_string_new (NULL);

  serve_daemon_found (daemon);
  bert_token = serve_daemon_join (daemon, "bert", "member", NULL, &bert_id, NULL);
  anna = serve_socket_hello (daemon, daemon->anna, NULL);
  watched[0] = bert_id;
  weft_frame_write_watch (out, watched);
  serve_socket_send_string (anna, out);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (WeftFrame) frame = serve_socket_seek (anna, WEFT_FRAME_PRESENCE, NULL);

      g_assert_cmpint (frame->presences->len, ==, 1);
      g_assert_cmpstr (g_array_index (frame->presences, WeftFramePresence, 0).person, ==, bert_id);
      g_assert_cmpstr (g_array_index (frame->presences, WeftFramePresence, 0).state, ==, states[i]);
      if (i == 0)
        bert = serve_socket_hello (daemon, bert_token, NULL);
      else
        g_clear_pointer (&bert, serve_socket_free);
    }
}

static void
test_drain (void)
{
  ServeDaemon *daemon = serve_daemon_new (NULL);
  g_autoptr (ServeSocket) anna = NULL;
  g_autofree char *room = NULL;
  guint n_results = 0;
  WeftFrame *frame;

  serve_daemon_found (daemon);
  anna = serve_socket_hello (daemon, daemon->anna, NULL);
  room = serve_socket_room (anna, "lobby", NULL);
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *id = weft_id_random ();
      g_autofree char *args = g_strdup_printf ("{\"id\":\"%s\",\"text\":\"last words\"}", id);

      serve_socket_operate (anna, ++anna->n, id, room, "thread.send", args);
    }
  /* One answer shows that the others are on their way into the queue. */
  weft_frame_free (serve_socket_seek (anna, WEFT_FRAME_RESULT, NULL));
  g_subprocess_send_signal (daemon->process, 15);
  while ((frame = serve_socket_next (anna)) != NULL)
    {
      n_results += frame->type == WEFT_FRAME_RESULT;
      weft_frame_free (frame);
    }
  g_assert_cmpuint (anna->close_code, ==, WEFT_CLOSE_DRAINING);
  g_test_message ("%u results before the end", n_results + 1);
  serve_daemon_free (daemon);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/serve/sync/unix", test_unix);
  g_test_add_func ("/serve/sync/tcp", test_tcp);
  g_test_add_func ("/serve/sync/tls", test_tls);
  g_test_add_func ("/serve/sync/positions", test_positions);
  g_test_add_func ("/serve/sync/told", test_told);
  g_test_add_func ("/serve/sync/membership", test_membership);
  g_test_add_func ("/serve/sync/stranger", test_stranger);
  g_test_add_func ("/serve/sync/replaced", test_replaced);
  g_test_add_func ("/serve/sync/results", test_results);
  g_test_add_func ("/serve/sync/page", test_page);
  g_test_add_func ("/serve/sync/latest", test_latest);
  g_test_add_func ("/serve/sync/presence", test_presence);
  g_test_add_func ("/serve/sync/drain", test_drain);

  return g_test_run ();
}

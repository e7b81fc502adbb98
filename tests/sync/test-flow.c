/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "weft-test-peer.h"

/* What a client bounds of what it is sent, and of what it sends by itself. */

static guint
count_sent (WeftTestPeer *peer, WeftFrameType type)
{
  guint n = 0;

  for (;;)
    {
      g_autoptr (WeftFrame) frame = weft_test_peer_take (peer, type);

      if (frame == NULL)
        return n;
      n++;
    }
}

static void
tell_sent (WeftTestPeer *peer, gint64 bytes)
{
  g_autoptr (GString) out = g_string_new (NULL);

  weft_frame_write_sent (out, bytes);
  weft_test_peer_send (peer, out->str);
}

static gint64
take_received (WeftTestPeer *peer)
{
  g_autoptr (WeftFrame) frame = weft_test_peer_take (peer, WEFT_FRAME_RECEIVED);

  return frame != NULL ? frame->bytes : -1;
}

/* The server logs @n messages of 10 kB. */
static void
log_much (WeftTestPeer *peer, guint first, guint n)
{
  g_autofree char *text = g_strnfill (10000, 'x');

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = weft_test_message_id (first + i);

      weft_test_peer_say (peer, ROOM, HA, id, text);
    }
}

static void
send_one_by_one (WeftTestPeer *peer, gint64 first, gint64 last)
{
  for (gint64 seq = first; seq <= last; seq++)
    weft_test_peer_send_events (peer, ROOM, seq, seq);
}

/* Answered at once while little waits for the store; else when that is done. */
static void
test_answers (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();

  weft_client_session_connect (peer->session, "test");
  {
    g_autoptr (WeftFrame) hello = weft_test_peer_take (peer, WEFT_FRAME_HELLO);

    g_assert_true (hello->flow);
  }
  weft_client_session_disconnect (peer->session);

  weft_test_peer_connect (peer);
  tell_sent (peer, 1000);
  g_assert_cmpint (take_received (peer), ==, 1000);

  /* 40 frames are 400 kB: there is room. */
  log_much (peer, 0, 80);
  send_one_by_one (peer, 4, 43);
  tell_sent (peer, 400000);
  g_assert_cmpint (take_received (peer), ==, 400000);

  /* With 80 there is none, until they are in the store; and only the newest is answered. */
  send_one_by_one (peer, 44, 83);
  tell_sent (peer, 800000);
  tell_sent (peer, 800001);
  g_assert_cmpint (take_received (peer), ==, -1);
  weft_test_peer_tick (peer);
  g_assert_cmpint (take_received (peer), ==, 800001);
  g_assert_cmpint (take_received (peer), ==, -1);
  weft_test_peer_assert_equal (peer, ROOM);

  /* A new connection counts anew. */
  weft_client_session_disconnect (peer->session);
  weft_test_peer_connect (peer);
  g_assert_cmpint (take_received (peer), ==, -1);
  tell_sent (peer, 5);
  g_assert_cmpint (take_received (peer), ==, 5);
}

/* A server which sends on all the same. */
static void
test_flooded (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  guint n = 0;

  weft_test_peer_connect (peer);
  log_much (peer, 0, 1);
  for (; !weft_client_session_is_flooded (peer->session); n++)
    {
      g_assert_cmpuint (n, <, 600);
      send_one_by_one (peer, 4, 4);
    }
  g_assert_cmpuint (n, >, 300);
  weft_test_peer_tick (peer);
  g_assert_false (weft_client_session_is_flooded (peer->session));
}

static void
poke (WeftTestPeer *peer, const char *stream, gint64 seq)
{
  g_autoptr (GString) out = g_string_new (NULL);
  WeftFrameHead head = { stream, seq };

  weft_frame_write_poke (out, &head, 1);
  weft_test_peer_send (peer, out->str);
  weft_test_peer_tick (peer);
}

/* What was asked for is not asked for again while it comes; what is told to be held back is, at once. */
static void
test_pull (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autoptr (GString) beat = g_string_new (NULL);
  WeftFrameHead head = { ROOM, 23 };

  weft_test_peer_connect (peer);
  log_much (peer, 0, 20);
  weft_frame_write_heartbeat (beat, weft_clock_now (WEFT_CLOCK (peer->clock)), TRUE, &head, 1);
  count_sent (peer, WEFT_FRAME_SUBSCRIBE);

  poke (peer, ROOM, 23);
  {
    g_autoptr (WeftFrame) subscribe = weft_test_peer_take (peer, WEFT_FRAME_SUBSCRIBE);

    g_assert_nonnull (subscribe);
    g_assert_false (subscribe->mine);
    g_assert_cmpuint (subscribe->positions->len, ==, 1);
    g_assert_cmpint (g_array_index (subscribe->positions, WeftFramePosition, 0).position.seq, ==, 3);
  }

  /* A frame a minute, and heartbeats between them. */
  for (gint64 seq = 4; seq <= 8; seq++)
    {
      weft_test_peer_send_events (peer, ROOM, seq, seq);
      for (guint i = 0; i < 7; i++)
        {
          weft_test_peer_advance (peer, 8000);
          weft_test_peer_send (peer, beat->str);
          weft_test_peer_tick (peer);
        }
      g_assert_cmpuint (count_sent (peer, WEFT_FRAME_SUBSCRIBE), ==, 0);
    }

  /* There was no room again. */
  poke (peer, ROOM, 23);
  g_assert_cmpuint (count_sent (peer, WEFT_FRAME_SUBSCRIBE), ==, 1);
  weft_test_peer_send_events (peer, ROOM, 9, 10);
  weft_test_peer_tick (peer);

  /* A hole is asked for at once. */
  weft_test_peer_send_events (peer, ROOM, 13, 13);
  weft_test_peer_tick (peer);
  g_assert_cmpuint (count_sent (peer, WEFT_FRAME_SUBSCRIBE), ==, 1);

  /* Nothing more comes of it: some day it is asked for again. */
  weft_test_peer_send_events (peer, ROOM, 11, 11);
  weft_test_peer_tick (peer);
  weft_test_peer_advance (peer, 100000);
  weft_test_peer_send (peer, beat->str);
  weft_test_peer_tick (peer);
  g_assert_cmpuint (count_sent (peer, WEFT_FRAME_SUBSCRIBE), ==, 1);

  send_one_by_one (peer, 12, 23);
  weft_test_peer_tick (peer);
  weft_test_peer_assert_equal (peer, ROOM);

  /* Nonsense: what is not held, and what is there already. */
  poke (peer, OTHER, 5);
  poke (peer, ROOM, 7);
  g_assert_cmpuint (count_sent (peer, WEFT_FRAME_SUBSCRIBE), ==, 0);
}

/* Typing, read marks, and who and what is on screen: whatever a person does, a few frames a second. */
static void
test_merged (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftFrame) last = NULL;
  const char *const none[] = { NULL };
  guint n;

  weft_test_peer_connect (peer);
  weft_client_session_set_open (peer->session, none);
  weft_client_session_set_watched (peer->session, none);
  weft_test_peer_advance (peer, 1000);
  while (peer->sent->len > 0)
    g_ptr_array_set_size (peer->sent, 0);

  /* Ten seconds of a key every 10 ms, and scrolling. */
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"i\":%u}", i);
      g_autofree char *person = g_strdup_printf ("0190a000-0000-7000-8000-%012x", i);
      const char *const people[] = { person, NULL };
      const char *const streams[] = { i % 2 == 0 ? ROOM : OTHER, NULL };

      weft_client_session_set_latest_object (peer->session, ROOM, "thread.typing", json);
      g_assert_true (weft_client_session_set_latest (peer->session, ROOM, "thread.read", i + 1, &error));
      weft_client_session_set_watched (peer->session, people);
      weft_client_session_set_open (peer->session, streams);
      weft_test_peer_advance (peer, 10);
    }
  weft_test_peer_advance (peer, 1000);

  n = 0;
  for (guint i = 0; i < peer->sent->len; i++)
    {
      const WeftFrame *frame = peer->sent->pdata[i];

      n += frame->type == WEFT_FRAME_LATEST && JSON_NODE_HOLDS_OBJECT (frame->value);
    }
  g_assert_cmpuint (n, >=, 10);
  g_assert_cmpuint (n, <=, 11);
  n = 0;
  for (guint i = 0; i < peer->sent->len; i++)
    {
      const WeftFrame *frame = peer->sent->pdata[i];

      if (frame->type == WEFT_FRAME_LATEST && JSON_NODE_HOLDS_VALUE (frame->value))
        {
          n++;
          if (i + 1 == peer->sent->len || n == 11)
            g_assert_cmpint (json_node_get_int (frame->value), ==, 1000);
        }
    }
  g_assert_cmpuint (n, ==, 11);
  n = 0;
  for (guint i = 0; i < peer->sent->len; i++)
    n += ((WeftFrame *) peer->sent->pdata[i])->type == WEFT_FRAME_OPEN;
  g_assert_cmpuint (n, <=, 42);
  g_assert_cmpuint (n, >=, 40);

  /* And the newest came in the end. */
  n = 0;
  for (;;)
    {
      g_autoptr (WeftFrame) frame = weft_test_peer_take (peer, WEFT_FRAME_WATCH);

      if (frame == NULL)
        break;
      n++;
      g_clear_pointer (&last, weft_frame_free);
      last = g_steal_pointer (&frame);
    }
  g_assert_cmpuint (n, ==, 11);
  g_assert_cmpstr (last->people->pdata[0], ==, "0190a000-0000-7000-8000-0000000003e7");

  /* The same again is nothing new. */
  weft_client_session_set_watched (peer->session, (const char *const[]) { last->people->pdata[0], NULL });
  weft_test_peer_advance (peer, 2000);
  g_assert_cmpuint (count_sent (peer, WEFT_FRAME_WATCH), ==, 0);
}

/* Who asks for what others do where the server knows of nothing yet is told nothing: it is asked for again once the stream is there. */
static void
test_opened_early (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autoptr (WeftFrame) again = NULL;
  g_autofree char *id = weft_test_message_id (1);

  weft_test_peer_connect (peer);
  weft_test_peer_advance (peer, 1000);
  weft_client_session_set_open (peer->session, (const char *const[]) { OTHER, NULL });
  weft_test_peer_advance (peer, 1000);
  g_assert_cmpuint (count_sent (peer, WEFT_FRAME_OPEN), >, 0);
  g_ptr_array_set_size (peer->sent, 0);
  weft_test_peer_advance (peer, 2000);
  g_assert_cmpuint (count_sent (peer, WEFT_FRAME_OPEN), ==, 0);

  weft_test_peer_say (peer, OTHER, HA, id, "there");
  weft_test_peer_send_snapshot (peer, OTHER, 10);
  weft_test_peer_advance (peer, 1000);
  again = weft_test_peer_take (peer, WEFT_FRAME_OPEN);
  g_assert_nonnull (again);
  g_assert_cmpstr (again->streams->pdata[0], ==, OTHER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sync/flow/answers", test_answers);
  g_test_add_func ("/sync/flow/flooded", test_flooded);
  g_test_add_func ("/sync/flow/pull", test_pull);
  g_test_add_func ("/sync/flow/merged", test_merged);
  g_test_add_func ("/sync/flow/opened-early", test_opened_early);

  return g_test_run ();
}

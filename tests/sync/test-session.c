/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "weft-test-peer.h"

#include "sync/weft-extent.h"

#define M(i) "0190a000-0000-7000-8000-00010000000" #i
#define NEW(i) "0190a000-0000-7000-8000-00020000000" #i

static const WeftChange *
only_change (WeftTestPeer *peer, guint batch)
{
  g_assert_cmpuint (peer->changes->len, >, batch);
  g_assert_cmpuint (weft_changes_get_n (peer->changes->pdata[batch]), ==, 1);

  return weft_changes_get (peer->changes->pdata[batch], 0);
}

static guint
count_changes (WeftTestPeer *peer, guint batch, const WeftTable *table, WeftChangeKind kind)
{
  WeftChanges *changes = peer->changes->pdata[batch];
  guint n = 0;

  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    n += weft_changes_get (changes, i)->table == table && weft_changes_get (changes, i)->kind == kind;

  return n;
}

static gint64
get_seq (WeftTestPeer *peer, const char *stream)
{
  WeftHeld *held = weft_copy_get_stream (peer->copy, stream);

  return held != NULL && held->held ? held->position.seq : -1;
}

static void
test_first_connection (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();

  weft_test_peer_say (peer, ROOM, HA, M(1), "Morning all");
  weft_test_peer_connect (peer);
  weft_test_peer_assert_equal (peer, NULL);
  g_assert_cmpstr (peer->copy->person, ==, ME);
  g_assert_cmpint (weft_copy_get_role (peer->copy, ROOM), ==, WEFT_ROLE_MEMBER);

  /* Silence says nothing: only the server knows whether that was all. */
  weft_test_peer_send (peer, "{\"type\":\"heartbeat\",\"time\":0,\"live\":false,\"heads\":[]}");
  weft_test_peer_advance (peer, 5000);
  g_assert_false (weft_client_session_has_caught_up (peer->session));
  weft_test_peer_send (peer, "{\"type\":\"heartbeat\",\"time\":0,\"live\":true,\"heads\":[]}");
  weft_test_peer_tick (peer);
  g_assert_true (weft_client_session_has_caught_up (peer->session));
}

static void
test_send (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autofree char *id = NULL;
  g_autofree char *result = NULL;
  g_autoptr (WeftFrame) operation = NULL;
  g_autofree char *predicted = NULL;
  g_autofree char *confirmed = NULL;

  weft_test_peer_connect (peer);
  id = weft_test_peer_submit_send (peer, ROOM, M(1), "Thanks Ngọc!");

  /* At once in the rows, told once. */
  g_assert_cmpuint (peer->changes->len, ==, 1);
  g_assert_cmpuint (count_changes (peer, 0, &weft_thread_message_table, WEFT_CHANGE_INSERT), ==, 1);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT seq FROM message"), >=, WEFT_SEQ_PREDICTED);
  predicted = weft_rows_digest (peer->copy->database, peer->registry, ROOM, TRUE, NULL);

  operation = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);
  g_assert_nonnull (operation);
  g_assert_cmpint (operation->n, ==, 1);
  g_assert_cmpstr (operation->id, ==, id);
  result = weft_test_peer_run (peer, operation);

  /* The events first, then the answer: no row is there twice in between. */
  weft_test_peer_send_events (peer, ROOM, 4, 4);
  weft_test_peer_tick (peer);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM message"), ==, 1);
  confirmed = weft_rows_digest (peer->copy->database, peer->registry, ROOM, TRUE, NULL);
  g_assert_cmpstr (predicted, ==, confirmed);
  weft_test_peer_assert_equal (peer, ROOM);
  g_assert_cmpuint (count_changes (peer, 1, &weft_thread_message_table, WEFT_CHANGE_UPDATE), ==, 1);

  weft_test_peer_send (peer, result);
  weft_test_peer_tick (peer);
  g_assert_cmpuint (peer->changes->len, ==, 2);
  g_assert_cmpuint (peer->settled->len, ==, 1);
  g_assert_cmpstr (peer->settled->pdata[0], ==, id);
  g_assert_null (weft_outbox_peek (peer->copy->outbox));
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM outbox"), ==, 0);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM inverse"), ==, 0);
  weft_test_peer_assert_equal (peer, ROOM);
}

static void
test_answer_before_events (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autofree char *id = NULL;
  g_autofree char *result = NULL;
  g_autoptr (WeftFrame) operation = NULL;

  weft_test_peer_connect (peer);
  id = weft_test_peer_submit_send (peer, ROOM, M(1), "One");
  operation = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);
  result = weft_test_peer_run (peer, operation);
  weft_test_peer_send (peer, result);
  weft_test_peer_tick (peer);

  /* The prediction stays until its event has come: nothing flickers. */
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM message"), ==, 1);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT state FROM outbox"), ==, WEFT_OUTBOX_CONFIRMED);
  g_assert_cmpuint (peer->settled->len, ==, 0);

  weft_test_peer_restart (peer);
  weft_test_peer_connect (peer);
  weft_test_peer_send_events (peer, ROOM, 4, 4);
  weft_test_peer_tick (peer);
  g_assert_cmpuint (peer->settled->len, ==, 1);
  g_assert_cmpuint (peer->changes->len, ==, 1);
  weft_test_peer_assert_equal (peer, ROOM);
}

/* Somebody else's event lands under our prediction: one insert, and our own message moves down. */
static void
test_rebase (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autofree char *id = NULL;

  weft_test_peer_connect (peer);
  id = weft_test_peer_submit_send (peer, ROOM, M(1), "Mine");
  weft_test_peer_say (peer, ROOM, HA, M(2), "Theirs");
  weft_test_peer_send_events (peer, ROOM, 4, 4);
  weft_test_peer_tick (peer);

  g_assert_cmpuint (peer->changes->len, ==, 2);
  g_assert_cmpuint (count_changes (peer, 1, &weft_thread_message_table, WEFT_CHANGE_INSERT), ==, 1);
  g_assert_cmpuint (count_changes (peer, 1, &weft_thread_message_table, WEFT_CHANGE_UPDATE), ==, 1);
  g_assert_cmpuint (count_changes (peer, 1, &weft_thread_message_table, WEFT_CHANGE_DELETE), ==, 0);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT ordinal FROM message WHERE id = '" M(1) "'"), ==, 2);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT ordinal FROM message WHERE id = '" M(2) "'"), ==, 1);
}

static void
test_order (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autoptr (WeftFrame) subscribe = NULL;

  weft_test_peer_connect (peer);
  weft_test_peer_say (peer, ROOM, HA, M(1), "a");
  weft_test_peer_say (peer, ROOM, HA, M(2), "b");
  weft_test_peer_say (peer, ROOM, HA, M(3), "c");

  /* The third comes first: nothing is folded, the stream is asked for from where it stands. */
  weft_test_peer_send_events (peer, ROOM, 6, 6);
  weft_test_peer_tick (peer);
  g_assert_cmpuint (peer->changes->len, ==, 0);
  subscribe = weft_test_peer_take (peer, WEFT_FRAME_SUBSCRIBE);
  g_assert_nonnull (subscribe);
  g_assert_false (subscribe->mine);
  g_assert_cmpuint (subscribe->positions->len, ==, 1);
  g_assert_cmpint (g_array_index (subscribe->positions, WeftFramePosition, 0).position.seq, ==, 3);

  /* The others, doubled and overlapping. */
  weft_test_peer_send_events (peer, ROOM, 4, 4);
  weft_test_peer_send_events (peer, ROOM, 4, 4);
  weft_test_peer_send_events (peer, ROOM, 4, 6);
  weft_test_peer_send_events (peer, ROOM, 5, 6);
  weft_test_peer_tick (peer);
  g_assert_cmpuint (peer->changes->len, ==, 1);
  g_assert_cmpuint (count_changes (peer, 0, &weft_thread_message_table, WEFT_CHANGE_INSERT), ==, 3);
  weft_test_peer_assert_equal (peer, NULL);
}

static void
test_missing_told_by_heartbeat (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autoptr (WeftFrame) subscribe = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  WeftFrameHead head = { ROOM, 4 };

  weft_test_peer_connect (peer);
  weft_test_peer_say (peer, ROOM, HA, M(1), "lost on the way");
  weft_frame_write_heartbeat (out, weft_clock_now (WEFT_CLOCK (peer->clock)), TRUE, &head, 1);
  weft_test_peer_send (peer, out->str);
  weft_test_peer_tick (peer);
  subscribe = weft_test_peer_take (peer, WEFT_FRAME_SUBSCRIBE);
  g_assert_nonnull (subscribe);
  g_assert_cmpstr (g_array_index (subscribe->positions, WeftFramePosition, 0).stream, ==, ROOM);
}

/* Reconnected: the position goes up, only what is missing comes. */
static void
test_resume (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autoptr (WeftFrame) subscribe = NULL;
  gboolean found = FALSE;

  weft_test_peer_connect (peer);
  weft_client_session_disconnect (peer->session);
  weft_test_peer_say (peer, ROOM, HA, M(1), "while you were away");

  weft_client_session_connect (peer->session, "test");
  weft_test_peer_welcome (peer);
  weft_test_peer_tick (peer);
  subscribe = weft_test_peer_take (peer, WEFT_FRAME_SUBSCRIBE);
  g_assert_cmpuint (subscribe->positions->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const WeftFramePosition *position = &g_array_index (subscribe->positions, WeftFramePosition, i);
      WeftPosition expected = weft_test_peer_get_position (peer, ROOM, 3);

      if (!g_str_equal (position->stream, ROOM))
        continue;
      found = TRUE;
      g_assert_false (position->fresh);
      g_assert_true (weft_position_equal (&position->position, &expected));
    }
  g_assert_true (found);
  weft_test_peer_send_events (peer, ROOM, 4, 4);
  weft_test_peer_tick (peer);
  weft_test_peer_assert_equal (peer, NULL);
}

/* The server was restored from a copy that lacks an event: another epoch, or (here) the same one with another mark. */
static void
reset_to (WeftTestPeer *peer, const char *stream)
{
  g_autoptr (GString) out = g_string_new (NULL);

  weft_frame_write_reset (out, stream, "mark");
  weft_test_peer_send (peer, out->str);
}

static void
test_reset (gconstpointer data)
{
  gboolean epoch = GPOINTER_TO_INT (data);
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  GPtrArray *log;
  g_autoptr (GError) error = NULL;

  weft_test_peer_say (peer, ROOM, HA, M(1), "stays");
  weft_test_peer_say (peer, ROOM, HA, M(2), "is lost");
  weft_test_peer_connect (peer);

  log = g_hash_table_lookup (peer->logs, ROOM);
  g_ptr_array_set_size (log, log->len - 1);
  weft_database_execute (peer->database, "DELETE FROM message WHERE id = '" M(2) "'; UPDATE thread SET last_ordinal = 1", &error);
  g_assert_no_error (error);
  weft_database_execute (peer->database, "UPDATE thread SET last_at = (SELECT max (at) FROM message)", &error);
  g_assert_no_error (error);
  if (epoch)
    peer->epoch++;

  reset_to (peer, ROOM);
  weft_test_peer_send_snapshot (peer, ROOM, 50);
  weft_test_peer_tick (peer);

  /* Only what differs is told: one message less, the counter. The other message did not move. */
  g_assert_cmpuint (peer->changes->len, ==, 1);
  g_assert_cmpuint (count_changes (peer, 0, &weft_thread_message_table, WEFT_CHANGE_DELETE), ==, 1);
  g_assert_cmpuint (count_changes (peer, 0, &weft_thread_message_table, WEFT_CHANGE_INSERT), ==, 0);
  g_assert_cmpuint (count_changes (peer, 0, &weft_thread_message_table, WEFT_CHANGE_UPDATE), ==, 0);
  weft_test_peer_assert_equal (peer, NULL);
}

static void
test_events_of_another_epoch (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autoptr (WeftFrame) subscribe = NULL;

  weft_test_peer_connect (peer);
  peer->epoch++;
  weft_test_peer_say (peer, ROOM, HA, M(1), "of a new log");
  weft_test_peer_send_events (peer, ROOM, 4, 4);
  weft_test_peer_tick (peer);
  g_assert_cmpint (get_seq (peer, ROOM), ==, -1);
  subscribe = weft_test_peer_take (peer, WEFT_FRAME_SUBSCRIBE);
  g_assert_nonnull (subscribe);
  g_assert_true (g_array_index (subscribe->positions, WeftFramePosition, 0).fresh);

  weft_test_peer_send_snapshot (peer, ROOM, 50);
  weft_test_peer_tick (peer);
  weft_test_peer_assert_equal (peer, NULL);
}

static void
test_snapshot_and_delta (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autofree char *id = NULL;

  weft_test_peer_say (peer, ROOM, HA, M(1), "a");
  weft_test_peer_connect (peer);
  id = weft_test_peer_submit_send (peer, ROOM, M(9), "pending");
  weft_test_peer_say (peer, ROOM, HA, M(2), "b");
  weft_test_peer_say (peer, ROOM, HA, M(3), "c");
  g_ptr_array_set_size (peer->changes, 0);

  /* A snapshot that holds both, and both as events as well, before and after: two inserts, no more. */
  weft_test_peer_send_events (peer, ROOM, 5, 5);
  weft_test_peer_send_snapshot (peer, ROOM, 50);
  weft_test_peer_send_events (peer, ROOM, 5, 6);
  weft_test_peer_tick (peer);
  weft_test_peer_send_snapshot (peer, ROOM, 50);
  weft_test_peer_tick (peer);

  g_assert_cmpuint (peer->changes->len, ==, 1);
  g_assert_cmpuint (count_changes (peer, 0, &weft_thread_message_table, WEFT_CHANGE_INSERT), ==, 2);
  g_assert_cmpuint (count_changes (peer, 0, &weft_thread_message_table, WEFT_CHANGE_UPDATE), ==, 1);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM message"), ==, 4);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (DISTINCT ordinal) FROM message"), ==, 4);
}

static void
test_refusal (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *expected = NULL;
  g_autoptr (GError) error = NULL;

  weft_test_peer_connect (peer);
  first = weft_test_peer_submit_send (peer, ROOM, M(1), "first");
  second = weft_test_peer_submit_send (peer, ROOM, M(2), "second");
  third = weft_test_peer_submit_send (peer, ROOM, M(3), "third");

  for (guint i = 1; i <= 3; i++)
    {
      g_autoptr (WeftFrame) operation = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);
      g_autofree char *result = NULL;

      g_assert_cmpint (operation->n, ==, i);
      if (i == 2)
        {
          g_autoptr (GString) out = g_string_new (NULL);
          g_autoptr (GError) refusal = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_DENIED, "text: not that");

          peer->next_n++;
          weft_frame_write_result (out, 2, operation->id, NULL, 0, refusal);
          result = g_strdup (out->str);
        }
      else
        {
          result = weft_test_peer_run (peer, operation);
        }
      weft_test_peer_send (peer, result);
    }
  weft_test_peer_send_events (peer, ROOM, 4, 5);
  weft_test_peer_tick (peer);

  weft_test_peer_assert_equal (peer, NULL);
  g_assert_cmpuint (peer->settled->len, ==, 3);
  expected = g_strconcat (second, " denied", NULL);
  g_assert_true (g_ptr_array_find_with_equal_func (peer->settled, expected, g_str_equal, NULL));
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT state FROM outbox"), ==, WEFT_OUTBOX_FAILED);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT error_message = 'text: not that' FROM outbox"), ==, 1);

  /* Again, as a new operation; it waits in the rows meanwhile. */
  weft_test_peer_restart (peer);
  weft_test_peer_connect (peer);
  g_assert_true (weft_client_session_retry (peer->session, second, &error));
  g_assert_no_error (error);
  {
    g_autoptr (WeftFrame) operation = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);
    g_autofree char *result = NULL;

    g_assert_cmpint (operation->n, ==, 4);
    g_assert_cmpstr (operation->id, !=, second);
    result = weft_test_peer_run (peer, operation);
    weft_test_peer_send (peer, result);
    weft_test_peer_send_events (peer, ROOM, 6, 6);
    weft_test_peer_tick (peer);
  }
  weft_test_peer_assert_equal (peer, NULL);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM outbox"), ==, 0);
}

static void
test_discard (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftFrame) operation = NULL;

  weft_test_peer_connect (peer);
  weft_client_session_disconnect (peer->session);
  first = weft_test_peer_submit_send (peer, ROOM, M(1), "first");
  second = weft_test_peer_submit_send (peer, ROOM, M(2), "second");
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM message"), ==, 2);
  g_assert_true (weft_client_session_discard (peer->session, first, &error));
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM message"), ==, 1);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT ordinal FROM message"), ==, 1);
  g_assert_false (weft_client_session_discard (peer->session, first, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* No hole: the second is number one. */
  weft_client_session_connect (peer->session, "test");
  weft_test_peer_welcome (peer);
  weft_test_peer_tick (peer);
  operation = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);
  g_assert_nonnull (operation);
  g_assert_cmpint (operation->n, ==, 1);
  g_assert_cmpstr (operation->id, ==, second);

  g_assert_false (weft_client_session_discard (peer->session, second, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_CONFLICT);
}

static void
test_bad_submission (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autofree char *long_text = g_strnfill (16001, 'x');
  g_autofree char *args = g_strdup_printf ("{\"id\":\"%s\",\"text\":\"%s\"}", M(1), long_text);
  WeftSubmission submissions[] = {
    { .stream = ROOM, .op = "thread.send", .args = args },
    { .stream = ROOM, .op = "thread.send", .args = "{\"id\":\"" M(1) "\",\"text\":\"good\"}" },
    { .stream = "room/none", .op = "thread.send", .args = "{\"id\":\"" M(2) "\",\"text\":\"x\"}" },
    { .stream = "workspace", .op = "thread.send", .args = "{\"id\":\"" M(2) "\",\"text\":\"x\"}" },
    { .stream = ROOM, .op = "thread.shout", .args = "{}" },
  };
  g_autoptr (GError) error = NULL;

  weft_test_peer_connect (peer);
  g_assert_true (weft_client_session_submit (peer->session, submissions, G_N_ELEMENTS (submissions), &error));
  g_assert_no_error (error);
  g_assert_error (submissions[0].error, WEFT_ERROR, WEFT_ERROR_INVALID + (submissions[0].error->code != WEFT_ERROR_INVALID));
  g_assert_nonnull (strstr (submissions[0].error->message, "text"));
  g_assert_no_error (submissions[1].error);
  for (guint i = 2; i < G_N_ELEMENTS (submissions); i++)
    g_assert_error (submissions[i].error, WEFT_ERROR, WEFT_ERROR_INVALID);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM outbox"), ==, 1);

  for (guint i = 0; i < G_N_ELEMENTS (submissions); i++)
    {
      g_free (submissions[i].id);
      g_clear_error (&submissions[i].error);
    }
}

static void
on_page (gboolean more, const GError *error, gpointer user_data)
{
  int *answer = user_data;

  *answer = error != NULL ? -1 : more;
}

static void
test_page (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  int answer = 2;
  g_autoptr (WeftFrame) page = NULL;
  g_autofree char *id = NULL;

  for (guint i = 1; i <= 120; i++)
    {
      g_autofree char *message = weft_test_message_id (i);

      weft_test_peer_say (peer, ROOM, HA, message, "text");
    }
  weft_test_peer_connect (peer);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM message"), ==, 50);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT low FROM extent WHERE table_name = 'message' AND stream = '" ROOM "'"), ==, 71);
  id = weft_test_peer_submit_send (peer, ROOM, NEW(9), "pending");

  /* Held already. */
  weft_client_session_load_page (peer->session, ROOM, "message", G_MAXINT64, 50, on_page, &answer);
  g_assert_cmpint (answer, ==, TRUE);

  /* The page races with events: it stands behind one that has not come, and before one that comes with it. */
  answer = 2;
  weft_client_session_load_page (peer->session, ROOM, "message", 71, 50, on_page, &answer);
  page = weft_test_peer_take (peer, WEFT_FRAME_PAGE);
  g_assert_cmpint (page->before, ==, 71);
  weft_test_peer_say (peer, ROOM, HA, NEW(5), "meanwhile");
  weft_test_peer_log (peer, ROOM, HA, &weft_thread_message_deleted_event,
                      &(WeftThreadMessageDeleted) { .id = "0190a000-0000-7000-8000-00010000003c" });
  g_ptr_array_set_size (peer->changes, 0);
  weft_test_peer_send_page (peer, page->request, ROOM, 71, 50, 0);
  weft_test_peer_tick (peer);
  g_assert_cmpint (answer, ==, 2);
  weft_test_peer_send_events (peer, ROOM, 124, 125);
  weft_test_peer_tick (peer);
  g_assert_cmpint (answer, ==, TRUE);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM message"), ==, 50 + 50 + 1 + 1);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT low FROM extent WHERE table_name = 'message' AND stream = '" ROOM "'"), ==, 21);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT high FROM extent WHERE table_name = 'message' AND stream = '" ROOM "'"), ==, 121);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database,
                                         "SELECT deleted FROM message WHERE id = '0190a000-0000-7000-8000-00010000003c'"), ==, 1);

  /* Stale: read before what we hold. Asked for again. */
  answer = 2;
  g_clear_pointer (&page, weft_frame_free);
  g_ptr_array_set_size (peer->sent, 0);
  weft_client_session_load_page (peer->session, ROOM, "message", 21, 50, on_page, &answer);
  page = weft_test_peer_take (peer, WEFT_FRAME_PAGE);
  weft_test_peer_send_page (peer, page->request, ROOM, 21, 50, 124);
  weft_test_peer_tick (peer);
  g_assert_cmpint (answer, ==, 2);
  g_clear_pointer (&page, weft_frame_free);
  page = weft_test_peer_take (peer, WEFT_FRAME_PAGE);
  g_assert_nonnull (page);
  weft_test_peer_send_page (peer, page->request, ROOM, 21, 50, 0);
  weft_test_peer_tick (peer);
  g_assert_cmpint (answer, ==, FALSE);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT complete FROM extent WHERE table_name = 'message' AND stream = '" ROOM "'"), ==, 1);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM extent WHERE table_name = 'message' AND stream = '" ROOM "'"), ==, 1);

  /* Offline: what is held can be shown, the rest says why not. */
  weft_client_session_disconnect (peer->session);
  answer = 2;
  weft_client_session_load_page (peer->session, ROOM, "message", 50, 10, on_page, &answer);
  g_assert_cmpint (answer, ==, TRUE);
  answer = 2;
  weft_client_session_load_page (peer->session, OTHER, "message", 50, 10, on_page, &answer);
  g_assert_cmpint (answer, ==, -1);
}

/* Messages whose ordinals are @from, @from + @step … */
static void
hold_messages (WeftDatabase *database, gint64 from, guint n, gint64 step)
{
  for (guint i = 0; i < n; i++)
    {
      gint64 ordinal = from + i * step;
      g_autofree char *id = g_strdup_printf ("m%" G_GINT64_FORMAT, ordinal);
      g_autoptr (GError) error = NULL;

      weft_database_run (database, &error,
                         "INSERT INTO message (stream, id, ordinal, author, text, deleted, seq, at) VALUES (?1, ?2, ?3, 'a', '', 0, 1, 1)", "tti",
                         ROOM, id, ordinal);
      g_assert_no_error (error);
    }
}

/* As where people talk about many things: each talk has ordinals of its own, far from the others'. */
static void
test_extents_apart (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  WeftDatabase *database = peer->copy->database;
  g_autoptr (GError) error = NULL;
  gboolean complete;
  gint64 far = G_GINT64_CONSTANT (1) << 32;
  gint64 before = G_MAXINT64;

  hold_messages (database, far + 1, 10, far);
  g_assert_true (weft_extent_add (database, ROOM, "message", (WeftExtent) { far + 1, 10 * far + 1, FALSE }, &error));
  g_assert_cmpint (weft_extent_find_below (database, ROOM, &weft_thread_message_table, &before, 10, &complete, &error), ==, 1);
  g_assert_false (complete);
  g_assert_cmpint (weft_extent_find_below (database, ROOM, &weft_thread_message_table, &before, 11, &complete, &error), ==, 0);
  g_assert_cmpint (before, ==, far + 1);

  g_assert_true (weft_extent_add (database, ROOM, "message", (WeftExtent) { 1, far, TRUE }, &error));
  before = G_MAXINT64;
  g_assert_cmpint (weft_extent_find_below (database, ROOM, &weft_thread_message_table, &before, 100, &complete, &error), ==, 1);
  g_assert_true (complete);
  before = G_MAXINT64;
  g_assert_cmpint (weft_extent_find_below (database, ROOM, &weft_thread_message_table, &before, 9, &complete, &error), ==, 1);
  g_assert_false (complete);
}

static void
test_extents (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  WeftDatabase *database = peer->copy->database;
  g_autoptr (GError) error = NULL;
  gboolean complete;
  gint64 before;

  hold_messages (database, 901, 100, 1);
  hold_messages (database, 101, 50, 1);
  g_assert_true (weft_extent_add (database, ROOM, "message", (WeftExtent) { 901, 1000, FALSE }, &error));
  g_assert_true (weft_extent_add (database, ROOM, "message", (WeftExtent) { 101, 150, FALSE }, &error));
  g_assert_cmpint (weft_test_peer_query (database, "SELECT count (*) FROM extent WHERE table_name = 'message' AND stream = '" ROOM "'"), ==, 2);
  before = 5000;
  g_assert_cmpint (weft_extent_find_below (database, ROOM, &weft_thread_message_table, &before, 100, &complete, &error), ==, 1);
  before = 5000;
  g_assert_cmpint (weft_extent_find_below (database, ROOM, &weft_thread_message_table, &before, 101, &complete, &error), ==, 0);
  g_assert_cmpint (before, ==, 901);
  before = 140;
  g_assert_cmpint (weft_extent_find_below (database, ROOM, &weft_thread_message_table, &before, 39, &complete, &error), ==, 1);
  g_assert_false (complete);
  before = 500;
  g_assert_cmpint (weft_extent_find_below (database, ROOM, &weft_thread_message_table, &before, 10, &complete, &error), ==, 0);
  g_assert_cmpint (before, ==, 500);

  /* Touching and overlapping parts become one. */
  g_assert_true (weft_extent_add (database, ROOM, "message", (WeftExtent) { 151, 905, FALSE }, &error));
  g_assert_cmpint (weft_test_peer_query (database, "SELECT count (*) FROM extent WHERE table_name = 'message' AND stream = '" ROOM "'"), ==, 1);
  g_assert_true (weft_extent_add (database, ROOM, "message", (WeftExtent) { 1, 100, TRUE }, &error));
  g_assert_cmpint (weft_test_peer_query (database, "SELECT high FROM extent WHERE low = 1 AND complete = 1"), ==, 1000);
  g_assert_true (weft_extent_raise (database, ROOM, "message", 1001, &error));
  before = G_MAXINT64;
  g_assert_cmpint (weft_extent_find_below (database, ROOM, &weft_thread_message_table, &before, 2000, &complete, &error), ==, 1);
  g_assert_true (complete);
  g_assert_cmpint (before, ==, 1002);
  g_assert_no_error (error);
}

static void
test_revoked (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autofree char *id = NULL;
  g_autoptr (WeftFrame) operation = NULL;
  g_autoptr (GString) ran = g_string_new (NULL);
  g_autoptr (GString) out = g_string_new (NULL);

  weft_test_peer_connect (peer);
  id = weft_test_peer_submit_send (peer, ROOM, M(1), "not sent in time");
  operation = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);
  weft_frame_write_result (ran, operation->n, id, &(WeftFrameHead) { ROOM, 9 }, 1, NULL);
  weft_frame_write_revoked (out, ROOM);
  weft_test_peer_send (peer, out->str);
  weft_test_peer_tick (peer);

  g_assert_cmpuint (peer->revoked->len, ==, 1);
  g_assert_cmpstr (peer->revoked->pdata[0], ==, "general");
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM message"), ==, 0);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM room"), ==, 0);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM extent WHERE table_name = 'message' AND stream = '" ROOM "'"), ==, 0);
  /* It is with the server, which tells what became of it. */
  g_assert_cmpint (weft_test_peer_query (peer->copy->database,
                                         "SELECT state FROM outbox WHERE args LIKE '%not sent in time%'"), ==, WEFT_OUTBOX_SENT);

  /* It ran before. */
  weft_test_peer_send (peer, ran->str);
  weft_test_peer_tick (peer);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM outbox"), ==, 0);
}

/* The same, where the program ended before the result came, and it comes only when the new connection has caught up: what is not held by then
 * does not come any more. */
static void
test_revoked_restart (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autofree char *id = NULL;
  g_autoptr (WeftFrame) operation = NULL;
  g_autoptr (WeftFrame) again = NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  weft_test_peer_connect (peer);
  id = weft_test_peer_submit_send (peer, ROOM, M (1), "sent before the end");
  operation = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);
  weft_frame_write_revoked (out, ROOM);
  weft_test_peer_send (peer, out->str);
  weft_test_peer_tick (peer);

  weft_test_peer_restart (peer);
  weft_test_peer_connect (peer);
  again = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);
  g_assert_cmpstr (again->id, ==, id);
  for (guint i = 0; i < 2; i++)
    {
      g_string_truncate (out, 0);
      weft_frame_write_heartbeat (out, 1800000000000, TRUE, NULL, 0);
      weft_test_peer_send (peer, out->str);
      weft_test_peer_tick (peer);
    }
  g_assert_true (weft_client_session_has_caught_up (peer->session));

  g_string_truncate (out, 0);
  weft_frame_write_result (out, again->n, id, &(WeftFrameHead) { ROOM, 9 }, 1, NULL);
  weft_test_peer_send (peer, out->str);
  weft_test_peer_tick (peer);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM outbox"), ==, 0);
}

/* A mark on its way when one is removed is not told once one is back: here it is forgotten, and the server would
 * keep another than this device. */
static void
test_revoked_latest (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (WeftFrame) sent = NULL;
  g_autoptr (WeftFrame) left = NULL;
  g_autoptr (GError) error = NULL;

  weft_test_peer_connect (peer);
  g_assert_true (weft_client_session_set_latest (peer->session, ROOM, "thread.read", 1, &error));
  g_assert_true (weft_client_session_set_latest (peer->session, ROOM, "thread.read", 2, &error));
  sent = weft_test_peer_take (peer, WEFT_FRAME_LATEST);
  g_assert_cmpint (json_node_get_int (sent->value), ==, 1);

  weft_frame_write_revoked (out, ROOM);
  weft_test_peer_send (peer, out->str);
  weft_test_peer_tick (peer);
  weft_test_peer_send_snapshot (peer, ROOM, 50);
  weft_test_peer_advance (peer, 5000);

  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM latest"), ==, 0);
  left = weft_test_peer_take (peer, WEFT_FRAME_LATEST);
  g_assert_null (left);
}

/* What was heard of a stream outlives a batch that failed: it is told once. */
static void
test_head_kept (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  weft_test_peer_connect (peer);
  weft_frame_write_heartbeat (out, 1800000000000, TRUE, &(WeftFrameHead) { ROOM, 4 }, 1);
  weft_test_peer_send (peer, out->str);
  weft_test_peer_tick (peer);
  weft_frame_free (weft_test_peer_take (peer, WEFT_FRAME_SUBSCRIBE));

  weft_copy_reload (peer->copy, &error);
  g_assert_no_error (error);
  weft_test_peer_advance (peer, 8000);
  g_string_truncate (out, 0);
  weft_frame_write_heartbeat (out, 1800000008000, TRUE, NULL, 0);
  weft_test_peer_send (peer, out->str);
  weft_test_peer_tick (peer);
  weft_frame_free (weft_test_peer_take (peer, WEFT_FRAME_SUBSCRIBE));
}

/* A number which was given has to be used, or what comes after it is never taken: also if the server met a fault with
 * it, and the person may not be there any more when it is tried again. */
static void
test_revoked_fault (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autofree char *first = NULL;
  g_autoptr (WeftFrame) operation = NULL;
  g_autoptr (WeftFrame) again = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) fault = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_FULL, "The server's disk is full");
  g_autoptr (GError) refusal = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "stream: no such stream");

  weft_test_peer_connect (peer);
  first = weft_test_peer_submit_send (peer, ROOM, M(1), "in vain");
  operation = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);
  weft_frame_write_result (out, operation->n, first, NULL, 0, fault);
  weft_test_peer_send (peer, out->str);
  g_string_truncate (out, 0);
  weft_frame_write_revoked (out, ROOM);
  weft_test_peer_send (peer, out->str);
  weft_test_peer_tick (peer);

  weft_test_peer_advance (peer, 60000);
  again = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);
  g_assert_cmpint (again->n, ==, operation->n);
  g_assert_cmpstr (again->id, ==, first);
  g_string_truncate (out, 0);
  weft_frame_write_result (out, again->n, first, NULL, 0, refusal);
  weft_test_peer_send (peer, out->str);
  weft_test_peer_tick (peer);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT state FROM outbox"), ==, WEFT_OUTBOX_FAILED);
}

static void
test_unknown_event (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  WeftPosition position = weft_test_peer_get_position (peer, ROOM, 4);

  weft_test_peer_connect (peer);
  weft_frame_begin_events (out, ROOM, &position);
  weft_frame_add_event (out, "{\"seq\":4,\"at\":1700000000000,\"by\":\"" HA "\",\"name\":\"thread.message-sung\",\"version\":1,\"body\":{}}", -1);
  weft_frame_end_events (out);
  weft_test_peer_send (peer, out->str);
  weft_test_peer_tick (peer);
  g_assert_cmpint (get_seq (peer, ROOM), ==, 3);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT stopped FROM stream WHERE stream = '" ROOM "'"), ==, 1);

  /* The others go on. */
  weft_test_peer_log (peer, USER, ME, &weft_thread_draft_saved_event, &(WeftThreadDraftSaved) { .target = ROOM, .text = "x" });
  weft_test_peer_send_events (peer, USER, 2, 2);
  weft_test_peer_tick (peer);
  weft_test_peer_assert_equal (peer, USER);
}

/* Two computers restored from one copy: both believe to be the same client. */
static void
test_copied_store (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autofree char *old_client = NULL;
  g_autofree char *id = NULL;

  weft_test_peer_connect (peer);
  old_client = g_strdup (peer->copy->client);

  /* The other computer has used n = 1 meanwhile, while both are connected in turn. */
  g_hash_table_insert (peer->results, GINT_TO_POINTER (1),
                       g_strdup ("{\"type\":\"result\",\"n\":1,\"id\":\"0190a000-0000-7000-8000-00000000dddd\",\"positions\":[]}"));
  peer->next_n = 2;
  id = weft_test_peer_submit_send (peer, ROOM, M(1), "once");
  {
    g_autoptr (WeftFrame) operation = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);
    g_autofree char *result = weft_test_peer_run (peer, operation);

    weft_test_peer_send (peer, result);
    weft_test_peer_tick (peer);
  }
  g_assert_cmpuint (peer->n_reconnects, ==, 1);
  g_assert_cmpstr (peer->copy->client, !=, old_client);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM message"), ==, 1);

  /* A client which the server has never seen. */
  weft_test_peer_restart (peer);
  g_assert_cmpstr (peer->copy->client, !=, old_client);
  peer->next_n = 1;
  g_hash_table_remove_all (peer->results);
  weft_test_peer_connect (peer);
  {
    g_autoptr (WeftFrame) operation = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);
    g_autofree char *result = NULL;

    g_assert_nonnull (operation);
    g_assert_cmpint (operation->n, ==, 1);
    g_assert_cmpstr (operation->id, ==, id);
    result = weft_test_peer_run (peer, operation);
    weft_test_peer_send (peer, result);
    weft_test_peer_send_events (peer, ROOM, 4, 4);
    weft_test_peer_tick (peer);
  }
  weft_test_peer_assert_equal (peer, ROOM);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM message"), ==, 1);
}

static void
test_done (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autofree char *id = NULL;
  g_autoptr (WeftFrame) operation = NULL;
  g_autofree char *result = NULL;
  g_autofree char *again = NULL;

  weft_test_peer_connect (peer);
  id = weft_test_peer_submit_send (peer, ROOM, M(1), "long ago");
  operation = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);
  result = weft_test_peer_run (peer, operation);

  /* The answer is lost with the connection, and the server has forgotten it before we are back. */
  weft_test_peer_restart (peer);
  g_hash_table_remove_all (peer->results);
  weft_test_peer_connect (peer);
  weft_test_peer_send_events (peer, ROOM, 4, 4);
  g_clear_pointer (&operation, weft_frame_free);
  operation = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);
  g_assert_cmpint (operation->n, ==, 1);
  again = weft_test_peer_run (peer, operation);
  g_assert_nonnull (strstr (again, "done"));
  weft_test_peer_send (peer, again);
  weft_test_peer_tick (peer);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM outbox"), ==, 0);
  weft_test_peer_assert_equal (peer, ROOM);
}

/* This store was restored from a copy: the server has seen more of us than we remember. Nothing new may take a used number. */
static void
test_restored_store (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autofree char *id = NULL;
  g_autoptr (WeftFrame) operation = NULL;

  peer->next_n = 9;
  id = weft_test_peer_submit_send (peer, ROOM, M(1), "new");
  weft_test_peer_connect (peer);
  operation = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);
  g_assert_nonnull (operation);
  g_assert_cmpint (operation->n, ==, 9);
}

/* The server was restored: it does not know what it has run. */
static void
test_restored_server (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autofree char *client = NULL;

  weft_test_peer_connect (peer);
  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *message = weft_test_message_id (i);
      g_autofree char *id = weft_test_peer_submit_send (peer, ROOM, message, "x");
      g_autoptr (WeftFrame) operation = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);
      g_autofree char *result = weft_test_peer_run (peer, operation);

      weft_test_peer_send (peer, result);
      weft_test_peer_send_events (peer, ROOM, 3 + i, 3 + i);
      weft_test_peer_tick (peer);
    }
  client = g_strdup (peer->copy->client);
  weft_client_session_disconnect (peer->session);
  peer->next_n = 1;
  g_hash_table_remove_all (peer->results);
  weft_client_session_connect (peer->session, "test");
  weft_test_peer_welcome (peer);
  weft_test_peer_tick (peer);
  g_assert_cmpuint (peer->n_reconnects, ==, 1);
  g_assert_cmpstr (peer->copy->client, !=, client);
  g_assert_cmpint (peer->copy->next_n, ==, 1);
}

static void
test_latest (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  WeftFrameLatest values[] = {
    { .stream = ROOM, .name = "thread.read", .by = HA, .at = 1700000000000, .value = 3 },
    { .stream = ROOM, .name = "thread.read", .by = HA, .at = 1700000000000, .value = 2 },
  };
  guint n_sent = 0;

  weft_test_peer_connect (peer);
  for (guint i = 1; i <= 5; i++)
    g_assert_true (weft_client_session_set_latest (peer->session, ROOM, "thread.read", i, &error));
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT value FROM latest"), ==, 5);
  g_assert_true (only_change (peer, 0)->table == &weft_latest_table);

  /* The first at once, the newest a second later, none for a step back. */
  weft_test_peer_advance (peer, 1000);
  g_assert_true (weft_client_session_set_latest (peer->session, ROOM, "thread.read", 4, &error));
  weft_test_peer_advance (peer, 5000);
  for (;;)
    {
      g_autoptr (WeftFrame) frame = weft_test_peer_take (peer, WEFT_FRAME_LATEST);

      if (frame == NULL)
        break;
      g_assert_cmpint (json_node_get_int (frame->value), ==, n_sent++ == 0 ? 1 : 5);
    }
  g_assert_cmpuint (n_sent, ==, 2);

  /* Others' marks are rows too, and only move forward. */
  g_ptr_array_set_size (peer->changes, 0);
  weft_frame_write_latests (out, values, G_N_ELEMENTS (values));
  weft_test_peer_send (peer, out->str);
  weft_test_peer_tick (peer);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT value FROM latest WHERE person = '" HA "'"), ==, 3);
  g_assert_cmpuint (peer->changes->len, ==, 1);

  /* Set offline, sent when connected again. */
  weft_client_session_disconnect (peer->session);
  g_assert_true (weft_client_session_set_latest (peer->session, ROOM, "thread.read", 8, &error));
  weft_test_peer_restart (peer);
  weft_test_peer_connect (peer);
  weft_test_peer_advance (peer, 1);
  {
    g_autoptr (WeftFrame) frame = weft_test_peer_take (peer, WEFT_FRAME_LATEST);

    g_assert_nonnull (frame);
    g_assert_cmpint (json_node_get_int (frame->value), ==, 8);
  }
}

/* A prediction that needs what is not held is simply not made. */
static void
test_unpredictable (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  WeftSubmission submissions[] = {
    { .stream = ROOM, .op = "thread.edit", .args = "{\"id\":\"" M(7) "\",\"text\":\"not here\"}" },
    { .stream = ROOM, .op = "thread.send", .args = "{\"id\":\"" M(1) "\",\"text\":\"good\"}" },
    { .stream = "workspace", .op = "people.suspend", .args = "{\"person\":\"" HA "\",\"suspended\":true}" },
  };
  g_autoptr (GError) error = NULL;

  weft_test_peer_connect (peer);
  g_assert_true (weft_client_session_submit (peer->session, submissions, G_N_ELEMENTS (submissions), &error));
  for (guint i = 0; i < G_N_ELEMENTS (submissions); i++)
    {
      g_assert_no_error (submissions[i].error);
      g_free (submissions[i].id);
    }
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM message"), ==, 1);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM outbox"), ==, 3);
}

/* A room made offline is there with its messages at once, and does not vanish between answer and snapshot. */
static void
test_create_offline (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  WeftSubmission submissions[] = {
    { .stream = OTHER, .op = "chat.create-room", .args = "{\"kind\":\"room\",\"name\":\"new\",\"topic\":\"\",\"members\":[\"" HA "\"]}" },
    { .stream = OTHER, .op = "thread.send", .args = "{\"id\":\"" M(1) "\",\"text\":\"first\"}" },
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  weft_test_peer_connect (peer);
  weft_client_session_disconnect (peer->session);
  g_assert_true (weft_client_session_submit (peer->session, submissions, G_N_ELEMENTS (submissions), &error));
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM room WHERE name = 'new'"), ==, 1);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM message WHERE text = 'first'"), ==, 1);

  weft_test_peer_restart (peer);
  weft_test_peer_connect (peer);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (WeftFrame) operation = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);
      g_autofree char *result = weft_test_peer_run (peer, operation);

      weft_test_peer_send (peer, result);
      weft_test_peer_tick (peer);
    }
  g_assert_cmpuint (peer->changes->len, ==, 0);
  weft_test_peer_send_snapshot (peer, OTHER, 50);
  weft_test_peer_tick (peer);
  weft_test_peer_assert_equal (peer, OTHER);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM outbox"), ==, 0);
  g_assert_cmpuint (count_changes (peer, 0, &weft_thread_message_table, WEFT_CHANGE_DELETE), ==, 0);
  g_assert_cmpuint (count_changes (peer, 0, &weft_thread_message_table, WEFT_CHANGE_INSERT), ==, 0);

  g_free (submissions[0].id);
  g_free (submissions[1].id);
}

/* Ends after each step of sending, by copying the store as the disk has it: at the end there is exactly one message. */
static void
test_restart_at_each_step (void)
{
  for (guint step = 0; step < 5; step++)
    {
      g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
      g_autofree char *id = NULL;
      g_autofree char *result = NULL;

      weft_test_peer_connect (peer);
      id = weft_test_peer_submit_send (peer, ROOM, M(1), "once");
      if (step >= 1)
        {
          g_autoptr (WeftFrame) operation = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);

          result = weft_test_peer_run (peer, operation);
        }
      if (step == 2 || step == 4)
        weft_test_peer_send_events (peer, ROOM, 4, 4);
      if (step >= 3)
        weft_test_peer_send (peer, result);
      if (step != 0)
        weft_test_peer_tick (peer);

      weft_test_peer_restart (peer);
      weft_test_peer_connect (peer);
      if (step < 1)
        {
          g_autoptr (WeftFrame) operation = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);

          result = weft_test_peer_run (peer, operation);
          weft_test_peer_send (peer, result);
        }
      if (step != 2 && step != 4)
        weft_test_peer_send_events (peer, ROOM, 4, 4);
      weft_test_peer_tick (peer);
      g_assert_cmpint (weft_test_peer_query (peer->database, "SELECT count (*) FROM message"), ==, 1);
      g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM outbox"), ==, 0);
      weft_test_peer_assert_equal (peer, NULL);
    }
}

/* Rows that a prediction cannot be taken back from are a bug; in the field the stream is loaded anew, and what was written is kept. */
static void
test_damaged_rows (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftFrame) subscribe = NULL;

  weft_test_peer_say (peer, ROOM, HA, M(1), "before");
  weft_test_peer_connect (peer);
  peer->copy->strict = FALSE;
  id = weft_test_peer_submit_send (peer, ROOM, M(2), "pending");
  g_assert_true (weft_database_execute (peer->copy->database, "UPDATE message SET text = 'changed by nobody' WHERE id = '" M(2) "'", &error));
  weft_test_peer_say (peer, ROOM, HA, M(3), "after");
  weft_test_peer_send_events (peer, ROOM, 5, 5);
  weft_test_peer_tick (peer);

  subscribe = weft_test_peer_take (peer, WEFT_FRAME_SUBSCRIBE);
  g_assert_nonnull (subscribe);
  g_assert_true (g_array_index (subscribe->positions, WeftFramePosition, 0).fresh);
  weft_test_peer_send_snapshot (peer, ROOM, 50);
  weft_test_peer_tick (peer);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM message"), ==, 3);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT text = 'pending' FROM message WHERE id = '" M(2) "'"), ==, 1);
  g_log_set_always_fatal (fatal);
}

/* On a slow way nothing waits for the welcome's round trip. */
static void
test_slow_way (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autoptr (WeftFrame) hello = NULL;
  g_autoptr (WeftFrame) subscribe = NULL;

  weft_test_peer_connect (peer);
  weft_client_session_disconnect (peer->session);
  weft_client_session_connect (peer->session, "test");
  hello = weft_test_peer_take (peer, WEFT_FRAME_HELLO);
  subscribe = weft_test_peer_take (peer, WEFT_FRAME_SUBSCRIBE);
  g_assert_true (hello != NULL && subscribe != NULL && subscribe->mine);
  g_assert_cmpuint (subscribe->positions->len, ==, 3);

  weft_test_peer_advance (peer, 800);
  weft_test_peer_welcome (peer);
  weft_test_peer_tick (peer);
  g_assert_null (weft_test_peer_take (peer, WEFT_FRAME_SUBSCRIBE));
}

/* Many at once: the window bounds what is under way, nothing is sent twice, the order stays. */
/* What waits is bounded, and there is room again for what was answered. */
static void
test_full (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *last = NULL;

  weft_test_peer_connect (peer);
  g_assert_true (weft_database_begin (peer->copy->database, &error));
  g_assert_true (weft_database_run (peer->copy->database, &error,
                                    "WITH RECURSIVE i (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM i WHERE k < 99999)"
                                    " INSERT INTO outbox (k, id, stream, op, args, n, state, error_code, created_at)"
                                    " SELECT k, 'waits-' || k, ?1, 'thread.send', '{}', k, 3, 'denied', 0 FROM i", "t", ROOM));
  g_assert_true (weft_database_commit (peer->copy->database, &error));
  g_assert_no_error (error);
  weft_test_peer_restart (peer);
  weft_test_peer_connect (peer);

  last = weft_test_peer_submit_send (peer, ROOM, M(1), "The last one");
  {
    WeftSubmission submission = { .stream = ROOM, .op = "thread.send", .args = "{\"id\":\"" M(2) "\",\"text\":\"One too many\"}" };

    g_assert_true (weft_client_session_submit (peer->session, &submission, 1, &error));
    g_assert_error (submission.error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE);
    g_assert_cmpstr (submission.error->message, ==, "outbox: 100000 changes wait for the server, at most 100000");
    g_clear_error (&submission.error);
    g_assert_null (submission.id);

    g_assert_true (weft_client_session_discard (peer->session, "waits-7", &error));
    g_assert_true (weft_client_session_submit (peer->session, &submission, 1, &error));
    g_assert_no_error (submission.error);
    g_free (submission.id);
  }
}

static void
test_drain (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  const guint n = 400;
  gint64 next = 4;
  guint n_batches;

  weft_test_peer_connect (peer);
  weft_client_session_disconnect (peer->session);
  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *message = weft_test_message_id (i);
      g_autofree char *id = weft_test_peer_submit_send (peer, ROOM, message, "x");
    }
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM message"), ==, n);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM inverse"), ==, n);

  weft_test_peer_connect (peer);
  n_batches = 0;
  while (weft_outbox_peek (peer->copy->outbox) != NULL)
    {
      guint n_operations = 0;

      for (;;)
        {
          g_autoptr (WeftFrame) operation = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);
          g_autofree char *result = NULL;

          if (operation == NULL)
            break;
          n_operations++;
          result = weft_test_peer_run (peer, operation);
          weft_test_peer_send_events (peer, ROOM, next, next);
          next++;
          weft_test_peer_send (peer, result);
        }
      g_assert_cmpuint (n_operations, <=, 101);
      weft_test_peer_advance (peer, 250);
      g_assert_cmpuint (n_batches++, <, 40);
    }
  weft_test_peer_assert_equal (peer, NULL);
  g_assert_cmpuint (peer->settled->len, ==, n);
  g_assert_cmpint (weft_test_peer_query (peer->database, "SELECT count (*) FROM message"), ==, n);
}

/* Everything is answered, and its events are still to come: they do not cost a batch each, in which all that waits is predicted anew. */
static void
test_answers_before_events (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autoptr (WeftFrame) operation = NULL;
  const guint n = 200;
  guint n_run = 0;
  guint n_batches = 0;

  weft_test_peer_connect (peer);
  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *message = weft_test_message_id (i);
      g_autofree char *id = weft_test_peer_submit_send (peer, ROOM, message, "x");
    }
  while (n_run < n)
    {
      while ((operation = weft_test_peer_take (peer, WEFT_FRAME_OPERATION)) != NULL)
        {
          g_autofree char *result = weft_test_peer_run (peer, operation);

          n_run++;
          weft_test_peer_send (peer, result);
          g_clear_pointer (&operation, weft_frame_free);
        }
      weft_test_peer_advance (peer, 250);
    }
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM outbox WHERE state = 2"), ==, n);

  for (guint i = 0; i < n; i++)
    {
      guint n_settled = peer->settled->len;

      weft_test_peer_send_events (peer, ROOM, 4 + i, 4 + i);
      weft_test_peer_tick (peer);
      n_batches += peer->settled->len > n_settled ? 1 : 0;
    }
  weft_test_peer_advance (peer, 250);
  g_assert_cmpuint (n_batches, <, 50);
  g_assert_cmpuint (peer->settled->len, ==, n);
  weft_test_peer_assert_equal (peer, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sync/session/first-connection", test_first_connection);
  g_test_add_func ("/sync/session/send", test_send);
  g_test_add_func ("/sync/session/answer-before-events", test_answer_before_events);
  g_test_add_func ("/sync/session/answers-before-events", test_answers_before_events);
  g_test_add_func ("/sync/session/rebase", test_rebase);
  g_test_add_func ("/sync/session/order", test_order);
  g_test_add_func ("/sync/session/missing-told-by-heartbeat", test_missing_told_by_heartbeat);
  g_test_add_func ("/sync/session/resume", test_resume);
  g_test_add_data_func ("/sync/session/wrong-mark", GINT_TO_POINTER (FALSE), test_reset);
  g_test_add_data_func ("/sync/session/changed-epoch", GINT_TO_POINTER (TRUE), test_reset);
  g_test_add_func ("/sync/session/events-of-another-epoch", test_events_of_another_epoch);
  g_test_add_func ("/sync/session/snapshot-and-delta", test_snapshot_and_delta);
  g_test_add_func ("/sync/session/refusal", test_refusal);
  g_test_add_func ("/sync/session/discard", test_discard);
  g_test_add_func ("/sync/session/bad-submission", test_bad_submission);
  g_test_add_func ("/sync/session/page", test_page);
  g_test_add_func ("/sync/session/extents", test_extents);
  g_test_add_func ("/sync/session/extents/apart", test_extents_apart);
  g_test_add_func ("/sync/session/revoked", test_revoked);
  g_test_add_func ("/sync/session/revoked-restart", test_revoked_restart);
  g_test_add_func ("/sync/session/revoked-latest", test_revoked_latest);
  g_test_add_func ("/sync/session/revoked-fault", test_revoked_fault);
  g_test_add_func ("/sync/session/head-kept", test_head_kept);
  g_test_add_func ("/sync/session/unknown-event", test_unknown_event);
  g_test_add_func ("/sync/session/copied-store", test_copied_store);
  g_test_add_func ("/sync/session/done", test_done);
  g_test_add_func ("/sync/session/restored-store", test_restored_store);
  g_test_add_func ("/sync/session/restored-server", test_restored_server);
  g_test_add_func ("/sync/session/latest", test_latest);
  g_test_add_func ("/sync/session/unpredictable", test_unpredictable);
  g_test_add_func ("/sync/session/create-offline", test_create_offline);
  g_test_add_func ("/sync/session/restart-at-each-step", test_restart_at_each_step);
  g_test_add_func ("/sync/session/damaged-rows", test_damaged_rows);
  g_test_add_func ("/sync/session/slow-way", test_slow_way);
  g_test_add_func ("/sync/session/full", test_full);
  g_test_add_func ("/sync/session/drain", test_drain);

  return g_test_run ();
}

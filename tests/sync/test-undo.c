/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "weft-test-peer.h"

#include "parts/content/shared/weft-content-module.h"

#include <string.h>

/* Undo, redo and what is merged, on the client alone: everything here works without a network. */

#define M(n) "0190a000-0000-7000-8000-00000000b00" #n

static char *
submit (WeftTestPeer *peer,
        const WeftOperation *operation,
        gconstpointer args,
        const char *seen,
        const char *group)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  WeftSubmission submission = { .stream = ROOM, .op = operation->name, .seen = seen, .group = group };

  operation->write (args, text);
  submission.args = text->str;
  weft_client_session_submit (peer->session, &submission, 1, &error);
  g_assert_no_error (error);
  g_assert_no_error (submission.error);

  return submission.id;
}

static void
set_room (WeftTestPeer *peer, const char *name, const char *topic)
{
  g_free (submit (peer, &weft_chat_set_room_operation, &(WeftChatSetRoom) { .name = name, .topic = topic },
                  NULL, NULL));
}

static void
assert_room (WeftTestPeer *peer, const char *name, const char *topic)
{
  WeftStatement *statement
      = weft_database_query (peer->copy->database, NULL, "SELECT name, topic FROM room WHERE stream = ?1",
                             "t", ROOM);

  g_assert_cmpint (weft_statement_step (statement, NULL), >, 0);
  g_assert_cmpstr (weft_statement_get_text (statement, 0), ==, name);
  g_assert_cmpstr (weft_statement_get_text (statement, 1), ==, topic);
  weft_statement_reset (statement);
}

static void
assert_text (WeftTestPeer *peer, const char *id, const char *text)
{
  WeftStatement *statement
      = weft_database_query (peer->copy->database, NULL, "SELECT text FROM message WHERE id = ?1", "t", id);

  g_assert_cmpint (weft_statement_step (statement, NULL), >, 0);
  g_assert_cmpstr (weft_statement_get_text (statement, 0), ==, text);
  weft_statement_reset (statement);
}

static void
step (WeftTestPeer *peer, WeftUndoStack stack)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = weft_client_session_step_back (peer->session, stack, &error);

  g_assert_no_error (error);
  g_assert_nonnull (id);
}

static void
assert_refused (WeftTestPeer *peer, WeftUndoStack stack, WeftError code, const char *message)
{
  g_autoptr (GError) error = NULL;
  gint64 before = weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM outbox");

  g_assert_null (weft_client_session_step_back (peer->session, stack, &error));
  g_assert_error (error, WEFT_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, message);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM outbox"), ==, before);
}

#define undo(peer_) step (peer_, WEFT_UNDO_BACK)
#define redo(peer_) step (peer_, WEFT_UNDO_FORTH)
#define NOTHING "There is nothing to undo"

static void
other_sets_room (WeftTestPeer *peer, const char *name, const char *topic)
{
  gint64 seq = weft_test_peer_log (peer, ROOM, HA, &weft_chat_room_changed_event,
                                   &(WeftChatRoomChanged) { .name = name, .topic = topic });

  weft_test_peer_send_events (peer, ROOM, seq, seq);
  weft_test_peer_tick (peer);
}

static WeftTestPeer *
make_peer (void)
{
  WeftTestPeer *peer = weft_test_peer_new ();

  weft_test_peer_log (peer, ROOM, HA, &weft_people_member_role_changed_event,
                      &(WeftPeopleMemberRoleChanged) { .person = ME, .role = "admin" });
  weft_test_peer_connect (peer);
  set_room (peer, "Looms", "Warp");

  return peer;
}

static void
test_back_and_forth (void)
{
  g_autoptr (WeftTestPeer) peer = make_peer ();

  set_room (peer, "Mules", "Warp");
  set_room (peer, "Mules", "Weft");
  undo (peer);
  assert_room (peer, "Mules", "Warp");
  undo (peer);
  assert_room (peer, "Looms", "Warp");
  redo (peer);
  assert_room (peer, "Mules", "Warp");

  /* The stacks are on disk. */
  weft_test_peer_restart (peer);
  redo (peer);
  assert_room (peer, "Mules", "Weft");
  assert_refused (peer, WEFT_UNDO_FORTH, WEFT_ERROR_NOT_FOUND, "There is nothing to redo");
  undo (peer);
  undo (peer);
  assert_room (peer, "Looms", "Warp");

  /* What is done anew cannot be followed by what was undone before. */
  set_room (peer, "Reeds", "Warp");
  assert_refused (peer, WEFT_UNDO_FORTH, WEFT_ERROR_NOT_FOUND, "There is nothing to redo");
  undo (peer);
  assert_room (peer, "Looms", "Warp");
}

/* What somebody else changed since is never overwritten. */
static void
test_refused_with_reason (void)
{
  g_autoptr (WeftTestPeer) peer = make_peer ();
  g_autofree char *result = NULL;

  set_room (peer, "Mules", "Warp");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (WeftFrame) operation = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);

      g_assert_nonnull (operation);
      g_free (result);
      result = weft_test_peer_run (peer, operation);
      weft_test_peer_send (peer, result);
    }
  weft_test_peer_send_events (peer, ROOM, 5, 6);
  weft_test_peer_tick (peer);
  assert_room (peer, "Mules", "Warp");
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM outbox"), ==, 0);

  other_sets_room (peer, "Theirs", "Warp");
  assert_refused (peer, WEFT_UNDO_BACK, WEFT_ERROR_CONFLICT, "name: changed by somebody else since");
  assert_room (peer, "Theirs", "Warp");
}

static void
test_never (void)
{
  g_autoptr (WeftTestPeer) peer = make_peer ();
  g_autofree char *id = weft_test_peer_submit_send (peer, ROOM, M (1), "Hello");

  g_free (submit (peer, &weft_content_erase_operation, &(WeftContentErase) { .rows = "message:" M (1) }, NULL, NULL));
  assert_refused (peer, WEFT_UNDO_BACK, WEFT_ERROR_DENIED, "what was erased is nowhere any more");
  /* And then what was done before: the sending. */
  undo (peer);
}

/* A refused undo while a snapshot is on its way: none of its pages gets lost. */
static void
test_amid_snapshot (void)
{
  g_autoptr (WeftTestPeer) peer = make_peer ();
  WeftPosition position = { 0 };
  g_autoptr (GString) out = g_string_new (NULL);
  static const char *const columns[] = { "stream", "last_ordinal", "last_at", "brought", NULL };

  weft_test_peer_say (peer, ROOM, HA, M (1), "Hello");
  position = weft_test_peer_get_position (peer, ROOM, 4);
  position.epoch++;
  weft_test_peer_send (peer, "{\"type\":\"reset\",\"stream\":\"" ROOM "\",\"reason\":\"gone\"}");
  weft_frame_begin_snapshot (out, ROOM, &position, 0, FALSE);
  weft_frame_begin_rows (out, "thread", columns);
  weft_frame_add_row (out, "[\"" ROOM "\",7,44,null]");
  weft_frame_end_rows (out);
  weft_frame_end_snapshot (out);
  weft_test_peer_send (peer, out->str);
  weft_test_peer_tick (peer);
  assert_refused (peer, WEFT_UNDO_FORTH, WEFT_ERROR_NOT_FOUND, "There is nothing to redo");

  g_string_truncate (out, 0);
  weft_frame_begin_snapshot (out, ROOM, &position, 1, TRUE);
  weft_frame_end_snapshot (out);
  weft_test_peer_send (peer, out->str);
  weft_test_peer_tick (peer);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT last_ordinal FROM thread WHERE stream = '" ROOM "'"), ==, 7);
}

/* What was written into a room made offline, and erased before the room's rows came: they hold it as empty, and so does the way back. */
static void
test_erased_while_pending (void)
{
  g_autoptr (WeftTestPeer) peer = make_peer ();
  g_autoptr (GError) error = NULL;
  WeftSubmission room = { .stream = OTHER, .op = "chat.create-room", .args = "{\"kind\":\"room\",\"name\":\"new\",\"topic\":\"\",\"members\":[\"" HA "\"]}" };

  g_assert_true (weft_client_session_submit (peer->session, &room, 1, &error));
  g_free (room.id);
  g_free (weft_test_peer_submit_send (peer, OTHER, M (1), "a secret"));
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (WeftFrame) operation = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);
      g_autofree char *result = weft_test_peer_run (peer, operation);

      weft_test_peer_send (peer, result);
    }
  weft_test_peer_tick (peer);
  g_free (weft_test_peer_submit_send (peer, OTHER, M (2), "still to come"));
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM undo WHERE args LIKE '%a secret%'"), ==, 1);

  weft_test_peer_log (peer, OTHER, HA, &weft_content_erased_event, &(WeftContentErased) { .rows = "message:" M (1) });
  weft_test_peer_send_snapshot (peer, OTHER, 50);
  weft_test_peer_tick (peer);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM undo WHERE args LIKE '%a secret%'"), ==, 0);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM undo WHERE args LIKE '%still to come%'"), ==, 1);
}

/* Two changes of one text: without touching both stay, and only one's own is taken back. */
static void
test_text (void)
{
  g_autoptr (WeftTestPeer) peer = make_peer ();
  gint64 seq;

  weft_test_peer_say (peer, ROOM, ME, M (1), "Meet at ten in the mill");
  weft_test_peer_send_events (peer, ROOM, 5, 5);
  weft_test_peer_tick (peer);

  /* On the other device somebody was quicker, while this one was still being typed. */
  seq = weft_test_peer_log (peer, ROOM, ME, &weft_thread_message_edited_v2_event,
                            &(WeftThreadMessageEditedV2) { .id = M (1), .text = "Meet at eleven in the mill" });
  weft_test_peer_send_events (peer, ROOM, seq, seq);
  weft_test_peer_tick (peer);
  g_free (submit (peer, &weft_thread_edit_operation,
                  &(WeftThreadEdit) { .id = M (1), .text = "Meet at ten in the loft" },
                  "{\"text\":\"Meet at ten in the mill\"}", NULL));
  assert_text (peer, M (1), "Meet at eleven in the loft");
  undo (peer);
  assert_text (peer, M (1), "Meet at eleven in the mill");
  redo (peer);
  assert_text (peer, M (1), "Meet at eleven in the loft");

  seq = weft_test_peer_log (peer, ROOM, ME, &weft_thread_message_edited_v2_event,
                            &(WeftThreadMessageEditedV2) { .id = M (1),
                                                         .text = "Today: meet at eleven in the mill" });
  weft_test_peer_send_events (peer, ROOM, seq, seq);
  weft_test_peer_tick (peer);
  assert_text (peer, M (1), "Today: meet at eleven in the loft");
  undo (peer);
  assert_text (peer, M (1), "Today: meet at eleven in the mill");
}

static void
test_group (void)
{
  g_autoptr (WeftTestPeer) peer = make_peer ();
  g_autoptr (GError) error = NULL;
  WeftSubmission group = {
    .stream = ROOM,
    .op = WEFT_GROUP_OPERATION,
    .args = "{\"operations\":[{\"op\":\"chat.set-room\",\"args\":{\"name\":\"One\",\"topic\":\"Warp\"}},"
            "{\"op\":\"chat.set-room\",\"args\":{\"name\":\"Two\",\"topic\":\"Weft\"}},"
            "{\"op\":\"thread.send\",\"args\":{\"id\":\"" M (1) "\",\"text\":\"Hello\"}}]}",
  };
  WeftSubmission bad = group;

  weft_client_session_submit (peer->session, &group, 1, &error);
  g_assert_no_error (error);
  g_assert_no_error (group.error);
  assert_room (peer, "Two", "Weft");
  assert_text (peer, M (1), "Hello");
  undo (peer);
  assert_room (peer, "Looms", "Warp");
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT deleted FROM message"), ==, 1);

  /* One that is refused takes the others with it. */
  bad.args = "{\"operations\":[{\"op\":\"chat.set-room\",\"args\":{\"name\":\"One\",\"topic\":\"Warp\"}},"
             "{\"op\":\"thread.send\",\"args\":{\"id\":\"" M (1) "\",\"text\":\"Again\"}}]}";
  bad.id = NULL;
  weft_client_session_submit (peer->session, &bad, 1, &error);
  g_assert_no_error (error);
  g_assert_no_error (bad.error);
  assert_room (peer, "Looms", "Warp");
  g_free (bad.id);
  g_free (group.id);

  bad.args = "{\"operations\":[{\"op\":\"chat.set-room\",\"args\":{\"name\":\"\"}}]}";
  bad.id = NULL;
  weft_client_session_submit (peer->session, &bad, 1, &error);
  g_assert_error (bad.error, WEFT_ERROR, WEFT_ERROR_INVALID);
  g_assert_cmpstr (bad.error->message, ==, "operations[0].name: 0 characters, at least 1");
  g_clear_error (&bad.error);
}

/* Several operations, sent one by one, that are one thing to the person. */
static void
test_family (void)
{
  g_autoptr (WeftTestPeer) peer = make_peer ();

  g_free (submit (peer, &weft_chat_set_room_operation, &(WeftChatSetRoom) { .name = "One", .topic = "Warp" },
                  NULL, "both"));
  g_free (submit (peer, &weft_chat_set_room_operation, &(WeftChatSetRoom) { .name = "Two", .topic = "Weft" },
                  NULL, "both"));
  undo (peer);
  assert_room (peer, "Looms", "Warp");
  redo (peer);
  assert_room (peer, "Two", "Weft");
}

/* What the server refused did not happen, and is not taken back. */
static void
test_failed (void)
{
  g_autoptr (WeftTestPeer) peer = make_peer ();
  g_autoptr (WeftFrame) first = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);
  g_autofree char *result
      = g_strdup_printf ("{\"type\":\"result\",\"n\":%d,\"id\":\"%s\",\"error\":{\"code\":\"denied\","
                         "\"message\":\"no\"}}",
                         (int) first->n, first->id);

  weft_test_peer_send (peer, result);
  weft_test_peer_tick (peer);
  assert_refused (peer, WEFT_UNDO_BACK, WEFT_ERROR_NOT_FOUND, NOTHING);
}

static void
test_bound (void)
{
  g_autoptr (WeftTestPeer) peer = make_peer ();
  guint n = 0;

  for (guint i = 0; i < WEFT_UNDO_MAX + 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("Room %u", i);

      set_room (peer, name, "Warp");
    }
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM undo"), ==,
                   WEFT_UNDO_MAX);
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *id = weft_client_session_step_back (peer->session, WEFT_UNDO_BACK, &error);

      if (id == NULL)
        break;
      n++;
    }
  g_assert_cmpuint (n, ==, WEFT_UNDO_MAX);
  assert_room (peer, "Room 19", "Warp");
}

/* A text that lost: kept, given up, or put below the other. */
static void
resolve (gboolean mine, gboolean both, const char *text)
{
  g_autoptr (WeftTestPeer) peer = make_peer ();
  g_autoptr (GError) error = NULL;

  weft_test_peer_say (peer, ROOM, ME, M (1), "Theirs");
  weft_test_peer_send_events (peer, ROOM, 5, 5);
  weft_test_peer_log (peer, USER, ME, &weft_conflict_found_event,
                      &(WeftConflictFound) {
                          .id = M (7),
                          .target = ROOM,
                          .op = "thread.edit",
                          .object = M (1),
                          .field = "text",
                          .mine = "Mine",
                          .theirs = "Theirs",
                      });
  weft_test_peer_send_snapshot (peer, USER, 100);
  weft_test_peer_tick (peer);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM conflict"), ==, 1);

  weft_client_session_resolve_conflict (peer->session, M (7), mine, both, &error);
  g_assert_no_error (error);
  assert_text (peer, M (1), text);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count (*) FROM conflict"), ==, 0);
  g_assert_false (weft_client_session_resolve_conflict (peer->session, M (7), mine, both, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
}

static void
test_resolve (void)
{
  resolve (TRUE, FALSE, "Mine");
  resolve (FALSE, FALSE, "Theirs");
  resolve (TRUE, TRUE, "Theirs\n\nMine");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sync/undo/back-and-forth", test_back_and_forth);
  g_test_add_func ("/sync/undo/refused-with-reason", test_refused_with_reason);
  g_test_add_func ("/sync/undo/amid-snapshot", test_amid_snapshot);
  g_test_add_func ("/sync/undo/erased-while-pending", test_erased_while_pending);
  g_test_add_func ("/sync/undo/never", test_never);
  g_test_add_func ("/sync/undo/text", test_text);
  g_test_add_func ("/sync/undo/group", test_group);
  g_test_add_func ("/sync/undo/family", test_family);
  g_test_add_func ("/sync/undo/resolve", test_resolve);
  g_test_add_func ("/sync/undo/failed", test_failed);
  g_test_add_func ("/sync/undo/bound", test_bound);

  return g_test_run ();
}

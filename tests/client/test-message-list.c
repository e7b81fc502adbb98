/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-sync.h"
#include "parts/people/client/weft-people.h"
#include "parts/thread/client/weft-message-list.h"
#include "parts/thread/client/weft-thread.h"
#include "parts/thread/client/weft-typing.h"

#define ROOM "room/00000000-0000-7000-8000-000000000001"
#define ME "00000000-0000-7000-8000-0000000000aa"
#define HA "00000000-0000-7000-8000-0000000000ab"
#define NGOC "00000000-0000-7000-8000-0000000000ac"
#define AT G_GINT64_CONSTANT (1763600000000)

typedef struct
{
  WeftSync *sync;
  WeftMessageList *list;
  guint n_changes;      /* items-changed */
  guint position;
  guint removed;
  guint added;
  guint n_arrived;
} Desk;

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, Desk *desk)
{
  desk->n_changes++;
  desk->position = position;
  desk->removed = removed;
  desk->added = added;
}

static void
on_arrived (WeftMessageList *list, GPtrArray *messages, Desk *desk)
{
  desk->n_arrived += messages->len;
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
desk_init (Desk *desk, guint n)
{
  *desk = (Desk) { .sync = fake_sync_new (":memory:") };
  fake_sync_set_person (desk->sync, ME);
  weft_database_execute (fake_sync_get_database (desk->sync), "BEGIN", NULL);
  fake_sync_add_person (desk->sync, ME, "Mai Đỗ", "Product");
  fake_sync_add_person (desk->sync, HA, "Nguyễn Thu Hà", "Support lead");
  fake_sync_add_person (desk->sync, NGOC, "Lê Bảo Ngọc", "Operations");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("message %u", i + 1);

      g_free (fake_sync_add_message (desk->sync, ROOM, i % 4 == 3 ? ME : HA, text, AT + i * 60000, NULL));
    }
  weft_database_execute (fake_sync_get_database (desk->sync), "COMMIT", NULL);
}

static void
desk_open (Desk *desk)
{
  desk->list = weft_message_list_new (desk->sync, ROOM);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (desk->list)), ==, 0);
  g_signal_connect (desk->list, "items-changed", G_CALLBACK (on_items_changed), desk);
  g_signal_connect (desk->list, "arrived", G_CALLBACK (on_arrived), desk);
  settle ();
  g_assert_true (weft_message_list_get_ready (desk->list));
}

static void
desk_clear (Desk *desk)
{
  g_clear_object (&desk->list);
  settle ();
  g_clear_object (&desk->sync);
}

static void
receive (Desk *desk, const char *author, const char *text, gint64 at)
{
  fake_sync_begin (desk->sync);
  g_free (fake_sync_add_message (desk->sync, ROOM, author, text, at, NULL));
  fake_sync_commit (desk->sync);
  settle ();
}

static void
assert_message (Desk *desk, guint position, const char *text)
{
  g_autoptr (WeftMessage) message = g_list_model_get_item (G_LIST_MODEL (desk->list), position);

  g_assert_nonnull (message);
  g_assert_false (weft_message_get_placeholder (message));
  g_assert_cmpstr (weft_message_get_text (message), ==, text);
}

static void
test_opens_at_the_newest (void)
{
  Desk desk;

  desk_init (&desk, 1000);
  desk_open (&desk);
  g_assert_cmpuint (desk.n_changes, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (desk.list)), ==, 1000);
  assert_message (&desk, 999, "message 1000");
  g_assert_null (weft_message_list_peek (desk.list, 10));
  desk_clear (&desk);
}

static void
test_fills_placeholders_in_place (void)
{
  Desk desk;
  g_autoptr (WeftMessage) message = NULL;

  desk_init (&desk, 1000);
  desk_open (&desk);
  message = g_list_model_get_item (G_LIST_MODEL (desk.list), 10);
  g_assert_true (weft_message_get_placeholder (message));
  g_assert_cmpint (weft_message_get_ordinal (message), ==, 11);
  settle ();
  g_assert_false (weft_message_get_placeholder (message));
  g_assert_cmpstr (weft_message_get_text (message), ==, "message 11");
  g_assert_cmpstr (weft_message_get_author_name (message), ==, "Nguyễn Thu Hà");
  g_assert_cmpuint (desk.n_changes, ==, 1); /* the same object: nothing was put in or taken out */
  g_clear_object (&message);
  desk_clear (&desk);
}

static void
test_appends_minimally (void)
{
  Desk desk;

  desk_init (&desk, 200);
  desk_open (&desk);
  receive (&desk, HA, "new", AT + 1000 * 60000);
  g_assert_cmpuint (desk.n_changes, ==, 2);
  g_assert_cmpuint (desk.position, ==, 200);
  g_assert_cmpuint (desk.removed, ==, 0);
  g_assert_cmpuint (desk.added, ==, 1);
  g_assert_cmpuint (desk.n_arrived, ==, 1);
  g_assert_false (weft_message_get_placeholder (weft_message_list_peek (desk.list, 200))); /* never a flash of a placeholder */
  desk_clear (&desk);
}

static void
test_groups_and_days (void)
{
  Desk desk;
  WeftMessage *message;

  desk_init (&desk, 0);
  weft_database_execute (fake_sync_get_database (desk.sync), "BEGIN", NULL);
  g_free (fake_sync_add_message (desk.sync, ROOM, HA, "a", AT, NULL));
  g_free (fake_sync_add_message (desk.sync, ROOM, HA, "b", AT + 60000, NULL));
  g_free (fake_sync_add_message (desk.sync, ROOM, HA, "c", AT + 10 * 60000, NULL));
  g_free (fake_sync_add_message (desk.sync, ROOM, NGOC, "d", AT + 10 * 60000, NULL));
  g_free (fake_sync_add_message (desk.sync, ROOM, NGOC, "e", AT + 30 * G_GINT64_CONSTANT (3600000), NULL));
  weft_database_execute (fake_sync_get_database (desk.sync), "COMMIT", NULL);
  desk_open (&desk);
  static const struct { gboolean first, day; } expected[] = { { TRUE, TRUE }, { FALSE, FALSE }, { TRUE, FALSE }, { TRUE, FALSE }, { TRUE, TRUE } };
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      message = weft_message_list_peek (desk.list, i);
      g_assert_cmpint (weft_message_get_first (message), ==, expected[i].first);
      g_assert_cmpint (weft_message_get_new_day (message), ==, expected[i].day);
    }
  desk_clear (&desk);
}

static void
test_states (void)
{
  Desk desk;
  WeftMessage *message;

  desk_init (&desk, 3);
  desk_open (&desk);
  dex_future_disown (weft_thread_send (desk.sync, ROOM, "hello", NULL));
  settle ();
  message = weft_message_list_peek (desk.list, 3);
  g_assert_true (weft_message_get_own (message));
  g_assert_cmpint (weft_message_get_state (message), ==, WEFT_MESSAGE_SENT);
  g_assert_cmpuint (desk.n_arrived, ==, 0);

  fake_sync_begin (desk.sync);
  fake_sync_set_mark (desk.sync, ROOM, "thread.delivered", HA, 4);
  fake_sync_commit (desk.sync);
  settle ();
  g_assert_cmpint (weft_message_get_state (message), ==, WEFT_MESSAGE_DELIVERED);

  fake_sync_emit_latest (desk.sync, ROOM, "thread.read", HA, 4);
  settle ();
  g_assert_cmpint (weft_message_get_state (message), ==, WEFT_MESSAGE_READ);
  g_assert_cmpstr (weft_message_get_readers (message)[0], ==, "Nguyễn Thu Hà");
  g_assert_null (weft_message_get_readers (message)[1]);
  desk_clear (&desk);
}

static void
test_waits_and_fails (void)
{
  Desk desk;
  WeftMessage *message;

  desk_init (&desk, 3);
  desk_open (&desk);
  fake_sync_set_state (desk.sync, WEFT_SYNC_OFFLINE);
  dex_future_disown (weft_thread_send (desk.sync, ROOM, "one", NULL));
  settle ();
  message = weft_message_list_peek (desk.list, 3);
  g_assert_cmpint (weft_message_get_state (message), ==, WEFT_MESSAGE_WAITING);
  g_assert_cmpint (weft_message_get_ordinal (message), ==, 4);

  desk.n_changes = 0;
  fake_sync_refuse (desk.sync, "you may not write here");
  settle ();
  g_assert_true (weft_message_list_peek (desk.list, 3) == message); /* the same object in the same place */
  g_assert_cmpuint (desk.n_changes, ==, 0);
  g_assert_cmpint (weft_message_get_state (message), ==, WEFT_MESSAGE_FAILED);
  g_assert_cmpstr (weft_message_get_error (message), ==, "you may not write here");
  g_assert_cmpint (weft_message_list_get_last_ordinal (desk.list), ==, 3);

  /* What others write meanwhile stands above it. */
  receive (&desk, HA, "meanwhile", AT + 1000 * 60000);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (desk.list)), ==, 5);
  g_assert_cmpuint (desk.position, ==, 3);
  g_assert_cmpuint (desk.removed, ==, 0);
  g_assert_cmpuint (desk.added, ==, 1);
  g_assert_true (weft_message_list_peek (desk.list, 4) == message);

  dex_future_disown (weft_sync_discard_operation (desk.sync, weft_message_get_operation (message)));
  settle ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (desk.list)), ==, 4);
  g_assert_cmpuint (desk.position, ==, 4);
  g_assert_cmpuint (desk.removed, ==, 1);
  g_assert_cmpuint (desk.added, ==, 0);
  desk_clear (&desk);
}

/* A prediction moves down when somebody else's message is confirmed in its place: its object moves with it. */
static void
test_prediction_moves (void)
{
  Desk desk;
  WeftMessage *own;
  WeftDatabase *database;

  desk_init (&desk, 3);
  desk_open (&desk);
  fake_sync_set_state (desk.sync, WEFT_SYNC_OFFLINE);
  dex_future_disown (weft_thread_send (desk.sync, ROOM, "mine", NULL));
  settle ();
  own = weft_message_list_peek (desk.list, 3);
  g_object_ref (own);

  desk.n_changes = 0;
  database = fake_sync_get_database (desk.sync);
  fake_sync_begin (desk.sync);
  weft_database_execute (database, "UPDATE message SET ordinal = 5 WHERE text = 'mine'; UPDATE thread SET last_ordinal = 3;", NULL);
  g_free (fake_sync_add_message (desk.sync, ROOM, HA, "theirs", AT, NULL));
  weft_database_execute (database, "UPDATE thread SET last_ordinal = 5;", NULL);
  fake_sync_commit (desk.sync);
  settle ();
  assert_message (&desk, 3, "theirs");
  g_assert_true (weft_message_list_peek (desk.list, 4) == own);
  g_assert_cmpint (weft_message_get_ordinal (own), ==, 5);
  g_assert_cmpuint (desk.n_changes, ==, 1);
  g_assert_cmpuint (desk.n_arrived, ==, 1);
  g_object_unref (own);
  desk_clear (&desk);
}

static void
test_memory_is_bounded (void)
{
  Desk desk;
  g_autoptr (WeftMessage) held = NULL;

  desk_init (&desk, 10000);
  desk_open (&desk);
  held = g_list_model_get_item (G_LIST_MODEL (desk.list), 5);
  for (guint i = 0; i < 10000; i += WEFT_MESSAGE_PAGE / 2)
    {
      g_object_unref (g_list_model_get_item (G_LIST_MODEL (desk.list), i));
      settle ();
    }
  g_assert_cmpuint (weft_message_list_get_n_pages (desk.list), <=, WEFT_MESSAGE_PAGES_MAX);
  g_assert_true (weft_message_list_peek (desk.list, 5) == held); /* what somebody holds stays up to date */
  g_clear_object (&held);
  desk_clear (&desk);
}

static void
test_asks_the_server (void)
{
  Desk desk;
  g_autoptr (WeftMessage) message = NULL;

  desk_init (&desk, 1000);
  fake_sync_forget_below (desk.sync, ROOM, 951);
  fake_sync_set_state (desk.sync, WEFT_SYNC_OFFLINE);
  desk_open (&desk);
  message = g_list_model_get_item (G_LIST_MODEL (desk.list), 930);
  settle ();
  g_assert_true (weft_message_get_placeholder (message));
  guint asked = fake_sync_get_n_pages_asked (desk.sync);
  settle ();
  g_assert_cmpuint (fake_sync_get_n_pages_asked (desk.sync), ==, asked); /* not again and again */
  fake_sync_set_state (desk.sync, WEFT_SYNC_ONLINE);
  settle ();
  g_assert_false (weft_message_get_placeholder (message));
  g_assert_cmpstr (weft_message_get_text (message), ==, "message 931");
  g_clear_object (&message);
  desk_clear (&desk);
}

static void
test_edit_and_delete (void)
{
  Desk desk;
  WeftMessage *message;

  desk_init (&desk, 4);
  desk_open (&desk);
  message = weft_message_list_peek (desk.list, 3);
  g_assert_true (weft_message_list_get_last_own (desk.list) == message);
  dex_future_disown (weft_thread_edit (desk.sync, ROOM, weft_message_get_id (message), "better", NULL));
  settle ();
  g_assert_cmpstr (weft_message_get_text (message), ==, "better");
  g_assert_cmpint (weft_message_get_edited_at (message), !=, 0);
  dex_future_disown (weft_thread_delete (desk.sync, ROOM, weft_message_get_id (message)));
  settle ();
  g_assert_true (weft_message_get_deleted (message));
  g_assert_cmpstr (weft_message_get_text (message), ==, "");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (desk.list)), ==, 4);
  g_assert_null (weft_message_list_get_last_own (desk.list));
  desk_clear (&desk);
}

static void
test_reply (void)
{
  Desk desk;
  WeftMessage *message;

  desk_init (&desk, 4);
  desk_open (&desk);
  dex_future_disown (weft_thread_send (desk.sync, ROOM, "an answer", weft_message_get_id (weft_message_list_peek (desk.list, 1))));
  settle ();
  message = weft_message_list_peek (desk.list, 4);
  g_assert_cmpstr (weft_message_get_reply_text (message), ==, "message 2");
  g_assert_cmpstr (weft_message_get_reply_author (message), ==, "Nguyễn Thu Hà");
  g_assert_cmpint (weft_message_get_reply_ordinal (message), ==, 2);
  desk_clear (&desk);
}

/* A program goes by the name it gives itself; two that come by one hook are told apart. */
static void
test_posted (void)
{
  static const char hook[] = "00000000-0000-7000-8000-0000000000ad";
  Desk desk;
  WeftMessage *message;

  desk_init (&desk, 1);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *id = fake_sync_add_message (desk.sync, ROOM, hook, "built", AT + 60000 + i * 1000, NULL);

      weft_database_run (fake_sync_get_database (desk.sync), NULL,
                         "UPDATE message SET via = 'hook', speaker = ?2, face = ?3 WHERE id = ?1", "ttt", id,
                         i < 2 ? "CI" : "CD", i < 2 ? "🔨" : "");
    }
  desk_open (&desk);

  g_assert_false (weft_message_get_posted (weft_message_list_peek (desk.list, 0)));
  message = weft_message_list_peek (desk.list, 1);
  g_assert_true (weft_message_get_posted (message));
  g_assert_cmpstr (weft_message_get_author_name (message), ==, "CI");
  g_assert_cmpstr (weft_message_get_face (message), ==, "🔨");
  g_assert_true (weft_message_get_first (message));
  g_assert_false (weft_message_get_first (weft_message_list_peek (desk.list, 2)));
  message = weft_message_list_peek (desk.list, 3);
  g_assert_true (weft_message_get_first (message));
  g_assert_cmpstr (weft_message_get_author_name (message), ==, "CD");
  g_assert_null (weft_message_get_face (message));
  desk_clear (&desk);
}

/* Said elsewhere: by a person of the workspace, or by somebody with a name of their own. No program wrote it. */
static void
test_imported (void)
{
  Desk desk;
  WeftMessage *message;

  desk_init (&desk, 0);
  g_free (fake_sync_bring (desk.sync, ROOM, HA, "", "Long ago", AT - 100000));
  g_free (fake_sync_bring (desk.sync, ROOM, "00000000-0000-7000-8000-0000000000ad", "Gus", "So long", AT - 90000));
  desk_open (&desk);

  message = weft_message_list_peek (desk.list, 0);
  g_assert_cmpstr (weft_message_get_author_name (message), ==, "Nguyễn Thu Hà");
  g_assert_cmpint (weft_message_get_at (message), ==, AT - 100000);
  g_assert_true (weft_message_get_imported (message));
  g_assert_false (weft_message_get_posted (message));
  message = weft_message_list_peek (desk.list, 1);
  g_assert_cmpstr (weft_message_get_author_name (message), ==, "Gus");
  g_assert_true (weft_message_get_imported (message));
  g_assert_cmpint (weft_message_list_get_own_read (desk.list), ==, 2);
  desk_clear (&desk);
}

static void
count_up (guint *n)
{
  (*n)++;
}

/* What the server finds at an address comes to the message that is shown, and goes. */
static void
test_preview (void)
{
  Desk desk;
  WeftMessage *message;
  const WeftPreview *preview;
  g_autofree char *place = NULL;
  g_autoptr (WeftPreview) copy = NULL;
  guint n_changed = 0;

  desk_init (&desk, 4);
  desk_open (&desk);
  message = weft_message_list_peek (desk.list, 3);
  g_assert_null (weft_message_get_preview (message));
  g_signal_connect_swapped (message, "changed", G_CALLBACK (count_up), &n_changed);
  fake_sync_begin (desk.sync);
  fake_sync_preview (desk.sync, ROOM, weft_message_get_id (message), "https://www.loom.example/a", "Looms", "Loom Weekly");
  fake_sync_commit (desk.sync);
  settle ();
  g_assert_cmpuint (n_changed, ==, 1);
  preview = weft_message_get_preview (message);
  g_assert_nonnull (preview);
  g_assert_cmpstr (preview->title, ==, "Looms");
  g_assert_null (preview->text);
  place = weft_preview_dup_place (preview);
  g_assert_cmpstr (place, ==, "Loom Weekly · loom.example");
  copy = weft_preview_copy (preview);
  g_assert_true (weft_preview_equal (copy, preview));

  dex_future_disown (weft_thread_set_preview (desk.sync, ROOM, weft_message_get_id (message), TRUE));
  settle ();
  g_assert_cmpuint (n_changed, ==, 2);
  g_assert_true (weft_message_get_preview (message)->bare);
  g_assert_false (weft_preview_equal (copy, weft_message_get_preview (message)));
  fake_sync_begin (desk.sync);
  fake_sync_preview (desk.sync, ROOM, weft_message_get_id (message), "", "", "");
  fake_sync_commit (desk.sync);
  settle ();
  g_assert_null (weft_message_get_preview (message));
  g_signal_handlers_disconnect_by_data (message, &n_changed);
  desk_clear (&desk);
}

static void
test_renamed_person (void)
{
  Desk desk;

  desk_init (&desk, 2);
  desk_open (&desk);
  fake_sync_begin (desk.sync);
  fake_sync_add_person (desk.sync, HA, "Thu Hà", "");
  fake_sync_commit (desk.sync);
  settle ();
  g_assert_cmpstr (weft_message_get_author_name (weft_message_list_peek (desk.list, 0)), ==, "Thu Hà");
  desk_clear (&desk);
}

static DexFuture *
take_string (DexFuture *future, gpointer user_data)
{
  char **out = user_data;

  *out = g_value_dup_string (dex_future_get_value (future, NULL));
  return dex_future_new_for_boolean (TRUE);
}

static void
test_draft (void)
{
  Desk desk;
  g_autofree char *draft = NULL;

  desk_init (&desk, 1);
  dex_future_disown (weft_thread_save_draft (desk.sync, ROOM, "not yet", ""));
  dex_future_disown (dex_future_finally (weft_thread_load_draft (desk.sync, ROOM), take_string, &draft, NULL));
  settle ();
  g_assert_cmpstr (draft, ==, "not yet");
  desk_clear (&desk);
}

static void
test_typing (void)
{
  Desk desk;
  g_autoptr (WeftTyping) typing = NULL;

  desk_init (&desk, 1);
  typing = weft_typing_new (desk.sync, ROOM);
  fake_sync_emit_latest (desk.sync, ROOM, "thread.typing", HA, 0);
  fake_sync_emit_latest (desk.sync, ROOM, "thread.typing", HA, 0);
  fake_sync_emit_latest (desk.sync, "room/other", "thread.typing", NGOC, 0);
  g_assert_cmpuint (weft_typing_get_people (typing)->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (weft_typing_get_people (typing), 0), ==, HA);
  weft_typing_stop (typing, HA);
  g_assert_cmpuint (weft_typing_get_people (typing)->len, ==, 0);
  g_clear_object (&typing);
  desk_clear (&desk);
}

static void
test_people (void)
{
  Desk desk;
  g_autoptr (WeftPeople) people = NULL;
  g_autoptr (WeftMemberList) members = NULL;
  g_autoptr (WeftPerson) person = NULL;

  desk_init (&desk, 1);
  people = weft_people_new (desk.sync);
  settle ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (people)), ==, 3);
  person = g_list_model_get_item (G_LIST_MODEL (people), 0);
  g_assert_cmpstr (weft_person_get_name (person), ==, "Lê Bảo Ngọc");
  g_assert_true (weft_person_get_me (weft_people_get_me (people)));
  fake_sync_emit_presence (desk.sync, HA, "away");
  g_assert_cmpstr (weft_person_get_presence (weft_people_lookup (people, HA)), ==, "away");
  fake_sync_set_state (desk.sync, WEFT_SYNC_OFFLINE);
  g_assert_cmpstr (weft_person_get_presence (weft_people_lookup (people, HA)), ==, "offline");

  members = weft_member_list_new (people, ROOM);
  settle ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (members)), ==, 0);
  fake_sync_begin (desk.sync);
  fake_sync_add_member (desk.sync, ROOM, NGOC);
  fake_sync_commit (desk.sync);
  settle ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (members)), ==, 1);
  g_assert_cmpstr (weft_member_list_get_role (members, NGOC), ==, "member");
  g_assert_null (weft_member_list_get_role (members, HA));
  g_clear_object (&members);
  g_clear_object (&people);
  desk_clear (&desk);
}

/* A thread is a list of its own: its numbers begin with 1, and the room's know nothing of it. */
static void
test_thread (void)
{
  Desk desk;
  g_autoptr (WeftMessageList) thread = NULL;
  g_autofree char *root = NULL;

  desk_init (&desk, 10);
  root = fake_sync_add_message (desk.sync, ROOM, HA, "the root", AT + 660000, NULL);
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *text = g_strdup_printf ("reply %u", i + 1);

      g_free (fake_sync_add_reply (desk.sync, ROOM, root, 11, i + 1, i % 2 == 0 ? ME : HA, text, AT + 700000 + i));
    }
  fake_sync_name_thread (desk.sync, ROOM, root, "Looms", TRUE);
  desk_open (&desk);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (desk.list)), ==, 11);
  assert_message (&desk, 10, "the root");
  g_assert_cmpint (weft_message_get_replies (weft_message_list_peek (desk.list, 10)), ==, 200);
  g_assert_cmpstr (weft_message_get_title (weft_message_list_peek (desk.list, 10)), ==, "Looms");

  thread = weft_message_list_new_thread (desk.sync, ROOM, 11);
  settle ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (thread)), ==, 200);
  g_assert_cmpstr (weft_message_get_text (weft_message_list_get_root (thread)), ==, "the root");
  g_assert_true (weft_message_list_get_resolved (thread));
  for (guint i = 0; i < 200; i += 67)
    {
      g_autoptr (WeftMessage) message = g_list_model_get_item (G_LIST_MODEL (thread), i);
      g_autofree char *text = g_strdup_printf ("reply %u", i + 1);

      settle ();
      g_assert_cmpstr (weft_message_get_text (message), ==, text);
      g_assert_cmpint (weft_message_get_ordinal (message), ==, i + 1);
      g_assert_cmpint (weft_message_get_window (message), ==, G_GINT64_CONSTANT (-11534336) + i + 1);
    }

  /* One more comes: here, and in the number below the root; the room has no news. */
  desk.n_changes = 0;
  fake_sync_begin (desk.sync);
  g_free (fake_sync_add_reply (desk.sync, ROOM, root, 11, 201, HA, "the last", AT + 800000));
  fake_sync_commit (desk.sync);
  settle ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (thread)), ==, 201);
  g_assert_cmpstr (weft_message_get_text (weft_message_list_peek (thread, 200)), ==, "the last");
  g_assert_cmpint (weft_message_get_replies (weft_message_list_peek (desk.list, 10)), ==, 201);
  g_assert_cmpuint (desk.n_changes, ==, 0);
  g_assert_cmpuint (desk.n_arrived, ==, 0);

  /* Written without a connection it waits in its place, here and not in the room. */
  fake_sync_set_state (desk.sync, WEFT_SYNC_UNREACHABLE);
  dex_future_disown (weft_thread_reply (desk.sync, ROOM, root, NULL, "written here", NULL, FALSE, NULL));
  settle ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (thread)), ==, 202);
  g_assert_cmpint (weft_message_get_state (weft_message_list_peek (thread, 201)), ==, WEFT_MESSAGE_WAITING);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (desk.list)), ==, 11);
  g_clear_object (&thread);
  desk_clear (&desk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("TZ", "UTC", TRUE);
  dex_init ();

  g_test_add_func ("/message-list/opens-at-the-newest", test_opens_at_the_newest);
  g_test_add_func ("/message-list/fills-placeholders-in-place", test_fills_placeholders_in_place);
  g_test_add_func ("/message-list/appends-minimally", test_appends_minimally);
  g_test_add_func ("/message-list/groups-and-days", test_groups_and_days);
  g_test_add_func ("/message-list/states", test_states);
  g_test_add_func ("/message-list/waits-and-fails", test_waits_and_fails);
  g_test_add_func ("/message-list/prediction-moves", test_prediction_moves);
  g_test_add_func ("/message-list/memory-is-bounded", test_memory_is_bounded);
  g_test_add_func ("/message-list/asks-the-server", test_asks_the_server);
  g_test_add_func ("/message-list/edit-and-delete", test_edit_and_delete);
  g_test_add_func ("/message-list/reply", test_reply);
  g_test_add_func ("/message-list/posted", test_posted);
  g_test_add_func ("/message-list/imported", test_imported);
  g_test_add_func ("/message-list/renamed-person", test_renamed_person);
  g_test_add_func ("/thread/draft", test_draft);
  g_test_add_func ("/thread/typing", test_typing);
  g_test_add_func ("/people/lists", test_people);
  g_test_add_func ("/client/message-list/preview", test_preview);
  g_test_add_func ("/client/message-list/thread", test_thread);

  return g_test_run ();
}

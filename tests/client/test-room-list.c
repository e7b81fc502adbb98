/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-sync.h"
#include "base/weft-mention.h"
#include "features/chat/client/weft-room-list.h"
#include "parts/notices/client/weft-keyword-list.h"
#include "parts/people/client/weft-group-list.h"
#include "proto/weft-text-span.h"

#define GENERAL "room/00000000-0000-7000-8000-000000000001"
#define DESIGN "room/00000000-0000-7000-8000-000000000002"
#define DIRECT "room/00000000-0000-7000-8000-000000000003"
#define ME "00000000-0000-7000-8000-0000000000aa"
#define HA "00000000-0000-7000-8000-0000000000ab"
#define GROUP "00000000-0000-7000-8000-0000000000ac"
#define AT G_GINT64_CONSTANT (1763600000000)

static void
wait_until_unread (WeftRoom *room, guint n)
{
  while (weft_room_get_n_unread (room) != n)
    g_main_context_iteration (NULL, TRUE); /* reads are some ms apart at least */
}

static WeftSync *
make_sync (void)
{
  WeftSync *sync = fake_sync_new (":memory:");

  fake_sync_set_person (sync, ME);
  fake_sync_begin (sync);
  fake_sync_add_person (sync, ME, "Mai Đỗ", "");
  fake_sync_add_person (sync, HA, "Nguyễn Thu Hà", "");
  fake_sync_add_room (sync, GENERAL, "room", "general", "");
  fake_sync_add_room (sync, DESIGN, "room", "design", "What it looks like");
  fake_sync_add_room (sync, DIRECT, "direct", "", "");
  fake_sync_add_member (sync, DIRECT, HA);
  g_free (fake_sync_add_message (sync, GENERAL, HA, "@Mai look", AT, NULL));
  g_free (fake_sync_add_message (sync, GENERAL, HA, "and here", AT, NULL));
  fake_sync_commit (sync);
  return sync;
}

static void
test_rooms (void)
{
  g_autoptr (WeftSync) sync = make_sync ();
  g_autoptr (WeftRoomList) rooms = weft_room_list_new (sync);
  WeftRoom *general, *direct;
  gint64 mark = 0;

  while (!weft_room_list_get_ready (rooms))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rooms)), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (WeftRoom) room = g_list_model_get_item (G_LIST_MODEL (rooms), i);

      g_assert_cmpstr (weft_room_get_name (room), ==, ((const char *[]) { "general", "design", "Nguyễn Thu Hà" })[i]);
    }
  general = weft_room_list_find (rooms, GENERAL);
  direct = weft_room_list_find (rooms, DIRECT);
  g_assert_cmpuint (weft_room_get_n_unread (general), ==, 2);
  g_assert_cmpuint (weft_room_get_n_mentions (general), ==, 1);
  g_assert_cmpuint (weft_room_list_get_n_mentions (rooms), ==, 1);
  g_assert_cmpstr (weft_room_get_partner (direct), ==, HA);
  g_assert_true (weft_room_list_find_direct (rooms, (const char *const[]) { HA, NULL }) == direct);
  g_assert_null (weft_room_list_find_direct (rooms, (const char *const[]) { ME, NULL }));

  /* What this computer holds counts as delivered. */
  weft_database_get_value (fake_sync_get_database (sync), &mark, 0, NULL,
                           "SELECT value FROM latest WHERE stream = ?1 AND name = 'thread.delivered' AND person = ?2", "tt", GENERAL, ME);
  g_assert_cmpint (mark, ==, 2);

  fake_sync_begin (sync);
  g_free (fake_sync_add_message (sync, DIRECT, HA, "hello", AT, NULL));
  fake_sync_commit (sync);
  wait_until_unread (direct, 1);
  g_assert_cmpuint (weft_room_list_get_n_mentions (rooms), ==, 2);

  fake_sync_begin (sync);
  fake_sync_set_mark (sync, GENERAL, "thread.read", ME, 2);
  fake_sync_commit (sync);
  wait_until_unread (general, 0);
  g_assert_cmpuint (weft_room_list_get_n_mentions (rooms), ==, 1);
  g_assert_cmpuint (weft_room_list_get_n_unread (rooms), ==, 1);

  /* What one writes there oneself, from elsewhere, is no news; what others write is, also above it. */
  fake_sync_begin (sync);
  g_free (fake_sync_add_message (sync, GENERAL, ME, "passed on", AT, NULL));
  g_free (fake_sync_add_message (sync, GENERAL, HA, "thanks", AT, NULL));
  g_free (fake_sync_add_message (sync, GENERAL, ME, "you are welcome", AT, NULL));
  fake_sync_commit (sync);
  wait_until_unread (general, 1);
  fake_sync_begin (sync);
  fake_sync_set_mark (sync, GENERAL, "thread.read", ME, 4);
  fake_sync_commit (sync);
  wait_until_unread (general, 0);
}

/* What was brought from elsewhere is nobody's news, also with their name in it; what is written after it is. */
static void
test_brought (void)
{
  g_autoptr (WeftSync) sync = make_sync ();
  g_autoptr (WeftRoomList) rooms = weft_room_list_new (sync);
  WeftRoom *design;

  fake_sync_begin (sync);
  g_free (fake_sync_bring (sync, DESIGN, HA, "", "@Mai long ago", AT - 2000));
  g_free (fake_sync_bring (sync, DESIGN, HA, "", "and more", AT - 1000));
  fake_sync_commit (sync);
  while (!weft_room_list_get_ready (rooms))
    g_main_context_iteration (NULL, TRUE);
  design = weft_room_list_find (rooms, DESIGN);
  while (weft_room_get_last_ordinal (design) != 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (weft_room_get_n_unread (design), ==, 0);
  g_assert_cmpuint (weft_room_get_n_mentions (design), ==, 0);
  g_assert_cmpint (weft_room_get_last_at (design), ==, AT - 1000);

  fake_sync_begin (sync);
  g_free (fake_sync_add_message (sync, DESIGN, HA, "new", AT, NULL));
  fake_sync_commit (sync);
  wait_until_unread (design, 1);
}

static void
settle (WeftSync *sync, DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (dex_future_get_value (future, &error));
  g_assert_no_error (error);
  dex_unref (future);
}

static void
assert_order (WeftRoomList *rooms, const char *expected)
{
  for (;;)
    {
      g_autoptr (GString) order = g_string_new (NULL);

      for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rooms)); i++)
        {
          g_autoptr (WeftRoom) room = g_list_model_get_item (G_LIST_MODEL (rooms), i);

          g_string_append_printf (order, "%s%d %s", i > 0 ? ", " : "", weft_room_get_section (room), weft_room_get_name (room));
        }
      if (g_str_equal (order->str, expected))
        return;
      g_test_message ("%s", order->str); /* a test which waits for ever says for what */
      g_main_context_iteration (NULL, TRUE);
    }
}

/* What one makes of rooms for oneself: sections, marks, what counts. */
static void
test_places (void)
{
  g_autoptr (WeftSync) sync = make_sync ();
  g_autoptr (WeftRoomList) rooms = weft_room_list_new (sync);
  WeftRoom *general;
  WeftRoom *direct;
  const WeftRoomFolder *folder;

  assert_order (rooms, "2 general, 2 design, 3 Nguyễn Thu Hà"); /* the newest first */
  general = weft_room_list_find (rooms, GENERAL);
  direct = weft_room_list_find (rooms, DIRECT);

  settle (sync, weft_chat_pin_room (sync, DIRECT, TRUE));
  assert_order (rooms, "0 Nguyễn Thu Hà, 2 general, 2 design");
  g_assert_true (weft_room_get_pinned (direct));
  settle (sync, weft_chat_pin_room (sync, DIRECT, FALSE));

  settle (sync, weft_chat_add_folder (sync, "Work"));
  while (weft_room_list_get_folders (rooms)->len == 0)
    g_main_context_iteration (NULL, TRUE);
  folder = g_ptr_array_index (weft_room_list_get_folders (rooms), 0);
  g_assert_cmpstr (folder->name, ==, "Work");
  settle (sync, weft_chat_file_room (sync, DESIGN, folder->id));
  assert_order (rooms, "1 design, 2 general, 3 Nguyễn Thu Hà");
  g_assert_cmpstr (weft_room_get_folder_name (weft_room_list_find (rooms, DESIGN)), ==, "Work");
  settle (sync, weft_chat_remove_folder (sync, weft_room_get_folder (weft_room_list_find (rooms, DESIGN))));
  assert_order (rooms, "2 general, 2 design, 3 Nguyễn Thu Hà");

  /* A muted room keeps its own numbers and adds nothing to those of all. */
  settle (sync, weft_chat_mute_room (sync, GENERAL, TRUE, 0));
  while (!weft_room_get_muted (general))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (weft_room_get_n_unread (general), ==, 2);
  g_assert_cmpuint (weft_room_list_get_n_unread (rooms), ==, 0);
  g_assert_cmpuint (weft_room_list_get_n_mentions (rooms), ==, 0);
  /* Until a time which comes by itself, without anything that happens. */
  settle (sync, weft_chat_mute_room (sync, GENERAL, TRUE, g_get_real_time () / 1000 + 400));
  while (weft_room_get_muted (general))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (weft_room_list_get_n_unread (rooms), ==, 1);

  /* What a badge counts is what one is told of. */
  g_assert_cmpint (weft_room_get_level (general), ==, WEFT_NOTICE_LEVEL_MENTIONS);
  g_assert_cmpint (weft_room_get_level (direct), ==, WEFT_NOTICE_LEVEL_ALL);
  settle (sync, weft_chat_set_level (sync, GENERAL, "all"));
  while (weft_room_get_level (general) != WEFT_NOTICE_LEVEL_ALL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (weft_room_get_level_chosen (general));
  g_assert_cmpuint (weft_room_list_get_n_mentions (rooms), ==, 2);
  settle (sync, weft_chat_set_level (sync, GENERAL, "nothing"));
  while (weft_room_get_level (general) != WEFT_NOTICE_LEVEL_NOTHING)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (weft_room_list_get_n_mentions (rooms), ==, 0);
  g_assert_cmpuint (weft_room_get_n_unread (general), ==, 2);
  settle (sync, weft_chat_set_level (sync, GENERAL, "default"));
  while (weft_room_get_level_chosen (general))
    g_main_context_iteration (NULL, TRUE);
  {
    g_autoptr (WeftKeywordList) keywords = weft_keyword_list_new (sync);
    guint mentions = weft_room_get_n_mentions (general);

    settle (sync, weft_keyword_list_add (keywords, "HÉRE"));
    while (weft_room_get_n_mentions (general) == mentions)
      g_main_context_iteration (NULL, TRUE);
    g_assert_cmpuint (weft_room_list_get_n_mentions (rooms), ==, mentions + 1);
    while (g_list_model_get_n_items (G_LIST_MODEL (keywords)) == 0)
      g_main_context_iteration (NULL, TRUE);
    {
      g_autoptr (WeftKeyword) keyword = g_list_model_get_item (G_LIST_MODEL (keywords), 0);

      g_assert_cmpstr (weft_keyword_get_word (keyword), ==, "HÉRE");
      settle (sync, weft_keyword_list_remove (keywords, keyword));
    }
    while (weft_room_get_n_mentions (general) != mentions)
      g_main_context_iteration (NULL, TRUE);
  }

  /* Read, and unread again from its second message on. */
  fake_sync_begin (sync);
  fake_sync_set_mark (sync, GENERAL, "thread.read", ME, 2);
  fake_sync_commit (sync);
  wait_until_unread (general, 0);
  settle (sync, weft_chat_mark_unread (sync, GENERAL, 2));
  wait_until_unread (general, 1);
  g_assert_true (weft_room_get_marked (general));
  g_assert_cmpint (weft_room_get_marked_from (general), >, 0);
  settle (sync, weft_chat_mark_unread (sync, GENERAL, 0));
  wait_until_unread (general, 0);
  g_assert_false (weft_room_get_marked (general));

  /* Put away, until somebody writes. */
  settle (sync, weft_chat_archive_room (sync, GENERAL, TRUE, 2));
  assert_order (rooms, "2 design, 3 Nguyễn Thu Hà, 4 general");
  g_assert_cmpuint (weft_room_list_get_n_archived (rooms), ==, 1);
  fake_sync_begin (sync);
  g_free (fake_sync_add_message (sync, GENERAL, HA, "still here?", AT, NULL));
  fake_sync_commit (sync);
  assert_order (rooms, "2 general, 2 design, 3 Nguyễn Thu Hà");
  g_assert_cmpuint (weft_room_list_get_n_archived (rooms), ==, 0);
  /* A muted one stays away. */
  settle (sync, weft_chat_mute_room (sync, GENERAL, TRUE, 0));
  assert_order (rooms, "2 design, 3 Nguyễn Thu Hà, 4 general");
  settle (sync, weft_chat_mute_room (sync, GENERAL, FALSE, 0));
  settle (sync, weft_chat_archive_room (sync, GENERAL, FALSE, 0));
  assert_order (rooms, "2 general, 2 design, 3 Nguyễn Thu Hà");

  /* Deleted for oneself: gone until somebody writes, and then only that is unread; found all the while. */
  fake_sync_begin (sync);
  g_free (fake_sync_add_message (sync, DIRECT, HA, "hello", AT, NULL));
  fake_sync_commit (sync);
  wait_until_unread (direct, 1);
  settle (sync, weft_chat_clear_room (sync, DIRECT, 1));
  assert_order (rooms, "2 general, 2 design");
  g_assert_true (weft_room_list_find_direct (rooms, (const char *const[]) { HA, NULL }) == direct);
  fake_sync_begin (sync);
  g_free (fake_sync_add_message (sync, DIRECT, HA, "hello?", AT, NULL));
  fake_sync_commit (sync);
  assert_order (rooms, "2 general, 2 design, 3 Nguyễn Thu Hà");
  g_assert_cmpuint (weft_room_get_n_unread (direct), ==, 1);
}

/* Somebody calls a group: it counts for as long as one is in it. */
static void
test_groups (void)
{
  g_autoptr (WeftSync) sync = make_sync ();
  g_autoptr (WeftRoomList) rooms = weft_room_list_new (sync);
  WeftRoom *design;

  while (!weft_room_list_get_ready (rooms))
    g_main_context_iteration (NULL, TRUE);
  design = weft_room_list_find (rooms, DESIGN);
  fake_sync_begin (sync);
  g_free (fake_sync_add_message (sync, DESIGN, HA, "@dye-house, lunch", AT, NULL));
  fake_sync_commit (sync);
  wait_until_unread (design, 1);
  g_assert_cmpuint (weft_room_get_n_mentions (design), ==, 0);
  settle (sync, weft_group_add (sync, GROUP, "dye-house", ""));
  settle (sync, weft_group_add_person (sync, GROUP, ME));
  while (weft_room_get_n_mentions (design) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (weft_room_get_n_mentions (design), ==, 1);
  settle (sync, weft_group_remove (sync, GROUP));
  while (weft_room_get_n_mentions (design) != 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_text (void)
{
  static const char *const groups[] = { "dye-house", NULL };
  g_auto (GStrv) names = weft_mention_names ("Mai Đỗ");
  static const struct
  {
    const char *text;
    WeftTextSpanKind kind;
    const char *span; /* NULL: none */
  } cases[] = {
    { "plain", 0, NULL },
    { "at 10:15, mail a@Mai", 0, NULL },
    { "@Mai look", WEFT_TEXT_SPAN_MENTION, "@Mai" },
    { "ask @Mai Đỗ.", WEFT_TEXT_SPAN_MENTION, "@Mai Đỗ" },
    { "@Maidenhead", 0, NULL },
    { "to @dye-house!", WEFT_TEXT_SPAN_GROUP, "@dye-house" },
    { "to @dye-house-2 and @dye", 0, NULL },
    { "see https://example.org/a_(b).", WEFT_TEXT_SPAN_LINK, "https://example.org/a_(b)" },
    { "(https://example.org)", WEFT_TEXT_SPAN_LINK, "https://example.org" },
    { "https://", 0, NULL },
    { "xhttp://example.org", 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const WeftTextNames named = { (const char *const *) names, groups };
      g_autoptr (GArray) spans = weft_text_span_scan (cases[i].text, &named);
      g_autofree char *found = NULL;

      g_test_message ("%s", cases[i].text);
      if (cases[i].span == NULL)
        {
          g_assert_null (spans);
          continue;
        }
      g_assert_nonnull (spans);
      g_assert_cmpuint (spans->len, ==, 1);
      g_assert_cmpint (g_array_index (spans, WeftTextSpan, 0).kind, ==, cases[i].kind);
      found = g_strndup (cases[i].text + g_array_index (spans, WeftTextSpan, 0).start,
                         g_array_index (spans, WeftTextSpan, 0).end - g_array_index (spans, WeftTextSpan, 0).start);
      g_assert_cmpstr (found, ==, cases[i].span);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/room-list/rooms", test_rooms);
  g_test_add_func ("/room-list/brought", test_brought);
  g_test_add_func ("/room-list/places", test_places);
  g_test_add_func ("/room-list/groups", test_groups);
  g_test_add_func ("/message-text/scan", test_text);
  return g_test_run ();
}

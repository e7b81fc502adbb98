/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-sync.h"
#include "base/weft-mention.h"
#include "features/chat/client/weft-room-list.h"
#include "proto/weft-text-span.h"

#define GENERAL "room/00000000-0000-7000-8000-000000000001"
#define DESIGN "room/00000000-0000-7000-8000-000000000002"
#define DIRECT "room/00000000-0000-7000-8000-000000000003"
#define ME "00000000-0000-7000-8000-0000000000aa"
#define HA "00000000-0000-7000-8000-0000000000ab"
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

      g_assert_cmpstr (weft_room_get_name (room), ==, ((const char *[]) { "design", "general", "Nguyễn Thu Hà" })[i]);
    }
  general = weft_room_list_find (rooms, GENERAL, NULL);
  direct = weft_room_list_find (rooms, DIRECT, NULL);
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
}

static void
test_text (void)
{
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
    { "see https://example.org/a_(b).", WEFT_TEXT_SPAN_LINK, "https://example.org/a_(b)" },
    { "(https://example.org)", WEFT_TEXT_SPAN_LINK, "https://example.org" },
    { "https://", 0, NULL },
    { "xhttp://example.org", 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) spans = weft_text_span_scan (cases[i].text, (const char *const *) names);
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
  g_test_add_func ("/message-text/scan", test_text);
  return g_test_run ();
}

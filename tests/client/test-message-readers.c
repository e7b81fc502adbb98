/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-sync.h"
#include "parts/thread/client/weft-message-readers.h"
#include "parts/thread/shared/weft-thread-module.h"

/* Who has seen a message: made of marks, whose number does not depend on how much was said. */

#define ROOM "room/00000000-0000-7000-8000-000000000001"
#define ME "00000000-0000-7000-8000-0000000000aa"
#define HA "00000000-0000-7000-8000-0000000000ab"
#define VU "00000000-0000-7000-8000-0000000000ac"
#define AN "00000000-0000-7000-8000-0000000000ad"
#define MANY 1000
#define SAID 10000

static void
wait_for (WeftMessageReaders *readers, guint n, guint n_seen)
{
  while (!weft_item_list_get_ready (WEFT_ITEM_LIST (readers)) || weft_item_list_get_reading (WEFT_ITEM_LIST (readers))
         || g_list_model_get_n_items (G_LIST_MODEL (readers)) != n || weft_message_readers_get_n_seen (readers) != n_seen)
    g_main_context_iteration (NULL, TRUE);
}

static char *
describe (WeftMessageReaders *readers)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (readers)); i++)
    {
      g_autoptr (WeftMessageReader) reader = g_list_model_get_item (G_LIST_MODEL (readers), i);

      g_string_append_printf (text, "%s%s:%c%s", i > 0 ? " " : "", weft_message_reader_get_name (reader),
                              "srw"[weft_message_reader_get_state (reader)], weft_message_reader_get_at (reader) != 0 ? "@" : "");
    }
  return g_string_free_and_steal (text);
}

static WeftSync *
open_room (void)
{
  WeftSync *sync = fake_sync_new (":memory:");

  fake_sync_set_person (sync, ME);
  fake_sync_begin (sync);
  fake_sync_add_person (sync, ME, "Mai", "");
  fake_sync_add_room (sync, ROOM, "room", "general", "");
  fake_sync_add_member (sync, ROOM, ME);
  return sync;
}

/* Only forward, the author not among them; a time only where the mark stands at that very message. */
static void
test_marks (void)
{
  g_autoptr (WeftSync) sync = open_room ();
  g_autoptr (WeftMessageReaders) readers = NULL;
  g_autofree char *first = NULL, *then = NULL;

  fake_sync_add_person (sync, HA, "Hà", "");
  fake_sync_add_person (sync, VU, "Vũ", "");
  fake_sync_add_person (sync, AN, "An", "");
  fake_sync_add_member (sync, ROOM, HA);
  fake_sync_add_member (sync, ROOM, VU);
  fake_sync_add_member (sync, ROOM, AN);
  fake_sync_set_mark (sync, ROOM, weft_thread_read_latest.name, HA, 9);
  fake_sync_set_mark (sync, ROOM, weft_thread_delivered_latest.name, VU, 5);
  fake_sync_set_mark (sync, ROOM, weft_thread_read_latest.name, VU, 4);
  fake_sync_commit (sync);

  readers = weft_message_readers_new (sync, ROOM, 5, ME);
  wait_for (readers, 3, 1);
  first = describe (readers);
  g_assert_cmpstr (first, ==, "Hà:s Vũ:r@ An:w");

  fake_sync_set_mark (sync, ROOM, weft_thread_read_latest.name, VU, 5);
  fake_sync_emit_latest (sync, ROOM, weft_thread_read_latest.name, VU, 5);
  wait_for (readers, 3, 2);
  then = describe (readers);
  g_assert_cmpstr (then, ==, "Hà:s Vũ:s@ An:w");

  fake_sync_begin (sync);
  fake_sync_add_person (sync, "00000000-0000-7000-8000-0000000000ae", "Bo", "");
  fake_sync_add_member (sync, ROOM, "00000000-0000-7000-8000-0000000000ae");
  fake_sync_commit (sync);
  wait_for (readers, 4, 2);
}

static guint
count (WeftSync *sync)
{
  g_autoptr (GError) error = NULL;
  WeftStatement *statement = weft_database_query (fake_sync_get_database (sync), &error, "SELECT count(*) FROM latest", "");
  guint n;

  g_assert_no_error (error);
  g_assert_cmpint (weft_statement_step (statement, &error), ==, 1);
  n = (guint) weft_statement_get_int (statement, 0);
  weft_statement_reset (statement);
  return n;
}

/* A thousand people who see ten thousand messages leave a thousand marks; and who saw which is known of each. */
static void
test_many (void)
{
  g_autoptr (WeftSync) sync = open_room ();
  g_autoptr (WeftMessageReaders) readers = NULL;

  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *id = g_strdup_printf ("00000000-0000-7000-8000-%012x", 0x1000 + i);
      g_autofree char *name = g_strdup_printf ("Person %u", i);

      fake_sync_add_person (sync, id, name, "");
      fake_sync_add_member (sync, ROOM, id);
      /* Person i has come to message 10 · (i + 1), in ten steps. */
      for (guint j = 1; j <= 10; j++)
        fake_sync_set_mark (sync, ROOM, weft_thread_read_latest.name, id, (gint64) (SAID / MANY) * (i + 1) * j / 10);
    }
  fake_sync_commit (sync);
  g_assert_cmpuint (count (sync), ==, MANY);

  readers = weft_message_readers_new (sync, ROOM, SAID, ME);
  wait_for (readers, MANY, 1);
  g_clear_object (&readers);
  readers = weft_message_readers_new (sync, ROOM, SAID / 2, ME);
  wait_for (readers, MANY, MANY / 2 + 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message-readers/marks", test_marks);
  g_test_add_func ("/message-readers/many", test_many);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-sync.h"
#include "parts/thread/client/weft-message-list.h"
#include "parts/thread/client/weft-message-selection.h"
#include "parts/thread/client/weft-thread.h"

#define ROOM "room/00000000-0000-7000-8000-000000000001"
#define ME "00000000-0000-7000-8000-0000000000aa"

static WeftMessageList *
make_list (WeftSync *sync, guint n)
{
  WeftMessageList *list;

  fake_sync_set_person (sync, ME);
  fake_sync_begin (sync);
  fake_sync_add_person (sync, ME, "Ada", "");
  fake_sync_add_room (sync, ROOM, "room", "general", "");
  for (guint i = 0; i < n; i++)
    g_free (fake_sync_add_message (sync, ROOM, ME, "Hello", 1000 + i, NULL));
  fake_sync_commit (sync);
  list = weft_message_list_new (sync, ROOM);
  while (!weft_message_list_get_ready (list))
    g_main_context_iteration (NULL, TRUE);
  return list;
}

static WeftMessage *
get (WeftMessageList *list, guint position)
{
  WeftMessage *message = g_list_model_get_item (G_LIST_MODEL (list), position);

  while (weft_message_get_placeholder (message))
    g_main_context_iteration (NULL, TRUE);
  return message;
}

static void
count (WeftMessageSelection *selection, WeftMessage *message, guint *n)
{
  (*n)++;
}

static void
test_selection (void)
{
  g_autoptr (WeftSync) sync = fake_sync_new (":memory:");
  g_autoptr (WeftMessageList) list = make_list (sync, 3);
  g_autoptr (WeftMessageSelection) selection = weft_message_selection_new ();
  g_autoptr (WeftMessage) first = get (list, 0);
  g_autoptr (WeftMessage) last = get (list, 2);
  g_autoptr (GPtrArray) messages = NULL;
  guint n = 0;

  g_signal_connect (selection, "changed", G_CALLBACK (count), &n);
  g_assert_true (weft_message_selection_toggle (selection, last));
  g_assert_true (weft_message_selection_toggle (selection, first));
  g_assert_true (weft_message_selection_get_active (selection));
  messages = weft_message_selection_dup_messages (selection);
  g_assert_cmpuint (messages->len, ==, 2);
  g_assert_true (g_ptr_array_index (messages, 0) == first);

  /* Active also while none is chosen. */
  g_assert_true (weft_message_selection_toggle (selection, first));
  g_assert_true (weft_message_selection_toggle (selection, last));
  g_assert_true (weft_message_selection_get_active (selection));
  g_assert_cmpuint (weft_message_selection_get_n (selection), ==, 0);
  g_assert_cmpuint (n, ==, 4);

  /* What is deleted meanwhile is none of them any more, and none can be chosen. */
  g_assert_true (weft_message_selection_toggle (selection, first));
  dex_future_disown (weft_thread_delete (sync, ROOM, weft_message_get_id (first)));
  while (!weft_message_get_deleted (first))
    g_main_context_iteration (NULL, TRUE);
  g_clear_pointer (&messages, g_ptr_array_unref);
  messages = weft_message_selection_dup_messages (selection);
  g_assert_cmpuint (messages->len, ==, 0);
  weft_message_selection_clear (selection);
  g_assert_false (weft_message_selection_get_active (selection));
  g_assert_false (weft_message_selection_toggle (selection, first));
  g_assert_false (weft_message_selection_get_active (selection));
}

static void
test_bound (void)
{
  g_autoptr (WeftSync) sync = fake_sync_new (":memory:");
  g_autoptr (WeftMessageList) list = make_list (sync, WEFT_MESSAGE_SELECTION_MAX + 1);
  g_autoptr (WeftMessageSelection) selection = weft_message_selection_new ();

  for (guint i = 0; i <= WEFT_MESSAGE_SELECTION_MAX; i++)
    {
      g_autoptr (WeftMessage) message = get (list, i);

      g_assert_true (weft_message_selection_toggle (selection, message) == (i < WEFT_MESSAGE_SELECTION_MAX));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/client/message-selection/selection", test_selection);
  g_test_add_func ("/client/message-selection/bound", test_bound);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/weft-result-choice.h"

/* Results are string objects; what was said and opened is written down. */
typedef struct
{
  GListStore *store;
  WeftResultChoice *choice;
  GString *heard;
} Fixture;

static void
on_moved (Fixture *fixture, GtkStringObject *item, guint position)
{
  g_string_append_printf (fixture->heard, "%s@%u ", gtk_string_object_get_string (item), position);
}

static void
on_opened (Fixture *fixture, GtkStringObject *item)
{
  g_string_append_printf (fixture->heard, "open %s ", gtk_string_object_get_string (item));
}

/* Commands begin with a capital letter; all else is found. */
static gboolean
is_found (gpointer item)
{
  return g_ascii_islower (*gtk_string_object_get_string (item));
}

static void
set_up (Fixture *fixture, gboolean wraps, WeftResultAwaitedFunc is_awaited)
{
  fixture->store = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  fixture->choice = weft_result_choice_new (G_LIST_MODEL (fixture->store), wraps, is_awaited);
  fixture->heard = g_string_new (NULL);
  g_signal_connect_swapped (fixture->choice, "moved", G_CALLBACK (on_moved), fixture);
  g_signal_connect_swapped (fixture->choice, "opened", G_CALLBACK (on_opened), fixture);
}

static void
tear_down (Fixture *fixture)
{
  g_clear_object (&fixture->choice);
  g_clear_object (&fixture->store);
  g_string_free (fixture->heard, TRUE);
}

static void
splice (Fixture *fixture, guint position, guint n_removals, const char *const *names)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; names[i] != NULL; i++)
    g_ptr_array_add (items, gtk_string_object_new (names[i]));
  g_list_store_splice (fixture->store, position, n_removals, items->pdata, items->len);
}

#define SPLICE(fixture, position, n_removals, ...)                                                                     \
  splice (fixture, position, n_removals, (const char *const[]) { __VA_ARGS__, NULL })

static void
expect (Fixture *fixture, const char *heard, const char *chosen)
{
  GtkSingleSelection *selection = GTK_SINGLE_SELECTION (weft_result_choice_get_selection (fixture->choice));
  GtkStringObject *item = gtk_single_selection_get_selected_item (selection);

  g_assert_cmpstr (fixture->heard->str, ==, heard);
  g_assert_cmpstr (item != NULL ? gtk_string_object_get_string (item) : NULL, ==, chosen);
  g_string_set_size (fixture->heard, 0);
}

/* What the server adds before the chosen one pushes it on, and the next step starts there. */
static void
test_merged (void)
{
  Fixture fixture;

  set_up (&fixture, FALSE, NULL);
  weft_result_choice_begin (fixture.choice);
  SPLICE (&fixture, 0, 0, "a", "b", "c");
  weft_result_choice_answered (fixture.choice);
  expect (&fixture, "", "a");
  weft_result_choice_move (fixture.choice, 1);
  expect (&fixture, "b@1 ", "b");

  SPLICE (&fixture, 0, 0, "x", "y");
  SPLICE (&fixture, 4, 0, "z");
  expect (&fixture, "", "b");
  weft_result_choice_move (fixture.choice, 1);
  expect (&fixture, "z@4 ", "z");
  weft_result_choice_open (fixture.choice);
  expect (&fixture, "open z ", "z");

  for (guint i = 0; i < 2; i++)
    weft_result_choice_move (fixture.choice, 1);
  expect (&fixture, "c@5 c@5 ", "c");
  tear_down (&fixture);
}

/* The list still shows what an earlier text found. */
static void
test_keys_wait (void)
{
  Fixture fixture;

  set_up (&fixture, FALSE, NULL);
  weft_result_choice_begin (fixture.choice);
  SPLICE (&fixture, 0, 0, "19", "18", "17");
  weft_result_choice_begin (fixture.choice);
  weft_result_choice_move (fixture.choice, 1);
  weft_result_choice_move (fixture.choice, 1);
  weft_result_choice_open (fixture.choice);
  expect (&fixture, "", "19");

  /* As a finder does it: all go, and others come. */
  g_list_store_remove_all (fixture.store);
  SPLICE (&fixture, 0, 0, "23", "22", "21");
  expect (&fixture, "", "23");
  weft_result_choice_answered (fixture.choice);
  expect (&fixture, "22@1 21@2 open 21 ", "21");

  /* Nothing found, nothing opened, and no key is left over. */
  weft_result_choice_begin (fixture.choice);
  weft_result_choice_open (fixture.choice);
  g_list_store_remove_all (fixture.store);
  weft_result_choice_answered (fixture.choice);
  SPLICE (&fixture, 0, 0, "5");
  expect (&fixture, "", "5");
  tear_down (&fixture);
}

static void
test_typing_on_forgets_keys (void)
{
  Fixture fixture;

  set_up (&fixture, FALSE, NULL);
  SPLICE (&fixture, 0, 0, "a", "b");
  weft_result_choice_begin (fixture.choice);
  weft_result_choice_move (fixture.choice, 1);
  weft_result_choice_open (fixture.choice);
  weft_result_choice_begin (fixture.choice);
  weft_result_choice_answered (fixture.choice);
  expect (&fixture, "", "a");
  tear_down (&fixture);
}

/* Commands are filtered as the text is typed: only what was written is awaited. */
static void
test_commands_do_not_wait (void)
{
  Fixture fixture;

  set_up (&fixture, TRUE, is_found);
  weft_result_choice_begin (fixture.choice);
  SPLICE (&fixture, 0, 0, "Room", "Help", "old hit", "Search on");
  weft_result_choice_move (fixture.choice, 1);
  expect (&fixture, "Help@1 ", "Help");
  weft_result_choice_open (fixture.choice);
  expect (&fixture, "open Help ", "Help");
  weft_result_choice_move (fixture.choice, 1);
  weft_result_choice_move (fixture.choice, 1);
  weft_result_choice_open (fixture.choice);
  expect (&fixture, "", "Help");
  SPLICE (&fixture, 2, 1, "new hit", "newer hit");
  weft_result_choice_answered (fixture.choice);
  expect (&fixture, "new hit@2 newer hit@3 open newer hit ", "newer hit");
  weft_result_choice_move (fixture.choice, 1);
  weft_result_choice_move (fixture.choice, 1);
  weft_result_choice_move (fixture.choice, -1);
  expect (&fixture, "Search on@4 Room@0 Search on@4 ", "Search on");
  tear_down (&fixture);
}

/* The hits of an earlier text go and leave the row after them; then the new ones come: the first of them is meant. */
static void
test_first_is_chosen (void)
{
  Fixture fixture;

  set_up (&fixture, TRUE, is_found);
  SPLICE (&fixture, 0, 0, "old", "Search on");
  weft_result_choice_begin (fixture.choice);
  g_list_store_remove (fixture.store, 0);
  SPLICE (&fixture, 0, 0, "new", "newer");
  weft_result_choice_answered (fixture.choice);
  expect (&fixture, "", "new");
  /* After that the choice is what stands highlighted, also where nobody moved. */
  SPLICE (&fixture, 0, 0, "late");
  expect (&fixture, "", "new");
  tear_down (&fixture);
}

static void
test_lost (void)
{
  Fixture fixture;

  set_up (&fixture, FALSE, NULL);
  SPLICE (&fixture, 0, 0, "a", "b", "c");
  weft_result_choice_begin (fixture.choice);
  weft_result_choice_answered (fixture.choice);
  weft_result_choice_move (fixture.choice, 1);
  expect (&fixture, "b@1 ", "b");
  g_list_store_remove (fixture.store, 1);
  expect (&fixture, "c@1 ", "c");
  g_list_store_remove_all (fixture.store);
  expect (&fixture, "", NULL);
  weft_result_choice_move (fixture.choice, 1);
  weft_result_choice_open (fixture.choice);
  expect (&fixture, "", NULL);
  tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/result-choice/merged", test_merged);
  g_test_add_func ("/result-choice/keys-wait", test_keys_wait);
  g_test_add_func ("/result-choice/typing-on-forgets-keys", test_typing_on_forgets_keys);
  g_test_add_func ("/result-choice/commands-do-not-wait", test_commands_do_not_wait);
  g_test_add_func ("/result-choice/first-is-chosen", test_first_is_chosen);
  g_test_add_func ("/result-choice/lost", test_lost);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The shopping list at work: two people with a client each, and a server which goes away and comes back, all
 * of it over a real socket. Nothing here or in the feature does what the engine gives: sync, offline,
 * conflicts, undo, search, history, export. */

#include "team.h"

#include <string.h>

#include "base/weft-id.h"
#include "parts/content/shared/weft-content-module.h"
#include "parts/thread/client/weft-thread.h"
#include "serve/weft-check.h"
#include "serve/weft-export.h"
#include "store/weft-rows.h"
#include "sync/weft-finder.h"
#include "tests/feature/shopping/client/weft-shopping-list.h"
#include "tests/feature/shopping/shared/weft-shopping-module.h"

typedef struct
{
  TeamDevice at;
  WeftShoppingList *list;
} Person;

typedef struct
{
  Team team;
  Person ada;
  Person ben;
  const char *stream;
} World;

static void
close_person (Person *person)
{
  g_clear_object (&person->list);
  team_leave (&person->at);
}

static void
set_up (World *world, gconstpointer data)
{
  const char *members[1];

  world->stream = serve_stream ("shopping", "market");
  team_begin (&world->team);
  team_found (&world->team, &world->ada.at, "ada");
  team_join (&world->team, &world->ben.at, "ben", &world->ada.at);
  world->ada.list = weft_shopping_list_new (world->ada.at.sync, world->stream);
  world->ben.list = weft_shopping_list_new (world->ben.at.sync, world->stream);

  members[0] = weft_account_get_person (world->ben.at.account);
  team_do (
      weft_sync_submit (world->ada.at.sync, world->stream, &weft_shopping_create_list_operation,
                        &(WeftShoppingCreateList) { .name = "Market", .members = members, .n_members = 1 }));
}

static void
on_problem (const char *stream, const char *text, gpointer user_data)
{
  g_test_message ("%s: %s", stream, text);
}

/* fsck: hashes, and baseline + log = rows. */
static void
assert_whole (World *world)
{
  WeftCheck check = { .problem = on_problem };
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (world->team.engine, &error);

  g_assert_no_error (error);
  weft_check_run (&check, database, world->team.registry, &error);
  g_assert_no_error (error);
  weft_engine_release_reader (world->team.engine, database);
  g_assert_cmpuint (check.n_problems, ==, 0);
  g_assert_cmpuint (check.n_streams, >, 0);
}

static void
tear_down (World *world, gconstpointer data)
{
  close_person (&world->ada);
  close_person (&world->ben);
  assert_whole (world);
  team_end (&world->team);
}

/* What @person sees: "text, amount" a line, and "x" before what is bought. */
static gboolean
sees (Person *person, const char *expected)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (person->list)); i++)
    {
      g_autoptr (WeftShoppingItem) item = g_list_model_get_item (G_LIST_MODEL (person->list), i);

      g_string_append_printf (out, "%s%s%s, %s", i > 0 ? "\n" : "",
                              weft_shopping_item_get_bought (item) ? "x " : "",
                              weft_shopping_item_get_text (item), weft_shopping_item_get_amount (item));
    }

  return g_str_equal (out->str, expected);
}

#define both_see(world_, text_) team_wait_until (sees (&(world_)->ada, text_) && sees (&(world_)->ben, text_))

static const char *
id_at (Person *person, guint position)
{
  g_autoptr (WeftShoppingItem) item = g_list_model_get_item (G_LIST_MODEL (person->list), position);

  return weft_shopping_item_get_id (item);
}

static gpointer
read_cell (WeftDatabase *database, gpointer user_data, GError **error)
{
  WeftStatement *statement = weft_database_prepare (database, user_data, error);
  char *text = NULL;

  if (statement != NULL && weft_statement_step (statement, error) > 0)
    text = weft_statement_dup_text (statement, 0);
  if (statement != NULL)
    weft_statement_reset (statement);

  return text != NULL ? text : g_strdup ("");
}

static char *
ask_store (Person *person, const char *sql)
{
  return team_get (
      weft_sync_read (person->at.sync, read_cell, G_TYPE_STRING, (gpointer) g_intern_string (sql), NULL));
}

static gboolean
store_says (Person *person, const char *sql, const char *expected)
{
  g_autofree char *cell = ask_store (person, sql);

  return g_str_equal (cell, expected);
}

static void
fill_list (World *world)
{
  team_wait_until (store_says (&world->ben, "SELECT name FROM shopping_list", "Market"));
  team_do (weft_shopping_list_add (world->ada.list, "rye flour from the mill", "2 kg"));
  both_see (world, "rye flour from the mill, 2 kg");
  team_do (weft_shopping_list_add (world->ben.list, "salt", ""));
  both_see (world, "rye flour from the mill, 2 kg\nsalt, ");
}

static void
test_offline (World *world, gconstpointer data)
{
  fill_list (world);

  team_stop_server (&world->team);
  team_wait_until (weft_sync_get_state (world->ada.at.sync) != WEFT_SYNC_ONLINE
              && weft_sync_get_state (world->ben.at.sync) != WEFT_SYNC_ONLINE);

  /* Both go on, each in one word of the same text, and see at once what they did. */
  team_do (weft_shopping_list_change_text (world->ada.list, id_at (&world->ada, 0),
                                         "fine rye flour from the mill", "rye flour from the mill"));
  team_do (weft_shopping_list_buy (world->ada.list, id_at (&world->ada, 1), TRUE));
  team_do (weft_shopping_list_change_text (world->ben.list, id_at (&world->ben, 0), "rye flour from the market",
                                         "rye flour from the mill"));
  team_do (weft_shopping_list_change_amount (world->ben.list, id_at (&world->ben, 0), "3 kg"));
  team_wait_until (sees (&world->ada, "fine rye flour from the mill, 2 kg\nx salt, "));
  team_wait_until (sees (&world->ben, "rye flour from the market, 3 kg\nsalt, "));
  /* The rows may be told before how many wait. */
  team_wait_until (weft_sync_get_n_waiting (world->ada.at.sync) == 2);

  team_start_server (&world->team);
  weft_sync_retry (world->ada.at.sync);
  weft_sync_retry (world->ben.at.sync);
  both_see (world, "fine rye flour from the market, 3 kg\nx salt, ");
  team_wait_until (weft_sync_get_n_waiting (world->ada.at.sync) + weft_sync_get_n_waiting (world->ben.at.sync) == 0);
  g_assert_cmpuint (weft_sync_get_n_failed (world->ada.at.sync) + weft_sync_get_n_failed (world->ben.at.sync), ==,
                    0);
}

/* Both change the same word: whoever comes later loses it to a list of their own, and can have it back. */
static void
test_conflict (World *world, gconstpointer data)
{
  g_autofree char *id = NULL;

  fill_list (world);
  weft_sync_stop (world->ben.at.sync);
  team_do (weft_shopping_list_change_text (world->ada.list, id_at (&world->ada, 1), "pepper", "salt"));
  team_do (weft_shopping_list_change_text (world->ben.list, id_at (&world->ben, 1), "sugar", "salt"));
  team_wait_until (sees (&world->ben, "rye flour from the mill, 2 kg\nsugar, "));
  team_wait_until (weft_sync_get_n_waiting (world->ada.at.sync) == 0);

  weft_sync_start (world->ben.at.sync);
  both_see (world, "rye flour from the mill, 2 kg\npepper, ");
  team_wait_until (store_says (&world->ben, "SELECT mine || '|' || theirs FROM conflict", "sugar|pepper"));
  g_assert_true (store_says (&world->ada, "SELECT count (*) FROM conflict", "0"));

  id = ask_store (&world->ben, "SELECT id FROM conflict");
  team_do (weft_sync_resolve_conflict (world->ben.at.sync, id, WEFT_CONFLICT_KEEP_MINE));
  both_see (world, "rye flour from the mill, 2 kg\nsugar, ");
  team_wait_until (store_says (&world->ben, "SELECT count (*) FROM conflict", "0"));
}

static void
test_undo (World *world, gconstpointer data)
{
  fill_list (world);

  team_do (weft_shopping_list_buy (world->ben.list, id_at (&world->ben, 0), TRUE));
  both_see (world, "x rye flour from the mill, 2 kg\nsalt, ");
  team_do (weft_sync_undo (world->ben.at.sync));
  both_see (world, "rye flour from the mill, 2 kg\nsalt, ");
  team_do (weft_sync_redo (world->ben.at.sync));
  both_see (world, "x rye flour from the mill, 2 kg\nsalt, ");

  team_do (weft_shopping_list_remove (world->ada.list, id_at (&world->ada, 1)));
  both_see (world, "x rye flour from the mill, 2 kg");
  team_do (weft_sync_undo (world->ada.at.sync));
  both_see (world, "x rye flour from the mill, 2 kg\nsalt, ");

  /* What somebody else changed since stands in the way of nobody's but one's own change. */
  team_do (weft_shopping_list_change_amount (world->ada.list, id_at (&world->ada, 0), "4 kg"));
  both_see (world, "x rye flour from the mill, 4 kg\nsalt, ");
  team_do (weft_shopping_list_change_amount (world->ben.list, id_at (&world->ben, 0), "5 kg"));
  both_see (world, "x rye flour from the mill, 5 kg\nsalt, ");
  {
    DexFuture *undo = weft_sync_undo (world->ada.at.sync);
    g_autoptr (GError) error = NULL;

    team_wait_until (!dex_future_is_pending (undo));
    g_assert_null (dex_future_get_value (undo, &error));
    g_assert_error (error, WEFT_ERROR, WEFT_ERROR_CONFLICT);
    g_assert_true (g_str_has_prefix (error->message, "amount: changed by "));
    dex_unref (undo);
  }
}

static void
assert_found (Person *person, const char *text, guint n)
{
  g_autoptr (WeftFinder) finder = weft_finder_new (person->at.sync);

  weft_finder_set_text (finder, text, NULL);
  team_wait_until (g_list_model_get_n_items (G_LIST_MODEL (finder)) == n && !weft_finder_get_searching (finder));
}

static void
test_found_and_told (World *world, gconstpointer data)
{
  g_autofree char *activity = NULL;
  g_autoptr (GError) error = NULL;
  static const char *const told[]
      = { "shopping.list-created", "shopping.item-added", "shopping.item-bought", "thread.message-sent" };

  fill_list (world);
  team_do (weft_shopping_list_buy (world->ben.list, id_at (&world->ben, 0), TRUE));
  team_do (weft_thread_send (world->ben.at.sync, world->stream, "No flour left but rye", NULL));
  team_wait_until (store_says (&world->ada, "SELECT text FROM message", "No flour left but rye"));
  both_see (world, "x rye flour from the mill, 2 kg\nsalt, ");

  /* Each hears of what the other put on the list, not of their own. */
  team_wait_until (store_says (&world->ben, "SELECT fields FROM notice WHERE event = 'shopping.item-added'",
                          "{\"text\":\"rye flour from the mill\"}"));
  team_wait_until (store_says (&world->ada, "SELECT fields FROM notice WHERE event = 'shopping.item-added'",
                          "{\"text\":\"salt\"}"));

  assert_found (&world->ada, "flour", 2); /* the item and the comment */
  assert_found (&world->ada, "flour is:bought", 1);
  assert_found (&world->ben, "salt is:mine", 1);
  assert_found (&world->ada, "salt is:mine", 0);
  assert_found (&world->ben, "Market", 1);

  activity = team_get (weft_sync_ask (world->ada.at.sync, &(WeftQuestion) { .stream = world->stream,
                                                                    .what = "activity",
                                                                    .from = -1,
                                                                    .to = -1,
                                                                    .at = -1,
                                                                    .cursor = -1,
                                                                    .limit = 50 }));
  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    if (strstr (activity, told[i]) == NULL)
      g_error ("%s is not in %s", told[i], activity);
}

/* What is erased is empty on every device, and nobody finds it. */
static void
test_erased (World *world, gconstpointer data)
{
  g_autofree char *rows = NULL;

  fill_list (world);
  assert_found (&world->ben, "flour", 1);
  rows = g_strconcat ("shopping_item:", id_at (&world->ada, 0), NULL);
  team_do (weft_sync_submit (world->ada.at.sync, world->stream, &weft_content_erase_operation,
                           &(WeftContentErase) { .rows = rows }));
  both_see (world, ", \nsalt, ");
  assert_found (&world->ben, "flour", 0);
  assert_found (&world->ben, "salt", 1);
}

static char *
digest (World *world)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (world->team.engine, &error);
  char *text;

  g_assert_no_error (error);
  text = weft_rows_digest (database, world->team.registry, world->stream, FALSE, &error);
  g_assert_no_error (error);
  weft_engine_release_reader (world->team.engine, database);

  return text;
}

static void
test_exported (World *world, gconstpointer data)
{
  g_autofree char *target = g_build_filename (world->team.directory, "export", NULL);
  g_autofree char *copy = g_build_filename (world->team.directory, "copy", NULL);
  g_autofree char *file = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  fill_list (world);
  team_do (weft_shopping_list_buy (world->ben.list, id_at (&world->ben, 1), TRUE));
  both_see (world, "rye flour from the mill, 2 kg\nx salt, ");
  before = digest (world);

  weft_export_make (world->team.data, NULL, world->team.registry, target, NULL, &error);
  g_assert_no_error (error);
  file = weft_export_get_file (world->stream);
  weft_import_run (target, copy, NULL, world->team.registry, weft_server_modules, &error);
  g_assert_no_error (error);

  team_stop_server (&world->team);
  g_free (world->team.data);
  world->team.data = g_steal_pointer (&copy);
  team_start_server (&world->team);
  after = digest (world);
  g_assert_cmpstr (after, ==, before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add ("/feature/shopping/offline", World, NULL, set_up, test_offline, tear_down);
  g_test_add ("/feature/shopping/conflict", World, NULL, set_up, test_conflict, tear_down);
  g_test_add ("/feature/shopping/undo", World, NULL, set_up, test_undo, tear_down);
  g_test_add ("/feature/shopping/found-and-told", World, NULL, set_up, test_found_and_told, tear_down);
  g_test_add ("/feature/shopping/erased", World, NULL, set_up, test_erased, tear_down);
  g_test_add ("/feature/shopping/exported", World, NULL, set_up, test_exported, tear_down);

  return g_test_run ();
}

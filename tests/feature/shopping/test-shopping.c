/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The shopping list at work: two people with a client each, and a server which goes away and comes back, all
 * of it over a real socket. Nothing here or in the feature does what the engine gives: sync, offline,
 * conflicts, undo, search, history, export. */

#include "serve-fixture.h"

#include <string.h>

#include "base/weft-id.h"
#include "parts/content/shared/weft-content-module.h"
#include "parts/people/shared/weft-people-module.h"
#include "parts/thread/client/weft-thread.h"
#include "serve/weft-check.h"
#include "serve/weft-export.h"
#include "serve/weft-front.h"
#include "store/weft-rows.h"
#include "sync/weft-finder.h"
#include "tests/feature/shopping/client/weft-shopping-list.h"
#include "tests/feature/shopping/shared/weft-shopping-module.h"

typedef struct
{
  WeftAccount *account;
  WeftSync *sync;
  WeftShoppingList *list;
} Person;

typedef struct
{
  char *directory;
  char *data;
  char *socket;
  char *address;
  WeftRegistry *registry;
  WeftEngine *engine;
  WeftFront *front;
  Person ada;
  Person ben;
  const char *stream;
} World;

#define wait_until(condition_)                                                                               \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    gint64 end_ = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;                                         \
                                                                                                             \
    while (!(condition_))                                                                                    \
      {                                                                                                      \
        if (g_get_monotonic_time () > end_)                                                                  \
          g_error ("%s never came", #condition_);                                                            \
        if (!g_main_context_iteration (NULL, FALSE))                                                         \
          g_usleep (500);                                                                                    \
      }                                                                                                      \
  }                                                                                                          \
  G_STMT_END

/* Takes @future. Returns: (transfer full) (nullable): the string to which it resolves, if it is one. */
static char *
get (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  const GValue *value;
  char *text = NULL;

  wait_until (!dex_future_is_pending (future));
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  if (G_VALUE_HOLDS_STRING (value))
    text = g_value_dup_string (value);
  dex_unref (future);

  return text;
}

#define do_it(future_) g_free (get (future_))

static void
start_server (World *world)
{
  g_autoptr (GError) error = NULL;

  world->engine = weft_engine_new (world->registry, weft_server_modules, world->data, NULL);
  world->front = weft_front_new (world->engine, &weft_default_limits);
  weft_engine_open (world->engine, &error);
  g_assert_no_error (error);
  weft_front_start (world->front, &error);
  g_assert_no_error (error);
  weft_front_listen_unix (world->front, world->socket, &error);
  g_assert_no_error (error);
}

static void
stop_server (World *world)
{
  weft_front_drain (world->front, 1000);
  weft_engine_close (world->engine);
  g_clear_object (&world->front);
  g_clear_object (&world->engine);
}

static void
open_person (World *world, Person *person, const char *name)
{
  g_autofree char *directory = g_build_filename (world->directory, name, NULL);

  person->sync = weft_sync_new (world->registry, person->account, directory, NULL);
  do_it (weft_sync_open (person->sync));
  weft_sync_start (person->sync);
  wait_until (weft_sync_get_state (person->sync) == WEFT_SYNC_ONLINE);
  person->list = weft_shopping_list_new (person->sync, world->stream);
}

static void
close_person (Person *person)
{
  g_clear_object (&person->list);
  do_it (weft_sync_close (person->sync));
  g_clear_object (&person->sync);
  g_clear_object (&person->account);
}

static WeftAccount *
make_account (World *world)
{
  g_autoptr (WeftTokenStore) tokens = weft_memory_token_store_new ();

  return weft_account_new (world->address, NULL, tokens, NULL);
}

static void
set_up (World *world, gconstpointer data)
{
  g_autofree char *hash = weft_secret_hash ("open sesame");
  g_autofree char *code = g_strconcat (serve_id ("invitation"), ".open sesame", NULL);
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  const char *members[1];

  world->directory = g_dir_make_tmp ("weft-shopping-XXXXXX", &error);
  g_assert_no_error (error);
  world->data = g_build_filename (world->directory, "server", NULL);
  world->socket = g_build_filename (world->directory, "sock", NULL);
  world->address = g_strconcat ("unix:", world->socket, NULL);
  world->registry = weft_registry_new (weft_modules);
  world->stream = serve_stream ("shopping", "market");
  start_server (world);

  world->ada.account = make_account (world);
  do_it (weft_account_create_workspace (world->ada.account, "Mill", "Ada", "ada", "correct horse"));
  open_person (world, &world->ada, "ada");
  id = get (weft_sync_submit (world->ada.sync, WEFT_STREAM_WORKSPACE, &weft_people_invite_operation,
                              &(WeftPeopleInvite) { .id = serve_id ("invitation"),
                                                    .secret_hash = hash,
                                                    .role = "member",
                                                    .uses = 1,
                                                    .expires_at = g_get_real_time () / 1000 + 3600000 }));
  do_it (weft_sync_await (world->ada.sync, id));
  world->ben.account = make_account (world);
  do_it (weft_account_join (world->ben.account, code, "Ben", "ben", "battery staple"));
  open_person (world, &world->ben, "ben");

  members[0] = weft_account_get_person (world->ben.account);
  do_it (
      weft_sync_submit (world->ada.sync, world->stream, &weft_shopping_create_list_operation,
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
  WeftDatabase *database = weft_engine_acquire_reader (world->engine, &error);

  g_assert_no_error (error);
  weft_check_run (&check, database, world->registry, &error);
  g_assert_no_error (error);
  weft_engine_release_reader (world->engine, database);
  g_assert_cmpuint (check.n_problems, ==, 0);
  g_assert_cmpuint (check.n_streams, >, 0);
}

static void
tear_down (World *world, gconstpointer data)
{
  close_person (&world->ada);
  close_person (&world->ben);
  assert_whole (world);
  stop_server (world);
  g_clear_object (&world->registry);
  serve_remove_directory (world->directory);
  g_free (world->directory);
  g_free (world->data);
  g_free (world->socket);
  g_free (world->address);
  while (g_main_context_iteration (NULL, FALSE))
    ;
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

#define both_see(world_, text_) wait_until (sees (&(world_)->ada, text_) && sees (&(world_)->ben, text_))

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
  return get (
      weft_sync_read (person->sync, read_cell, G_TYPE_STRING, (gpointer) g_intern_string (sql), NULL));
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
  wait_until (store_says (&world->ben, "SELECT name FROM shopping_list", "Market"));
  do_it (weft_shopping_list_add (world->ada.list, "rye flour from the mill", "2 kg"));
  both_see (world, "rye flour from the mill, 2 kg");
  do_it (weft_shopping_list_add (world->ben.list, "salt", ""));
  both_see (world, "rye flour from the mill, 2 kg\nsalt, ");
}

static void
test_offline (World *world, gconstpointer data)
{
  fill_list (world);

  stop_server (world);
  wait_until (weft_sync_get_state (world->ada.sync) != WEFT_SYNC_ONLINE
              && weft_sync_get_state (world->ben.sync) != WEFT_SYNC_ONLINE);

  /* Both go on, each in one word of the same text, and see at once what they did. */
  do_it (weft_shopping_list_change_text (world->ada.list, id_at (&world->ada, 0),
                                         "fine rye flour from the mill", "rye flour from the mill"));
  do_it (weft_shopping_list_buy (world->ada.list, id_at (&world->ada, 1), TRUE));
  do_it (weft_shopping_list_change_text (world->ben.list, id_at (&world->ben, 0), "rye flour from the market",
                                         "rye flour from the mill"));
  do_it (weft_shopping_list_change_amount (world->ben.list, id_at (&world->ben, 0), "3 kg"));
  wait_until (sees (&world->ada, "fine rye flour from the mill, 2 kg\nx salt, "));
  wait_until (sees (&world->ben, "rye flour from the market, 3 kg\nsalt, "));
  g_assert_cmpuint (weft_sync_get_n_waiting (world->ada.sync), ==, 2);

  start_server (world);
  weft_sync_retry (world->ada.sync);
  weft_sync_retry (world->ben.sync);
  both_see (world, "fine rye flour from the market, 3 kg\nx salt, ");
  wait_until (weft_sync_get_n_waiting (world->ada.sync) + weft_sync_get_n_waiting (world->ben.sync) == 0);
  g_assert_cmpuint (weft_sync_get_n_failed (world->ada.sync) + weft_sync_get_n_failed (world->ben.sync), ==,
                    0);
}

/* Both change the same word: whoever comes later loses it to a list of their own, and can have it back. */
static void
test_conflict (World *world, gconstpointer data)
{
  g_autofree char *id = NULL;

  fill_list (world);
  weft_sync_stop (world->ben.sync);
  do_it (weft_shopping_list_change_text (world->ada.list, id_at (&world->ada, 1), "pepper", "salt"));
  do_it (weft_shopping_list_change_text (world->ben.list, id_at (&world->ben, 1), "sugar", "salt"));
  wait_until (sees (&world->ben, "rye flour from the mill, 2 kg\nsugar, "));
  wait_until (weft_sync_get_n_waiting (world->ada.sync) == 0);

  weft_sync_start (world->ben.sync);
  both_see (world, "rye flour from the mill, 2 kg\npepper, ");
  wait_until (store_says (&world->ben, "SELECT mine || '|' || theirs FROM conflict", "sugar|pepper"));
  g_assert_true (store_says (&world->ada, "SELECT count (*) FROM conflict", "0"));

  id = ask_store (&world->ben, "SELECT id FROM conflict");
  do_it (weft_sync_resolve_conflict (world->ben.sync, id, WEFT_CONFLICT_KEEP_MINE));
  both_see (world, "rye flour from the mill, 2 kg\nsugar, ");
  wait_until (store_says (&world->ben, "SELECT count (*) FROM conflict", "0"));
}

static void
test_undo (World *world, gconstpointer data)
{
  fill_list (world);

  do_it (weft_shopping_list_buy (world->ben.list, id_at (&world->ben, 0), TRUE));
  both_see (world, "x rye flour from the mill, 2 kg\nsalt, ");
  do_it (weft_sync_undo (world->ben.sync));
  both_see (world, "rye flour from the mill, 2 kg\nsalt, ");
  do_it (weft_sync_redo (world->ben.sync));
  both_see (world, "x rye flour from the mill, 2 kg\nsalt, ");

  do_it (weft_shopping_list_remove (world->ada.list, id_at (&world->ada, 1)));
  both_see (world, "x rye flour from the mill, 2 kg");
  do_it (weft_sync_undo (world->ada.sync));
  both_see (world, "x rye flour from the mill, 2 kg\nsalt, ");

  /* What somebody else changed since stands in the way of nobody's but one's own change. */
  do_it (weft_shopping_list_change_amount (world->ada.list, id_at (&world->ada, 0), "4 kg"));
  both_see (world, "x rye flour from the mill, 4 kg\nsalt, ");
  do_it (weft_shopping_list_change_amount (world->ben.list, id_at (&world->ben, 0), "5 kg"));
  both_see (world, "x rye flour from the mill, 5 kg\nsalt, ");
  {
    DexFuture *undo = weft_sync_undo (world->ada.sync);
    g_autoptr (GError) error = NULL;

    wait_until (!dex_future_is_pending (undo));
    g_assert_null (dex_future_get_value (undo, &error));
    g_assert_error (error, WEFT_ERROR, WEFT_ERROR_CONFLICT);
    g_assert_true (g_str_has_prefix (error->message, "amount: changed by "));
    dex_unref (undo);
  }
}

static void
assert_found (Person *person, const char *text, guint n)
{
  g_autoptr (WeftFinder) finder = weft_finder_new (person->sync);

  weft_finder_set_text (finder, text, NULL);
  wait_until (g_list_model_get_n_items (G_LIST_MODEL (finder)) == n && !weft_finder_get_searching (finder));
}

static void
test_found_and_told (World *world, gconstpointer data)
{
  g_autofree char *activity = NULL;
  g_autoptr (GError) error = NULL;
  static const char *const told[]
      = { "shopping.list-created", "shopping.item-added", "shopping.item-bought", "thread.message-sent" };

  fill_list (world);
  do_it (weft_shopping_list_buy (world->ben.list, id_at (&world->ben, 0), TRUE));
  do_it (weft_thread_send (world->ben.sync, world->stream, "No flour left but rye", NULL));
  wait_until (store_says (&world->ada, "SELECT text FROM message", "No flour left but rye"));
  both_see (world, "x rye flour from the mill, 2 kg\nsalt, ");

  /* Each hears of what the other put on the list, not of their own. */
  wait_until (store_says (&world->ben, "SELECT fields FROM notice WHERE event = 'shopping.item-added'",
                          "{\"text\":\"rye flour from the mill\"}"));
  wait_until (store_says (&world->ada, "SELECT fields FROM notice WHERE event = 'shopping.item-added'",
                          "{\"text\":\"salt\"}"));

  assert_found (&world->ada, "flour", 2); /* the item and the comment */
  assert_found (&world->ada, "flour is:bought", 1);
  assert_found (&world->ben, "salt is:mine", 1);
  assert_found (&world->ada, "salt is:mine", 0);
  assert_found (&world->ben, "Market", 1);

  activity = get (weft_sync_ask (world->ada.sync, &(WeftQuestion) { .stream = world->stream,
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
  do_it (weft_sync_submit (world->ada.sync, world->stream, &weft_content_erase_operation,
                           &(WeftContentErase) { .rows = rows }));
  both_see (world, ", \nsalt, ");
  assert_found (&world->ben, "flour", 0);
  assert_found (&world->ben, "salt", 1);
}

static char *
digest (World *world)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (world->engine, &error);
  char *text;

  g_assert_no_error (error);
  text = weft_rows_digest (database, world->registry, world->stream, FALSE, &error);
  g_assert_no_error (error);
  weft_engine_release_reader (world->engine, database);

  return text;
}

static void
test_exported (World *world, gconstpointer data)
{
  g_autofree char *target = g_build_filename (world->directory, "export", NULL);
  g_autofree char *copy = g_build_filename (world->directory, "copy", NULL);
  g_autofree char *file = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  fill_list (world);
  do_it (weft_shopping_list_buy (world->ben.list, id_at (&world->ben, 1), TRUE));
  both_see (world, "rye flour from the mill, 2 kg\nx salt, ");
  before = digest (world);

  weft_export_make (world->data, NULL, world->registry, target, NULL, &error);
  g_assert_no_error (error);
  file = weft_export_get_file (world->stream);
  weft_import_run (target, copy, NULL, world->registry, weft_server_modules, &error);
  g_assert_no_error (error);

  stop_server (world);
  g_free (world->data);
  world->data = g_steal_pointer (&copy);
  start_server (world);
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

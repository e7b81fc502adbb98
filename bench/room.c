/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening a room of a million messages beside one of a thousand, from a store that holds all of them, without a server: from asking for the list
 * until its newest page is there, then until a page from its middle is, and what both take of the heap. In turns, so that the machine's load meets
 * both. Prints one JSON object. */

#define G_LOG_DOMAIN "weft-bench"

#include "config.h"

#include <locale.h>
#include <malloc.h>
#include <stdlib.h>

#include "client.h"
#include "fixture.h"
#include "parts/thread/client/weft-message-list.h"
#include "server.h"
#include "store/weft-search-work.h"

#define N_SMALL 1000
#define N_ROUNDS 21
#define REST 50 /* ms, after which what was let go is freed */
#define LIMIT 1.2  /* times what the small one takes: what a page more or less in memory makes */
#define PATIENCE 30 /* s */

typedef struct
{
  char *directory;
  WeftSync *sync;
  char *room;
  GArray *opened; /* of double: ms */
  GArray *jumped;
  GArray *held;   /* of double: kB */
} Store;

/* As in a copy that was used: else it would be made while something is measured. */
static gboolean
index_all (WeftDatabase *database, GError **error)
{
  gboolean done = FALSE;

  while (!done)
    if (!weft_search_index (database, fixture_get_registry (), &done, error))
      return FALSE;
  return TRUE;
}

static gboolean
fill (Store *self, guint n_messages, GError **error)
{
  g_autofree char *store = NULL;
  g_autofree char *person = fixture_dup_person (0);
  g_autoptr (WeftTokenStore) tokens = weft_memory_token_store_new ();
  g_autoptr (WeftAccount) account = weft_account_new ("http://127.0.0.1:9", person, tokens, NULL);
  g_autoptr (WeftCopy) copy = NULL;

  self->opened = g_array_new (FALSE, FALSE, sizeof (double));
  self->jumped = g_array_new (FALSE, FALSE, sizeof (double));
  self->held = g_array_new (FALSE, FALSE, sizeof (double));
  self->room = fixture_dup_room (0);
  self->directory = bench_new_directory (error);
  if (self->directory == NULL)
    return FALSE;
  store = g_build_filename (self->directory, "store", NULL);
  copy = weft_copy_open (fixture_get_registry (), store, NULL, error);
  if (copy == NULL || !fixture_fill (copy, &(FixtureShape) { .n_rooms = 1, .n_messages = n_messages, .n_people = 12 }, error)
      || !index_all (copy->database, error))
    return FALSE;
  g_clear_pointer (&copy, weft_copy_free);

  self->sync = weft_sync_new (fixture_get_registry (), account, store, NULL);
  return dex_await (weft_sync_open (self->sync), error);
}

static void
clear (Store *self)
{
  if (self->sync != NULL)
    dex_await (weft_sync_close (self->sync), NULL);
  g_clear_object (&self->sync);
  if (self->directory != NULL)
    bench_remove (self->directory);
  g_free (self->directory);
  g_free (self->room);
  g_clear_pointer (&self->opened, g_array_unref);
  g_clear_pointer (&self->jumped, g_array_unref);
  g_clear_pointer (&self->held, g_array_unref);
}

static void
on_told (DexPromise *promise)
{
  if (dex_future_is_pending (DEX_FUTURE (promise)))
    dex_promise_resolve_boolean (promise, TRUE);
}

/* Whether the message at @position comes: the one signal of the two that tells of it. */
static gboolean
await_message (WeftMessageList *list, guint position, GError **error)
{
  gint64 until = g_get_monotonic_time () + PATIENCE * G_USEC_PER_SEC;

  while (g_get_monotonic_time () < until)
    {
      g_autoptr (DexPromise) promise = dex_promise_new ();
      gulong ready = g_signal_connect_swapped (list, "notify::ready", G_CALLBACK (on_told), promise);
      gulong changed = 0;
      WeftMessage *message = weft_message_list_get_ready (list) ? g_list_model_get_item (G_LIST_MODEL (list), position) : NULL;
      gboolean there = message != NULL && !weft_message_get_placeholder (message);

      if (message != NULL)
        changed = g_signal_connect_swapped (message, "changed", G_CALLBACK (on_told), promise);
      if (!there)
        dex_await (dex_future_first (dex_ref (DEX_FUTURE (promise)), dex_timeout_new_seconds (PATIENCE), NULL), NULL);
      g_signal_handler_disconnect (list, ready);
      if (message != NULL)
        g_signal_handler_disconnect (message, changed);
      g_clear_object (&message);
      if (there)
        return TRUE;
    }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "the message at %u did not come", position);
  return FALSE;
}

static double
measure_heap (void)
{
  return (double) mallinfo2 ().uordblks / 1024;
}

static gboolean
visit (Store *self, guint n_messages, GError **error)
{
  g_autoptr (WeftMessageList) list = NULL;
  double before, opened, jumped, held;
  gint64 began;

  bench_pause (REST);
  before = measure_heap ();
  began = g_get_monotonic_time ();
  list = weft_message_list_new (self->sync, self->room);
  if (!await_message (list, n_messages - 1, error))
    return FALSE;
  opened = (g_get_monotonic_time () - began) / 1e3;
  if (g_list_model_get_n_items (G_LIST_MODEL (list)) != n_messages)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the list has %u items", g_list_model_get_n_items (G_LIST_MODEL (list)));
      return FALSE;
    }
  began = g_get_monotonic_time ();
  if (!await_message (list, n_messages / 2, error))
    return FALSE;
  jumped = (g_get_monotonic_time () - began) / 1e3;
  bench_pause (REST);
  held = measure_heap () - before;
  g_array_append_val (self->opened, opened);
  g_array_append_val (self->jumped, jumped);
  g_array_append_val (self->held, held);
  return TRUE;
}

static void
print_figure (const char *name, const char *unit, GArray *large, GArray *small, const char *after)
{
  double value = bench_get_median (large);
  double reference = bench_get_median (small);

  g_print ("{\"name\": \"%s\", \"unit\": \"%s\", \"value\": %.2f, \"reference\": %.2f, \"limit\": %.2f, \"met\": %s}%s", name, unit, value, reference,
           reference * LIMIT, value <= reference * LIMIT ? "true" : "false", after);
}

static DexFuture *
run (gpointer user_data)
{
  guint n = GPOINTER_TO_UINT (user_data);
  Store small = { 0 };
  Store large = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean done = fill (&small, N_SMALL, &error) && fill (&large, n, &error);

  for (guint i = 0; done && i < N_ROUNDS; i++)
    done = visit (&small, N_SMALL, &error) && visit (&large, n, &error);
  if (done)
    {
      g_print ("{\"messages\": %u, \"small\": %d, \"rounds\": %d, \"open_highest_ms\": %.2f, \"figures\": [", n, N_SMALL, N_ROUNDS,
               bench_get_highest (large.opened));
      print_figure ("opening a room of a million messages, to one of a thousand", "ms", large.opened, small.opened, ", ");
      print_figure ("a page from its middle", "ms", large.jumped, small.jumped, ", ");
      print_figure ("what the list and both pages take of the heap", "kB", large.held, small.held, "]}\n");
    }
  clear (&small);
  clear (&large);
  return done ? dex_future_new_true () : dex_future_new_for_error (g_steal_pointer (&error));
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  return bench_run (run, GUINT_TO_POINTER (argc > 1 ? atoi (argv[1]) : 1000000));
}

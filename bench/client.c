/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-bench"

#include "config.h"

#include "client.h"

#include "base/weft-id.h"
#include "features/chat/shared/weft-chat-module.h"
#include "fixture.h"
#include "parts/people/shared/weft-people-module.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "server.h"

#define PATIENCE 60 /* s */

struct _Client
{
  char *directory;
  WeftAccount *account;
  WeftSync *sync;

  const char *table; /* interned: whose rows are counted */
  guint n_rows;

  /* What is waited for: one thing at a time. */
  DexPromise *awaited;
  WeftSyncState state;
  guint n_wanted;
  enum
  {
    NOTHING,
    STATE,
    ROWS,
    SENT
  } what;
};

static void
check (Client *self)
{
  gboolean there = FALSE;

  if (self->awaited == NULL)
    return;
  switch (self->what)
    {
    case STATE:
      there = weft_sync_get_state (self->sync) == self->state;
      break;
    case ROWS:
      there = self->n_rows >= self->n_wanted;
      break;
    case SENT:
      there = weft_sync_get_n_waiting (self->sync) == 0;
      break;
    case NOTHING:
    default:
      break;
    }
  if (there)
    {
      g_autoptr (DexPromise) awaited = g_steal_pointer (&self->awaited);

      self->what = NOTHING;
      dex_promise_resolve_boolean (awaited, TRUE);
    }
}

static gboolean
await (Client *self, int what, GError **error)
{
  g_autoptr (DexPromise) promise = dex_promise_new ();
  gboolean done;

  g_assert (self->awaited == NULL);
  self->awaited = dex_ref (promise);
  self->what = what;
  check (self);
  done = dex_await (dex_future_first (dex_ref (DEX_FUTURE (promise)), dex_timeout_new_seconds (PATIENCE),
                                      NULL),
                    error);
  dex_clear (&self->awaited);
  if (!done)
    g_prefix_error (error, "waiting (%d), state %d (%s), %u waiting, %u rows: ", what,
                    weft_sync_get_state (self->sync), weft_sync_get_reason (self->sync),
                    weft_sync_get_n_waiting (self->sync), self->n_rows);
  return done;
}

static void
on_changed (WeftSync *sync, WeftChanges *changes, gpointer user_data)
{
  Client *self = user_data;

  for (guint i = 0; self->table != NULL && i < weft_changes_get_n (changes); i++)
    {
      const WeftChange *change = weft_changes_get (changes, i);

      if (change->kind == WEFT_CHANGE_INSERT && g_str_equal (change->table->name, self->table))
        self->n_rows++;
    }
  check (self);
}

static Client *
client_new (GError **error)
{
  Client *self = g_new0 (Client, 1);

  self->directory = bench_new_directory (error);
  if (self->directory == NULL)
    {
      g_free (self);
      return NULL;
    }
  return self;
}

static gboolean
open (Client *self, GError **error)
{
  g_autofree char *store = g_build_filename (self->directory, "store", NULL);

  client_count_rows (self, "message");
  self->sync = weft_sync_new (fixture_get_registry (), self->account, store, NULL);
  g_signal_connect_swapped (self->sync, "notify", G_CALLBACK (check), self);
  g_signal_connect (self->sync, "changed", G_CALLBACK (on_changed), self);
  if (!dex_await (weft_sync_open (self->sync), error))
    return FALSE;
  weft_sync_start (self->sync);
  return client_await_state (self, WEFT_SYNC_ONLINE, error);
}

Client *
client_found (const char *address, GError **error)
{
  g_autoptr (Client) self = client_new (error);
  g_autoptr (WeftTokenStore) tokens = weft_memory_token_store_new ();

  if (self == NULL)
    return NULL;
  self->account = weft_account_new (address, NULL, tokens, NULL);
  if (!dex_await (weft_account_create_workspace (self->account, "Bench", "Mai Đỗ", "mai", "a long password"),
                  error)
      || !open (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

Client *
client_join_local (const char *local, const char *address, GError **error)
{
  g_autoptr (Client) self = client_new (error);
  g_autoptr (WeftTokenStore) tokens = weft_memory_token_store_new ();
  g_autoptr (WeftAccount) owner = weft_account_new (local, NULL, tokens, NULL);
  g_autofree char *token = NULL;

  if (self == NULL || !dex_await (weft_account_sign_in_local (owner), error))
    return NULL;
  token = dex_await_string (weft_token_store_load (tokens, weft_account_get_address (owner),
                                                   weft_account_get_person (owner)),
                            error);
  if (token == NULL)
    return NULL;

  self->account = weft_account_new (address, weft_account_get_person (owner), tokens, NULL);
  if (!dex_await (weft_token_store_save (tokens, weft_account_get_address (self->account),
                                         weft_account_get_person (owner), token),
                  error)
      || !dex_await (weft_account_resume (self->account), error) || !open (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

Client *
client_invite (Client *self, const char *address, const char *name, const char *login, GError **error)
{
  g_autoptr (Client) other = client_new (error);
  g_autoptr (WeftTokenStore) tokens = weft_memory_token_store_new ();
  g_autofree char *id = weft_id_new (weft_clock_get_system ());
  g_autofree char *secret = weft_secret_new (16);
  g_autofree char *hash = weft_secret_hash (secret);
  g_autofree char *code = g_strconcat (id, ".", secret, NULL);
  g_autofree char *operation = NULL;
  WeftPeopleInvite args = {
    .id = id,
    .secret_hash = hash,
    .role = "member",
    .uses = 1,
    .expires_at = weft_clock_now (weft_clock_get_system ()) + 3600 * 1000,
  };

  if (other == NULL)
    return NULL;
  operation = dex_await_string (weft_sync_submit (self->sync, WEFT_STREAM_WORKSPACE,
                                                  &weft_people_invite_operation, &args),
                                error);
  if (operation == NULL || !dex_await (weft_sync_await (self->sync, operation), error))
    return NULL;

  other->account = weft_account_new (address, NULL, tokens, NULL);
  if (!dex_await (weft_account_join (other->account, code, name, login, "a long password"), error)
      || !open (other, error))
    return NULL;
  return g_steal_pointer (&other);
}

void
client_free (Client *self)
{
  if (self->sync != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->sync, self);
      weft_sync_stop (self->sync);
      dex_await (weft_sync_close (self->sync), NULL);
    }
  g_clear_object (&self->sync);
  g_clear_object (&self->account);
  dex_clear (&self->awaited);
  bench_remove (self->directory);
  g_free (self->directory);
  g_free (self);
}

WeftSync *
client_get_sync (Client *self)
{
  return self->sync;
}

const char *
client_get_person (Client *self)
{
  return weft_sync_get_person (self->sync);
}

gboolean
client_await_state (Client *self, WeftSyncState state, GError **error)
{
  self->state = state;
  return await (self, STATE, error);
}

void
client_count_rows (Client *self, const char *table)
{
  self->table = g_intern_string (table);
  self->n_rows = 0;
}

gboolean
client_await_rows (Client *self, guint n, GError **error)
{
  self->n_wanted = n;
  return await (self, ROWS, error);
}

gboolean
client_await_sent (Client *self, GError **error)
{
  return await (self, SENT, error);
}

char *
client_make_room (Client *self, const char *name, Client *other, GError **error)
{
  g_autofree char *id = weft_id_new (weft_clock_get_system ());
  g_autofree char *stream = g_strconcat ("room/", id, NULL);
  WeftChatCreateRoom args = {
    .kind = "room",
    .name = name,
    .topic = "",
    .members = (const char *[]) { other != NULL ? client_get_person (other) : NULL },
    .n_members = other != NULL ? 1 : 0,
    .access = "private",
  };
  g_autofree char *operation
      = dex_await_string (weft_sync_submit (self->sync, stream, &weft_chat_create_room_operation, &args),
                          error);

  if (operation == NULL || !dex_await (weft_sync_await (self->sync, operation), error))
    return NULL;
  return g_steal_pointer (&stream);
}

DexFuture *
client_send (Client *self, const char *room, const char *text)
{
  g_autofree char *id = weft_id_new (weft_clock_get_system ());
  WeftThreadSend args = { .id = id, .text = text };

  return weft_sync_submit (self->sync, room, &weft_thread_send_operation, &args);
}

void
bench_pause (guint ms)
{
  dex_await (dex_timeout_new_msec ((int) ms), NULL);
}

static DexFuture *
on_ended (DexFuture *future, gpointer user_data)
{
  g_main_loop_quit (user_data);
  return NULL;
}

int
bench_run (DexFiberFunc fiber, gpointer user_data)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  DexFuture *future;
  int status = 0;

  dex_init ();
  future = dex_scheduler_spawn (NULL, 0, fiber, user_data, NULL);
  dex_future_disown (dex_future_finally (dex_ref (future), on_ended, loop, NULL));
  g_main_loop_run (loop);
  if (dex_future_get_value (future, &error) == NULL)
    {
      g_printerr ("%s\n", error->message);
      status = 1;
    }
  dex_unref (future);
  return status;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return (left > right) - (left < right);
}

double
bench_get_median (GArray *values)
{
  if (values->len == 0)
    return 0;
  g_array_sort (values, compare);
  return g_array_index (values, double, values->len / 2);
}

double
bench_get_highest (GArray *values)
{
  double highest = 0;

  for (guint i = 0; i < values->len; i++)
    highest = MAX (highest, g_array_index (values, double, i));
  return highest;
}

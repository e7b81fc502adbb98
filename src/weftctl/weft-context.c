/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include "weftctl/weft-context.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "modules/weft-modules.h"
#include "sync/weft-sync-private.h"
#include "weftctl/weft-rooms.h"

#define CURRENT "current"

WeftRegistry *
weft_context_new_registry (void)
{
  return weft_registry_new (weft_modules);
}

/* Group of a profile in the key file: brackets are not allowed in there. */
static char *
make_group (const char *address, const char *login)
{
  g_autofree char *text = g_strdup_printf ("%s %s", login, address);

  return g_uri_escape_string (text, ":/@ ", TRUE);
}

static char *
get_profiles_path (WeftContext *self)
{
  return g_build_filename (self->state, "profiles", NULL);
}

static gboolean
save_profiles (WeftContext *self, GError **error)
{
  g_autofree char *path = get_profiles_path (self);
  g_autofree char *data = NULL;
  gsize length;

  if (g_mkdir_with_parents (self->state, 0700) < 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "Cannot make the folder %s: %s", self->state, g_strerror (errno));
      return FALSE;
    }
  data = g_key_file_to_data (self->profiles, &length, NULL);

  return g_file_set_contents_full (path, data, length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

WeftContext *
weft_context_new (const char *state, const char *address, const char *login, GError **error)
{
  g_autoptr (WeftContext) self = g_new0 (WeftContext, 1);
  g_autofree char *path = NULL;
  g_autofree char *tokens = NULL;
  g_autoptr (GError) local_error = NULL;

  self->state = state != NULL ? g_canonicalize_filename (state, NULL) : g_build_filename (g_get_user_state_dir (), "weftctl", NULL);
  self->wait = 10;
  self->timing = weft_default_transport_timing;
  self->registry = weft_context_new_registry ();
  tokens = g_build_filename (self->state, "tokens", NULL);
  self->tokens = weft_file_token_store_new (tokens);

  self->profiles = g_key_file_new ();
  path = get_profiles_path (self);
  if (!g_key_file_load_from_file (self->profiles, path, G_KEY_FILE_NONE, &local_error) &&
      !g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "Cannot read %s: %s", path, local_error->message);
      return NULL;
    }

  if (address != NULL)
    {
      self->address = weft_account_normalize_address (address, error);
      if (self->address == NULL)
        return NULL;
    }
  else
    {
      self->address = g_key_file_get_string (self->profiles, CURRENT, "address", NULL);
    }
  self->login = login != NULL ? g_strdup (login) : g_key_file_get_string (self->profiles, CURRENT, "login", NULL);

  return g_steal_pointer (&self);
}

void
weft_context_free (WeftContext *self)
{
  g_clear_object (&self->sync);
  g_clear_object (&self->account);
  g_clear_object (&self->registry);
  g_clear_object (&self->tokens);
  g_clear_pointer (&self->profiles, g_key_file_unref);
  g_free (self->state);
  g_free (self->address);
  g_free (self->login);
  g_free (self);
}

WeftAccount *
weft_context_get_account (WeftContext *self, GError **error)
{
  if (self->account != NULL)
    return self->account;

  if (self->address == NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "Which server? Give --address, or sign in first");
      return NULL;
    }

  self->account = weft_account_new (self->address, NULL, self->tokens, NULL);

  return self->account;
}

gboolean
weft_context_remember (WeftContext *self, const char *login, GError **error)
{
  g_autofree char *group = make_group (weft_account_get_address (self->account), login);

  g_key_file_set_string (self->profiles, group, "person", weft_account_get_person (self->account));
  g_key_file_set_string (self->profiles, CURRENT, "address", weft_account_get_address (self->account));
  g_key_file_set_string (self->profiles, CURRENT, "login", login);

  return save_profiles (self, error);
}

gboolean
weft_context_forget (WeftContext *self, GError **error)
{
  g_autofree char *group = make_group (self->address, self->login);

  g_key_file_remove_group (self->profiles, group, NULL);
  g_key_file_remove_group (self->profiles, CURRENT, NULL);

  return save_profiles (self, error);
}

gboolean
weft_context_open (WeftContext *self, gboolean connect, GError **error)
{
  g_autofree char *group = NULL;
  g_autofree char *person = NULL;
  g_autofree char *directory = NULL;

  if (self->address == NULL || self->login == NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED, "Nobody is signed in; see weftctl sign-in --help");
      return FALSE;
    }

  group = make_group (self->address, self->login);
  person = g_key_file_get_string (self->profiles, group, "person", NULL);
  if (person == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED, "%s is not signed in at %s; see weftctl sign-in --help",
                   self->login, self->address);
      return FALSE;
    }

  self->account = weft_account_new (self->address, person, self->tokens, NULL);
  directory = g_build_filename (self->state, person, NULL);
  self->sync = weft_sync_new (self->registry, self->account, directory, NULL);
  _weft_sync_set_timing (self->sync, &self->timing);
  if (!dex_await (weft_sync_open (self->sync), error))
    return FALSE;

  if (connect && !self->offline)
    weft_sync_start (self->sync);

  return TRUE;
}

static gboolean
waiting_cannot_help (WeftSyncState state)
{
  return state == WEFT_SYNC_SIGNED_OUT || state == WEFT_SYNC_UPDATE_NEEDED;
}

typedef struct
{
  DexPromise *promise;
  WeftSync *sync;
} Waiting;

static void
on_state (WeftSync *sync, GParamSpec *pspec, gpointer user_data)
{
  DexPromise *promise = user_data;
  WeftSyncState state = weft_sync_get_state (sync);

  if (dex_future_is_pending (DEX_FUTURE (promise)) && (state == WEFT_SYNC_ONLINE || waiting_cannot_help (state)))
    dex_promise_resolve_boolean (promise, TRUE);
}

gboolean
weft_context_wait_online (WeftContext *self, GError **error)
{
  g_autoptr (DexPromise) promise = dex_promise_new ();
  gulong handler;

  if (self->offline)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "Offline, as you asked");
      return FALSE;
    }

  handler = g_signal_connect (self->sync, "notify::state", G_CALLBACK (on_state), promise);
  on_state (self->sync, NULL, promise);
  (void) dex_await (dex_future_first (dex_ref (DEX_FUTURE (promise)), dex_timeout_new_seconds (self->wait), NULL), NULL);
  g_signal_handler_disconnect (self->sync, handler);

  if (weft_sync_get_state (self->sync) == WEFT_SYNC_ONLINE)
    return TRUE;

  g_set_error (error, WEFT_ERROR, weft_sync_get_state (self->sync) == WEFT_SYNC_SIGNED_OUT ? WEFT_ERROR_UNAUTHENTICATED : WEFT_ERROR_UNAVAILABLE,
               "%s", weft_sync_get_reason (self->sync) != NULL ? weft_sync_get_reason (self->sync) : "The server does not answer");

  return FALSE;
}

void
weft_context_close (WeftContext *self)
{
  if (self->sync != NULL)
    (void) dex_await (weft_sync_close (self->sync), NULL);
  g_clear_object (&self->sync);
}

static void
on_file_progress (WeftSync *sync, const char *hash, gint64 done, gint64 total, gpointer user_data)
{
  gboolean *moved = user_data;

  *moved = TRUE;
}

gboolean
weft_context_await (WeftContext *self, DexFuture *future, GError **error)
{
  g_autoptr (DexFuture) kept = future;
  g_autoptr (GError) local_error = NULL;
  gboolean moved = FALSE;
  gboolean done;
  gulong handler = g_signal_connect (self->sync, "file-progress", G_CALLBACK (on_file_progress), &moved);

  /* A large file takes its time; as long as it moves nobody gives up. */
  do
    {
      moved = FALSE;
      g_clear_error (&local_error);
      done = dex_await (dex_future_first (dex_ref (kept), dex_timeout_new_seconds (self->wait), NULL), &local_error);
    }
  while (!done && moved && dex_future_is_pending (kept));
  g_signal_handler_disconnect (self->sync, handler);
  if (done)
    return TRUE;

  if (local_error->domain == WEFT_ERROR)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "The server does not answer");

  return FALSE;
}

gboolean
weft_context_submit (WeftContext *self, const char *stream, const WeftOperation *operation, gconstpointer args, GError **error)
{
  g_autofree char *id = dex_await_string (weft_sync_submit (self->sync, stream, operation, args), error);

  return id != NULL && weft_context_wait_online (self, error) && weft_context_await (self, weft_sync_await (self->sync, id), error);
}

char *
weft_context_find_room (WeftContext *self, const char *text, GError **error)
{
  g_autoptr (GPtrArray) rooms = weft_rooms_load (self, error);
  g_autofree char *folded = g_utf8_casefold (text[0] == '#' ? text + 1 : text, -1);
  const WeftRoomRow *found = NULL;

  if (rooms == NULL)
    return NULL;

  for (guint i = 0; i < rooms->len; i++)
    {
      const WeftRoomRow *room = rooms->pdata[i];
      g_autofree char *name = g_utf8_casefold (room->name, -1);
      const char *id = weft_stream_get_id (room->stream);

      if (g_str_equal (room->stream, text) || g_strcmp0 (id, text) == 0)
        return g_strdup (room->stream);
      if (text[0] == '@' ? g_strcmp0 (room->other_login, text + 1) != 0 : !g_str_equal (name, folded))
        continue;
      if (found != NULL)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "Two rooms are called “%s”; use the id that weftctl rooms --json shows", text);
          return NULL;
        }
      found = room;
    }

  if (found == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "No room “%s”; weftctl rooms lists yours", text);
      return NULL;
    }

  return g_strdup (found->stream);
}

static gpointer
read_person (WeftDatabase *database, gpointer user_data, GError **error)
{
  WeftStatement *statement = weft_database_query (database, error, "SELECT id FROM person WHERE stream = 'workspace' AND login = ?1",
                                                  "t", (const char *) user_data);

  if (statement == NULL || weft_statement_step (statement, error) <= 0)
    return NULL;

  return weft_statement_dup_text (statement, 0);
}

char *
weft_context_find_person (WeftContext *self, const char *login, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  char *id = dex_await_string (weft_sync_read (self->sync, read_person, G_TYPE_STRING, g_strdup (login), g_free), &local_error);

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (id == NULL)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "Nobody in the workspace signs in as “%s”", login);

  return id;
}

static char *
ask_password (const char *prompt)
{
  struct termios old;
  struct termios quiet;
  g_autofree char *line = NULL;
  size_t size = 0;
  ssize_t length;

  fputs (prompt, stderr);
  fflush (stderr);
  if (tcgetattr (STDIN_FILENO, &old) < 0)
    return NULL;
  quiet = old;
  quiet.c_lflag &= ~ECHO;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &quiet);
  length = getline (&line, &size, stdin);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &old);
  fputc ('\n', stderr);
  if (length <= 0)
    return NULL;

  return g_strdup (g_strchomp (line));
}

char *
weft_context_read_password (const char *file, gboolean twice, GError **error)
{
  g_autofree char *password = NULL;
  g_autofree char *again = NULL;

  if (file != NULL)
    {
      char *text;

      if (!g_file_get_contents (file, &text, NULL, error))
        return NULL;
      return g_strchomp (text);
    }

  if (g_getenv ("WEFTCTL_PASSWORD") != NULL)
    return g_strdup (g_getenv ("WEFTCTL_PASSWORD"));

  if (!isatty (STDIN_FILENO))
    return NULL;

  password = ask_password ("Password: ");
  if (password == NULL || password[0] == '\0')
    return NULL;
  if (twice)
    {
      again = ask_password ("Again: ");
      if (g_strcmp0 (password, again) != 0)
        {
          g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "The two passwords differ");
          return NULL;
        }
    }

  return g_steal_pointer (&password);
}

int
weft_context_exit_code (const GError *error)
{
  if (error->domain != WEFT_ERROR)
    return WEFT_EXIT_FAULT;

  switch ((WeftError) error->code)
    {
    case WEFT_ERROR_UNAVAILABLE:
    case WEFT_ERROR_RATE_LIMITED:
      return WEFT_EXIT_UNREACHABLE;
    case WEFT_ERROR_INVALID:
    case WEFT_ERROR_TOO_LARGE:
    case WEFT_ERROR_UNAUTHENTICATED:
    case WEFT_ERROR_DENIED:
    case WEFT_ERROR_NOT_FOUND:
    case WEFT_ERROR_CONFLICT:
    case WEFT_ERROR_EXISTS:
      return WEFT_EXIT_REFUSED;
    default:
      return WEFT_EXIT_FAULT;
    }
}

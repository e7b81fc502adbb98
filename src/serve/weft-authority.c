/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-authority.h"

#include <argon2.h>
#include <string.h>
#include <sys/random.h>

#include "base/weft-id.h"
#include "base/weft-json.h"
#include "base/weft-text.h"
#include "serve/weft-access.h"
#include "serve/weft-audit.h"
#include "serve/weft-engine-private.h"
#include "serve/weft-proxies.h"

/* RFC 9106 section 4 asks for as much as one can spare; these are the smallest parameters OWASP gives for
 * Argon2id (19 MiB, 2 passes). */
#define ARGON2_PASSES 2
#define ARGON2_KIB 19456
#define ARGON2_LANES 1
#define SALT_SIZE 16
#define HASH_SIZE 32
#define MINUTE (G_GINT64_CONSTANT (60) * 1000000)
#define ATTEMPTS_KEPT 10000
#define TOKENS_AT_ONCE 1000 /* asked for */

typedef struct
{
  char *person;
  char *family;
  gint64 expires_at;
} Access;

typedef struct
{
  double left;
  gint64 at;    /* µs */
  gint64 noted; /* µs: when the audit was told last that it was empty; 0: never */
} Bucket;

struct _WeftAuthority
{
  WeftEngine *engine;
  WeftLimits limits;
  char *nobody; /* a password's hash which fits no password, checked for logins nobody has */
  WeftFamilyFunc func;
  gpointer func_data;

  GMutex mutex;         /* what follows */
  GHashTable *accesses; /* hash → Access */
  guint n_forgotten;    /* times that tokens were taken out because the database has them no more */
  GHashTable *attempts; /* login or origin → Bucket */
};

/* Helpers */

static void
access_free (Access *access)
{
  g_free (access->person);
  g_free (access->family);
  g_free (access);
}

void
weft_tokens_free (WeftTokens *self)
{
  g_free (self->access);
  g_free (self->refresh);
  g_free (self->person);
  g_free (self->name);
  g_free (self->workspace);
  g_free (self->workspace_name);
  g_free (self);
}

static gint64
now (WeftAuthority *self)
{
  return weft_clock_now (weft_engine_get_clock (self->engine));
}

static char *
hash_password (const char *password)
{
  guint8 salt[SALT_SIZE];
  gsize length = argon2_encodedlen (ARGON2_PASSES, ARGON2_KIB, ARGON2_LANES, SALT_SIZE, HASH_SIZE, Argon2_id);
  g_autofree char *encoded = g_malloc (length);

  if (getrandom (salt, sizeof salt, 0) != sizeof salt
      || argon2id_hash_encoded (ARGON2_PASSES, ARGON2_KIB, ARGON2_LANES, password, strlen (password), salt,
                                sizeof salt, HASH_SIZE, encoded, length)
             != ARGON2_OK)
    return NULL;

  return g_steal_pointer (&encoded);
}

static gboolean
check_password_form (const char *password, GError **error)
{
  gssize length = weft_text_length (password, (gssize) strlen (password));

  if (length < WEFT_PASSWORD_MIN || length > WEFT_PASSWORD_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "password: %" G_GSSIZE_FORMAT " characters, %d to %d are taken", length, WEFT_PASSWORD_MIN,
                   WEFT_PASSWORD_MAX);
      return FALSE;
    }

  return TRUE;
}

static gboolean
hash_checked (const char *password, char **hash, GError **error)
{
  *hash = NULL;
  if (password == NULL)
    return TRUE;
  if (!check_password_form (password, error))
    return FALSE;

  *hash = hash_password (password);
  if (*hash == NULL)
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INTERNAL, "A password could not be hashed");

  return *hash != NULL;
}

/* A leaky bucket: @per_minute attempts at once, then one each time a share of a minute has gone by. @wait:
 * (out): ms until the next. */
static gboolean
take_attempt (WeftAuthority *self, const char *key, guint per_minute, guint *wait)
{
  gint64 time = weft_clock_monotonic (weft_engine_get_clock (self->engine));
  Bucket *bucket;

  if (g_hash_table_size (self->attempts) > ATTEMPTS_KEPT)
    g_hash_table_remove_all (self->attempts);

  bucket = g_hash_table_lookup (self->attempts, key);
  if (bucket == NULL)
    {
      bucket = g_new0 (Bucket, 1);
      bucket->left = per_minute;
      bucket->at = time;
      g_hash_table_insert (self->attempts, g_strdup (key), bucket);
    }
  bucket->left = MIN (bucket->left + (double) per_minute * (double) (time - bucket->at) / MINUTE, per_minute);
  bucket->at = time;
  if (bucket->left < 1)
    {
      *wait = (guint) ((1 - bucket->left) * MINUTE / per_minute / 1000) + 1;
      return FALSE;
    }

  bucket->left -= 1;
  return TRUE;
}

/* Once a minute: whoever tries a thousand times writes no thousand entries. */
static void
note_lock_out (WeftAuthority *self, const char *key, const char *login, const char *origin)
{
  Bucket *bucket = g_hash_table_lookup (self->attempts, key);
  gint64 time = weft_clock_monotonic (weft_engine_get_clock (self->engine));

  if (bucket == NULL || (bucket->noted != 0 && time - bucket->noted < MINUTE))
    return;
  bucket->noted = MAX (time, 1);
  weft_audit_post (self->engine, "", "locked-out", login, origin);
}

static gboolean
admit_attempt (WeftAuthority *self, const char *login, const char *origin, GError **error)
{
  gboolean admitted;

  g_autofree char *folded = weft_text_fold (login, -1);
  g_autofree char *login_key = g_strconcat ("login ", folded, NULL);
  g_autofree char *limited = origin != NULL ? weft_proxies_get_limit_key (origin) : NULL;
  g_autofree char *origin_key = origin != NULL ? g_strconcat ("origin ", limited, NULL) : NULL;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint wait = 0;

  admitted = origin == NULL || take_attempt (self, origin_key, 3 * self->limits.attempts, &wait);
  if (!admitted)
    note_lock_out (self, origin_key, login, origin);
  else if (!(admitted = take_attempt (self, login_key, self->limits.attempts, &wait)))
    note_lock_out (self, login_key, login, origin);
  if (admitted)
    return TRUE;

  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_RATE_LIMITED, "login: too many attempts; wait a minute");
  if (error != NULL)
    weft_error_set_retry_after (*error, wait);
  return FALSE;
}

static void
remember (WeftAuthority *self, const WeftTokens *tokens, const char *family, gint64 expires_at)
{
  g_autofree char *hash = weft_secret_hash (tokens->access);
  Access *access = g_new0 (Access, 1);
  WeftDatabase *database;
  gint64 kept = 1;

  access->person = g_strdup (tokens->person);
  access->family = g_strdup (family);
  access->expires_at = expires_at;
  g_mutex_lock (&self->mutex);
  g_hash_table_replace (self->accesses, g_strdup (hash), access);
  g_mutex_unlock (&self->mutex);

  /* Whoever ended the family since its commit took it from the database first, and may have looked here too
   * early. */
  database = weft_engine_acquire_reader (self->engine, NULL);
  if (database == NULL)
    return;
  if (weft_database_get_value (database, &kept, 0, NULL, "SELECT 1 FROM access WHERE hash = ?1", "t", hash)
      && !kept)
    {
      g_mutex_lock (&self->mutex);
      g_hash_table_remove (self->accesses, hash);
      g_mutex_unlock (&self->mutex);
    }
  weft_engine_release_reader (self->engine, database);
}

static gboolean
family_is (gpointer key, gpointer value, gpointer user_data)
{
  return g_str_equal (((Access *) value)->family, user_data);
}

static gboolean
person_is (gpointer key, gpointer value, gpointer user_data)
{
  return g_str_equal (((Access *) value)->person, user_data);
}

static void
end_family (WeftAuthority *self, const char *family)
{
  g_mutex_lock (&self->mutex);
  self->n_forgotten++;
  g_hash_table_foreach_remove (self->accesses, family_is, (gpointer) family);
  g_mutex_unlock (&self->mutex);
  if (self->func != NULL)
    self->func (family, self->func_data);
}

/* Everything that writes is one request to the writer */

typedef struct
{
  WeftAuthority *self;
  const char *workspace;
  const char *name;
  const char *login;
  const char *password;   /* hashed */
  const char *invitation; /* its id */
  const char *secret;     /* its secret, or a token */
  const char *origin;     /* (nullable): where it comes from */
  const char *person;
  const char *parent; /* hash of the refresh token that is given for new ones */
  char *family;
  gint64 expires_at;
  char *ended;       /* a family which ended */
  gboolean repeated; /* the answer which held the newest tokens was lost: those are void */
  WeftTokens *tokens;
} Request;

static void
request_clear (Request *request)
{
  g_free (request->family);
  g_free (request->ended);
  g_clear_pointer (&request->tokens, weft_tokens_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Request, request_clear)

static char *
read_text (WeftDatabase *database, const char *sql, const char *key, GError **error)
{
  WeftStatement *statement = weft_database_query (database, error, sql, key != NULL ? "t" : "", key);
  char *text = NULL;

  if (statement != NULL && weft_statement_step (statement, error) > 0)
    {
      text = weft_statement_dup_text (statement, 0);
      weft_statement_reset (statement);
    }

  return text;
}

/* New tokens of @request's family, which is made if there is none. */
static gboolean
issue (Request *request, WeftDatabase *database, const char *person, GError **error)
{
  WeftAuthority *self = request->self;
  gint64 time = now (self);
  g_autofree char *access_hash = NULL;
  g_autofree char *refresh_hash = NULL;

  if (weft_access_get_workspace_role (database, person, error) == WEFT_ROLE_NONE)
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED,
                             "login: unknown, or the password is wrong");
      return FALSE;
    }

  g_clear_pointer (&request->tokens, weft_tokens_free);
  request->tokens = g_new0 (WeftTokens, 1);
  request->tokens->access = weft_secret_new (32);
  request->tokens->refresh = weft_secret_new (32);
  request->tokens->expires_in = self->limits.access_lifetime / 1000;
  request->tokens->person = g_strdup (person);
  request->tokens->name
      = read_text (database, "SELECT name FROM person WHERE stream = 'workspace' AND id = ?1", person, error);
  request->tokens->workspace = g_strdup (weft_engine_get_workspace (self->engine));
  request->tokens->workspace_name
      = read_text (database, "SELECT name FROM workspace WHERE stream = 'workspace'", NULL, error);
  request->expires_at = time + self->limits.access_lifetime;

  if (request->family == NULL)
    {
      request->family = weft_id_random ();
      if (!weft_database_run (
              database, error,
              "INSERT INTO family (family, person, created_at, used_at) VALUES (?1, ?2, ?3, ?3)", "tti",
              request->family, person, time))
        return FALSE;
    }
  else if (!weft_database_run (database, error, "UPDATE family SET used_at = ?2 WHERE family = ?1", "ti",
                               request->family, time))
    return FALSE;

  access_hash = weft_secret_hash (request->tokens->access);
  refresh_hash = weft_secret_hash (request->tokens->refresh);
  return weft_database_run (database, error, "DELETE FROM access WHERE expires_at < ?1", "i", time)
         && weft_database_run (database, error, "DELETE FROM refresh WHERE expires_at < ?1", "i", time)
         && weft_database_run (
             database, error, "INSERT INTO access (hash, family, person, expires_at) VALUES (?1, ?2, ?3, ?4)",
             "ttti", access_hash, request->family, person, request->expires_at)
         && weft_database_run (database, error,
                               "INSERT INTO refresh (hash, family, used, expires_at, parent)"
                               " VALUES (?1, ?2, 0, ?3, ?4)",
                               "ttit", refresh_hash, request->family, time + self->limits.refresh_lifetime,
                               request->parent);
}

static gboolean
set_password (WeftDatabase *database, const char *person, const char *hash, gint64 at, GError **error)
{
  return hash == NULL
         || weft_database_run (database, error,
                               "INSERT INTO credential (person, password, changed_at) VALUES (?1, ?2, ?3)"
                               " ON CONFLICT (person) DO UPDATE SET password = excluded.password,"
                               " changed_at = excluded.changed_at",
                               "tti", person, hash, at);
}

static gboolean
found_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  Request *request = user_data;
  g_autoptr (GString) args = g_string_new (NULL);
  g_autofree char *person = weft_id_new (weft_engine_get_clock (request->self->engine));
  gint64 n_people;

  if (!weft_database_get_value (database, &n_people, 0, error, "SELECT count(*) FROM person", ""))
    return FALSE;
  if (n_people > 0)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_EXISTS,
                           "workspace: this server has one already; ask for an invitation");
      return FALSE;
    }

  weft_json_begin (args, NULL);
  weft_json_string (args, "name", request->workspace);
  weft_json_string (args, "person", person);
  weft_json_string (args, "person_name", request->name);
  weft_json_string (args, "login", request->login);
  weft_json_end (args);

  g_clear_pointer (&request->family, g_free);
  return _weft_engine_execute (request->self->engine, WEFT_PERSON_SYSTEM, WEFT_STREAM_WORKSPACE,
                               "people.found-workspace", args->str, error)
         && weft_database_run (database, error,
                               "INSERT INTO setting (name, value) VALUES ('owner', ?1)"
                               " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                               "t", person)
         && set_password (database, person, request->password, now (request->self), error)
         && issue (request, database, person, error);
}

/* Equal time for any two texts of one length. */
static gboolean
equal_secrets (const char *a, const char *b)
{
  guint difference = 0;

  if (strlen (a) != strlen (b))
    return FALSE;
  for (gsize i = 0; a[i] != '\0'; i++)
    difference |= (guint) (a[i] ^ b[i]);

  return difference == 0;
}

/* Returns: (nullable): the role of an invitation whose secret is right. */
static char *
open_invitation (WeftDatabase *database, const char *invitation, const char *secret, GError **error)
{
  g_autofree char *hash = weft_secret_hash (secret);
  g_autoptr (GError) local_error = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *role = NULL;

  kept = read_text (database, "SELECT hash FROM invitation_secret WHERE id = ?1", invitation, &local_error);
  if (local_error == NULL)
    role = read_text (database, "SELECT role FROM invitation WHERE stream = 'workspace' AND id = ?1",
                      invitation, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  /* One answer for all that is wrong with a secret. */
  if (kept == NULL || role == NULL || !equal_secrets (kept, hash))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
                           "invitation: unknown, taken back or used up; ask for a new one");
      return NULL;
    }

  return g_steal_pointer (&role);
}

static gboolean
join_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  Request *request = user_data;
  g_autofree char *person = weft_id_new (weft_engine_get_clock (request->self->engine));
  g_autoptr (GString) args = g_string_new (NULL);
  g_autofree char *role = open_invitation (database, request->invitation, request->secret, error);

  if (role == NULL)
    return FALSE;

  weft_json_begin (args, NULL);
  weft_json_string (args, "person", person);
  weft_json_string (args, "name", request->name);
  weft_json_string (args, "login", request->login);
  weft_json_string (args, "role", role);
  weft_json_string (args, "invitation", request->invitation);
  weft_json_end (args);

  g_clear_pointer (&request->family, g_free);
  return _weft_engine_execute (request->self->engine, WEFT_PERSON_SYSTEM, WEFT_STREAM_WORKSPACE,
                               "people.join", args->str, error)
         && set_password (database, person, request->password, now (request->self), error)
         && issue (request, database, person, error);
}

static gboolean
sign_in_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  Request *request = user_data;

  g_clear_pointer (&request->family, g_free);
  return issue (request, database, request->person, error);
}

static gboolean
drop_family (WeftDatabase *database, const char *family, GError **error)
{
  return weft_database_run (database, error, "DELETE FROM access WHERE family = ?1", "t", family)
         && weft_database_run (database, error, "DELETE FROM refresh WHERE family = ?1", "t", family)
         && weft_database_run (database, error, "DELETE FROM family WHERE family = ?1", "t", family);
}

/* Makes void what was given for the token @hash, unless it was used. */
static gboolean
take_back_successor (Request *request, WeftDatabase *database, const char *hash, GError **error)
{
  if (!weft_database_run (database, error, "UPDATE refresh SET used = 1 WHERE parent = ?1 AND used = 0", "t",
                          hash))
    return FALSE;
  if (weft_database_get_changes (database) == 0)
    return TRUE;

  request->repeated = TRUE;
  return weft_database_run (database, error, "DELETE FROM access WHERE family = ?1", "t", request->family);
}

static gboolean
refresh_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  Request *request = user_data;
  g_autofree char *hash = weft_secret_hash (request->secret);
  g_autofree char *person = NULL;
  WeftStatement *statement;
  gboolean used;
  gint64 expires_at;
  int step;

  request->repeated = FALSE;
  g_clear_pointer (&request->family, g_free);
  g_clear_pointer (&request->ended, g_free);
  statement = weft_database_query (database, error,
                                   "SELECT refresh.family, used, expires_at, person FROM refresh, family"
                                   " WHERE hash = ?1 AND family.family = refresh.family",
                                   "t", hash);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step == 0)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED,
                           "refresh: unknown or expired; sign in again");
      return FALSE;
    }
  request->family = weft_statement_dup_text (statement, 0);
  used = weft_statement_get_int (statement, 1) != 0;
  expires_at = weft_statement_get_int (statement, 2);
  person = weft_statement_dup_text (statement, 3);
  weft_statement_reset (statement);

  /* Given before, but nobody has shown what came of it: the answer was lost, or the one who got it died
   * before keeping it (RFC 9700 section 4.14.2). What that answer held is void from now on, so that if
   * somebody else does hold it, its next use ends the family. */
  if (used && expires_at > now (request->self) && !take_back_successor (request, database, hash, error))
    return FALSE;

  /* Two hold this token, and nobody can tell which of them is the thief. The end of the family must be kept,
   * so this is no error here. */
  if ((used && !request->repeated) || expires_at <= now (request->self))
    {
      request->ended = g_strdup (request->family);
      return drop_family (database, request->family, error)
             && (!used || expires_at <= now (request->self)
                 || weft_audit_add (database,
                                    &(WeftAuditEntry) {
                                        .at = now (request->self), .actor = person, .action = "token-reused", .address = request->origin },
                                    error));
    }

  request->parent = hash;
  return weft_database_run (database, error, "UPDATE refresh SET used = 1 WHERE hash = ?1", "t", hash)
         && weft_database_run (database, error, "DELETE FROM access WHERE family = ?1 AND expires_at < ?2",
                               "ti", request->family, now (request->self))
         && issue (request, database, person, error);
}

static gboolean
sign_out_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  Request *request = user_data;

  return drop_family (database, request->family, error);
}

static WeftTokens *
run (WeftAuthority *self, WeftEngineJob job, Request *request, GError **error)
{
  if (!weft_engine_call (self->engine, job, request, error))
    return NULL;
  if (request->ended != NULL)
    {
      g_message ("A refresh token was used twice or is over: its family ends");
      end_family (self, request->ended);
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED,
                           "refresh: used before; sign in again");
      return NULL;
    }

  /* Whoever is connected with what is void must show a refresh token, and is found out by it. */
  if (request->repeated)
    end_family (self, request->family);
  remember (self, request->tokens, request->family, request->expires_at);
  return g_steal_pointer (&request->tokens);
}

/* Public API */

WeftAuthority *
weft_authority_new (WeftEngine *engine, const WeftLimits *limits)
{
  WeftAuthority *self = g_new0 (WeftAuthority, 1);
  g_autofree char *secret = weft_secret_new (32);

  self->engine = g_object_ref (engine);
  self->limits = *limits;
  self->nobody = hash_password (secret);
  self->accesses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) access_free);
  self->attempts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_mutex_init (&self->mutex);

  return self;
}

gboolean
weft_authority_load (WeftAuthority *self, GError **error)
{
  WeftDatabase *database = weft_engine_acquire_reader (self->engine, error);
  g_autoptr (GMutexLocker) locker = NULL;
  WeftStatement *statement;
  int step = -1;

  if (database == NULL)
    return FALSE;

  locker = g_mutex_locker_new (&self->mutex);
  statement
      = weft_database_query (database, error,
                             "SELECT hash, family, person, expires_at FROM access WHERE expires_at > ?1", "i",
                             now (self));
  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      Access *access = g_new0 (Access, 1);

      access->family = weft_statement_dup_text (statement, 1);
      access->person = weft_statement_dup_text (statement, 2);
      access->expires_at = weft_statement_get_int (statement, 3);
      g_hash_table_replace (self->accesses, weft_statement_dup_text (statement, 0), access);
    }
  weft_engine_release_reader (self->engine, database);

  return step == 0;
}

void
weft_authority_free (WeftAuthority *self)
{
  g_hash_table_unref (self->accesses);
  g_hash_table_unref (self->attempts);
  g_mutex_clear (&self->mutex);
  g_clear_object (&self->engine);
  g_free (self->nobody);
  g_free (self);
}

void
weft_authority_set_family_func (WeftAuthority *self, WeftFamilyFunc func, gpointer user_data)
{
  self->func = func;
  self->func_data = user_data;
}

gboolean
weft_authority_is_founded (WeftAuthority *self, char **name)
{
  WeftDatabase *database = weft_engine_acquire_reader (self->engine, NULL);
  g_autofree char *found = NULL;

  if (database == NULL)
    return FALSE;
  found = read_text (database, "SELECT name FROM workspace WHERE stream = 'workspace'", NULL, NULL);
  weft_engine_release_reader (self->engine, database);
  if (found == NULL)
    return FALSE;

  if (name != NULL)
    *name = g_steal_pointer (&found);
  return TRUE;
}

WeftTokens *
weft_authority_found (WeftAuthority *self,
                      const char *workspace,
                      const char *name,
                      const char *login,
                      const char *password,
                      GError **error)
{
  g_autofree char *hash = NULL;
  g_auto (Request) request = { .self = self, .workspace = workspace, .name = name, .login = login };

  if (!hash_checked (password, &hash, error))
    return NULL;
  request.password = hash;

  return run (self, found_job, &request, error);
}

WeftTokens *
weft_authority_join (WeftAuthority *self,
                     const char *invitation,
                     const char *name,
                     const char *login,
                     const char *password,
                     GError **error)
{
  g_auto (GStrv) parts = g_strsplit (invitation, ".", 2);
  g_autofree char *hash = NULL;
  g_autofree char *role = NULL;
  g_auto (Request) request = { .self = self, .name = name, .login = login };
  WeftDatabase *database;

  if (parts[0] == NULL || parts[1] == NULL || !weft_id_is_valid (parts[0]) || strlen (parts[1]) > 200)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "invitation: expected ID.SECRET");
      return NULL;
    }

  /* Hashing costs a core for a while: only who holds an invitation gets that far. */
  database = weft_engine_acquire_reader (self->engine, error);
  if (database == NULL)
    return NULL;
  role = open_invitation (database, parts[0], parts[1], error);
  weft_engine_release_reader (self->engine, database);
  if (role == NULL || !hash_checked (password, &hash, error))
    return NULL;
  request.invitation = parts[0];
  request.secret = parts[1];
  request.password = hash;

  return run (self, join_job, &request, error);
}

/* The person with a login: as it is written, else as it is read. */
static char *
find_login (WeftDatabase *database, const char *login, GError **error)
{
  g_autofree char *folded = weft_text_fold (login, -1);
  g_autofree char *person = NULL;
  WeftStatement *statement;

  statement
      = weft_database_query (database, error, "SELECT id, login FROM person WHERE stream = 'workspace'", "");
  while (statement != NULL && weft_statement_step (statement, error) > 0)
    {
      g_autofree char *theirs = weft_text_fold (weft_statement_get_text (statement, 1), -1);

      if (g_str_equal (theirs, folded))
        g_set_str (&person, weft_statement_get_text (statement, 0));
    }

  return g_steal_pointer (&person);
}

WeftTokens *
weft_authority_sign_in (
    WeftAuthority *self, const char *login, const char *password, const char *origin, GError **error)
{
  g_auto (Request) request = { .self = self };
  g_autofree char *person = NULL;
  g_autofree char *hash = NULL;
  WeftDatabase *database;

  if (!admit_attempt (self, login, origin, error))
    return NULL;

  database = weft_engine_acquire_reader (self->engine, error);
  if (database == NULL)
    return NULL;
  person = find_login (database, login, NULL);
  if (person != NULL)
    hash = read_text (database, "SELECT password FROM credential WHERE person = ?1", person, NULL);
  weft_engine_release_reader (self->engine, database);

  /* As much work for a login that nobody has, or who has no password. */
  if (argon2id_verify (hash != NULL ? hash : self->nobody, password, strlen (password)) != ARGON2_OK
      || hash == NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED,
                           "login: unknown, or the password is wrong");
      return NULL;
    }
  request.person = person;

  return run (self, sign_in_job, &request, error);
}

WeftTokens *
weft_authority_sign_in_owner (WeftAuthority *self, GError **error)
{
  g_auto (Request) request = { .self = self };
  g_autofree char *person = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (self->engine, error);

  if (database == NULL)
    return NULL;
  person = read_text (database, "SELECT value FROM setting WHERE name = 'owner'", NULL, NULL);
  weft_engine_release_reader (self->engine, database);
  if (person == NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED, "local: there is no workspace yet");
      return NULL;
    }
  request.person = person;

  return run (self, sign_in_job, &request, error);
}

WeftTokens *
weft_authority_refresh (WeftAuthority *self, const char *refresh, const char *origin, GError **error)
{
  g_auto (Request) request = { .self = self, .secret = refresh, .origin = origin };

  return run (self, refresh_job, &request, error);
}

gboolean
weft_authority_sign_out (WeftAuthority *self, const char *access, GError **error)
{
  g_auto (Request) request = { .self = self };
  g_autofree char *person = NULL;
  gint64 expires_at;

  if (!weft_authority_check (self, access, &person, &request.family, &expires_at))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED, "token: unknown or expired");
      return FALSE;
    }
  if (!weft_engine_call (self->engine, sign_out_job, &request, error))
    return FALSE;

  end_family (self, request.family);
  return TRUE;
}

/* Another server may have given this token. What was forgotten while it was read may have been this: then it
 * is read again. Returns: whether it must be. */
static gboolean
learn_once (WeftAuthority *self, WeftDatabase *database, const char *hash)
{
  WeftStatement *statement;
  Access *access;
  guint n_forgotten;
  gboolean again;

  g_mutex_lock (&self->mutex);
  n_forgotten = self->n_forgotten;
  g_mutex_unlock (&self->mutex);

  statement
      = weft_database_query (database, NULL, "SELECT family, person, expires_at FROM access WHERE hash = ?1",
                             "t", hash);
  if (statement == NULL || weft_statement_step (statement, NULL) <= 0)
    return FALSE;
  access = g_new0 (Access, 1);
  access->family = weft_statement_dup_text (statement, 0);
  access->person = weft_statement_dup_text (statement, 1);
  access->expires_at = weft_statement_get_int (statement, 2);
  weft_statement_reset (statement);

  g_mutex_lock (&self->mutex);
  again = n_forgotten != self->n_forgotten;
  if (!again)
    g_hash_table_replace (self->accesses, g_strdup (hash), g_steal_pointer (&access));
  g_mutex_unlock (&self->mutex);
  g_clear_pointer (&access, access_free);

  return again;
}

static void
learn (WeftAuthority *self, const char *hash)
{
  WeftDatabase *database = weft_engine_acquire_reader (self->engine, NULL);

  if (database == NULL)
    return;
  while (learn_once (self, database, hash))
    continue;
  weft_engine_release_reader (self->engine, database);
}

static gboolean
find (WeftAuthority *self, const char *hash, char **person, char **family, gint64 *expires_at)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const Access *found = g_hash_table_lookup (self->accesses, hash);

  if (found == NULL || weft_limits_is_token_over (&self->limits, found->expires_at, now (self)))
    return FALSE;

  *person = g_strdup (found->person);
  *family = g_strdup (found->family);
  *expires_at = found->expires_at;
  return TRUE;
}

gboolean
weft_authority_check (
    WeftAuthority *self, const char *access, char **person, char **family, gint64 *expires_at)
{
  g_autofree char *hash = weft_secret_hash (access);

  if (find (self, hash, person, family, expires_at))
    return TRUE;
  if (!_weft_engine_is_shared (self->engine))
    return FALSE;

  learn (self, hash);
  return find (self, hash, person, family, expires_at);
}

gboolean
weft_authority_check_known (
    WeftAuthority *self, const char *access, char **person, char **family, gint64 *expires_at)
{
  g_autofree char *hash = weft_secret_hash (access);

  return find (self, hash, person, family, expires_at);
}

void
weft_authority_forget_person (WeftAuthority *self, const char *person)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->n_forgotten++;
  g_hash_table_foreach_remove (self->accesses, person_is, (gpointer) person);
}

/* Takes from the set @hashes those of access tokens which are there. */
static gboolean
take_good (WeftDatabase *database, GHashTable *hashes, GError **error)
{
  g_autoptr (GPtrArray) all = g_hash_table_get_keys_as_ptr_array (hashes);
  g_autoptr (GPtrArray) good = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < all->len; i += TOKENS_AT_ONCE)
    {
      g_autoptr (GString) list = g_string_new (NULL);
      WeftStatement *statement;
      int step;

      weft_json_begin_array (list, NULL);
      for (guint j = i; j < all->len && j < i + TOKENS_AT_ONCE; j++)
        weft_json_string (list, NULL, g_ptr_array_index (all, j));
      weft_json_end_array (list);
      statement = weft_database_query (database, error,
                                       "SELECT hash FROM access"
                                       " WHERE hash IN (SELECT json_array_elements_text (CAST (?1 AS json)))",
                                       "t", list->str);
      if (statement == NULL)
        return FALSE;
      while ((step = weft_statement_step (statement, error)) > 0)
        g_ptr_array_add (good, weft_statement_dup_text (statement, 0));
      if (step < 0)
        return FALSE;
    }

  for (guint i = 0; i < good->len; i++)
    g_hash_table_remove (hashes, g_ptr_array_index (good, i));
  return TRUE;
}

static gboolean
belongs_to (gpointer key, gpointer value, gpointer user_data)
{
  const Access *access = value;

  return g_hash_table_contains (user_data, access->person)
         || g_hash_table_contains (user_data, access->family);
}

static gboolean
is_in (gpointer key, gpointer value, gpointer user_data)
{
  return g_hash_table_contains (user_data, key);
}

void
weft_authority_reread (WeftAuthority *self, WeftDatabase *database, GHashTable *ids)
{
  g_autoptr (GHashTable) gone = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer key;

  g_mutex_lock (&self->mutex);
  /* What is still good will be found again. */
  self->n_forgotten++;
  if (ids != NULL)
    g_hash_table_foreach_remove (self->accesses, belongs_to, ids);
  g_hash_table_iter_init (&iter, self->accesses);
  while (ids == NULL && g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (gone, g_strdup (key));
  g_mutex_unlock (&self->mutex);
  if (ids != NULL)
    return;

  if (!take_good (database, gone, &error))
    {
      g_warning ("Cannot read which tokens are good: %s", error->message);
      return;
    }
  g_mutex_lock (&self->mutex);
  g_hash_table_foreach_remove (self->accesses, is_in, gone);
  g_mutex_unlock (&self->mutex);
}

static gboolean
is_expired (gpointer key, gpointer value, gpointer user_data)
{
  return ((Access *) value)->expires_at <= *(gint64 *) user_data;
}

void
weft_authority_expire (WeftAuthority *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gint64 time = now (self);

  g_hash_table_foreach_remove (self->accesses, is_expired, &time);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>

#include "app/weft-secret-token-store.h"

#define LIMIT 3  /* s */
#define PAUSE 60 /* s: how long a keyring that did not answer is left alone */

struct _WeftSecretTokenStore
{
  GObject parent_instance;

  GHashTable *kept;    /* "address\nperson" → token: what the keyring may not have taken */
  gint64 silent_since; /* µs, monotonic; 0: it answers */
};

static const SecretSchema schema = {
  "dev.weft.Weft",
  SECRET_SCHEMA_NONE,
  { { "address", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "person", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 } },
};

static void weft_secret_token_store_token_store_init (WeftTokenStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftSecretTokenStore,
                               weft_secret_token_store,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WEFT_TYPE_TOKEN_STORE,
                                                      weft_secret_token_store_token_store_init))

typedef struct
{
  WeftSecretTokenStore *self;
  char *address;
  char *person;
  char *token;
} Job;

static void
job_free (Job *job)
{
  g_object_unref (job->self);
  g_free (job->address);
  g_free (job->person);
  g_clear_pointer (&job->token, secret_password_free);
  g_free (job);
}

static Job *
job_new (WeftSecretTokenStore *self, const char *address, const char *person, const char *token)
{
  Job *job = g_new0 (Job, 1);

  job->self = g_object_ref (self);
  job->address = g_strdup (address);
  job->person = g_strdup (person != NULL ? person : "");
  job->token = token != NULL ? g_strdup (token) : NULL;
  return job;
}

static char *
get_key (Job *job)
{
  return g_strdup_printf ("%s\n%s", job->address, job->person);
}

static void
on_lookup (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;
  GError *error = NULL;
  char *token = secret_password_lookup_finish (result, &error);

  if (error != NULL)
    dex_promise_reject (promise, error);
  else
    dex_promise_resolve_string (promise, g_strdup (token));
  g_clear_pointer (&token, secret_password_free);
}

static void
on_store (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    dex_promise_resolve_boolean (promise, TRUE);
  else
    dex_promise_reject (promise, error);
}

static void
on_clear (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;
  GError *error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    dex_promise_reject (promise, error);
  else
    dex_promise_resolve_boolean (promise, TRUE);
}

/* Whichever comes first: the keyring or the limit. The loser's promise is cancelled with the last reference
 * to it. */
static DexFuture *
within_limit (DexPromise *promise)
{
  return dex_future_first (DEX_FUTURE (promise), dex_timeout_new_seconds (LIMIT), NULL);
}

static GError *
new_silence (void)
{
  return g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE,
                              _ ("The keyring does not answer; it may be locked"));
}

static gboolean
is_silent (WeftSecretTokenStore *self)
{
  return self->silent_since != 0 && g_get_monotonic_time () - self->silent_since < PAUSE * G_USEC_PER_SEC;
}

/* Takes @error. */
static GError *
explain (WeftSecretTokenStore *self, GError *error)
{
  GError *explained;

  if (g_error_matches (error, DEX_ERROR, DEX_ERROR_TIMED_OUT))
    {
      self->silent_since = g_get_monotonic_time ();
      explained = new_silence ();
    }
  else
    explained = g_error_new (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, _ ("The keyring cannot be used: %s"),
                             error->message);
  g_error_free (error);
  return explained;
}

static DexFuture *
load_fiber (gpointer user_data)
{
  Job *job = user_data;
  g_autofree char *key = get_key (job);
  const char *kept = g_hash_table_lookup (job->self->kept, key);
  DexPromise *promise;
  GError *error = NULL;
  char *token;

  if (kept != NULL)
    return dex_future_new_take_string (g_strdup (kept));
  if (is_silent (job->self))
    return dex_future_new_for_error (new_silence ());
  promise = dex_promise_new_cancellable ();
  secret_password_lookup (&schema, dex_promise_get_cancellable (promise), on_lookup, dex_ref (promise),
                          "address", job->address, "person", job->person, NULL);
  token = dex_await_string (within_limit (promise), &error);
  if (error != NULL)
    return dex_future_new_for_error (explain (job->self, error));
  return dex_future_new_take_string (token);
}

static DexFuture *
save_fiber (gpointer user_data)
{
  Job *job = user_data;
  g_autofree char *key = get_key (job);
  g_autofree char *label = NULL;
  DexPromise *promise;
  GError *error = NULL;

  /* Kept here first: a token rotates, and losing the newest one ends the session. */
  if (job->token == NULL)
    g_hash_table_remove (job->self->kept, key);
  else
    g_hash_table_insert (job->self->kept, g_strdup (key), g_strdup (job->token));
  if (is_silent (job->self))
    return dex_future_new_for_error (new_silence ());

  promise = dex_promise_new_cancellable ();
  if (job->token == NULL)
    {
      secret_password_clear (&schema, dex_promise_get_cancellable (promise), on_clear, dex_ref (promise),
                             "address", job->address, "person", job->person, NULL);
    }
  else
    {
      /* Translators: how a keyring program lists it; %s is the address of a workspace */
      label = g_strdup_printf (_ ("Weft at %s"), job->address);
      secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, job->token,
                             dex_promise_get_cancellable (promise), on_store, dex_ref (promise), "address",
                             job->address, "person", job->person, NULL);
    }
  if (!dex_await (within_limit (promise), &error))
    return dex_future_new_for_error (explain (job->self, error));
  return dex_future_new_true ();
}

static DexFuture *
weft_secret_token_store_load (WeftTokenStore *store, const char *address, const char *person)
{
  return dex_scheduler_spawn (NULL, 0, load_fiber,
                              job_new (WEFT_SECRET_TOKEN_STORE (store), address, person, NULL),
                              (GDestroyNotify) job_free);
}

static DexFuture *
weft_secret_token_store_save (WeftTokenStore *store,
                              const char *address,
                              const char *person,
                              const char *token)
{
  return dex_scheduler_spawn (NULL, 0, save_fiber,
                              job_new (WEFT_SECRET_TOKEN_STORE (store), address, person, token),
                              (GDestroyNotify) job_free);
}

static void
weft_secret_token_store_token_store_init (WeftTokenStoreInterface *iface)
{
  iface->load = weft_secret_token_store_load;
  iface->save = weft_secret_token_store_save;
}

static void
weft_secret_token_store_finalize (GObject *object)
{
  WeftSecretTokenStore *self = WEFT_SECRET_TOKEN_STORE (object);

  g_hash_table_unref (self->kept);

  G_OBJECT_CLASS (weft_secret_token_store_parent_class)->finalize (object);
}

static void
weft_secret_token_store_class_init (WeftSecretTokenStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_secret_token_store_finalize;
}

static void
weft_secret_token_store_init (WeftSecretTokenStore *self)
{
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

WeftTokenStore *
weft_secret_token_store_new (void)
{
  return g_object_new (WEFT_TYPE_SECRET_TOKEN_STORE, NULL);
}

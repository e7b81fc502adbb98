/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-transfers.h"

#include <glib/gi18n-lib.h>

#include "base/weft-backoff.h"
#include "sync/weft-file-exchange.h"

#define PROGRESS_INTERVAL 100000 /* µs between two reports of one file */
#define TOKEN_TIME 30            /* s for which a token is waited for */
#define TRIES_MAX 5              /* of a download in a row that brings nothing */
#define N_DOWNLOADS 2
#define N_COPIES 2
#define AGENT "weft/" WEFT_VERSION

struct _WeftTransfers
{
  gatomicrefcount ref_count;

  /* Constant. */
  WeftAddress *address;  /* (nullable): it makes no sense */
  WeftFileCache *cache;
  GMainContext *owner;
  GCancellable *cancellable; /* of everything */
  GThread *uploader;
  GThreadPool *downloads;
  GThreadPool *copies;

  /* The owner's. */
  WeftTransfersEvents events;
  gpointer user_data;
  gboolean closed;       /* nothing is called any more */
  GHashTable *fetches;   /* hash → Fetch, on their way */

  GMutex mutex;          /* what follows */
  GCond changed;
  char *token;           /* (nullable) */
  GError *token_error;   /* (nullable) */
  guint token_serial;    /* answers so far */
  gboolean online;
  gint64 not_before;     /* µs: the server does not want to be asked until then */
  GPtrArray *uploads;    /* of WeftPendingUpload */
  char *uploading;       /* (nullable): hash */
  GCancellable *upload_cancellable;
  guint wanted;          /* grows whenever there may be something new to do */
};

/** Fetch: one download, and those who wait for it. */
typedef struct
{
  WeftTransfers *transfers;
  char *stream;
  char *hash;
  gint64 size;
  GCancellable *cancellable;
  GPtrArray *promises;   /* of DexPromise; the owner's */

  char *path;
  GError *error;
} Fetch;

static WeftTransfers *
transfers_ref (WeftTransfers *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

static void
transfers_unref (gpointer data)
{
  WeftTransfers *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->address, weft_address_free);
  weft_file_cache_free (self->cache);
  g_main_context_unref (self->owner);
  g_object_unref (self->cancellable);
  g_clear_object (&self->upload_cancellable);
  g_hash_table_unref (self->fetches);
  g_ptr_array_unref (self->uploads);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_clear_error (&self->token_error);
  g_free (self->token);
  g_free (self->uploading);
  g_free (self);
}

/* ── to the owner ───────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  WeftTransfers *transfers;
  enum
  {
    NEED_TOKEN,
    UPLOADED,
    PROGRESS,
  } kind;
  gboolean force;
  char *hash;
  GError *error;
  gint64 done;
  gint64 total;
} Notice;

static void
notice_free (gpointer data)
{
  Notice *notice = data;

  transfers_unref (notice->transfers);
  g_free (notice->hash);
  g_clear_error (&notice->error);
  g_free (notice);
}

static gboolean
on_notice (gpointer user_data)
{
  Notice *notice = user_data;
  WeftTransfers *self = notice->transfers;

  if (self->closed)
    return G_SOURCE_REMOVE;

  switch (notice->kind)
    {
    case NEED_TOKEN:
      self->events.need_token (notice->force, self->user_data);
      break;
    case UPLOADED:
      self->events.uploaded (notice->hash, notice->error, self->user_data);
      break;
    case PROGRESS:
      self->events.progress (notice->hash, notice->done, notice->total, self->user_data);
      break;
    default:
      g_assert_not_reached ();
    }

  return G_SOURCE_REMOVE;
}

static void
tell (Notice *notice)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_notice, notice, notice_free);
  g_source_attach (source, notice->transfers->owner);
}

static Notice *
notice_new (WeftTransfers *self, int kind, const char *hash)
{
  Notice *notice = g_new0 (Notice, 1);

  notice->transfers = transfers_ref (self);
  notice->kind = kind;
  notice->hash = g_strdup (hash);

  return notice;
}

/* ── what an exchange asks for, on its thread ───────────────────────────────────────────────────────── */

typedef struct
{
  WeftTransfers *transfers;
  GCancellable *cancellable;
  gint64 told_at;        /* monotonic µs */
} Worker;

static char *
get_token (gboolean force_refresh, gpointer user_data, GError **error)
{
  Worker *worker = user_data;
  WeftTransfers *self = worker->transfers;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gint64 until = g_get_monotonic_time () + TOKEN_TIME * G_USEC_PER_SEC;
  guint serial = self->token_serial;
  Notice *notice;

  if (self->token != NULL && !force_refresh)
    return g_strdup (self->token);

  notice = notice_new (self, NEED_TOKEN, NULL);
  notice->force = force_refresh;
  tell (notice);
  while (self->token_serial == serial)
    if (g_cancellable_is_cancelled (worker->cancellable) || !g_cond_wait_until (&self->changed, &self->mutex, until))
      break;

  if (g_cancellable_set_error_if_cancelled (worker->cancellable, error))
    return NULL;
  if (self->token_serial != serial && self->token != NULL)
    return g_strdup (self->token);
  if (self->token_serial != serial && self->token_error != NULL)
    g_propagate_error (error, g_error_copy (self->token_error));
  else
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "No token came");

  return NULL;
}

static void
on_progress (const char *hash, gint64 done, gint64 total, gpointer user_data)
{
  Worker *worker = user_data;
  gint64 now = g_get_monotonic_time ();
  Notice *notice;

  if (done < total && now - worker->told_at < PROGRESS_INTERVAL)
    return;

  worker->told_at = now;
  notice = notice_new (worker->transfers, PROGRESS, hash);
  notice->done = done;
  notice->total = total;
  tell (notice);
}

/* ── uploading ──────────────────────────────────────────────────────────────────────────────────────── */

/* With the lock held: waits until there is something to do, or @until. FALSE at the end. */
static gboolean
wait_for_work (WeftTransfers *self, guint *seen, gint64 until)
{
  while (!g_cancellable_is_cancelled (self->cancellable))
    {
      gboolean may = self->online && self->uploads->len > 0 && self->address != NULL;

      until = MAX (until, self->not_before);
      if (may && g_get_monotonic_time () >= self->not_before && (until == 0 || *seen != self->wanted || g_get_monotonic_time () >= until))
        break;
      if (may)
        g_cond_wait_until (&self->changed, &self->mutex, until);
      else
        g_cond_wait (&self->changed, &self->mutex);
    }
  *seen = self->wanted;

  return !g_cancellable_is_cancelled (self->cancellable);
}

static void
drop_upload (WeftTransfers *self, const char *hash)
{
  for (guint i = 0; i < self->uploads->len; i++)
    if (g_str_equal (((WeftPendingUpload *) self->uploads->pdata[i])->hash, hash))
      {
        g_ptr_array_remove_index (self->uploads, i);
        weft_file_cache_let_go (self->cache, hash);
        break;
      }
}

/* The server does not want to be asked for a while: then nothing is. */
static void
note_retry_after (WeftTransfers *self, const GError *error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gint64 ms = weft_error_get_retry_after (error);

  if (ms > 0)
    self->not_before = MAX (self->not_before, g_get_monotonic_time () + ms * 1000);
}

/* One attempt. Returns whether it may be worth another one at once, with another file or the same. */
static gboolean
upload (WeftTransfers *self, SoupSession *session, const char *hash, gint64 size, GCancellable *cancellable)
{
  Worker worker = { self, cancellable, 0 };
  WeftFileExchange exchange = { self->address, session, cancellable, get_token, on_progress, &worker };
  g_autofree char *path = weft_file_cache_find (self->cache, hash);
  g_autoptr (GError) error = NULL;
  gboolean refused = FALSE;
  Notice *notice;

  if (path == NULL)
    {
      refused = TRUE;
      g_set_error_literal (&error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, _("The file is not on this computer any more"));
    }
  else if (!weft_file_exchange_upload (&exchange, hash, path, size, &refused, &error) && !refused)
    {
      g_debug ("An upload broke off: %s", error->message);
      note_retry_after (self, error);
      return g_cancellable_is_cancelled (cancellable);
    }

  g_mutex_lock (&self->mutex);
  drop_upload (self, hash);
  g_mutex_unlock (&self->mutex);
  notice = notice_new (self, UPLOADED, hash);
  notice->error = g_steal_pointer (&error);
  tell (notice);

  return TRUE;
}

static gpointer
upload_thread (gpointer data)
{
  WeftTransfers *self = data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (SoupSession) session = NULL;
  WeftBackoff backoff = WEFT_BACKOFF_INIT (500, 30000);
  gint64 until = 0;
  guint seen = 0;

  g_main_context_push_thread_default (context);
  session = self->address != NULL ? weft_address_new_session (self->address, AGENT) : NULL;

  g_mutex_lock (&self->mutex);
  while (wait_for_work (self, &seen, until))
    {
      const WeftPendingUpload *first = self->uploads->pdata[0];
      g_autofree char *hash = g_strdup (first->hash);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      gint64 size = first->size;
      gboolean moved;

      g_set_str (&self->uploading, hash);
      g_set_object (&self->upload_cancellable, cancellable);
      g_mutex_unlock (&self->mutex);
      moved = upload (self, session, hash, size, cancellable);
      g_mutex_lock (&self->mutex);
      g_clear_pointer (&self->uploading, g_free);
      g_clear_object (&self->upload_cancellable);

      if (moved)
        weft_backoff_reset (&backoff);
      until = moved ? 0 : g_get_monotonic_time () + weft_backoff_next (&backoff) * G_GINT64_CONSTANT (1000);
    }
  g_mutex_unlock (&self->mutex);

  g_clear_object (&session);
  g_main_context_pop_thread_default (context);
  transfers_unref (self);

  return NULL;
}

/* ── downloading ────────────────────────────────────────────────────────────────────────────────────── */

static void
fetch_free (gpointer data)
{
  Fetch *fetch = data;

  transfers_unref (fetch->transfers);
  g_object_unref (fetch->cancellable);
  g_ptr_array_unref (fetch->promises);
  g_clear_error (&fetch->error);
  g_free (fetch->stream);
  g_free (fetch->hash);
  g_free (fetch->path);
  g_free (fetch);
}

static gboolean
on_fetched (gpointer user_data)
{
  Fetch *fetch = user_data;

  WeftTransfers *self = fetch->transfers;

  if (g_hash_table_lookup (self->fetches, fetch->hash) == fetch)
    {
      g_hash_table_remove (self->fetches, fetch->hash);
      /* What broke off has said how far it was, and nothing after that. */
      if (fetch->error != NULL && !self->closed)
        self->events.progress (fetch->hash, 0, 0, self->user_data);
    }
  for (guint i = 0; i < fetch->promises->len; i++)
    {
      if (fetch->error != NULL)
        dex_promise_reject (fetch->promises->pdata[i], g_error_copy (fetch->error));
      else
        dex_promise_resolve_string (fetch->promises->pdata[i], g_strdup (fetch->path));
    }

  return G_SOURCE_REMOVE;
}

static gboolean
wait_a_while (Fetch *fetch, guint milliseconds)
{
  WeftTransfers *self = fetch->transfers;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gint64 until = g_get_monotonic_time () + milliseconds * G_GINT64_CONSTANT (1000);
  guint seen = self->wanted;

  until = MAX (until, self->not_before);
  while ((seen == self->wanted || g_get_monotonic_time () < self->not_before)
         && !g_cancellable_is_cancelled (fetch->cancellable))
    if (!g_cond_wait_until (&self->changed, &self->mutex, until))
      break;

  return !g_cancellable_is_cancelled (fetch->cancellable);
}

/* Whether trying again may help. */
static gboolean
is_passing (const GError *error)
{
  return !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && !weft_error_is_final (error)
         && !g_error_matches (error, WEFT_ERROR, WEFT_ERROR_FULL) && !g_error_matches (error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED);
}

static gint64
get_length (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);

  return info != NULL ? g_file_info_get_size (info) : 0;
}

static gboolean
download (Fetch *fetch, SoupSession *session, GError **error)
{
  WeftTransfers *self = fetch->transfers;
  Worker worker = { self, fetch->cancellable, 0 };
  WeftFileExchange exchange = { self->address, session, fetch->cancellable, get_token, on_progress, &worker };
  g_autofree char *part = weft_file_cache_get_part (self->cache, fetch->hash, error);
  WeftBackoff backoff = WEFT_BACKOFF_INIT (500, 10000);
  guint n_tries = 0;

  while (part != NULL)
    {
      g_autoptr (GError) local_error = NULL;
      gint64 before = get_length (part);

      if (weft_file_exchange_download (&exchange, fetch->stream, fetch->hash, fetch->size, part, &local_error))
        {
          fetch->path = weft_file_cache_take_part (self->cache, fetch->hash, error);
          return fetch->path != NULL;
        }

      n_tries = get_length (part) > before ? 0 : n_tries + 1;
      note_retry_after (self, local_error);
      if (!is_passing (local_error) || n_tries >= TRIES_MAX || !wait_a_while (fetch, weft_backoff_next (&backoff)))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }

  return FALSE;
}

static void
run_fetch (gpointer data, gpointer user_data)
{
  Fetch *fetch = data;
  WeftTransfers *self = fetch->transfers;
  g_autoptr (GMainContext) context = g_main_context_new ();

  g_main_context_push_thread_default (context);
  fetch->path = weft_file_cache_find (self->cache, fetch->hash);
  if (fetch->path == NULL && self->address == NULL)
    g_set_error_literal (&fetch->error, WEFT_ERROR, WEFT_ERROR_INVALID, "address: leads nowhere");
  else if (fetch->path == NULL)
    {
      g_autoptr (SoupSession) session = weft_address_new_session (self->address, AGENT);

      if (download (fetch, session, &fetch->error))
        weft_file_cache_evict (self->cache, NULL);
      g_clear_object (&session);
    }
  g_main_context_pop_thread_default (context);

  if (g_error_matches (fetch->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (&fetch->error);
      g_set_error_literal (&fetch->error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The download was cancelled"));
    }
  g_main_context_invoke_full (self->owner, G_PRIORITY_DEFAULT, on_fetched, fetch, fetch_free);
}

/* ── copying ────────────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  WeftTransfers *transfers;
  char *path;            /* (nullable): what to copy */
  GHashTable *keep;      /* (nullable): without a path: what stays */
  DexPromise *promise;   /* (nullable) */
} Copying;

static void
run_copy (gpointer data, gpointer user_data)
{
  Copying *copying = data;
  WeftTransfers *self = copying->transfers;

  if (copying->path != NULL)
    {
      GError *error = NULL;
      WeftFileInfo *info = weft_file_cache_add (self->cache, copying->path, self->cancellable, &error);

      if (info != NULL)
        dex_promise_resolve_boxed (copying->promise, WEFT_TYPE_FILE_INFO, info);
      else
        dex_promise_reject (copying->promise, error);
    }
  weft_file_cache_evict (self->cache, copying->keep);

  transfers_unref (self);
  g_clear_pointer (&copying->keep, g_hash_table_unref);
  dex_clear (&copying->promise);
  g_free (copying->path);
  g_free (copying);
}

/* ── public ─────────────────────────────────────────────────────────────────────────────────────────── */

static void
pending_upload_free (gpointer data)
{
  WeftPendingUpload *upload = data;

  g_free (upload->hash);
  g_free (upload);
}

WeftTransfers *
weft_transfers_new (const char *address, const char *directory, const WeftTransfersEvents *events, gpointer user_data)
{
  WeftTransfers *self = g_new0 (WeftTransfers, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->address = weft_address_parse (address, NULL);
  self->cache = weft_file_cache_new (directory, WEFT_FILE_CACHE_MAX);
  self->owner = g_main_context_ref_thread_default ();
  self->cancellable = g_cancellable_new ();
  self->events = *events;
  self->user_data = user_data;
  self->fetches = g_hash_table_new (g_str_hash, g_str_equal);
  self->uploads = g_ptr_array_new_with_free_func (pending_upload_free);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->uploader = g_thread_new ("weft-upload", upload_thread, transfers_ref (self));
  self->downloads = g_thread_pool_new (run_fetch, self, N_DOWNLOADS, FALSE, NULL);
  self->copies = g_thread_pool_new (run_copy, self, N_COPIES, FALSE, NULL);

  return self;
}

typedef struct
{
  WeftTransfers *transfers;
  DexPromise *promise;
} Ending;

static void
wake_all (WeftTransfers *self)
{
  g_mutex_lock (&self->mutex);
  self->wanted++;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

static gpointer
end_thread (gpointer data)
{
  Ending *ending = data;
  WeftTransfers *self = ending->transfers;

  g_thread_join (self->uploader);
  g_thread_pool_free (self->downloads, FALSE, TRUE);
  g_thread_pool_free (self->copies, FALSE, TRUE);
  dex_promise_resolve_boolean (ending->promise, TRUE);
  dex_unref (ending->promise);
  transfers_unref (self);
  g_free (ending);

  return NULL;
}

DexFuture *
weft_transfers_close (WeftTransfers *self)
{
  Ending *ending = g_new0 (Ending, 1);
  DexPromise *promise;
  GHashTableIter iter;
  gpointer fetch;

  self->closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_hash_table_iter_init (&iter, self->fetches);
  while (g_hash_table_iter_next (&iter, NULL, &fetch))
    g_cancellable_cancel (((Fetch *) fetch)->cancellable);
  g_mutex_lock (&self->mutex);
  if (self->upload_cancellable != NULL)
    g_cancellable_cancel (self->upload_cancellable);
  g_mutex_unlock (&self->mutex);
  wake_all (self);

  /* A disk may let them wait. */
  ending->transfers = self;
  ending->promise = dex_promise_new ();
  promise = dex_ref (ending->promise);
  g_thread_unref (g_thread_new ("weft-transfers", end_thread, ending));

  return DEX_FUTURE (promise);
}

void
weft_transfers_set_token (WeftTransfers *self, const char *token, const GError *error)
{
  g_mutex_lock (&self->mutex);
  g_set_str (&self->token, token);
  g_clear_error (&self->token_error);
  self->token_error = error != NULL ? g_error_copy (error) : NULL;
  self->token_serial++;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

void
weft_transfers_set_online (WeftTransfers *self, gboolean online)
{
  g_mutex_lock (&self->mutex);
  if (online && !self->online)
    self->wanted++;
  self->online = online;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

static gboolean
contains (GPtrArray *uploads, const char *hash)
{
  for (guint i = 0; i < uploads->len; i++)
    if (g_str_equal (((const WeftPendingUpload *) uploads->pdata[i])->hash, hash))
      return TRUE;

  return FALSE;
}

void
weft_transfers_set_uploads (WeftTransfers *self, GPtrArray *uploads)
{
  g_autoptr (GPtrArray) old = NULL;

  /* Held before the others are let go, so that what is in both stays throughout. */
  for (guint i = 0; i < uploads->len; i++)
    weft_file_cache_hold (self->cache, ((const WeftPendingUpload *) uploads->pdata[i])->hash);

  g_mutex_lock (&self->mutex);
  old = g_steal_pointer (&self->uploads);
  self->uploads = g_ptr_array_new_with_free_func (pending_upload_free);
  for (guint i = 0; i < uploads->len; i++)
    {
      const WeftPendingUpload *upload = uploads->pdata[i];
      WeftPendingUpload *copy = g_new (WeftPendingUpload, 1);

      *copy = (WeftPendingUpload) { g_strdup (upload->hash), upload->size, upload->state };
      g_ptr_array_add (self->uploads, copy);
    }
  /* Who does not want it any more need not wait for a piece to go. */
  if (self->uploading != NULL && !contains (self->uploads, self->uploading))
    g_cancellable_cancel (self->upload_cancellable);
  self->wanted++;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);

  for (guint i = 0; i < old->len; i++)
    weft_file_cache_let_go (self->cache, ((const WeftPendingUpload *) old->pdata[i])->hash);
}

static void
push_copy (WeftTransfers *self, const char *path, GHashTable *keep, DexPromise *promise)
{
  Copying *copying = g_new0 (Copying, 1);

  copying->transfers = transfers_ref (self);
  copying->path = g_strdup (path);
  copying->keep = keep != NULL ? g_hash_table_ref (keep) : NULL;
  copying->promise = promise != NULL ? dex_ref (promise) : NULL;
  g_thread_pool_push (self->copies, copying, NULL);
}

DexFuture *
weft_transfers_add (WeftTransfers *self, const char *path)
{
  DexPromise *promise = dex_promise_new ();

  push_copy (self, path, NULL, promise);

  return DEX_FUTURE (promise);
}

void
weft_transfers_let_go (WeftTransfers *self, const char *hash)
{
  weft_file_cache_let_go (self->cache, hash);
}

DexFuture *
weft_transfers_fetch (WeftTransfers *self, const char *stream, const char *hash, gint64 size)
{
  Fetch *fetch = g_hash_table_lookup (self->fetches, hash);
  DexPromise *promise = dex_promise_new ();

  if (fetch == NULL || g_cancellable_is_cancelled (fetch->cancellable))
    {
      fetch = g_new0 (Fetch, 1);
      fetch->transfers = transfers_ref (self);
      fetch->stream = g_strdup (stream);
      fetch->hash = g_strdup (hash);
      fetch->size = size;
      fetch->cancellable = g_cancellable_new ();
      fetch->promises = g_ptr_array_new_with_free_func (dex_unref);
      g_hash_table_replace (self->fetches, fetch->hash, fetch);
      g_ptr_array_add (fetch->promises, dex_ref (promise));
      g_thread_pool_push (self->downloads, fetch, NULL);
    }
  else
    {
      g_ptr_array_add (fetch->promises, dex_ref (promise));
    }

  return DEX_FUTURE (promise);
}

void
weft_transfers_cancel (WeftTransfers *self, const char *hash)
{
  Fetch *fetch = g_hash_table_lookup (self->fetches, hash);

  if (fetch != NULL)
    g_cancellable_cancel (fetch->cancellable);
  wake_all (self);
}

gboolean
weft_transfers_is_fetching (WeftTransfers *self, const char *hash)
{
  Fetch *fetch = g_hash_table_lookup (self->fetches, hash);

  return fetch != NULL && !g_cancellable_is_cancelled (fetch->cancellable);
}

void
weft_transfers_keep_only (WeftTransfers *self, GHashTable *hashes)
{
  push_copy (self, NULL, hashes, NULL);
}

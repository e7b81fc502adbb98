/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-file-service-private.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/weft-id.h"
#include "base/weft-json.h"
#include "proto/weft-field.h"

#define PATH "/v1/files"
#define THREADS 4
#define QUEUE_MAX 1000
#define TRANSFERS_MAX 256 /* at a time, each with some hundred kB */
#define PERSON_MAX 16     /* of one person */
#define UPLOADS_KEPT 1000 /* in memory, with their sums */
#define IDLE 900          /* s after which one is dropped from memory */
#define COLLECT_GROUP 200 /* files looked at in one transaction */

/* Work */

typedef struct
{
  WeftFileService *self;
  WeftFileJobFunc work;
  WeftFileJobFunc done;
  gpointer data;
} Job;

static gboolean
on_done (gpointer user_data)
{
  Job *job = user_data;

  if (job->done != NULL)
    job->done (job->data);
  g_atomic_int_add (&job->self->n_jobs, -1);
  g_free (job);

  return G_SOURCE_REMOVE;
}

static void
work (gpointer data, gpointer user_data)
{
  Job *job = data;

  job->work (job->data);
  g_main_context_invoke_full (job->self->context, G_PRIORITY_DEFAULT, on_done, job, NULL);
}

static Job *
job_new (WeftFileService *self, WeftFileJobFunc func, WeftFileJobFunc done, gpointer data)
{
  Job *job = g_new (Job, 1);

  *job = (Job) { self, func, done, data };
  g_atomic_int_inc (&self->n_jobs);

  return job;
}

gboolean
_weft_file_service_push (WeftFileService *self, WeftFileJobFunc func, WeftFileJobFunc done, gpointer data)
{
  if (g_thread_pool_unprocessed (self->pool) >= QUEUE_MAX)
    return FALSE;

  g_thread_pool_push (self->pool, job_new (self, func, done, data), NULL);

  return TRUE;
}

void
_weft_file_service_tell (WeftFileService *self, WeftFileJobFunc done, gpointer data)
{
  GSource *source = g_idle_source_new ();

  /* Never at once, even if this were the main loop's thread: the caller may hold a lock. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_done, job_new (self, NULL, done, data), NULL);
  g_source_attach (source, self->context);
  g_source_unref (source);
}

/* Who */

char *
_weft_file_service_authenticate (WeftFileService *self, SoupServerMessage *message)
{
  g_autofree char *token = weft_http_get_bearer (message);
  g_autofree char *family = NULL;
  g_autoptr (GError) error = NULL;
  char *person = NULL;
  gint64 expires_at;

  if (token != NULL
      && weft_authority_check (weft_front_get_authority (self->front), token, &person, &family, &expires_at))
    return person;

  g_set_error_literal (&error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED, "token: missing, unknown or expired");
  weft_http_refuse (message, error);

  return NULL;
}

gboolean
_weft_file_service_enter (WeftFileService *self, SoupServerMessage *message, const char *person)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->busy, person));
  g_autoptr (GError) error = NULL;

  if (n >= PERSON_MAX)
    g_set_error (&error, WEFT_ERROR, WEFT_ERROR_RATE_LIMITED, "%u files are on their way already, at most %d",
                 n, PERSON_MAX);
  else if (self->n_transfers >= TRANSFERS_MAX)
    g_set_error_literal (&error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE,
                         "The server is busy; try again in a moment");
  if (error != NULL)
    {
      weft_http_refuse (message, error);
      return FALSE;
    }

  self->n_transfers++;
  g_hash_table_insert (self->busy, g_strdup (person), GUINT_TO_POINTER (n + 1));

  return TRUE;
}

void
_weft_file_service_leave (WeftFileService *self, const char *person)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->busy, person));

  self->n_transfers--;
  if (n > 1)
    g_hash_table_insert (self->busy, g_strdup (person), GUINT_TO_POINTER (n - 1));
  else
    g_hash_table_remove (self->busy, person);
}

/* Uploads */

static WeftUpload *
remember (WeftFileService *self, const char *id, const char *person, const char *hash, gint64 size)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  WeftUpload *upload = g_hash_table_lookup (self->uploads, id);

  if (upload == NULL)
    {
      g_autofree char *path = weft_blobs_get_upload_path (self->blobs, id);

      upload = weft_upload_new (id, person, hash, size, path);
      g_hash_table_insert (self->uploads, (gpointer) weft_upload_get_id (upload), upload);
    }

  return weft_upload_ref (upload);
}

static void
forget (WeftFileService *self, const char *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_hash_table_remove (self->uploads, id);
}

static gboolean
is_forgettable (gpointer key, gpointer value, gpointer user_data)
{
  guint *seconds = user_data;

  return weft_upload_is_idle (value, *seconds);
}

static void
forget_idle (WeftFileService *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint seconds = g_hash_table_size (self->uploads) > UPLOADS_KEPT ? 0 : IDLE;

  g_hash_table_foreach_remove (self->uploads, is_forgettable, &seconds);
}

WeftUpload *
_weft_file_service_find (WeftFileService *self, const char *id, const char *person, GError **error)
{
  g_autofree char *hash = NULL;
  WeftDatabase *database;
  WeftStatement *statement;
  gint64 size = 0;
  int step = -1;

  database = weft_engine_acquire_reader (self->engine, error);
  if (database == NULL)
    return NULL;
  statement
      = weft_database_query (database, error, "SELECT hash, size FROM upload WHERE id = ?1 AND person = ?2",
                             "tt", id, person);
  if (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      hash = weft_statement_dup_text (statement, 0);
      size = weft_statement_get_int (statement, 1);
      weft_statement_reset (statement);
    }
  weft_engine_release_reader (self->engine, database);

  if (step == 0)
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
                         "upload: there is none of this id; begin anew");

  return step > 0 ? remember (self, id, person, hash, size) : NULL;
}

typedef struct
{
  WeftFileService *service;
  WeftUpload *upload;
  const char *place;
  gboolean first;
} Keep;

static gboolean
delete_upload (WeftDatabase *database, const char *id, GError **error)
{
  return weft_database_run (database, error, "DELETE FROM upload WHERE id = ?1", "t", id);
}

static gboolean
keep_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  Keep *keep = user_data;

  return weft_blobs_keep (keep->service->blobs, database, weft_upload_get_person (keep->upload),
                          weft_upload_get_hash (keep->upload), weft_upload_get_size (keep->upload),
                          keep->place, weft_clock_now (weft_engine_get_clock (keep->service->engine)),
                          &keep->first, error)
         && delete_upload (database, weft_upload_get_id (keep->upload), error);
}

static gboolean
delete_upload_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  return delete_upload (database, user_data, error);
}

static gboolean
cancel (WeftFileService *self, WeftUpload *upload, GError **error)
{
  if (!weft_engine_call (self->engine, delete_upload_job, (gpointer) weft_upload_get_id (upload), error))
    return FALSE;
  g_unlink (weft_upload_get_path (upload));
  forget (self, weft_upload_get_id (upload));

  return TRUE;
}

gboolean
_weft_file_service_complete (WeftFileService *self, WeftUpload *upload, GError **error)
{
  g_autofree char *place = NULL;
  Keep keep = { .service = self, .upload = upload };

  if (!weft_upload_is_good (upload))
    {
      if (cancel (self, upload, error))
        g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                             "hash: what came has another SHA-256; begin anew");
      return FALSE;
    }
  if (!weft_blobs_place (self->blobs, weft_upload_get_path (upload), weft_upload_get_hash (upload), &place,
                         error))
    return FALSE;

  keep.place = place;
  if (!weft_engine_call (self->engine, keep_job, &keep, error))
    {
      weft_blobs_take_back (self->blobs, place, weft_upload_get_path (upload));
      return FALSE;
    }
  if (!keep.first)
    weft_blobs_drop (self->blobs, place);
  forget (self, weft_upload_get_id (upload));

  return TRUE;
}

/* POST, HEAD and DELETE: on the pool and back */

typedef struct
{
  WeftFileService *self;
  SoupServerMessage *message;
  char *person;
  char *hash; /* POST */
  gint64 size;
  char *id; /* HEAD, DELETE, and what POST gives */
  gint64 offset;
  gboolean complete;
  GError *error;
} Call;

static void
call_free (Call *call)
{
  g_object_unref (call->message);
  g_free (call->person);
  g_free (call->hash);
  g_free (call->id);
  g_clear_error (&call->error);
  g_free (call);
}

static gboolean
find_begun (WeftDatabase *database, Call *call, GError **error)
{
  WeftStatement *statement
      = weft_database_query (database, error,
                             "SELECT id FROM upload WHERE person = ?1 AND hash = ?2 AND size = ?3", "tti",
                             call->person, call->hash, call->size);
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      call->id = weft_statement_dup_text (statement, 0);
      weft_statement_reset (statement);
    }

  return TRUE;
}

static gboolean
check_quota (gint64 used, gint64 size, gint64 limit, const char *whose, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *most = NULL;

  if (size <= limit - used)
    return TRUE;

  text = g_format_size_full ((guint64) size, G_FORMAT_SIZE_IEC_UNITS);
  most = g_format_size_full ((guint64) limit, G_FORMAT_SIZE_IEC_UNITS);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_FULL, "size: %s do not fit any more, %s may keep %s", text,
               whose, most);
  return FALSE;
}

static gboolean
register_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  Call *call = user_data;
  WeftFileService *self = call->self;
  gint64 n;
  gint64 kept;
  gint64 coming;

  g_clear_pointer (&call->id, g_free);
  g_clear_error (&call->error);
  if (!find_begun (database, call, error))
    return FALSE;
  if (call->id != NULL)
    return TRUE;

  if (!weft_database_get_value (database, &n, 0, error, "SELECT count(*) FROM upload WHERE person = ?1", "t",
                                call->person)
      || !weft_database_get_value (database, &kept, 0, error,
                                   "SELECT coalesce (sum (size), 0) FROM blob_owner WHERE person = ?1", "t",
                                   call->person)
      || !weft_database_get_value (database, &coming, 0, error,
                                   "SELECT coalesce (sum (size), 0) FROM upload WHERE person = ?1", "t",
                                   call->person))
    return FALSE;

  /* A refusal is no fault of the job, which would take others with it. */
  if (n >= self->limits.uploads)
    {
      g_set_error (&call->error, WEFT_ERROR, WEFT_ERROR_RATE_LIMITED,
                   "upload: %" G_GINT64_FORMAT " are not complete yet, at most %u", n, self->limits.uploads);
      return TRUE;
    }
  if (!check_quota (kept + coming, call->size, self->limits.files_person, "a person", &call->error))
    return TRUE;

  call->id = weft_id_random ();
  return weft_database_run (database, error,
                            "INSERT INTO upload (id, person, hash, size, at) VALUES (?1, ?2, ?3, ?4, ?5)",
                            "tttii", call->id, call->person, call->hash, call->size,
                            weft_clock_now (weft_engine_get_clock (self->engine)));
}

static gboolean
look_at_store (Call *call, GError **error)
{
  WeftFileService *self = call->self;
  WeftDatabase *database = weft_engine_acquire_reader (self->engine, error);
  gint64 kept = 0;
  gint64 coming = 0;
  gint64 size = 0;
  gboolean done;

  if (database == NULL)
    return FALSE;
  done = weft_blobs_may_name (self->blobs, database, call->person, call->hash, &call->complete, error)
         && weft_database_get_value (database, &size, 0, error, "SELECT size FROM blob WHERE hash = ?1", "t",
                                     call->hash)
         && weft_database_get_value (database, &kept, 0, error, "SELECT coalesce (sum (size), 0) FROM blob",
                                     "")
         && weft_database_get_value (database, &coming, 0, error,
                                     "SELECT coalesce (sum (size), 0) FROM upload", "");
  weft_engine_release_reader (self->engine, database);
  call->complete = call->complete && size == call->size;
  if (!done || call->complete)
    return done;

  if (!check_quota (kept + coming, call->size, self->limits.files_workspace, "a workspace", error))
    return FALSE;
  if (call->size > weft_blobs_get_room (self->blobs))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_FULL,
                           "size: the server's disk has no room for this file; try again later");
      return FALSE;
    }

  return TRUE;
}

static void
run_post (gpointer data)
{
  Call *call = data;
  g_autoptr (WeftUpload) upload = NULL;
  g_autoptr (GError) error = NULL;

  if (!look_at_store (call, &call->error) || call->complete)
    return;
  if (!weft_engine_call (call->self->engine, register_job, call, &error))
    {
      g_clear_error (&call->error);
      call->error = g_steal_pointer (&error);
    }
  if (call->error != NULL)
    return;

  upload = _weft_file_service_find (call->self, call->id, call->person, &call->error);
  if (upload != NULL)
    weft_upload_get_offset (upload, &call->offset, &call->error);
}

static void
run_head (gpointer data)
{
  Call *call = data;
  g_autoptr (WeftUpload) upload = _weft_file_service_find (call->self, call->id, call->person, &call->error);

  if (upload == NULL)
    return;
  call->size = weft_upload_get_size (upload);
  weft_upload_get_offset (upload, &call->offset, &call->error);
}

static void
run_delete (gpointer data)
{
  Call *call = data;
  g_autoptr (WeftUpload) upload = _weft_file_service_find (call->self, call->id, call->person, &call->error);

  if (upload != NULL)
    cancel (call->self, upload, &call->error);
}

static void
set_number (SoupMessageHeaders *headers, const char *name, gint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  soup_message_headers_replace (headers, name, text);
}

static void
finish_call (gpointer data)
{
  Call *call = data;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (call->message);
  const char *method = soup_server_message_get_method (call->message);
  GString *out;

  if (call->error != NULL)
    {
      weft_http_refuse (call->message, call->error);
    }
  else if (g_str_equal (method, "POST"))
    {
      out = g_string_new (NULL);
      weft_json_begin (out, NULL);
      weft_json_bool (out, "complete", call->complete);
      if (!call->complete)
        {
          g_autofree char *location = g_strconcat (PATH "/", call->id, NULL);

          weft_json_string (out, "upload", call->id);
          weft_json_int (out, "offset", call->offset);
          soup_message_headers_replace (headers, "Location", location);
        }
      weft_json_end (out);
      weft_http_answer (call->message, call->complete ? 200 : 201, out);
    }
  else
    {
      if (g_str_equal (method, "HEAD"))
        {
          set_number (headers, "Upload-Offset", call->offset);
          set_number (headers, "Upload-Length", call->size);
          soup_message_headers_replace (headers, "Upload-Complete", "?0");
        }
      soup_message_headers_replace (headers, "Cache-Control", "no-store");
      soup_server_message_set_status (call->message, 204, NULL);
    }
  soup_server_message_unpause (call->message);
  call_free (call);
}

static void
push_call (WeftFileService *self, SoupServerMessage *message, Call *call, WeftFileJobFunc run)
{
  g_autoptr (GError) error = NULL;

  call->self = self;
  call->message = g_object_ref (message);
  soup_server_message_pause (message);
  if (_weft_file_service_push (self, run, finish_call, call))
    return;

  g_set_error_literal (&call->error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE,
                       "The server is busy; try again in a moment");
  finish_call (call);
}

static void
on_post (WeftFileService *self, SoupServerMessage *message, const char *person)
{
  static const char *const known[] = { "hash", "size", NULL };
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *object;
  const char *hash;
  gint64 size;
  Call *call;

  root = weft_json_parse (body->data != NULL ? body->data : "", body->length, &error);
  object = root != NULL ? json_node_get_object (root) : NULL;
  if (object == NULL || !weft_field_read_hash (object, "hash", WEFT_FIELD_REQUIRED, &hash, &error)
      || !weft_field_read_integer (object, "size", WEFT_FIELD_REQUIRED, 0, G_MAXINT64, &size, &error)
      || !weft_field_refuse_others (object, known, "an upload", &error))
    {
      weft_http_refuse (message, error);
      return;
    }
  if (size > self->limits.file_size)
    {
      g_set_error (&error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE,
                   "size: %" G_GINT64_FORMAT " bytes, at most %" G_GINT64_FORMAT, size,
                   self->limits.file_size);
      weft_http_refuse (message, error);
      return;
    }

  call = g_new0 (Call, 1);
  call->person = g_strdup (person);
  call->hash = g_strdup (hash);
  call->size = size;
  push_call (self, message, call, run_post);
}

/* Requests, on the main loop */

static gboolean
is_hash (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

/* What follows "/v1/files/": NULL for the folder itself, "" for what can name nothing. */
static const char *
get_name (const char *path)
{
  if (g_str_equal (path, PATH))
    return NULL;
  if (!g_str_has_prefix (path, PATH "/"))
    return "";
  path += strlen (PATH "/");

  return is_hash (path) || weft_id_is_valid (path) ? path : "";
}

static void
refuse_method (SoupServerMessage *message, const char *allowed)
{
  g_autoptr (GError) error
      = g_error_new (WEFT_ERROR, WEFT_ERROR_INVALID, "method: %s is taken here", allowed);

  weft_http_refuse (message, error);
  soup_server_message_set_status (message, 405, NULL);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Allow", allowed);
}

static void
on_early (
    SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  const char *name = get_name (path);

  if (g_str_equal (soup_server_message_get_method (message), "PATCH") && name != NULL
      && weft_id_is_valid (name))
    _weft_file_service_receive (user_data, message, name);
  else
    weft_http_check_body (message, WEFT_HTTP_BODY_MAX);
}

static void
on_request (
    SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  WeftFileService *self = user_data;
  const char *method = soup_server_message_get_method (message);
  const char *name = get_name (path);
  gboolean is_read = g_str_equal (method, "GET") || g_str_equal (method, "HEAD");
  g_autofree char *person = NULL;
  Call *call;

  if (g_str_equal (method, "PATCH") && name != NULL && weft_id_is_valid (name))
    {
      _weft_file_service_received (self, message);
      return;
    }

  person = _weft_file_service_authenticate (self, message);
  if (person == NULL)
    return;
  if (name != NULL && name[0] == '\0')
    {
      g_autoptr (GError) error
          = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "path: there is nothing here");

      weft_http_refuse (message, error);
    }
  else if (name == NULL && g_str_equal (method, "POST"))
    {
      on_post (self, message, person);
    }
  else if (name == NULL)
    {
      refuse_method (message, "POST");
    }
  else if (is_hash (name) && is_read)
    {
      _weft_file_service_send (self, message, name, query);
    }
  else if (is_hash (name))
    {
      refuse_method (message, "GET");
    }
  else if (g_str_equal (method, "HEAD") || g_str_equal (method, "DELETE"))
    {
      call = g_new0 (Call, 1);
      call->person = g_steal_pointer (&person);
      call->id = g_strdup (name);
      push_call (self, message, call, g_str_equal (method, "HEAD") ? run_head : run_delete);
    }
  else
    {
      refuse_method (message, "HEAD, PATCH, DELETE");
    }
}

/* Taking away what nothing names */

typedef struct
{
  WeftFileService *self;
  GPtrArray *hashes;
  GPtrArray *dropped;
} Collection;

static gboolean
collect_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  Collection *collection = user_data;
  WeftFileService *self = collection->self;

  g_ptr_array_set_size (collection->dropped, 0); /* a job may run twice */
  return weft_blobs_collect (self->blobs, database, collection->hashes,
                             weft_clock_now (weft_engine_get_clock (self->engine)), self->limits.file_grace,
                             collection->dropped, error);
}

static gboolean
collect (WeftFileService *self, WeftDatabase *database, GError **error)
{
  g_autofree char *after = g_strdup ("");

  while (TRUE)
    {
      g_autoptr (GPtrArray) hashes
          = weft_blobs_find_loose (self->blobs, database, after, COLLECT_GROUP, error);
      g_autoptr (GPtrArray) dropped = g_ptr_array_new_with_free_func (g_free);
      Collection collection = { self, hashes, dropped };

      if (hashes == NULL)
        return FALSE;
      if (hashes->len == 0)
        return TRUE;
      if (!weft_engine_call (self->engine, collect_job, &collection, error))
        return FALSE;
      for (guint i = 0; i < dropped->len; i++)
        weft_blobs_drop (self->blobs, dropped->pdata[i]);
      g_set_str (&after, hashes->pdata[hashes->len - 1]);
    }
}

static gboolean
expire_uploads (WeftFileService *self, WeftDatabase *database, GError **error)
{
  g_autoptr (GPtrArray) old = g_ptr_array_new_with_free_func (g_free);
  gint64 before = weft_clock_now (weft_engine_get_clock (self->engine)) - self->limits.file_grace;
  WeftStatement *statement;
  int step;

  statement = weft_database_query (database, error, "SELECT id FROM upload WHERE at < ?1", "i", before);
  if (statement == NULL)
    return FALSE;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      g_autofree char *path
          = weft_blobs_get_upload_path (self->blobs, weft_statement_get_text (statement, 0));
      struct stat status;

      if (g_stat (path, &status) != 0 || (gint64) status.st_mtime * 1000 < before)
        g_ptr_array_add (old, weft_statement_dup_text (statement, 0));
    }
  if (step < 0)
    return FALSE;

  for (guint i = 0; i < old->len; i++)
    {
      g_autofree char *path = weft_blobs_get_upload_path (self->blobs, old->pdata[i]);

      if (!weft_engine_call (self->engine, delete_upload_job, old->pdata[i], error))
        return FALSE;
      g_unlink (path);
      forget (self, old->pdata[i]);
    }

  return TRUE;
}

/* At the first collection, and once more when nothing that a crash before the start left can be too young any more. */
static gboolean
sweep (WeftFileService *self, WeftDatabase *database, GError **error)
{
  if (g_get_real_time () / G_USEC_PER_SEC < self->sweep_at)
    return TRUE;
  if (!weft_blobs_sweep (self->blobs, database, self->limits.file_grace, error))
    return FALSE;

  self->sweep_at = self->sweep_at == 0 ? self->started + (self->limits.file_grace + 999) / 1000 + 1 : G_MAXINT64;
  return TRUE;
}

static void
run_collect (gpointer data)
{
  WeftFileService *self = data;
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (self->engine, &error);
  gboolean done = database != NULL;

  forget_idle (self);
  done = done && sweep (self, database, &error) && expire_uploads (self, database, &error) && collect (self, database, &error);
  if (database != NULL)
    weft_engine_release_reader (self->engine, database);
  if (!done && !g_error_matches (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE))
    g_warning ("Cannot take away files which nothing names: %s", error->message);
}

static gboolean on_collect (gpointer user_data);

static void
collect_later (gpointer data)
{
  WeftFileService *self = data;

  if (self->closing)
    return;
  g_clear_pointer (&self->collecting, g_source_unref);
  self->collecting = g_timeout_source_new ((guint) self->limits.file_collect);
  g_source_set_callback (self->collecting, on_collect, self, NULL);
  g_source_attach (self->collecting, self->context);
}

/* One at a time, however long one takes. */
static gboolean
on_collect (gpointer user_data)
{
  WeftFileService *self = user_data;

  if (!_weft_file_service_push (self, run_collect, collect_later, self))
    collect_later (self);

  return G_SOURCE_REMOVE;
}

/* Public API */

WeftFileService *
weft_file_service_new (WeftFront *front, WeftEngine *engine, SoupServer *server, const WeftLimits *limits)
{
  WeftFileService *self = g_new0 (WeftFileService, 1);

  self->front = front;
  self->engine = g_object_ref (engine);
  self->blobs = _weft_engine_get_blobs (engine);
  self->limits = *limits;
  self->started = g_get_real_time () / G_USEC_PER_SEC;
  self->server = server;
  self->context = g_main_context_ref_thread_default ();
  self->pool = g_thread_pool_new (work, self, THREADS, FALSE, NULL);
  self->busy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->uploads = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) weft_upload_unref);
  g_mutex_init (&self->mutex);

  soup_server_add_early_handler (server, PATH, on_early, self, NULL);
  soup_server_add_handler (server, PATH, on_request, self, NULL);

  return self;
}

void
weft_file_service_start (WeftFileService *self)
{
  collect_later (self);
}

void
weft_file_service_free (WeftFileService *self)
{
  self->closing = TRUE;
  if (self->collecting != NULL)
    {
      g_source_destroy (self->collecting);
      g_clear_pointer (&self->collecting, g_source_unref);
    }
  /* The messages which are left give up their transfers; these end on the pool. */
  soup_server_remove_handler (self->server, PATH);
  while (g_atomic_int_get (&self->n_jobs) > 0)
    g_main_context_iteration (self->context, TRUE);
  g_thread_pool_free (self->pool, FALSE, TRUE);
  g_hash_table_unref (self->busy);
  g_hash_table_unref (self->uploads);
  g_mutex_clear (&self->mutex);
  g_main_context_unref (self->context);
  g_object_unref (self->engine);
  g_free (self);
}

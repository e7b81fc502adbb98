/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/client/weft-text-draft.h"

#include <glib/gstdio.h>

#include "base/weft-id.h"
#include "parts/files/client/weft-file.h"
#include "parts/files/client/weft-files.h"
#include "sync/weft-own-stream.h"

#define NAME "message.txt"

typedef struct
{
  WeftSync *sync;
  char *own;
  char *target;
  char *text; /* (nullable) */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->sync);
  g_free (job->own);
  g_free (job->target);
  g_free (job->text);
  g_free (job);
}

static Job *
job_new (WeftSync *sync, const char *place, const char *text)
{
  g_autofree char *own = weft_own_stream_dup (sync);
  Job *job;

  if (own == NULL)
    return NULL;
  job = g_new0 (Job, 1);
  job->sync = g_object_ref (sync);
  job->own = g_steal_pointer (&own);
  job->target = g_strdup (weft_stream_get_id (place));
  job->text = g_strdup (text);
  return job;
}

typedef struct
{
  char *own;
  char *target;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->own);
  g_free (request->target);
  g_free (request);
}

/* On a reader's thread: the oldest first, as their ids say. */
static gpointer
read_rows (WeftDatabase *database, gpointer user_data, GError **error)
{
  const Request *request = user_data;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_file_free);
  WeftStatement *statement = weft_database_query (database, error,
                                                  "SELECT " WEFT_FILE_COLUMNS " FROM file f WHERE f.stream = ?1 AND f.target = ?2 AND f.media_type = ?3"
                                                  " ORDER BY f.id",
                                                  "ttt", request->own, request->target, WEFT_TEXT_DRAFT_TYPE);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (rows, weft_file_read (statement));
  return step == 0 ? g_steal_pointer (&rows) : NULL;
}

static GPtrArray *
await_rows (const Job *job, GError **error)
{
  Request *request = g_new0 (Request, 1);

  request->own = g_strdup (job->own);
  request->target = g_strdup (job->target);
  return dex_await_boxed (weft_sync_read (job->sync, read_rows, G_TYPE_PTR_ARRAY, request, request_free), error);
}

/* (nullable) */
static WeftFileInfo *
await_copy (const Job *job, GError **error)
{
  g_autofree char *folder = g_dir_make_tmp ("weft-XXXXXX", error);
  g_autofree char *path = folder != NULL ? g_build_filename (folder, NAME, NULL) : NULL;
  g_autoptr (GFile) file = path != NULL ? g_file_new_for_path (path) : NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (job->text, strlen (job->text));
  WeftFileInfo *info = NULL;

  if (file == NULL)
    return NULL;
  if (dex_await (dex_file_replace_contents_bytes (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE), error))
    info = dex_await_boxed (weft_sync_add_file (job->sync, path), error);
  g_unlink (path);
  g_rmdir (folder);
  return info;
}

static gboolean
await_kept (const Job *job, const char *id, GError **error)
{
  g_autoptr (WeftFileInfo) info = await_copy (job, error);
  gboolean done;

  if (info == NULL)
    return FALSE;
  g_set_str (&info->media_type, WEFT_TEXT_DRAFT_TYPE);
  done = dex_await (weft_files_attach (job->sync, job->own, id, job->target, info, &(WeftFileMeasures) { 0 }, NULL), error);
  weft_sync_release_file (job->sync, info->hash);
  return done;
}

/* First the new, then away with what is older: a newer one may have been kept meanwhile. */
static DexFuture *
save_fiber (gpointer data)
{
  const Job *job = data;
  g_autofree char *id = weft_id_new (weft_clock_get_system ());
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) old = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  if ((*job->text != '\0' && !await_kept (job, id, &error)) || (rows = await_rows (job, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  for (guint i = 0; i < rows->len && old->len < WEFT_FILES_TARGET_MAX; i++)
    if (strcmp (((const WeftFile *) rows->pdata[i])->id, id) < 0)
      g_ptr_array_add (old, ((const WeftFile *) rows->pdata[i])->id);
  if (old->len > 0 && !dex_await (weft_files_let_go (job->sync, job->own, (const char *const *) old->pdata, old->len, NULL), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
load_fiber (gpointer data)
{
  const Job *job = data;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  const WeftFile *newest;
  gsize length;
  const char *text;

  if ((rows = await_rows (job, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (rows->len == 0)
    return dex_future_new_take_string (g_strdup (""));
  newest = rows->pdata[rows->len - 1];
  if ((path = dex_await_string (weft_sync_fetch_file (job->sync, job->own, newest->hash, newest->size), &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  file = g_file_new_for_path (path);
  if ((bytes = dex_await_boxed (dex_file_load_contents_bytes (file), &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  text = g_bytes_get_data (bytes, &length);
  if (!g_utf8_validate_len (text, length, NULL))
    return dex_future_new_reject (WEFT_ERROR, WEFT_ERROR_INVALID, "the draft is no text");
  return dex_future_new_take_string (g_strndup (text, length));
}

DexFuture *
weft_text_draft_save (WeftSync *sync, const char *place, const char *text)
{
  Job *job;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  job = job_new (sync, place, text);
  return job != NULL ? dex_scheduler_spawn (NULL, 0, save_fiber, job, job_free) : weft_own_stream_refuse ();
}

DexFuture *
weft_text_draft_load (WeftSync *sync, const char *place)
{
  Job *job;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  job = job_new (sync, place, NULL);
  return job != NULL ? dex_scheduler_spawn (NULL, 0, load_fiber, job, job_free) : weft_own_stream_refuse ();
}

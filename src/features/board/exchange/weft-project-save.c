/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-exchange"

#include "config.h"

#include "features/board/exchange/weft-project-save.h"

#include "base/weft-error.h"
#include "features/board/exchange/weft-project-export.h"
#include "parts/thread/shared/weft-reply.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "proto/weft-frame.h"

typedef struct
{
  WeftSync *sync;
  char *stream;
  char *path;
  const WeftProjectFormat *format;
  int wait; /* s */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->sync);
  g_free (job->stream);
  g_free (job->path);
  g_free (job);
}

/* Comments. They are held a page at a time; what is lacking is fetched, a thread after the other. */

typedef struct
{
  char *stream;
  gint64 after; /* an ordinal */
} Topic;

static void
topic_free (gpointer data)
{
  Topic *topic = data;

  g_free (topic->stream);
  g_free (topic);
}

/* The ordinal of the next topic and how much was said of it; nothing if there is none. */
static gpointer
read_topic (WeftDatabase *database, gpointer user_data, GError **error)
{
  const Topic *topic = user_data;
  g_autoptr (GArray) next = g_array_new (FALSE, FALSE, sizeof (gint64));
  WeftStatement *statement = weft_database_query (
      database, error, "SELECT ordinal, replies FROM thread_topic WHERE stream = ?1 AND ordinal > ?2 AND replies > 0 ORDER BY ordinal LIMIT 1", "ti",
      topic->stream, topic->after);
  int step = statement != NULL ? weft_statement_step (statement, error) : -1;

  if (step < 0)
    return NULL;
  for (int i = 0; step > 0 && i < 2; i++)
    {
      gint64 value = weft_statement_get_int (statement, i);

      g_array_append_val (next, value);
    }
  if (step > 0)
    weft_statement_reset (statement);
  return g_steal_pointer (&next);
}

static gboolean
fetch_thread (const Job *job, gint64 root, gint64 n, GError **error)
{
  gint64 base = weft_reply_base (root);

  for (gint64 before = base + n + 1; before > base + 1; before -= MIN (WEFT_PAGE_MAX, before - base - 1))
    {
      DexFuture *page = weft_sync_load_page (job->sync, job->stream, weft_thread_message_table.name, before, (guint) MIN (WEFT_PAGE_MAX, before - base - 1));
      g_autoptr (GError) local_error = NULL;

      if (dex_await (dex_future_first (page, dex_timeout_new_seconds (job->wait), NULL), &local_error))
        continue;
      if (g_error_matches (local_error, DEX_ERROR, DEX_ERROR_TIMED_OUT))
        g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "The server does not answer");
      else
        g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

static gboolean
fetch_comments (const Job *job, GError **error)
{
  for (gint64 after = 0;;)
    {
      Topic *topic = g_new (Topic, 1);
      g_autoptr (GArray) next = NULL;

      *topic = (Topic) { .stream = g_strdup (job->stream), .after = after };
      next = dex_await_boxed (weft_sync_read (job->sync, read_topic, G_TYPE_ARRAY, topic, topic_free), error);
      if (next == NULL || next->len == 0)
        return next != NULL;
      after = g_array_index (next, gint64, 0);
      if (!fetch_thread (job, after, g_array_index (next, gint64, 1), error))
        return FALSE;
    }
}

/* On a reader's thread, in one transaction. */
static gpointer
write_project (WeftDatabase *database, gpointer user_data, GError **error)
{
  const Job *job = user_data;
  g_autoptr (WeftProjectReader) reader = weft_project_reader_new (database, job->stream, error);
  g_autoptr (WeftExportFile) file = reader != NULL ? weft_export_file_new (job->path, error) : NULL;

  if (file == NULL || !job->format->write (reader, file, error) || !weft_export_file_finish (file, error))
    return NULL;
  return g_ptr_array_new ();
}

static DexFuture *
save_fiber (gpointer user_data)
{
  Job *job = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) done = NULL;

  if (job->wait > 0 && job->format->has_comments && !fetch_comments (job, &error))
    return dex_future_new_for_error (error);
  done = dex_await_boxed (weft_sync_read (job->sync, write_project, G_TYPE_PTR_ARRAY, job, NULL), &error);
  return done != NULL ? dex_future_new_for_boolean (TRUE) : dex_future_new_for_error (error);
}

DexFuture *
weft_project_save (WeftSync *sync, const char *stream, const char *format, const char *path, int wait)
{
  Job *job;

  g_return_val_if_fail (WEFT_IS_SYNC (sync) && stream != NULL && format != NULL && path != NULL, NULL);

  job = g_new (Job, 1);
  *job = (Job) { .sync = g_object_ref (sync), .stream = g_strdup (stream), .path = g_strdup (path), .format = weft_project_format_find (format, path), .wait = wait };
  return dex_scheduler_spawn (NULL, 0, save_fiber, job, job_free);
}

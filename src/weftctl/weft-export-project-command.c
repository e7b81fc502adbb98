/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include <stdio.h>

#include "parts/thread/shared/weft-reply.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "proto/weft-frame.h"
#include "weftctl/weft-command.h"
#include "weftctl/weft-project-export.h"

static char *format_name;

static const GOptionEntry export_entries[] = {
  { "format", 'f', 0, G_OPTION_ARG_STRING, &format_name, "csv, json or markdown [as the file's name ends: .csv, .json, .md]", "FORMAT" },
  { NULL },
};

static const WeftProjectFormat *const formats[] = { &weft_project_csv, &weft_project_json, &weft_project_markdown };

static const WeftProjectFormat *
find_format (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (format_name != NULL ? g_str_equal (format_name, formats[i]->name) : g_str_has_suffix (path, formats[i]->ending))
      return formats[i];
  return NULL;
}

/* The streams of the projects which are meant by a name, a code or an id; all of them if one stream is called exactly that. */
static gpointer
read_projects (WeftDatabase *database, gpointer user_data, GError **error)
{
  const char *text = user_data;
  g_autofree char *stream = g_strconcat ("project/", text, NULL);
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autoptr (GPtrArray) streams = g_ptr_array_new_with_free_func (g_free);
  WeftStatement *statement = weft_database_query (database, error, "SELECT stream, name, code FROM project ORDER BY stream", "");
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      const char *one = weft_statement_get_text (statement, 0);
      g_autofree char *name = g_utf8_casefold (weft_statement_get_text (statement, 1), -1);

      if (g_str_equal (one, text) || g_str_equal (one, stream) || g_str_equal (name, folded)
          || g_ascii_strcasecmp (weft_statement_get_text (statement, 2), text) == 0)
        g_ptr_array_add (streams, g_strdup (one));
    }
  return step == 0 ? g_steal_pointer (&streams) : NULL;
}

static char *
find_project (WeftContext *context, const char *text, GError **error)
{
  g_autoptr (GPtrArray) streams
      = dex_await_boxed (weft_sync_read (context->sync, read_projects, G_TYPE_PTR_ARRAY, g_strdup (text), g_free), error);

  if (streams == NULL)
    return NULL;
  if (streams->len == 1)
    return g_strdup (streams->pdata[0]);
  if (streams->len == 0)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "No project “%s” is yours", text);
  else
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%u projects are called “%s”; use the code of one", streams->len, text);
  return NULL;
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
fetch_thread (WeftContext *context, const char *stream, gint64 root, gint64 n, GError **error)
{
  gint64 base = weft_reply_base (root);

  for (gint64 before = base + n + 1; before > base + 1; before -= MIN (WEFT_PAGE_MAX, before - base - 1))
    if (!weft_context_await (context,
                             weft_sync_load_page (context->sync, stream, weft_thread_message_table.name, before,
                                                  (guint) MIN (WEFT_PAGE_MAX, before - base - 1)),
                             error))
      return FALSE;
  return TRUE;
}

static gboolean
fetch_comments (WeftContext *context, const char *stream, GError **error)
{
  for (gint64 after = 0;;)
    {
      Topic *topic = g_new (Topic, 1);
      g_autoptr (GArray) next = NULL;

      *topic = (Topic) { .stream = g_strdup (stream), .after = after };
      next = dex_await_boxed (weft_sync_read (context->sync, read_topic, G_TYPE_ARRAY, topic, topic_free), error);
      if (next == NULL || next->len == 0)
        return next != NULL;
      after = g_array_index (next, gint64, 0);
      if (!fetch_thread (context, stream, after, g_array_index (next, gint64, 1), error))
        return FALSE;
    }
}

/* The file */

typedef struct
{
  char *stream;
  char *path;
  const WeftProjectFormat *format;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->stream);
  g_free (job->path);
  g_free (job);
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

static int
run_export_project (WeftContext *context, int argc, char **argv, GError **error)
{
  const WeftProjectFormat *format = find_format (argv[1]);
  g_autofree char *stream = NULL;
  g_autoptr (GPtrArray) done = NULL;
  g_autoptr (GError) offline = NULL;
  gboolean online;
  Job *job;

  if (format == NULL)
    return weft_command_usage (error, "--format csv, json or markdown");
  online = weft_context_wait_online (context, &offline);
  stream = find_project (context, argv[0], error);
  if (stream == NULL || (online && format->has_comments && !fetch_comments (context, stream, error)))
    return -1;
  if (!online)
    fprintf (stderr, "weftctl: %s. Only what is held here is in the file.\n", offline->message);

  job = g_new (Job, 1);
  *job = (Job) { .stream = g_strdup (stream), .path = g_strdup (argv[1]), .format = format };
  done = dex_await_boxed (weft_sync_read (context->sync, write_project, G_TYPE_PTR_ARRAY, job, job_free), error);
  return done != NULL ? WEFT_EXIT_FINE : -1;
}

const WeftCommand weft_export_project_command = {
  .name = "export-project",
  .arguments = "PROJECT FILE",
  .min_arguments = 2,
  .max_arguments = 2,
  .summary = "Write a project's tasks as CSV, JSON or Markdown",
  .description = "PROJECT is its name, code or id. A file that is there is replaced once the new one is whole. docs/export.md says what is in it;\n"
                 "weftctl import weft FILE reads the CSV again.",
  .entries = export_entries,
  .needs_store = TRUE,
  .run = run_export_project,
};

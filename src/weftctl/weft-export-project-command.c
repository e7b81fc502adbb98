/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include <stdio.h>

#include "features/board/exchange/weft-project-export.h"
#include "features/board/exchange/weft-project-save.h"
#include "weftctl/weft-command.h"

static char *format_name;

static const GOptionEntry export_entries[] = {
  { "format", 'f', 0, G_OPTION_ARG_STRING, &format_name, "csv, json or markdown [as the file's name ends: .csv, .json, .md]", "FORMAT" },
  { NULL },
};

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

static int
run_export_project (WeftContext *context, int argc, char **argv, GError **error)
{
  const WeftProjectFormat *format = weft_project_format_find (format_name, argv[1]);
  g_autofree char *stream = NULL;
  g_autoptr (GError) offline = NULL;
  gboolean online;

  if (format == NULL)
    return weft_command_usage (error, "--format csv, json or markdown");
  online = weft_context_wait_online (context, &offline);
  stream = find_project (context, argv[0], error);
  if (stream == NULL)
    return -1;
  if (!online)
    fprintf (stderr, "weftctl: %s. Only what is held here is in the file.\n", offline->message);
  return dex_await (weft_project_save (context->sync, stream, format->name, argv[1], online ? context->wait : 0), error) ? WEFT_EXIT_FINE : -1;
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

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include <stdio.h>

#include "features/board/exchange/weft-project-export.h"
#include "features/board/exchange/weft-project-save.h"
#include "weftctl/weft-command.h"
#include "weftctl/weft-projects.h"

static char *format_name;

static const GOptionEntry export_entries[] = {
  { "format", 'f', 0, G_OPTION_ARG_STRING, &format_name, "csv, json or markdown [as the file's name ends: .csv, .json, .md]", "FORMAT" },
  { NULL },
};

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
  stream = weft_projects_find (context, argv[0], error);
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

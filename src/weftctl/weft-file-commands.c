/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>

#include "base/weft-json.h"
#include "weftctl/weft-command.h"
#include "weftctl/weft-files.h"
#include "weftctl/weft-projects.h"

static char *output;

/* A room, or a project, on whose cards files hang. */
static char *
find_place (WeftContext *context, const char *name, GError **error)
{
  g_autoptr (GError) offline = NULL;
  g_autoptr (GError) local_error = NULL;
  char *stream;

  if (!weft_context_wait_online (context, &offline))
    fprintf (stderr, "weftctl: %s. This is what is cached.\n", offline->message);

  stream = weft_context_find_room (context, name, &local_error);
  if (stream == NULL && g_error_matches (local_error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND))
    stream = weft_projects_find (context, name, NULL);
  if (stream == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return stream;
}

/* files */

static int
run_files (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autofree char *stream = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  stream = find_place (context, argv[0], error);
  if (stream == NULL || (rows = weft_files_load (context, stream, error)) == NULL)
    return -1;

  for (guint i = 0; i < rows->len; i++)
    {
      const WeftFileRow *row = rows->pdata[i];

      if (context->json)
        {
          g_autoptr (GString) out = g_string_new (NULL);

          weft_json_begin (out, NULL);
          weft_json_string (out, "id", row->id);
          weft_json_string (out, "name", row->name);
          weft_json_string (out, "media_type", row->media_type);
          weft_json_int (out, "size", row->size);
          weft_json_string (out, "hash", row->hash);
          weft_json_end (out);
          printf ("%s\n", out->str);
        }
      else
        {
          g_autofree char *size = g_format_size ((guint64) row->size);

          printf ("%s  %s  (%s)\n", row->id, row->name, size);
        }
    }

  return WEFT_EXIT_FINE;
}

const WeftCommand weft_files_command = {
  .name = "files",
  .arguments = "ROOM",
  .min_arguments = 1,
  .max_arguments = 1,
  .summary = "List the files of a room or a project",
  .needs_store = TRUE,
  .run = run_files,
};

/* fetch */

static const GOptionEntry fetch_entries[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Where to put it [its name, here]", "PATH" },
  { NULL },
};

static const WeftFileRow *
choose (GPtrArray *rows, const char *text, GError **error)
{
  const WeftFileRow *found = NULL;

  /* Of several of one name the newest is meant. */
  for (guint i = 0; i < rows->len; i++)
    {
      const WeftFileRow *row = rows->pdata[i];

      if (g_str_equal (row->id, text))
        return row;
      if (g_str_equal (row->name, text))
        found = row;
    }
  if (found == NULL)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "No file “%s”; weftctl files lists them", text);

  return found;
}

static int
run_fetch (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autofree char *stream = NULL;
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GFile) source = NULL;
  g_autoptr (GFile) target = NULL;
  g_autoptr (DexFuture) future = NULL;
  const WeftFileRow *row;

  stream = find_place (context, argv[0], error);
  if (stream == NULL || (rows = weft_files_load (context, stream, error)) == NULL
      || (row = choose (rows, argv[1], error)) == NULL)
    return -1;

  future = weft_sync_fetch_file (context->sync, stream, row->hash, row->size);
  if (!weft_context_await (context, dex_ref (future), error))
    return -1;
  path = dex_await_string (g_steal_pointer (&future), error);
  if (path == NULL)
    return -1;

  /* Other people's names go into this folder and nowhere else, and take nobody's place. */
  name = g_path_get_basename (row->name);
  source = g_file_new_for_path (path);
  target = g_file_new_for_path (output != NULL ? output : name);
  if (!g_file_copy (source, target, output != NULL ? G_FILE_COPY_OVERWRITE : G_FILE_COPY_NONE, NULL, NULL, NULL, error))
    return -1;
  if (context->json)
    printf ("{\"hash\":\"%s\"}\n", row->hash);

  return WEFT_EXIT_FINE;
}

const WeftCommand weft_fetch_command = {
  .name = "fetch",
  .arguments = "ROOM FILE",
  .min_arguments = 2,
  .max_arguments = 2,
  .summary = "Save a file of a room or a project",
  .description = "FILE is its name or its id. What broke off goes on where it stood.",
  .entries = fetch_entries,
  .needs_store = TRUE,
  .run = run_fetch,
};

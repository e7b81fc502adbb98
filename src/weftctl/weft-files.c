/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include "weftctl/weft-files.h"

#include "base/weft-id.h"
#include "parts/files/shared/weft-files-module.h"
#include "parts/thread/shared/weft-thread-module.h"

static void
file_row_free (gpointer data)
{
  WeftFileRow *row = data;

  g_free (row->id);
  g_free (row->hash);
  g_free (row->name);
  g_free (row->media_type);
  g_free (row);
}

static gpointer
read_files (WeftDatabase *database, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (file_row_free);
  WeftStatement *statement
      = weft_database_query (database, error,
                             "SELECT id, hash, name, media_type, size FROM file WHERE stream = ?1 ORDER BY at, seq, id", "t",
                             (const char *) user_data);
  int step;

  if (statement == NULL)
    return NULL;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      WeftFileRow *row = g_new (WeftFileRow, 1);

      *row = (WeftFileRow) {
        .id = weft_statement_dup_text (statement, 0),
        .hash = weft_statement_dup_text (statement, 1),
        .name = weft_statement_dup_text (statement, 2),
        .media_type = weft_statement_dup_text (statement, 3),
        .size = weft_statement_get_int (statement, 4),
      };
      g_ptr_array_add (rows, row);
    }

  return step < 0 ? NULL : g_steal_pointer (&rows);
}

GPtrArray *
weft_files_load (WeftContext *context, const char *stream, GError **error)
{
  return dex_await_boxed (weft_sync_read (context->sync, read_files, G_TYPE_PTR_ARRAY, g_strdup (stream), g_free), error);
}

static gboolean
attach (WeftContext *context, const char *stream, const char *target, const WeftFileInfo *info, const char *const *together, GError **error)
{
  g_autofree char *id = weft_id_new (weft_clock_get_system ());
  g_autofree char *operation = NULL;
  WeftFilesAttach args = {
    .id = id,
    .target = target,
    .hash = info->hash,
    .name = info->name,
    .media_type = info->media_type,
    .size = info->size,
    .peaks = "",
  };

  operation = dex_await_string (
      weft_sync_submit_with_files (context->sync, stream, &weft_files_attach_operation, &args, together), error);

  return operation != NULL;
}

gboolean
weft_files_send (WeftContext *context, const char *stream, const char *id, const char *text, const char *const *paths, GError **error)
{
  g_autoptr (GPtrArray) infos = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_file_info_free);
  g_autoptr (GPtrArray) hashes = g_ptr_array_new ();
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *operation = NULL;
  WeftThreadSend args = { .id = id, .text = text };

  for (guint i = 0; paths != NULL && paths[i] != NULL; i++)
    {
      WeftFileInfo *info = dex_await_boxed (weft_sync_add_file (context->sync, paths[i]), error);

      if (info == NULL)
        {
          g_prefix_error (error, "%s: ", paths[i]);
          return FALSE;
        }
      g_ptr_array_add (infos, info);
      g_ptr_array_add (hashes, info->hash);
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", info->name);
    }
  g_ptr_array_add (hashes, NULL);

  for (guint i = 0; i < infos->len; i++)
    if (!attach (context, stream, id, infos->pdata[i], (const char *const *) hashes->pdata, error))
      return FALSE;

  if (text == NULL)
    args.text = names->str;
  operation = dex_await_string (weft_sync_submit_with_files (context->sync, stream, &weft_thread_send_operation, &args,
                                                             (const char *const *) hashes->pdata),
                                error);

  return operation != NULL && weft_context_wait_online (context, error)
         && weft_context_await (context, weft_sync_await (context->sync, operation), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/files/server/weft-files-server.h"

#include <string.h>

#include "parts/content/shared/weft-content-module.h"
#include "parts/files/shared/weft-files-module.h"

/* That the bytes are here, and the author's to show, the engine has checked: `hash` is a field of type
 * `file`. */
static gboolean
handle_attach (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftFilesAttach *args = data;
  gint64 size;

  if (!weft_database_get_value (weft_handling_get_database (handling), &size, -1, error,
                                "SELECT size FROM blob WHERE hash = ?1", "t", args->hash))
    return FALSE;
  if (size != args->size)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID,
                             "size: %" G_GINT64_FORMAT ", but the file has %" G_GINT64_FORMAT " bytes",
                             args->size, size);

  return weft_handling_plan (handling, error);
}

/* What hangs on something goes with it. Deleting it takes away nothing: that can be undone. */
static gboolean
erase_attached (WeftHandling *handling, const char *stream, const char *target, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  WeftStatement *statement
      = weft_database_query (weft_handling_get_database (handling), error,
                             "SELECT id FROM file WHERE stream = ?1 AND target = ?2", "tt", stream, target);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (rows, g_strconcat ("file:", weft_statement_get_text (statement, 0), NULL));
  for (guint i = 0; step == 0 && i < rows->len; i++)
    if (!weft_handling_erase_also (handling, stream, g_ptr_array_index (rows, i), error))
      return FALSE;

  return step == 0;
}

static gboolean
react_erased (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftContentErased *args = data;
  g_auto (GStrv) rows = g_strsplit (args->rows, "\n", -1);

  for (guint i = 0; rows[i] != NULL; i++)
    {
      const char *colon = strchr (rows[i], ':');

      if (colon != NULL && colon[1] != '\0' && !erase_attached (handling, stream, colon + 1, error))
        return FALSE;
    }

  return TRUE;
}

static const WeftServerHandler handlers[] = {
  { "files.attach", handle_attach },
  { NULL },
};

static const WeftReaction reactions[] = {
  { "content.erased", react_erased },
  { NULL },
};

const WeftServerModule weft_files_server_module = {
  .module = &weft_files_module,
  .handlers = handlers,
  .reactions = reactions,
};

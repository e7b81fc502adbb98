/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/files/server/weft-files-server.h"

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

static const WeftServerHandler handlers[] = {
  { "files.attach", handle_attach },
  { NULL },
};

const WeftServerModule weft_files_server_module = {
  .module = &weft_files_module,
  .handlers = handlers,
};

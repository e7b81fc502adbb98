/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "weftctl/weft-context.h"

G_BEGIN_DECLS

/** WeftFileRow: a file of a room. */
typedef struct
{
  char *id;
  char *hash;
  char *name;
  char *media_type;
  gint64 size;
} WeftFileRow;

/** weft_files_load: Returns: (transfer full) (element-type WeftFileRow): the files of @stream, oldest first. */
GPtrArray *weft_files_load (WeftContext *context, const char *stream, GError **error);

/**
 * weft_files_send:
 * @text: (nullable): with files there need be none: their names stand for it
 * @paths: (nullable)
 *
 * Writes the message @id with files that hang on it, and waits until the server has it all.
 */
gboolean weft_files_send (WeftContext *context, const char *stream, const char *id, const char *text, const char *const *paths, GError **error);

G_END_DECLS

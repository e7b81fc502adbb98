/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-address.h"

G_BEGIN_DECLS

/**
 * WeftFileExchange:
 *
 * One file's way to the server or from it, by HTTP as in docs/protocol.md, on the calling thread, which it blocks. Nothing here tries again: what came
 * of the last attempt lies with the server, or in the part, and the next goes on from there.
 */
typedef struct
{
  const WeftAddress *address;
  SoupSession *session;
  GCancellable *cancellable;
  char *(*get_token) (gboolean force_refresh, gpointer user_data, GError **error); /* blocks */
  void (*progress) (const char *hash, gint64 done, gint64 total, gpointer user_data);
  gpointer user_data;
} WeftFileExchange;

/**
 * weft_file_exchange_upload:
 * @refused: (out): whether trying again is of no use before something has changed
 */
gboolean weft_file_exchange_upload (WeftFileExchange *self, const char *hash, const char *path, gint64 size, gboolean *refused, GError **error);

/**
 * weft_file_exchange_download:
 * @part: where the bytes gather; what is there is gone on from
 *
 * %TRUE when the part is complete and has its hash. %WEFT_ERROR_CORRUPT if it has another: then the part is gone.
 */
gboolean weft_file_exchange_download (WeftFileExchange *self, const char *stream, const char *hash, gint64 size, const char *part, GError **error);

G_END_DECLS

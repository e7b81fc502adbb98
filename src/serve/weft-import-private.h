/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-engine.h"
#include "serve/weft-export-reader.h"

G_BEGIN_DECLS

/* What an import is in the middle of; its parts by what they bring in. */
typedef struct
{
  WeftExportReader reader;
  WeftEngine *engine;
  WeftRegistry *registry;
  WeftDatabase *database;
  JsonObject *manifest;
  gboolean whole;
  GHashTable *tables; /* the server's own: name → GPtrArray of its columns */
  GArray *blobs;      /* whose bytes are in place: of weft-import-blobs.c */

  gboolean careful;  /* each line is waited for, so that a failure is that line's */
  gboolean deferred; /* the database told of a failure only with a later line */
  gboolean settled;  /* nothing was refused: only the commit is to come, whose answer may be lost */
} WeftImport;

void _weft_import_clear (WeftImport *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftImport, _weft_import_clear)

/** _weft_import_settle_line: after each line: PostgreSQL is sent many statements before it is asked what became of
 * them. */
gboolean _weft_import_settle_line (WeftImport *self, GError **error);

/** _weft_import_take_stream: all lines of one stream, checked against its marks, hash and rows. */
gboolean _weft_import_take_stream (WeftImport *self, JsonObject *entry, const char *stream, GError **error);

/** _weft_import_list_tables: what of the server's own is imported. */
gboolean _weft_import_list_tables (WeftImport *self, GError **error);
/** _weft_import_take_server: the server's own tables, in place of what a new workspace made of itself. */
gboolean _weft_import_take_server (WeftImport *self, JsonObject *entry, GError **error);

GArray *_weft_import_new_blobs (void);
/** _weft_import_place_blobs: copies the bytes to where they will stay, before the transaction. */
gboolean _weft_import_place_blobs (WeftImport *self, GError **error);
/** _weft_import_keep_blobs: in the transaction: from now on they are the workspace's. */
gboolean _weft_import_keep_blobs (WeftImport *self, GError **error);
void _weft_import_drop_blobs (WeftImport *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/weft-json.h"

G_BEGIN_DECLS

/**
 * WeftExportReader:
 *
 * Reads the files of an export, which anybody can have written: nothing but plain files right where they are
 * expected, line by line within limits, and every error names the file and the line.
 */
typedef struct
{
  const char *source;
  const char *name; /* of the file which is read, from @source */
  gint64 n_line;    /* of the line which is read; 0: the file as a whole */
  GInputStream *input;
  GChecksum *checksum;
  GByteArray *buffer;
  gsize start; /* of what is not used yet in @buffer */
} WeftExportReader;

void weft_export_reader_init (WeftExportReader *self, const char *source);
void weft_export_reader_clear (WeftExportReader *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftExportReader, weft_export_reader_clear)

/** weft_export_reader_begin: what follows is said of the file @name as a whole. */
void weft_export_reader_begin (WeftExportReader *self, const char *name);

/** weft_export_reader_open: begins with the lines of @name. */
gboolean weft_export_reader_open (WeftExportReader *self, const char *name, GError **error);
void weft_export_reader_close (WeftExportReader *self);

/** weft_export_reader_open_plain: Returns: a descriptor of the plain file @name, -1. */
int weft_export_reader_open_plain (WeftExportReader *self, const char *name, GError **error);

/** weft_export_reader_read_line: Returns: 1 with the next line as an object in @root, 0 at the end, -1. */
int weft_export_reader_read_line (WeftExportReader *self, JsonNode **root, GError **error);

/** weft_export_reader_check: whether what was read is what @entry of the manifest says: lines, sha256. */
gboolean weft_export_reader_check (WeftExportReader *self, JsonObject *entry, GError **error);

/** weft_export_reader_read_hex: Returns: (transfer full) (nullable): @min to @max bytes. */
GBytes *weft_export_reader_read_hex (
    WeftExportReader *self, JsonObject *object, const char *key, gsize min, gsize max, GError **error);

/** weft_export_reader_refuse: sets @error to the place and @format. Returns: %FALSE. */
gboolean weft_export_reader_refuse (WeftExportReader *self, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/**
 * weft_export_reader_blame:
 *
 * Puts the place before what went wrong, with a code which says that the export is at fault; a full disk or a
 * database that is away is not its fault. Returns: %FALSE.
 */
gboolean weft_export_reader_blame (WeftExportReader *self, GError **error);

G_END_DECLS

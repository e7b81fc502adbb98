/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftExportFile:
 *
 * A file in the making: what is appended to @text goes to the disk bit by bit, under another name beside it. Only when all of it is there it gets its name,
 * and takes the place of what had that before; otherwise nothing of it stays.
 */
typedef struct
{
  GString *text; /* append to it, then weft_export_file_flush() */
  char *path;
  char *part;    /* (nullable): its name until then */
  int fd;
} WeftExportFile;

/** weft_export_file_new: @error: %WEFT_ERROR_NOT_FOUND, _DENIED or _FULL, naming @path, as of the others. */
WeftExportFile *weft_export_file_new (const char *path, GError **error);
/** weft_export_file_free: takes away what was not finished. */
void weft_export_file_free (WeftExportFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftExportFile, weft_export_file_free)

/** weft_export_file_flush: once there is enough of @text, takes it, but for its last byte: by that one WeftJsonWriter knows whether a comma is due. */
gboolean weft_export_file_flush (WeftExportFile *self, GError **error);
/** weft_export_file_finish: all of it is there, and on the disk. */
gboolean weft_export_file_finish (WeftExportFile *self, GError **error);

G_END_DECLS

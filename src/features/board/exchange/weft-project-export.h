/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange/weft-export-file.h"
#include "features/board/exchange/weft-project-reader.h"

G_BEGIN_DECLS

/** WeftProjectFormat: one way to write a project down. */
typedef struct
{
  const char *name;      /* "csv", "json" or "markdown" */
  const char *ending;    /* of a file's name */
  gboolean has_comments;
  gboolean (*write) (WeftProjectReader *reader, WeftExportFile *file, GError **error);
} WeftProjectFormat;

extern const WeftProjectFormat weft_project_csv;
extern const WeftProjectFormat weft_project_json;
extern const WeftProjectFormat weft_project_markdown;

/** weft_project_format_find: @name: (nullable): as a format is called; otherwise as the name @path ends. Returns: (nullable) */
const WeftProjectFormat *weft_project_format_find (const char *name, const char *path);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "weftctl/weft-export-file.h"
#include "weftctl/weft-project-reader.h"

G_BEGIN_DECLS

/** WeftProjectFormat: one way to write a project down. */
typedef struct
{
  const char *name;      /* as --format has it */
  const char *ending;    /* of a file's name */
  gboolean has_comments;
  gboolean (*write) (WeftProjectReader *reader, WeftExportFile *file, GError **error);
} WeftProjectFormat;

extern const WeftProjectFormat weft_project_csv;
extern const WeftProjectFormat weft_project_json;
extern const WeftProjectFormat weft_project_markdown;

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "weftctl/weft-context.h"

G_BEGIN_DECLS

/** WeftBringOptions: how another program's export is imported. */
typedef struct
{
  char *people;   /* (nullable): a file which says who is who */
  char *columns;  /* (nullable): of a table: a file which says what its columns mean */
  char *report;   /* (nullable): a file for what does not come */
  gboolean write; /* FALSE: only says what would come of it */
} WeftBringOptions;

/** weft_bring_command_run: @source: "slack" or "mattermost". Returns an exit code, or -1 with @error. In a
 * fiber. */
int weft_bring_command_run (WeftContext *context,
                            const char *source,
                            const char *path,
                            const WeftBringOptions *options,
                            GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

typedef struct _WeftSync WeftSync;

G_BEGIN_DECLS

#define WEFT_TYPE_IMPORT_DIALOG (weft_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (WeftImportDialog, weft_import_dialog, WEFT, IMPORT_DIALOG, AdwDialog)

/**
 * WeftImportDialog:
 *
 * A file of another program becomes a project: what would come and what would not is shown first, and what columns mean and who is who can be said.
 *
 * Signals: `made (stream)`: the project is wanted; `stopped (message)`: it was closed in the middle.
 */

/** weft_import_dialog_new: @path: the file. Returns: (transfer floating) */
AdwDialog *weft_import_dialog_new (WeftSync *sync, const char *path);

G_END_DECLS

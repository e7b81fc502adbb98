/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "parts/files/client/weft-file-list.h"

G_BEGIN_DECLS

/* What can be done with a file of a stream; each fetches it first if it has to, and resolves when it is done. G_IO_ERROR_CANCELLED and
 * GTK_DIALOG_ERROR say that the person did not want to. */

/** weft_file_open: opens a copy under its own name with the program the person uses for such files. Nothing is ever run. */
DexFuture *weft_file_open (WeftFileList *list, const WeftFile *file, GtkWindow *parent) G_GNUC_WARN_UNUSED_RESULT;
/** weft_file_save: asks where to, and saves it there. */
DexFuture *weft_file_save (WeftFileList *list, const WeftFile *file, GtkWindow *parent) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/files/view/weft-file-taker.h"

G_BEGIN_DECLS

/* The ways by which files come to whoever takes them: from a dialog, from the clipboard, dropped. */

/** weft_file_bringing_choose: asks for files. */
void weft_file_bringing_choose (WeftFileTaker *taker);

/** weft_file_bringing_paste: Returns: whether there are files in @clipboard, or a picture, which are taken then. */
gboolean weft_file_bringing_paste (WeftFileTaker *taker, GdkClipboard *clipboard);

/** weft_file_bringing_new_target: Returns: (transfer full): a target for what weft_file_bringing_take() takes. */
GtkDropTarget *weft_file_bringing_new_target (void);
/** weft_file_bringing_take: Returns: whether @value is of such a kind, and has been taken. */
gboolean weft_file_bringing_take (WeftFileTaker *taker, const GValue *value);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-workspace.h"

G_BEGIN_DECLS

#define WEFT_TYPE_SEARCH_DIALOG (weft_search_dialog_get_type ())
G_DECLARE_FINAL_TYPE (WeftSearchDialog, weft_search_dialog, WEFT, SEARCH_DIALOG, AdwDialog)

/**
 * weft_search_dialog_present:
 * @parent: the window; activates the action of the hit that is chosen
 * @stream: (nullable): searched alone, as long as the person leaves it so
 * @place: (nullable): what @stream is called
 * @text: (nullable): typed already
 *
 * Finds what was written, here and on the server, newest first.
 */
void weft_search_dialog_present (GtkWidget *parent, WeftWorkspace *workspace, const char *stream, const char *place, const char *text);

/** weft_search_describe: Returns: (transfer full) (nullable): how the feature whose it is shows a hit; NULL: none does. */
WeftCard *weft_search_describe (WeftWorkspace *workspace, WeftFound *found);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-board.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WEFT_TYPE_PROJECT_EXCHANGE (weft_project_exchange_get_type ())
G_DECLARE_FINAL_TYPE (WeftProjectExchange, weft_project_exchange, WEFT, PROJECT_EXCHANGE, GObject)

/**
 * WeftProjectExchange:
 *
 * Projects which come from files, and go into them: the actions "import" and "export" (with "csv", "json" or "markdown"), and the choice of the file.
 *
 * Signals: `made (stream)`: a project came, and is wanted; `said (message)`: what came of it.
 */

/** weft_project_exchange_new: @map: gets the actions; @parent: below which dialogs are shown, alive as long as they are. */
WeftProjectExchange *weft_project_exchange_new (WeftSync *sync, GActionMap *map, GtkWidget *parent);
/** weft_project_exchange_set_board: @board: (nullable): what is exported. */
void weft_project_exchange_set_board (WeftProjectExchange *self, WeftBoard *board);

G_END_DECLS

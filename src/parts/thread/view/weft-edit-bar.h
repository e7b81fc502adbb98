/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_EDIT_BAR (weft_edit_bar_get_type ())
G_DECLARE_FINAL_TYPE (WeftEditBar, weft_edit_bar, WEFT, EDIT_BAR, GtkBox)

/**
 * WeftEditBar:
 *
 * Offers, in a composer, to go on with the change of a message which was not finished: the window was closed, or something else was begun. It says so when it comes.
 *
 * Actions: `edit.resume`, `edit.forget`. Signal: `resumed (id, text, new)`: the message, what it says, and what it was to say.
 */

/** weft_edit_bar_set_place: (nullable): looks for one there. */
void weft_edit_bar_set_place (WeftEditBar *self, WeftSync *sync, const char *stream, const char *place);
/** weft_edit_bar_take: Returns: (transfer full) (nullable): what the message @id was to say, if that is offered; it is not any more then. */
char *weft_edit_bar_take (WeftEditBar *self, const char *id);

G_END_DECLS

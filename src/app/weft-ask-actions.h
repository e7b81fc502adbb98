/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-window.h"

G_BEGIN_DECLS

/** weft_ask_actions_add: gives @window the action acknowledge (link of a message), for notices. */
void weft_ask_actions_add (WeftWindow *window);

/** weft_ask_of_notice: Returns: (nullable): the link of the message which asks the person to acknowledge it,
 * if @notice tells of that. */
const char *weft_ask_of_notice (WeftNoticeItem *notice);

/** weft_ask_button_new: Returns: (transfer floating): a button for a notice of @link; @about: what is asked,
 * for who hears the button. */
GtkWidget *weft_ask_button_new (const char *link, const char *about);

/** weft_ask_actions_acknowledge: the same from outside of a window, of a @workspace that is open. */
void weft_ask_actions_acknowledge (WeftWorkspace *workspace, const char *link);

G_END_DECLS

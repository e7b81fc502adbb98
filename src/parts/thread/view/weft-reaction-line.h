/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/client/weft-message.h"
#include "parts/thread/view/weft-message-style.h"

G_BEGIN_DECLS

#define WEFT_TYPE_REACTION_LINE (weft_reaction_line_get_type ())
G_DECLARE_FINAL_TYPE (WeftReactionLine, weft_reaction_line, WEFT, REACTION_LINE, GObject)

/**
 * WeftReactionLine:
 *
 * What people made of a message: a pill for each emoji with how many gave it, one's own outlined, and one more that offers all others (LOOK.md, Message). A press
 * gives an emoji, or takes it back.
 */

/** weft_reaction_line_get: Returns: (transfer none) (nullable): of @message, with which it is kept; %NULL if there is none. */
WeftReactionLine *weft_reaction_line_get (WeftMessage *message, WeftMessageStyle *style);

/** weft_reaction_line_dup_who: Returns: (transfer full) (nullable): of the emoji which the detailed action @action gives: "An, Bình and you". */
char *weft_reaction_line_dup_who (WeftReactionLine *self, const char *action);

G_END_DECLS

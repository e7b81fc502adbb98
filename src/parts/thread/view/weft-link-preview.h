/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/view/weft-message-context.h"

G_BEGIN_DECLS

#define WEFT_TYPE_LINK_PREVIEW (weft_link_preview_get_type ())
G_DECLARE_FINAL_TYPE (WeftLinkPreview, weft_link_preview, WEFT, LINK_PREVIEW, GObject)

/**
 * WeftLinkPreview:
 *
 * What stands at the address in a message, drawn below it: title, whose page it is, a sentence, and a small
 * picture, all of which the server brought: the site is not asked from here. As high as its words are many,
 * whether the picture has come or not. A press opens the address (`thread.open-address`).
 */

/** weft_link_preview_get: Returns: (transfer none) (nullable): NULL if there is none, or it was taken off. */
WeftLinkPreview *weft_link_preview_get (WeftMessage *message, const WeftMessageContext *context);

/** weft_link_preview_append_menu: what its author can do with one, also where it was taken off. */
void weft_link_preview_append_menu (GMenu *menu, WeftMessage *message);

G_END_DECLS

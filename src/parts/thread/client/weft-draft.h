/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_DRAFT (weft_draft_get_type ())
G_DECLARE_FINAL_TYPE (WeftDraft, weft_draft, WEFT, DRAFT, GObject)

/**
 * WeftDraft:
 *
 * What is written in one place and not sent, as it is kept on all of one's devices: a row of `draft`, or beside it what is longer than that may be (`files/client/weft-text-draft.h`).
 *
 * Signals: `loaded (text)`: what is kept, "" if nothing is; `longer (text)`: what is kept beside it, if there is any.
 */
WeftDraft *weft_draft_new (void);

/** weft_draft_set_place: (nullable): a stream, `thread/<root>`; what is kept there is loaded, and nothing is kept before it is. */
void weft_draft_set_place (WeftDraft *self, WeftSync *sync, const char *place);

/** weft_draft_set_message: the place is `message/<id>`: what that message is to say. @kept: (nullable): what is kept there, as the caller knows. */
void weft_draft_set_message (WeftDraft *self, WeftSync *sync, const char *id, const char *kept);

/** weft_draft_keep: keeps @text now, if it is another; space alone is nothing, which is forgotten. */
void weft_draft_keep (WeftDraft *self, const char *text);

G_END_DECLS

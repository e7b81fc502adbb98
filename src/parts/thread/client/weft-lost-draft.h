/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_LOST_DRAFT (weft_lost_draft_get_type ())
G_DECLARE_FINAL_TYPE (WeftLostDraft, weft_lost_draft, WEFT, LOST_DRAFT, GObject)

/**
 * WeftLostDraft:
 *
 * What the person wrote in a place on another device and a newer draft took the place of, which knew nothing of it: the newest, as long as the server keeps it.
 *
 * Signals: `changed ()`: another one, or none.
 */
WeftLostDraft *weft_lost_draft_new (void);

/** weft_lost_draft_set_place: (nullable): where it was written: a stream or a thread. There is none until it was looked for. */
void weft_lost_draft_set_place (WeftLostDraft *self, WeftSync *sync, const char *place);

/** weft_lost_draft_get_text: (nullable) */
const char *weft_lost_draft_get_text (WeftLostDraft *self);

/** weft_lost_draft_settle: it is taken care of, on all devices. */
void weft_lost_draft_settle (WeftLostDraft *self);

G_END_DECLS

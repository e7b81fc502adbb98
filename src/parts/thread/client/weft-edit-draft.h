/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

/* A message which is being changed is a draft too, in the place `message/<id>`. */

/** WEFT_EDIT_DRAFT_…: of what weft_edit_draft_load() resolves to. */
#define WEFT_EDIT_DRAFT_ID 0   /* the message */
#define WEFT_EDIT_DRAFT_TEXT 1 /* what it says */
#define WEFT_EDIT_DRAFT_NEW 2  /* what it was to say */

/** weft_edit_draft_save: keeps what the message @id is to say; "" forgets it. @seen: the draft which it follows. Resolves as weft_sync_submit() does. */
DexFuture *weft_edit_draft_save (WeftSync *sync, const char *id, const char *text, const char *seen) G_GNUC_WARN_UNUSED_RESULT;

/** weft_edit_draft_load: @place: @stream, or a thread in it. Resolves to the newest (G_TYPE_STRV), empty if there is none of a message which is held and not deleted. */
DexFuture *weft_edit_draft_load (WeftSync *sync, const char *stream, const char *place) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

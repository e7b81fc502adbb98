/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

/* What is written and not sent and is longer than any operation may be: it is kept as a file is, on one's own stream, and never seen as one. */

/** WEFT_TEXT_DRAFT_TYPE: its media type. */
#define WEFT_TEXT_DRAFT_TYPE "text/vnd.weft.draft"

/** weft_text_draft_save: keeps @text for @place, a stream or a thread in it, instead of what was kept; "" forgets it. Resolves once it is safe on disk. */
DexFuture *weft_text_draft_save (WeftSync *sync, const char *place, const char *text) G_GNUC_WARN_UNUSED_RESULT;

/** weft_text_draft_load: Resolves to the newest (string), also from another device; "" if there is none. Rejects if it cannot be had now. */
DexFuture *weft_text_draft_load (WeftSync *sync, const char *place) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

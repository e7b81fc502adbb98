/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

/* `user/<id>` of whoever has signed in: their own settings, and what they have for themselves. */

/** weft_own_stream_dup: Returns: (transfer full) (nullable): NULL while nobody knows who one is, before the first welcome ever. */
char *weft_own_stream_dup (WeftSync *sync);

/** weft_own_stream_submit: as weft_sync_submit(); rejects with %WEFT_ERROR_UNAVAILABLE while there is none. */
DexFuture *weft_own_stream_submit (WeftSync *sync, const WeftOperation *operation, gconstpointer args) G_GNUC_WARN_UNUSED_RESULT;
/** weft_own_stream_refuse: Returns: (transfer full): what weft_own_stream_submit() rejects with then. */
DexFuture *weft_own_stream_refuse (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

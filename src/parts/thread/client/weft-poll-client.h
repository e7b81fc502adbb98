/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/client/weft-message.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

/* Polls, for those who show them. Each resolves as weft_sync_submit() does. */

/** weft_poll_open: @text: the question, and below it an option a line (shared/weft-poll.h); @closes_at: ms, 0: by hand. */
DexFuture *weft_poll_open (WeftSync *sync, const char *stream, const char *text, gboolean several, gboolean secret, gint64 closes_at) G_GNUC_WARN_UNUSED_RESULT;
/** weft_poll_vote: @option: from 1; chosen if it is not, taken back if it is. */
DexFuture *weft_poll_vote (WeftSync *sync, const char *stream, WeftMessage *message, guint option) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_poll_close (WeftSync *sync, const char *stream, const char *id, gboolean closed) G_GNUC_WARN_UNUSED_RESULT;

/** weft_poll_is_closed: by hand, or because its time is over at @now, ms. */
gboolean weft_poll_is_closed (WeftMessage *message, gint64 now);
/** weft_poll_is_own: whether @me has chosen @option, from 1. */
gboolean weft_poll_is_own (WeftMessage *message, const char *me, guint option);

G_END_DECLS

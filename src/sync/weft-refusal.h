/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

/** WeftRefusalTold: @message: why, for people, without the name of the field. */
typedef void (*WeftRefusalTold) (gpointer owner, const char *message);

/**
 * weft_refusal_watch:
 * @future: (transfer full): of weft_sync_submit() and its like
 * @owner: a GObject, held weakly
 * @keep: whether what was refused shall wait in the outbox all the same: somebody wrote it
 *
 * Tells @owner in its own place why an operation was refused, on this machine or by the server: what is told so need not wait in the outbox. A refusal
 * which comes when @owner is gone stays there, as any other.
 */
void weft_refusal_watch (WeftSync *sync, DexFuture *future, gpointer owner, WeftRefusalTold told, gboolean keep);

G_END_DECLS

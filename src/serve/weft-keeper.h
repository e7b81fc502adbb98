/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-engine.h"

G_BEGIN_DECLS

/**
 * WeftKeeper:
 *
 * Keeps house on a thread of its own, in slices which nobody notices: erases what people wrote whom the workspace is to forget, and what is older
 * than its stream keeps content; trims logs; and takes what was erased out of files. All of it can be interrupted at any moment and goes on
 * after the next start.
 *
 * How long a stream keeps what it holds is known by contract with the content part: `retention (stream, log_days, log_events, content_days)`, the row of
 * `workspace` being that of every stream without one.
 */
typedef struct _WeftKeeper WeftKeeper;

WeftKeeper *weft_keeper_new (WeftEngine *engine);
void weft_keeper_start (WeftKeeper *self);
/** weft_keeper_stop: ends the thread; what runs is broken off. The engine is still open. */
void weft_keeper_stop (WeftKeeper *self);
void weft_keeper_free (WeftKeeper *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftKeeper, weft_keeper_free)

/** weft_keeper_erased: on the writer thread, after the commit: content of @streams (of char*) was erased. */
void weft_keeper_erased (WeftKeeper *self, GPtrArray *streams);

/** weft_keeper_tidy: does now what the thread does from time to time. On any thread but the writer. */
gboolean weft_keeper_tidy (WeftKeeper *self, GError **error);

G_END_DECLS

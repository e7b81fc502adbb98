/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "serve/weft-engine.h"

G_BEGIN_DECLS

#define WEFT_TRIMMING_SLICE 500 /* events forgotten in one transaction */

/**
 * weft_trimming_run:
 * @floor: the last event that may be forgotten
 * @reached: (out) (optional): where the floor is now
 *
 * Forgets old events of @stream, a slice at a time: what they add up to is worked out on the calling thread, in memory, and the writer only stores
 * the rows of the baseline which changed. Never beyond a snapshot on offer. On any thread but the writer.
 */
gboolean weft_trimming_run (WeftEngine *engine, const char *stream, gint64 floor, gint64 *reached, GCancellable *cancellable, GError **error);

G_END_DECLS

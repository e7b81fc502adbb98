/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** WeftRate: how often something is done: a leaky bucket (ITU-T I.371, annex A). For one thread at a time; begins as zeros. */
typedef struct
{
  gint64 empty_at; /* µs: when all of the burst may be done again */
} WeftRate;

/**
 * weft_rate_take:
 * @rate: times a second in the long run, 1 to 1,000,000
 * @burst: times at once, at least 1
 * @now: monotonic µs
 *
 * Returns: 0: it may be done, and counts; else it may not and does not, and so many µs from @now all of the burst may be.
 */
gint64 weft_rate_take (WeftRate *self, guint rate, guint burst, gint64 now);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define WEFT_MARK_SIZE 8

/**
 * WeftPosition:
 * @epoch: random, new whenever the log is made anew or restored
 * @seq: the last event seen; the first event of a log is 1
 * @mark: the first 8 bytes of the running hash over the stored events up to @seq
 *
 * Where a reader stands in a stream. The running hash is H(0) = 32 zero bytes, H(n) = SHA-256 (H(n-1) ‖ event n as stored).
 */
typedef struct
{
  guint64 epoch;
  gint64 seq;
  guint8 mark[WEFT_MARK_SIZE];
} WeftPosition;

/** weft_position_to_string: "epoch.seq.mark": 16 hex digits, a decimal, 16 hex digits. */
char *weft_position_to_string (const WeftPosition *self);
gboolean weft_position_parse (const char *text, WeftPosition *self);
gboolean weft_position_equal (const WeftPosition *a, const WeftPosition *b);

/** WEFT_SEQ_PREDICTED: predicted events number upwards from here, in the order of their operations. */
#define WEFT_SEQ_PREDICTED (G_GINT64_CONSTANT (1) << 62)

G_END_DECLS

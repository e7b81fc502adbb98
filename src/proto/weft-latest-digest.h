/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** WeftLatestDigest: says of two sets of one person's durable latest values whether they are the same, in whatever order; begins as zeros. */
typedef struct
{
  guint64 sum; /* of the first eight bytes, big-endian, of SHA-256 over "STREAM\nNAME\nVALUE" of each */
} WeftLatestDigest;

#define WEFT_LATEST_DIGEST_LENGTH 16 /* hexadecimal digits, lower case */

void weft_latest_digest_add (WeftLatestDigest *self, const char *stream, const char *name, gint64 value);
/** weft_latest_digest_to_text: Returns: (transfer full). */
char *weft_latest_digest_to_text (const WeftLatestDigest *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftBackoff:
 *
 * Waiting times between attempts: uniformly random between 0 and a ceiling that doubles with each
 * failure ("full jitter"), so that a thousand clients that lost one server do not come back at once.
 */
typedef struct
{
  guint base;    /* ms: the first ceiling */
  guint limit;   /* ms: the last ceiling */
  guint attempt; /* failures so far */
  GRand *random; /* (nullable): owned by the caller, NULL for the global one */
} WeftBackoff;

#define WEFT_BACKOFF_INIT(base_, limit_) { .base = (base_), .limit = (limit_) }

/** weft_backoff_next: counts a failure. Returns: ms to wait, 0 to the ceiling. */
guint weft_backoff_next (WeftBackoff *self);

/** weft_backoff_reset: forgets the failures; call when an attempt has proved good. */
void weft_backoff_reset (WeftBackoff *self);

G_END_DECLS

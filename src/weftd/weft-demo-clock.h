/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/weft-clock.h"

G_BEGIN_DECLS

#define WEFT_TYPE_DEMO_CLOCK (weft_demo_clock_get_type ())
G_DECLARE_FINAL_TYPE (WeftDemoClock, weft_demo_clock, WEFT, DEMO_CLOCK, WeftClock)

/** WEFT_DEMO_CLOCK_MAX: ms by which it may be behind: 30 days. */
#define WEFT_DEMO_CLOCK_MAX (G_GINT64_CONSTANT (30) * 24 * 3600 * 1000)

/**
 * weft_demo_clock_new:
 * @path: a file, made anew, which only its owner may write: 8 bytes, a signed number of ms in this machine's order
 *
 * The machine's clock plus what stands in the file, at most 0: so a demo has a past. The file goes with the clock.
 */
WeftClock *weft_demo_clock_new (const char *path, GError **error);

G_END_DECLS

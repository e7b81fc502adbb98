/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define WEFT_TYPE_CLOCK (weft_clock_get_type ())
G_DECLARE_DERIVABLE_TYPE (WeftClock, weft_clock, WEFT, CLOCK, GObject)

/**
 * WeftClock:
 *
 * Where time comes from, so that tests can put their own in its place. Safe from any thread.
 *
 * The signal `moved` is emitted by a manual clock, on the thread which moved it: nothing else tells a timer.
 */
struct _WeftClockClass
{
  GObjectClass parent_class;

  gint64 (*now) (WeftClock *self);
  gint64 (*monotonic) (WeftClock *self);
};

/**
 * weft_clock_get_system:
 *
 * Returns: (transfer none): the machine's clock
 */
WeftClock *weft_clock_get_system (void);

/** weft_clock_now: Returns: milliseconds since 1970-01-01 UTC. May jump. */
gint64 weft_clock_now (WeftClock *self);

/** weft_clock_monotonic: Returns: microseconds since some start; never goes back. */
gint64 weft_clock_monotonic (WeftClock *self);

#define WEFT_TYPE_MANUAL_CLOCK (weft_manual_clock_get_type ())
G_DECLARE_FINAL_TYPE (WeftManualClock, weft_manual_clock, WEFT, MANUAL_CLOCK, WeftClock)

/**
 * weft_manual_clock_new:
 * @now: milliseconds since 1970-01-01 UTC
 *
 * Returns: (transfer full): a clock which stands still until it is moved
 */
WeftManualClock *weft_manual_clock_new (gint64 now);

/** weft_manual_clock_advance: moves both times on by @milliseconds. */
void weft_manual_clock_advance (WeftManualClock *self, gint64 milliseconds);

/** weft_manual_clock_jump: moves only the wall time, as a person or NTP does; may be negative. */
void weft_manual_clock_jump (WeftManualClock *self, gint64 milliseconds);

G_END_DECLS

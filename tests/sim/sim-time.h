/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/weft-clock.h"

G_BEGIN_DECLS

/* Time and chance of a simulated world. g_get_monotonic_time(), g_get_real_time(), g_usleep() and getrandom() of everything that is linked into
 * the simulation come here (-Wl,--wrap), so nothing asks the machine. */

/** sim_begin: sets time to its start, and seeds all chance. */
void sim_begin (guint seed);

/** sim_now: Returns: µs since the world began, plus an hour. */
gint64 sim_now (void);
/** sim_advance_to: time only goes on. */
void sim_advance_to (gint64 at);

/** sim_pick: Returns: 0 to @n − 1. */
guint sim_pick (guint n);
/** sim_chance: Returns: TRUE in @per_mille of 1000 cases. */
gboolean sim_chance (guint per_mille);
/** sim_fill: random bytes which the world itself does not choose by. */
void sim_fill (gpointer data, gsize length);

/** sim_trace: one line of what happened. */
void sim_trace (const char *format, ...) G_GNUC_PRINTF (1, 2);
/** sim_trace_print: @n_lines: the last ones; 0: all. */
void sim_trace_print (guint n_lines);
/** sim_trace_checksum: of all lines: the same seed gives the same. */
guint32 sim_trace_checksum (void);
void sim_trace_set_loud (gboolean loud);

#define SIM_TYPE_CLOCK (sim_clock_get_type ())
G_DECLARE_FINAL_TYPE (SimClock, sim_clock, SIM, CLOCK, WeftClock)

/** sim_clock_new: one machine's clock: all go equally fast, and each is wrong in its own way. */
SimClock *sim_clock_new (void);
/** sim_clock_jump: as when a person or NTP sets it; @ms may be negative. */
void sim_clock_jump (SimClock *self, gint64 ms);

G_END_DECLS

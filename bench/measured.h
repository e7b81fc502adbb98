/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A program that is measured: on a core of its own, with whoever measures it on another. */

#define MEASURED_CORE 0

/** measured_keep_off: this program leaves the core, if there are several. */
void measured_keep_off (void);
/** measured_spawn: @line: (out) (nullable): waits for the first line that it prints, and gives it. Ends the program on failure. */
GPid measured_spawn (const char *const *argv, char **line);
void measured_end (GPid pid);

/** measured_get_time: Returns: µs of processor time, of all its threads. */
gint64 measured_get_time (GPid pid);
/** measured_get_thread_time: Returns: the same, of its threads called @name, to 10 ms. */
gint64 measured_get_thread_time (GPid pid, const char *name);
/** measured_get_memory: Returns: bytes: its share of what it has in memory (PSS). */
gint64 measured_get_memory (GPid pid);
/** measured_get_load: Returns: how many programs want to run on this machine, over the last minute. */
double measured_get_load (void);

G_END_DECLS

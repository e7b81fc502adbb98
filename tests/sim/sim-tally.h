/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>

#include <glib.h>

G_BEGIN_DECLS

/* How often what happened, in all worlds of this run together, each of which is a process: a fault that never
 * comes proves nothing. */

/** sim_tally_begin: once, before the first world's process is made. */
void sim_tally_begin (void);
/** sim_tally: once more. */
void sim_tally (const char *format, ...) G_GNUC_PRINTF (1, 2);
void sim_tally_print (FILE *file);
/** sim_tally_check: says what should have happened in this many worlds and never did. Returns: whether all
 * did. */
gboolean sim_tally_check (FILE *file);

G_END_DECLS

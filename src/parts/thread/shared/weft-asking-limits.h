/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Messages which ask for acknowledgement (README.md). */

/** WEFT_ASKING_ROUNDS: how often an urgent one asks again: for an hour. */
#define WEFT_ASKING_ROUNDS 12
/** WEFT_ASKING_INTERVAL: ms between two rounds. */
#define WEFT_ASKING_INTERVAL (5 * 60 * G_GINT64_CONSTANT (1000))
/** WEFT_ASKING_PEOPLE_MAX: whom one round asks, at most; whoever is told of an event at all is one of so
 * many. */
#define WEFT_ASKING_PEOPLE_MAX 1000

G_END_DECLS

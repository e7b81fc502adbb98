/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-database.h"
#include "sync/weft-copy.h"

G_BEGIN_DECLS

/**
 * SimOracle:
 *
 * What people should see, made of the log alone and by nothing of ours: no fold, no plan, no SQL. A fold which is wrong on both ends is
 * wrong nowhere but here.
 */
typedef struct _SimOracle SimOracle;

/** sim_oracle_begin: forgets all logs. */
void sim_oracle_begin (void);
/** sim_oracle_note: an event as stored; each is noted once. */
void sim_oracle_note (const char *stream, gint64 seq, const char *stored, gsize length);
/** sim_oracle_get: Returns: (transfer none) (nullable): the event as stored. */
const char *sim_oracle_get (const char *stream, gint64 seq);
void sim_oracle_foreach (void (*func) (const char *stream, gint64 seq, const char *stored, gpointer user_data), gpointer user_data);

/** sim_oracle_read: Returns: (nullable): what the events of @stream up to @until add up to; NULL if one of them is not known. */
SimOracle *sim_oracle_read (const char *stream, gint64 until);
void sim_oracle_free (SimOracle *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimOracle, sim_oracle_free)
/**
 * sim_oracle_compare:
 * @whole: whether all messages should be there; else there may be fewer
 *
 * Returns: (transfer full) (nullable): the first row of @database which is not as it should be
 */
char *sim_oracle_compare (SimOracle *self, WeftDatabase *database, gboolean whole);

/** sim_oracle_is_member: of a room or notebook, as its whole log says. */
gboolean sim_oracle_is_member (const char *stream, const char *person);
/** sim_oracle_was_removed: ever. */
gboolean sim_oracle_was_removed (const char *stream, const char *person);
/** sim_oracle_check_frame: what leaves the server for @person: ends the program if it tells them of what they may not read. */
void sim_oracle_check_frame (const char *person, GBytes *frame);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-world.h"

G_BEGIN_DECLS

/** sim_check_watch_log: notes every event which the server tells of (sim-oracle.h): later they are forgotten, and emptied. %NULL: no more. */
void sim_check_watch_log (SimWorld *world);
/** sim_check_note_log: also what it has not told of, because it ended between commit and telling. */
void sim_check_note_log (SimWorld *world);

/** sim_check_look: in the middle of it: what @client shows of a stream (@all: of each) in which nothing of its own waits is what the log says up to there. */
void sim_check_look (SimClient *client, gboolean all);

/**
 * sim_check_run: when the world has healed:
 * - baseline and log add up to the server's rows, and every running hash is right;
 * - every client stands where the server stands (the same mark: the same log, in the same order) and holds the same rows, all of them, and none of a
 *   stream which is not its person's;
 * - all of them are what the log says to somebody who knows nothing of folds, and nobody reads what the log does not make them a member of;
 * - every operation that somebody made was run, once, or is in the list of what was refused, and its person was told; nothing waits;
 * - every reminder came once for each time it was set;
 * - what is unread is the same number on the server and on each device.
 * Ends the program with what is wrong.
 */
void sim_check_run (SimWorld *world);

G_END_DECLS

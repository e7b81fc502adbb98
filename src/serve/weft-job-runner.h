/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-engine.h"
#include "serve/weft-reach.h"

G_BEGIN_DECLS

/**
 * WeftJobRunner:
 *
 * Runs the engine's jobs when they are due, on a thread of its own, with one timer to the next of them. The timer stands on the wall clock
 * and goes off, too, when somebody sets that. Several runners on one database run each job once between them; the timer is never
 * set further ahead than a minute, for jobs which another node noted and did not live to run.
 */
typedef struct _WeftJobRunner WeftJobRunner;

/** weft_job_runner_new: @engine must be open, and be closed only after the runner is freed. */
WeftJobRunner *weft_job_runner_new (WeftEngine *engine);

/** weft_job_runner_start: from here on they run by themselves. */
void weft_job_runner_start (WeftJobRunner *self);

/** weft_job_runner_get_reach: where jobs go which go outside (serve/weft-errands.h); before it is started. */
WeftReach *weft_job_runner_get_reach (WeftJobRunner *self);

/** weft_job_runner_free: ends the thread; what it has begun is finished. */
void weft_job_runner_free (WeftJobRunner *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftJobRunner, weft_job_runner_free)

/** weft_job_runner_run_due: runs here and now whatever is due. Not while the runner is started. Returns: how many operations were asked for. */
guint weft_job_runner_run_due (WeftJobRunner *self);
/** weft_job_runner_get_next: Returns: when to call that again, ms since 1970. */
gint64 weft_job_runner_get_next (WeftJobRunner *self);

G_END_DECLS

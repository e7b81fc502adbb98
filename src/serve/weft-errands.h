/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-errand.h"
#include "serve/weft-jobs.h"

G_BEGIN_DECLS

/**
 * WeftErrands:
 *
 * Runs the modules' errands on a few threads of their own, so that a host which does not answer holds up
 * neither the writer nor other jobs. The job is the errand's memory: it is leased while the errand runs,
 * finished by its operation when it is done, and put off, the longer the more often, when it failed.
 */
typedef struct _WeftErrands WeftErrands;

/** weft_errands_new: @moved: called on any thread when a job may be due that was not. */
WeftErrands *weft_errands_new (WeftEngine *engine, void (*moved) (gpointer user_data), gpointer user_data);
/** weft_errands_free: breaks off what runs; it is done again when its lease is over. */
void weft_errands_free (WeftErrands *self);

/** weft_errands_get_reach: for the administrator to open networks in, before the first errand. */
WeftReach *weft_errands_get_reach (WeftErrands *self);

/**
 * weft_errands_take:
 * @fault: (out): it has, but that could not be noted: look again later
 *
 * Whether @job has one: then it is taken care of, unless another server has. On any thread but the writer.
 */
gboolean weft_errands_take (WeftErrands *self, const WeftJob *job, gboolean *fault);

G_END_DECLS

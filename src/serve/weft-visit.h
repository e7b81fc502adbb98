/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-engine.h"

G_BEGIN_DECLS

/**
 * WeftVisit:
 *
 * One request to a route of a module (WeftServerRoute), on a worker thread. Who sends it is nobody here: what
 * it may do, its path or its body must say.
 */

WeftEngine *weft_visit_get_engine (WeftVisit *self);
/** weft_visit_get_path: Returns: (transfer none): what stands behind the route's path and a slash, decoded;
 * may be empty. */
const char *weft_visit_get_path (WeftVisit *self);
/** weft_visit_get_type: Returns: (transfer none) (nullable): the media type of the body without parameters,
 * in lower case. */
const char *weft_visit_get_type (WeftVisit *self);
/** weft_visit_get_body: Returns: (transfer none): never NULL, and a NUL stands behind it. */
const char *weft_visit_get_body (WeftVisit *self, gsize *length);

/**
 * weft_visit_admit:
 * @whom: whose requests are counted together
 *
 * Whether @whom may do one more thing now. If not, wait() says for how long.
 */
gboolean weft_visit_admit (WeftVisit *self, const char *whom);

/** weft_visit_answer: @status: of HTTP; @text: as text/plain, to the byte. Once. */
void weft_visit_answer (WeftVisit *self, guint status, const char *text);

/** weft_visit_run: runs an operation as "system" and waits for its commit. FALSE with its refusal, or
 * %WEFT_ERROR_UNAVAILABLE and the like. */
gboolean weft_visit_run (
    WeftVisit *self, const char *stream, const WeftOperation *operation, gconstpointer args, GError **error);

G_END_DECLS

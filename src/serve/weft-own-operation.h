/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-engine.h"

G_BEGIN_DECLS

/**
 * weft_own_operation_run:
 * @id: under this id it runs once, whoever asks for it again
 *
 * Runs an operation as "system" and waits for its commit. FALSE with its refusal, or with
 * %WEFT_ERROR_UNAVAILABLE and the like. On any thread but the writer.
 */
gboolean weft_own_operation_run (WeftEngine *engine,
                                 const char *id,
                                 const char *stream,
                                 const WeftOperation *operation,
                                 gconstpointer args,
                                 GError **error);

G_END_DECLS

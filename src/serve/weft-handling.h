/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-server-module.h"
#include "serve/weft-transaction.h"

G_BEGIN_DECLS

/**
 * weft_handling_execute:
 * @author: a person's id, or "system"
 * @args: JSON object
 *
 * Runs one operation: rights, arguments, handler or plan, reactions, log and fold. The caller owns the savepoint.
 * On error nothing in the database may be kept.
 */
gboolean weft_handling_execute (WeftTransaction *transaction,
                                const char *author,
                                const char *stream,
                                const char *op,
                                const char *args,
                                GError **error);

G_END_DECLS

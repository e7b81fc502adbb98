/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-copy.h"

G_BEGIN_DECLS

/**
 * weft_prediction_make:
 *
 * Plans and folds @entry on top of the rows, all of it or nothing; why not is in its `unpredicted`. The first
 * time it also notes what the person saw (the operation's `base`) and what would take it back. Inside a
 * batch.
 *
 * Returns: %FALSE only if the batch cannot go on
 */
gboolean weft_prediction_make (WeftCopy *copy, WeftOutboxEntry *entry, GError **error);

G_END_DECLS

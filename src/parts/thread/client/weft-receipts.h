/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-choice.h"

G_BEGIN_DECLS

/** weft_receipts_new: @stream: (nullable): %NULL: one's own, everywhere. Returns: whether people are told how far others have read: in a stream, or by
 * oneself. The server sees to it: what is withheld never comes here. */
WeftChoice *weft_receipts_new (WeftSync *sync, const char *stream);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-row-value.h"

G_BEGIN_DECLS

/** weft_receipts_new: @stream: (nullable): %NULL: one's own, everywhere. Returns: (transfer full): 1 or 0: whether people are told how far others have read: in a stream, or by
 * oneself. The server sees to it: what is withheld never comes here. */
WeftRowValue *weft_receipts_new (WeftSync *sync, const char *stream);

G_END_DECLS

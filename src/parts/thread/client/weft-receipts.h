/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_RECEIPTS (weft_receipts_get_type ())
G_DECLARE_FINAL_TYPE (WeftReceipts, weft_receipts, WEFT, RECEIPTS, GObject)

/**
 * WeftReceipts:
 *
 * Whether people are told how far others have read: in a stream, or by oneself. The server sees to it: what is withheld never comes here.
 *
 * Property, writable: `on`: it is an operation, and what the rows say in the end.
 */

/** weft_receipts_new: @stream: (nullable): %NULL: one's own, everywhere */
WeftReceipts *weft_receipts_new (WeftSync *sync, const char *stream);
gboolean weft_receipts_get_on (WeftReceipts *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/weft-outbox-change.h"

G_BEGIN_DECLS

#define WEFT_TYPE_OUTBOX_ROW (weft_outbox_row_get_type ())
G_DECLARE_FINAL_TYPE (WeftOutboxRow, weft_outbox_row, WEFT, OUTBOX_ROW, AdwBin)

/**
 * WeftOutboxRow:
 *
 * One change of the outbox: what it is, where, and how it stands; a refused one with what can be done about
 * it, as actions "outbox.retry", "outbox.edit", "outbox.copy" and "outbox.discard" whose target is the
 * operation's id.
 *
 * @change: (transfer full)
 */
GtkWidget *weft_outbox_row_new (WeftOutboxChange *change);

/** weft_outbox_row_get_change: Returns: (transfer none) */
const WeftOutboxChange *weft_outbox_row_get_change (WeftOutboxRow *self);

G_END_DECLS

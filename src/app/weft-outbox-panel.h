/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/weft-conflict-list.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_OUTBOX_PANEL (weft_outbox_panel_get_type ())
G_DECLARE_FINAL_TYPE (WeftOutboxPanel, weft_outbox_panel, WEFT, OUTBOX_PANEL, AdwBin)

/**
 * WeftOutboxPanel:
 *
 * What is not sent yet, in order, and what was refused and needs the person: Retry, Edit, Discard.
 */
WeftOutboxPanel *weft_outbox_panel_new (void);
void weft_outbox_panel_set_sync (WeftOutboxPanel *self, WeftSync *sync);

/** weft_outbox_panel_get_conflicts: Returns: (transfer none): the list in it of what was changed twice. */
WeftConflictList *weft_outbox_panel_get_conflicts (WeftOutboxPanel *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-workspace.h"

G_BEGIN_DECLS

#define WEFT_TYPE_SCHEDULED_VIEW (weft_scheduled_view_get_type ())
G_DECLARE_FINAL_TYPE (WeftScheduledView, weft_scheduled_view, WEFT, SCHEDULED_VIEW, AdwBin)

/**
 * WeftScheduledView:
 *
 * One's messages which are sent at a time, in the order in which they go, and those which were not sent, with why. Each can be sent now, changed,
 * or taken back (Delete).
 */
WeftScheduledView *weft_scheduled_view_new (void);
/** weft_scheduled_view_set_workspace: @workspace: (nullable): open. */
void weft_scheduled_view_set_workspace (WeftScheduledView *self, WeftWorkspace *workspace);
/** weft_scheduled_view_focus: Returns: whether a row, or what stands in their place, has the focus now. */
gboolean weft_scheduled_view_focus (WeftScheduledView *self);

G_END_DECLS

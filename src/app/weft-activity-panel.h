/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ACTIVITY_PANEL (weft_activity_panel_get_type ())
G_DECLARE_FINAL_TYPE (WeftActivityPanel, weft_activity_panel, WEFT, ACTIVITY_PANEL, AdwBin)

/**
 * WeftActivityPanel:
 *
 * What happened in the place that is shown, in the end panel: newest first, older ones as one scrolls. It
 * knows no feature: what an event says is what its module declares.
 */
WeftActivityPanel *weft_activity_panel_new (void);

/**
 * weft_activity_panel_set_place:
 * @sync: (nullable): %NULL lets everything go
 * @stream: (nullable): what is shown; %NULL: nothing is
 * @title: (nullable): what people call it
 */
void weft_activity_panel_set_place (WeftActivityPanel *self,
                                    WeftSync *sync,
                                    const char *stream,
                                    const char *title);

/** weft_activity_panel_focus: puts the focus on the newest row, as soon as there is one. */
void weft_activity_panel_focus (WeftActivityPanel *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/weft-desktop.h"
#include "app/weft-self.h"

G_BEGIN_DECLS

/** weft_preferences_new: @self: (nullable): oneself in the workspace that is shown, who decides what comes through on all of their devices; an administrator decides more.
 * Returns: (transfer floating): the dialog for what @settings (dev.weft.Weft) keeps. */
AdwDialog *weft_preferences_new (GSettings *settings, WeftDesktop *desktop, WeftSelf *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/weft-desktop.h"

G_BEGIN_DECLS

/** weft_preferences_new: Returns: (transfer floating): the dialog for what @settings (dev.weft.Weft) keeps.
 */
AdwDialog *weft_preferences_new (GSettings *settings, WeftDesktop *desktop);

G_END_DECLS

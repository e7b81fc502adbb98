/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-tray-item.h"

G_BEGIN_DECLS

/** weft_tray_icon_draw: Returns: (transfer floating): the icon @name with a mark for @state, as
 * `org.kde.StatusNotifierItem` has pictures: a(iiay), in the sizes of usual panels, ARGB32 in network byte
 * order. */
GVariant *weft_tray_icon_draw (const char *name, WeftTrayState state);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** weft_card_menu_new: Returns: (transfer full): what is done to a card, and to those which are selected with it, wherever they are shown. */
GMenuModel *weft_card_menu_new (void);

G_END_DECLS

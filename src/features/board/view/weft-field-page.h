/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-board.h"

G_BEGIN_DECLS

#define WEFT_TYPE_FIELD_PAGE (weft_field_page_get_type ())
G_DECLARE_FINAL_TYPE (WeftFieldPage, weft_field_page, WEFT, FIELD_PAGE, AdwNavigationPage)

/**
 * WeftFieldPage:
 *
 * A field of a project's own: its name, whether cards show it, and what can be chosen in it. Each is set at once.
 *
 * Signals: `refused (text)`; `removed ()`: its removal was asked for, or somebody else has removed it.
 */
AdwNavigationPage *weft_field_page_new (WeftBoard *board, const char *id);

G_END_DECLS

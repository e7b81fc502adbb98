/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-board.h"

G_BEGIN_DECLS

#define WEFT_TYPE_STATUS_PAGE (weft_status_page_get_type ())
G_DECLARE_FINAL_TYPE (WeftStatusPage, weft_status_page, WEFT, STATUS_PAGE, AdwNavigationPage)

/**
 * WeftStatusPage:
 *
 * A status of a project: its name, what it is taken for, and how many tasks it takes. Each is set at once.
 *
 * Signals: `refused (text)`; `removed ()`: its removal was asked for.
 */
AdwNavigationPage *weft_status_page_new (WeftBoard *board, WeftProjectStatus *status);

G_END_DECLS

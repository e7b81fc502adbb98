/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-board.h"

G_BEGIN_DECLS

#define WEFT_TYPE_LABEL_PAGE (weft_label_page_get_type ())
G_DECLARE_FINAL_TYPE (WeftLabelPage, weft_label_page, WEFT, LABEL_PAGE, AdwNavigationPage)

/**
 * WeftLabelPage:
 *
 * A label of a project: its name and colour. Each is set at once.
 *
 * Signals: `refused (text)`; `removed ()`: its removal was asked for, or somebody else has removed it.
 */
AdwNavigationPage *weft_label_page_new (WeftBoard *board, const char *id);

G_END_DECLS

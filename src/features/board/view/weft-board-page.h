/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"
#include "ui/weft-feature.h"

G_BEGIN_DECLS

#define WEFT_TYPE_BOARD_PAGE (weft_board_page_get_type ())
G_DECLARE_FINAL_TYPE (WeftBoardPage, weft_board_page, WEFT, BOARD_PAGE, WeftFeaturePage)

/** WeftBoardPage: boards in one workspace. */
WeftFeaturePage *weft_board_page_new (WeftSync *sync);

G_END_DECLS

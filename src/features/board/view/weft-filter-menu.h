/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-board.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

/**
 * weft_filter_menu_new:
 * @members: of the project
 * @action: takes a term of a filter: "label:bug"
 *
 * Returns: (transfer full): what cards can be filtered by, with what there is of each in this project
 */
GMenuModel *weft_filter_menu_new (WeftBoard *board, WeftMemberList *members, const char *action);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-board.h"

G_BEGIN_DECLS

/**
 * weft_move_obstacle_describe:
 * @ids: tasks which are moved together
 * @assigned: whether they are given to somebody with it
 *
 * Returns: (transfer full) (nullable): why they cannot go into @status, for people; %NULL: nothing that is known here stands in the way. The server says no for the same
 * reasons (docs/operations.md), so it need not be asked.
 */
char *weft_move_obstacle_describe (WeftBoard *board, const char *const *ids, WeftProjectStatus *status, gboolean assigned);

G_END_DECLS

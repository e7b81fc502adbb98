/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-project-list.h"
#include "proto/weft-link.h"
#include "sync/weft-found.h"
#include "ui/weft-feature.h"

G_BEGIN_DECLS

/* What boards show of projects and tasks where others name them: hits of a search, links. */

/** weft_board_card_describe: Returns: (transfer full) (nullable): of a hit; %NULL if it is none of a project. */
WeftCard *weft_board_card_describe (WeftProjectList *projects, WeftFound *found);
/** weft_board_card_load: as load_card() of WeftFeaturePage. */
gboolean weft_board_card_load (WeftProjectList *projects, const WeftLink *link, WeftCardFunc func, gpointer user_data);

G_END_DECLS

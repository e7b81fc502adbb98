/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "parts/notices/client/weft-notice-choice.h"
#include "parts/notices/shared/weft-notice-level.h"

G_BEGIN_DECLS

/* Of what a person wants to hear, as they choose it. */

/** weft_notice_level_get_name: as it stands in menus: "All Messages". */
const char *weft_notice_level_get_name (WeftNoticeLevel level);
/** weft_notice_levels_new_model: Returns: (transfer full): their names in their order. */
GListModel *weft_notice_levels_new_model (void);
/** weft_notice_levels_add: adds a row each for rooms and for direct conversations to a group of the preferences. */
void weft_notice_levels_add (AdwPreferencesGroup *group, WeftNoticeChoice *choice);

G_END_DECLS

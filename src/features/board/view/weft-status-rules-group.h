/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-board.h"

G_BEGIN_DECLS

#define WEFT_TYPE_STATUS_RULES_GROUP (weft_status_rules_group_get_type ())
G_DECLARE_FINAL_TYPE (WeftStatusRulesGroup, weft_status_rules_group, WEFT, STATUS_RULES_GROUP, AdwPreferencesGroup)

/**
 * WeftStatusRulesGroup:
 *
 * From which statuses cards come into one, and what they need for it.
 *
 * Signal: `refused (text)`: why something was not done.
 */
GtkWidget *weft_status_rules_group_new (WeftBoard *board, WeftProjectStatus *status);

G_END_DECLS

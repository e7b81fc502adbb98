/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/weft-workspace.h"

G_BEGIN_DECLS

#define WEFT_TYPE_MODERATION_DIALOG (weft_moderation_dialog_get_type ())
G_DECLARE_FINAL_TYPE (WeftModerationDialog, weft_moderation_dialog, WEFT, MODERATION_DIALOG, AdwDialog)

/**
 * WeftModerationDialog:
 *
 * For the administrators of a workspace: what people reported, what was decided about it, and the audit.
 *
 * Signals: `opened ()`: a message was followed.
 */
AdwDialog *weft_moderation_dialog_new (WeftWorkspace *workspace);

G_END_DECLS

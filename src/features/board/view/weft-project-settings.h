/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-board.h"

G_BEGIN_DECLS

#define WEFT_TYPE_PROJECT_SETTINGS (weft_project_settings_get_type ())
G_DECLARE_FINAL_TYPE (WeftProjectSettings, weft_project_settings, WEFT, PROJECT_SETTINGS, AdwPreferencesDialog)

/**
 * WeftProjectSettings:
 *
 * What a project is called, its statuses and its labels. Administrators change all of it, members its labels. Each change is one operation at once.
 */
AdwDialog *weft_project_settings_new (WeftBoard *board);

G_END_DECLS

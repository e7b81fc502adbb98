/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/weft-workspaces.h"

G_BEGIN_DECLS

#define WEFT_TYPE_APPLICATION (weft_application_get_type ())
G_DECLARE_FINAL_TYPE (WeftApplication, weft_application, WEFT, APPLICATION, AdwApplication)

WeftApplication *weft_application_new (void);

/** weft_application_get_settings: Returns: (transfer none): of schema dev.weft.Weft. */
GSettings *weft_application_get_settings (WeftApplication *self);

/** weft_application_get_workspaces: Returns: (transfer none): the workspaces of the profile. */
WeftWorkspaces *weft_application_get_workspaces (WeftApplication *self);

G_END_DECLS

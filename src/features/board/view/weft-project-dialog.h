/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-project-list.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

#define WEFT_TYPE_PROJECT_DIALOG (weft_project_dialog_get_type ())
G_DECLARE_FINAL_TYPE (WeftProjectDialog, weft_project_dialog, WEFT, PROJECT_DIALOG, AdwDialog)

/** WeftProjectDialog: makes a project, of people. Signal: `made (stream)`. */
AdwDialog *weft_project_dialog_new (WeftProjectList *projects, WeftPeople *people);

G_END_DECLS

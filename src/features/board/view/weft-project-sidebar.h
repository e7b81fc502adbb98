/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-project-list.h"

G_BEGIN_DECLS

#define WEFT_TYPE_PROJECT_SIDEBAR (weft_project_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (WeftProjectSidebar, weft_project_sidebar, WEFT, PROJECT_SIDEBAR, GtkWidget)

/** WeftProjectSidebar: the projects, one of which is open. Signal: `opened (stream)`: another one is wanted. */
GtkWidget *weft_project_sidebar_new (WeftProjectList *projects);
/** weft_project_sidebar_set_open: @stream: (nullable): which one is. */
void weft_project_sidebar_set_open (WeftProjectSidebar *self, const char *stream);

G_END_DECLS

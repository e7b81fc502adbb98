/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-saved-view-list.h"

G_BEGIN_DECLS

/** WeftViewNamed: @shared: for all members of the project. */
typedef void (*WeftViewNamed) (const char *name, gboolean shared, gpointer user_data);

/**
 * weft_view_dialog_new:
 * @renamed: (nullable): the view which gets another name; %NULL: a new one gets its first
 * @shares: whether a new one may be the project's
 * @named: called once if the person saves it
 *
 * Returns: (transfer full): asks what a view is called, and whose it is
 */
AdwDialog *weft_view_dialog_new (WeftSavedViewList *views, WeftSavedView *renamed, gboolean shares, WeftViewNamed named, gpointer user_data, GDestroyNotify free_user_data);

G_END_DECLS

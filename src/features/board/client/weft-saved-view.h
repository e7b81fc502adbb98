/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "features/board/client/weft-board-look.h"

G_BEGIN_DECLS

#define WEFT_TYPE_SAVED_VIEW (weft_saved_view_get_type ())
G_DECLARE_FINAL_TYPE (WeftSavedView, weft_saved_view, WEFT, SAVED_VIEW, GObject)

/** WeftSavedView: a look at a board which was given a name. Immutable. @shared: whether it is the project's, not one's own */
WeftSavedView *weft_saved_view_new (const char *id, const char *name, gboolean shared, const WeftBoardLook *look);
const char *weft_saved_view_get_id (WeftSavedView *self);
const char *weft_saved_view_get_name (WeftSavedView *self);
gboolean weft_saved_view_get_shared (WeftSavedView *self);
/** weft_saved_view_get_look: Returns: (transfer none) */
const WeftBoardLook *weft_saved_view_get_look (WeftSavedView *self);
/** weft_saved_view_is_same: whether both show the same. */
gboolean weft_saved_view_is_same (WeftSavedView *self, WeftSavedView *other);

#define WEFT_SAVED_VIEW_NAME_MAX 60 /* characters */

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "features/board/client/weft-board-look.h"
#include "features/board/view/weft-kept-settings.h"

G_BEGIN_DECLS

/* How the cards of each project are ordered and grouped, kept in the settings where that is not as they come by themselves. */

/** weft_kept_look_take: sets order and groups of @look to those of @project, a stream; all else of it stays. */
void weft_kept_look_take (GSettings *settings, const char *project, WeftBoardLook *look);
/** weft_kept_look_set: the same of @look from now on. */
void weft_kept_look_set (GSettings *settings, const char *project, const WeftBoardLook *look);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-project-list.h"
#include "proto/weft-link.h"

G_BEGIN_DECLS

#define WEFT_TYPE_TAKE_DIALOG (weft_take_dialog_get_type ())
G_DECLARE_FINAL_TYPE (WeftTakeDialog, weft_take_dialog, WEFT, TAKE_DIALOG, AdwDialog)

/**
 * WeftTakeDialog:
 *
 * A card made of what was written elsewhere: its title is the first line, its description quotes all of it and links there. If that is a message, a
 * reply in its thread links back, unless the person does not want one.
 */

/** weft_take_dialog_new: @chosen: (nullable): the stream of the project which is offered first; @text: what stands at @link. */
AdwDialog *weft_take_dialog_new (WeftProjectList *projects, const char *chosen, const WeftLink *link, const char *text);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "parts/people/client/weft-group-list.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

#define WEFT_TYPE_GROUP_DIALOG (weft_group_dialog_get_type ())
G_DECLARE_FINAL_TYPE (WeftGroupDialog, weft_group_dialog, WEFT, GROUP_DIALOG, AdwDialog)

/** weft_group_dialog_new: the workspace's groups of people and who is in them; administrators make, name, fill and remove them. */
AdwDialog *weft_group_dialog_new (WeftSync *sync);

G_END_DECLS

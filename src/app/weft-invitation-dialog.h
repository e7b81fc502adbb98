/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/weft-self.h"

G_BEGIN_DECLS

/** weft_invitation_dialog_new: Returns: (transfer floating): makes an invitation link to the workspace at
 * @address. */
AdwDialog *weft_invitation_dialog_new (WeftSelf *self, const char *address);

G_END_DECLS

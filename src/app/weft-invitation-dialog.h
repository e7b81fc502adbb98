/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/weft-self.h"

G_BEGIN_DECLS

/**
 * weft_invitation_dialog_new:
 * @stream: (nullable): where whoever comes by the link is a guest, and sees nothing else; %NULL: they are members of the workspace
 * @name: (nullable): what that is called
 *
 * Returns: (transfer floating): makes an invitation link to the workspace at @address.
 */
AdwDialog *weft_invitation_dialog_new (WeftSelf *self, const char *address, const char *stream, const char *name);

G_END_DECLS

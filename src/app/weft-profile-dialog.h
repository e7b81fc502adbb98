/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/weft-self.h"

G_BEGIN_DECLS

/** weft_profile_dialog_new: Returns: (transfer floating): changes one's own name, title and status in a
 * workspace. */
AdwDialog *weft_profile_dialog_new (WeftSelf *self);

G_END_DECLS

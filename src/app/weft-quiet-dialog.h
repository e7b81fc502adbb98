/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/weft-self.h"

G_BEGIN_DECLS

/** weft_quiet_dialog_new: Returns: (transfer floating): the hours of the week in which one does not want to
 * be disturbed. What is chosen holds when it is closed. */
AdwDialog *weft_quiet_dialog_new (WeftSelf *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sync/weft-row-value.h"

G_BEGIN_DECLS

/** weft_picture_policy_row_new: @policy: of weft_picture_policy_new(). A switch by which administrators say who adds
 * emoji and stickers; others do not see it. */
GtkWidget *weft_picture_policy_row_new (WeftSync *sync, WeftRowValue *policy);

G_END_DECLS

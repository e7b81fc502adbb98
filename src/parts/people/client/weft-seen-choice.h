/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-row-value.h"

G_BEGIN_DECLS

/** weft_seen_choice_new: Returns: (transfer full): 1 or 0: whether others are told when one was last here, and so one of them. The server sees to it. */
WeftRowValue *weft_seen_choice_new (WeftSync *sync);

G_END_DECLS

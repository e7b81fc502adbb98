/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-row-value.h"

G_BEGIN_DECLS

/** weft_picture_policy_new: Returns: (transfer full): 1: only administrators add emoji and stickers; 0: every member does. */
WeftRowValue *weft_picture_policy_new (WeftSync *sync);

/** weft_picture_policy_may_add: whether whoever has signed in may. */
gboolean weft_picture_policy_may_add (WeftRowValue *policy, WeftSync *sync);
/** weft_picture_policy_may_change: whether they may change what @author (nullable) added. */
gboolean weft_picture_policy_may_change (WeftSync *sync, const char *author);
/** weft_picture_policy_is_administrator: whether they say who may. */
gboolean weft_picture_policy_is_administrator (WeftSync *sync);

G_END_DECLS

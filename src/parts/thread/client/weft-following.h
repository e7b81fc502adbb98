/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_FOLLOWING (weft_following_get_type ())
G_DECLARE_FINAL_TYPE (WeftFollowing, weft_following, WEFT, FOLLOWING, GObject)

/**
 * WeftFollowing:
 *
 * Whether the person hears of the replies in one thread; the same on all of their devices.
 *
 * Properties: `follows`.
 */

/** weft_following_new: @root: the id of the message under which the thread is. */
WeftFollowing *weft_following_new (WeftSync *sync, const char *stream, const char *root);
gboolean weft_following_get_follows (WeftFollowing *self);
/** weft_following_set_follows: says so for good, at once. */
void weft_following_set_follows (WeftFollowing *self, gboolean follows);

G_END_DECLS

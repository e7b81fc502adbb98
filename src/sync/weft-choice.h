/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CHOICE (weft_choice_get_type ())
G_DECLARE_FINAL_TYPE (WeftChoice, weft_choice, WEFT, CHOICE, GObject)

/**
 * WeftChoice:
 *
 * Something that is so unless a row on a stream says that it is not: on one's own, or on that of a room.
 *
 * Property, writable: `on`: it is an operation, and what the rows say in the end.
 */

/** WeftChoiceFunc: submits the operation which says so. */
typedef DexFuture *(*WeftChoiceFunc) (WeftSync *sync, const char *stream, gboolean on);

/** weft_choice_new: @stream: (nullable): one's own; @off: the table in which a row says that it is off */
WeftChoice *weft_choice_new (WeftSync *sync, const char *stream, const WeftTable *off, WeftChoiceFunc choose);
gboolean weft_choice_get_on (WeftChoice *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_SEEN_CHOICE (weft_seen_choice_get_type ())
G_DECLARE_FINAL_TYPE (WeftSeenChoice, weft_seen_choice, WEFT, SEEN_CHOICE, GObject)

/**
 * WeftSeenChoice:
 *
 * Whether others are told when one was last here, and so one of them. The server sees to it.
 *
 * Property, writable: `on`: it is an operation, and what the rows say in the end.
 */
WeftSeenChoice *weft_seen_choice_new (WeftSync *sync);

G_END_DECLS

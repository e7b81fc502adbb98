/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_NOTICE_CHOICE (weft_notice_choice_get_type ())
G_DECLARE_FINAL_TYPE (WeftNoticeChoice, weft_notice_choice, WEFT, NOTICE_CHOICE, GObject)

/**
 * WeftNoticeChoice:
 *
 * Of what a person wants to hear, on all of their devices.
 *
 * Properties, writable: each is an operation, and what the rows say in the end. `urgent`: whether urgent notices come also from a place that
 * is muted, and while they do not want to be disturbed. `rooms` and `direct`: the WeftNoticeLevel of rooms, and of direct
 * conversations, for which nothing else was chosen.
 */
WeftNoticeChoice *weft_notice_choice_new (WeftSync *sync);
gboolean weft_notice_choice_get_urgent (WeftNoticeChoice *self);

G_END_DECLS

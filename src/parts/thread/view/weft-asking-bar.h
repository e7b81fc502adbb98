/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "parts/people/client/weft-group-list.h"
#include "parts/thread/client/weft-message.h"
#include "parts/thread/client/weft-saying.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ASKING_BAR (weft_asking_bar_get_type ())
G_DECLARE_FINAL_TYPE (WeftAskingBar, weft_asking_bar, WEFT, ASKING_BAR, AdwBin)

/**
 * WeftAskingBar:
 *
 * Says above what is being written how much it matters and whether people are to acknowledge it; there only
 * while one of these is so.
 *
 * Properties: `severity`: "info", "warning", "urgent"; `asks`.
 */

/** weft_asking_bar_attach: gives @widget, in which it stands, the actions `asking.severity`, `asking.asks`
 * and `asking.none`. */
void weft_asking_bar_attach (WeftAskingBar *self, GtkWidget *widget);

/** weft_asking_bar_set_text: what is written so far, which may name people of @people ((nullable): a model of
 * WeftPerson). */
void weft_asking_bar_set_text (WeftAskingBar *self, const char *text, GListModel *people, WeftGroupList *groups);
/** weft_asking_bar_set_message: as @message asks, (nullable): as any other. */
void weft_asking_bar_set_message (WeftAskingBar *self, WeftMessage *message);
gboolean weft_asking_bar_get_any (WeftAskingBar *self);

/** weft_asking_bar_ask: fills @saying with what is chosen, for @text; what it points at is the bar's, until
 * the next call. */
void weft_asking_bar_ask (WeftAskingBar *self, const char *text, GListModel *people, WeftGroupList *groups, WeftSaying *saying);

G_END_DECLS

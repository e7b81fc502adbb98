/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "parts/notices/client/weft-notice-item.h"
#include "ui/weft-cards.h"

G_BEGIN_DECLS

#define WEFT_TYPE_NOTICE_ROW (weft_notice_row_get_type ())
G_DECLARE_FINAL_TYPE (WeftNoticeRow, weft_notice_row, WEFT, NOTICE_ROW, AdwBin)

/**
 * WeftNoticeRow:
 *
 * One notice in a list: who or what, where, when, what it says; unseen ones with a dot and in bold. Where it
 * was is the title of the card of its place, and follows it.
 *
 * Signals: `spoken-changed ()`: weft_notice_row_dup_spoken() says something else.
 */
GtkWidget *weft_notice_row_new (void);

/** weft_notice_row_set_notice: @notice: (nullable): %NULL lets it go; @cards: of its workspace. */
void weft_notice_row_set_notice (WeftNoticeRow *self, WeftNoticeItem *notice, WeftCards *cards);
WeftNoticeItem *weft_notice_row_get_notice (WeftNoticeRow *self);

/** weft_notice_row_set_icon_name: @icon_name: (nullable): what stands where there is no face; %NULL: what its
 * place has. */
void weft_notice_row_set_icon_name (WeftNoticeRow *self, const char *icon_name);

/** weft_notice_row_set_buttons: @buttons: (nullable): what can be done about it, below its text. */
void weft_notice_row_set_buttons (WeftNoticeRow *self, GtkWidget *buttons);

/** weft_notice_row_dup_spoken: Returns: (transfer full): the row as one sentence. */
char *weft_notice_row_dup_spoken (WeftNoticeRow *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/view/weft-message-context.h"

G_BEGIN_DECLS

/* What a message's row says, to the eye and to the ear, and what hangs on it. */

/** weft_message_get_attachments: Returns: (transfer none) (nullable): what hangs on @message. */
WeftAttachments *weft_message_get_attachments (WeftMessage *message, const WeftMessageContext *context);
/** weft_message_get_cards: Returns: (transfer none) (nullable): the cards of the links in @message, which are kept with it while a row shows it. */
WeftCardStack *weft_message_get_cards (WeftMessage *message, const WeftMessageContext *context);
/** weft_message_dup_label: Returns: (transfer full): the row's one spoken sentence: author, time, text, state. */
char *weft_message_dup_label (WeftMessage *message, const WeftMessageContext *context);
/** weft_message_dup_time: Returns: (transfer full): "08:12", as the locale writes it. */
char *weft_message_dup_time (WeftMessage *message, gboolean use_24h);
/** weft_message_dup_clock: the same of any moment; @at: ms. */
char *weft_message_dup_clock (gint64 at, gboolean use_24h);
/** weft_message_dup_exact_time: Returns: (transfer full): day and time in full, for the tooltip. */
char *weft_message_dup_exact_time (WeftMessage *message);
/** weft_message_dup_day: Returns: (transfer full): the day of @at, ms, in full: "Today, Friday 20 November"; @narrow: "Today". */
char *weft_message_dup_day (gint64 at, gboolean narrow);
/** weft_message_get_author_words: who wrote it, also if nobody here knows them. */
const char *weft_message_get_author_words (WeftMessage *message);
/** weft_message_get_mark_words: Returns: (nullable): what stands beside that name if no person wrote it here. */
const char *weft_message_get_mark_words (WeftMessage *message);
/** weft_message_get_body: its text, or that it was deleted. */
const char *weft_message_get_body (WeftMessage *message);
/** weft_message_dup_state: Returns: (transfer full) (nullable): how far an own message came, or why not. */
/** weft_message_dup_note: Returns: (transfer full) (nullable): in small behind the text: "(edited)". */
char *weft_message_dup_note (WeftMessage *message);
char *weft_message_dup_state (WeftMessage *message);
/** weft_message_forget_cards: no row shows it any more. */
void weft_message_forget_cards (WeftMessage *message);

G_END_DECLS

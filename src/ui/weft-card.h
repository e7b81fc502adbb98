/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WEFT_TYPE_CARD (weft_card_get_type ())
G_DECLARE_FINAL_TYPE (WeftCard, weft_card, WEFT, CARD, GObject)

/**
 * WeftCard:
 *
 * How a feature shows one thing of its own somewhere else: behind a `weft:` link (the contract *card*), or among the hits of a search
 * (the contract *search*). Immutable: a thing that changed has another card.
 */

/**
 * weft_card_new:
 * @title: what it is called: "Launch", a task's title; translated where it is no name
 * @meta: (nullable): one line about it: who wrote it, where it stands
 * @text: (nullable): an excerpt of what it says
 * @icon_name: symbolic icon
 * @yarn: (nullable): style class of its tile
 * @action: detailed action name that opens it: "chat.open-room('room/0192…#42')"
 */
WeftCard *weft_card_new (const char *title, const char *meta, const char *text, const char *icon_name, const char *yarn, const char *action);
const char *weft_card_get_title (WeftCard *self);
const char *weft_card_get_meta (WeftCard *self);
const char *weft_card_get_text (WeftCard *self);
const char *weft_card_get_icon_name (WeftCard *self);
const char *weft_card_get_yarn (WeftCard *self);
const char *weft_card_get_action (WeftCard *self);

/** weft_card_set_state: @state: (nullable): a word about how it is: "Done", "Late". Before anyone else sees the card. */
void weft_card_set_state (WeftCard *self, const char *state);
const char *weft_card_get_state (WeftCard *self);

/** weft_card_equal: whether nobody would see that one takes the other's place. */
gboolean weft_card_equal (WeftCard *self, WeftCard *other);

/** weft_card_dup_line: Returns: (transfer full): state, meta and text on one line, parted by dots; "" if there is none of them. */
char *weft_card_dup_line (WeftCard *self);

/** weft_card_dup_spoken: Returns: (transfer full): the card as one sentence. */
char *weft_card_dup_spoken (WeftCard *self);

G_END_DECLS

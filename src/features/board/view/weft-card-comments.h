/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-board.h"
#include "parts/people/client/weft-people.h"
#include "ui/weft-cards.h"
#include "ui/weft-slash.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CARD_COMMENTS (weft_card_comments_get_type ())
G_DECLARE_FINAL_TYPE (WeftCardComments, weft_card_comments, WEFT, CARD_COMMENTS, AdwBin)

/**
 * WeftCardComments:
 *
 * What is said of one card, and where one says more: the thread part's panel, of a topic.
 *
 * Signals: `close ()`: it is not wanted any more (Escape); `shown-changed ()`: weft_card_comments_get_task() says another id.
 */
GtkWidget *weft_card_comments_new (WeftSync *sync, WeftPeople *people);
/** weft_card_comments_set_board: @board: (nullable): whose cards; no card is shown then. */
void weft_card_comments_set_board (WeftCardComments *self, WeftBoard *board);
/** weft_card_comments_show: @task: (nullable); @place: which comment, from 1; 0: the newest. */
void weft_card_comments_show (WeftCardComments *self, WeftTask *task, gint64 place);
/** weft_card_comments_reply: begins an answer to the comment at @place. */
void weft_card_comments_reply (WeftCardComments *self, gint64 place);
/** weft_card_comments_get_task: Returns: (nullable): the id of the task whose comments are shown. */
const char *weft_card_comments_get_task (WeftCardComments *self);
void weft_card_comments_set_cards (WeftCardComments *self, WeftCards *cards);
void weft_card_comments_set_slash (WeftCardComments *self, WeftSlash *slash);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-lane-list.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CARD_MOVE (weft_card_move_get_type ())
G_DECLARE_FINAL_TYPE (WeftCardMove, weft_card_move, WEFT, CARD_MOVE, GObject)

/**
 * WeftCardMove:
 *
 * Cards which somebody has picked up, by pointer or by keyboard, and the place where they would land: a status, a lane where there are any, and how many of the
 * others there stand above. Where cards are sorted that follows from what they are.
 * Others are those which are seen (WeftBoardLens), so that they land between the neighbours which are seen. Until they are dropped nothing has happened.
 *
 * Signal: `changed ()`: the place is another.
 */

/** weft_card_move_new: @lanes, @lane: (nullable): from which lane, or from none where there are none. */
WeftCardMove *weft_card_move_new (WeftBoardLens *lens, WeftLaneList *lanes, WeftLane *lane, const char *const *ids);

const char *const *weft_card_move_get_ids (WeftCardMove *self);
gboolean weft_card_move_has (WeftCardMove *self, WeftTask *task);

WeftProjectStatus *weft_card_move_get_status (WeftCardMove *self);
/** weft_card_move_get_lane: Returns: (transfer none) (nullable) */
WeftLane *weft_card_move_get_lane (WeftCardMove *self);
/** weft_card_move_is_at: whether they would land there. @lane: (nullable) */
gboolean weft_card_move_is_at (WeftCardMove *self, WeftProjectStatus *status, WeftLane *lane);
/** weft_card_move_get_index: how many others stand above; at most as many as there are. */
guint weft_card_move_get_index (WeftCardMove *self);
/** weft_card_move_set_place: @index: more than there are others means below all of them. */
void weft_card_move_set_place (WeftCardMove *self, WeftProjectStatus *status, WeftLane *lane, guint index);
/** weft_card_move_step: by so many statuses, or so many places, and from the last of a lane into the next. Returns: FALSE at the border. */
gboolean weft_card_move_step (WeftCardMove *self, int statuses, int places);
/** weft_card_move_find_next: Returns: (transfer none) (nullable): the task above which they would land; %NULL: below all others. */
WeftTask *weft_card_move_find_next (WeftCardMove *self);
/** weft_card_move_count_above: how many of the first @n cards which are seen of @status, in @lane (nullable), are others. */
guint weft_card_move_count_above (WeftCardMove *self, WeftProjectStatus *status, WeftLane *lane, guint n);

/** weft_card_move_dup_title: Returns: (transfer full): "Moving WEB-318", "Moving 3 cards". */
char *weft_card_move_dup_title (WeftCardMove *self);
/** weft_card_move_dup_obstacle: Returns: (transfer full) (nullable): why they cannot be dropped here, for people; %NULL: nothing known stands in the way. */
char *weft_card_move_dup_obstacle (WeftCardMove *self);
/** weft_card_move_dup_place: Returns: (transfer full): "In review, place 1 of 3", and why it does not go. */
char *weft_card_move_dup_place (WeftCardMove *self);
/** weft_card_move_drop: resolves and rejects as weft_sync_submit(). */
DexFuture *weft_card_move_drop (WeftCardMove *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-board-look.h"
#include "features/board/client/weft-board.h"

G_BEGIN_DECLS

/* What people do to a board. Each is one operation (docs/operations.md) and one undo; it resolves and rejects as weft_sync_submit() does. @ids: 1 to 1,000. */

/** weft_board_create_task: @after: (nullable): the task above it; %NULL: it comes first. @id: (out) (nullable) (transfer full) */
DexFuture *weft_board_create_task (WeftBoard *self, const char *title, const char *status, const char *after, char **id) G_GNUC_WARN_UNUSED_RESULT;
/** weft_board_create_across: a task which comes first. @group: (nullable): the lane in which it stands, of what @grouping is, as weft_lane_new() has it. @id: (out) (transfer full) */
DexFuture *weft_board_create_across (WeftBoard *self, const char *title, const char *status, WeftTaskGrouping grouping, const char *group, char **id) G_GNUC_WARN_UNUSED_RESULT;
/** weft_board_create_part: a task which is part of @parent, in the first status. */
DexFuture *weft_board_create_part (WeftBoard *self, const char *title, const char *parent) G_GNUC_WARN_UNUSED_RESULT;
/** weft_board_move: @ids: in order; @after: (nullable): the task above them. */
DexFuture *weft_board_move (WeftBoard *self, const char *const *ids, const char *status, const char *after) G_GNUC_WARN_UNUSED_RESULT;
/**
 * weft_board_move_across:
 * @status: (nullable): %NULL: they stay where they are
 * @after: (nullable): as above
 * @from: (nullable): the lane which they leave, as weft_lane_new() has it
 * @to: (nullable): the lane into which they come: they get what makes it, in the place of what made the other one; of %NULL they keep nothing of it
 */
DexFuture *weft_board_move_across (WeftBoard *self,
                                   const char *const *ids,
                                   const char *status,
                                   const char *after,
                                   WeftTaskGrouping grouping,
                                   const char *from,
                                   const char *to) G_GNUC_WARN_UNUSED_RESULT;
/** weft_board_edit: @title: (nullable), @about: (nullable): %NULL: stays as it is; @seen: the description when the person began to change it. */
DexFuture *weft_board_edit (WeftBoard *self, const char *id, const char *title, const char *about, const char *seen) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_board_set_priority (WeftBoard *self, const char *const *ids, WeftPriority priority) G_GNUC_WARN_UNUSED_RESULT;
/** weft_board_set_estimate: @estimate: points, 0 to 1,000,000; 0: none. */
DexFuture *weft_board_set_estimate (WeftBoard *self, const char *const *ids, double estimate) G_GNUC_WARN_UNUSED_RESULT;
/** weft_board_set_dates: ms; 0: never; midnight in UTC is that day, everywhere. */
DexFuture *weft_board_set_dates (WeftBoard *self, const char *const *ids, gint64 start_at, gint64 due_at) G_GNUC_WARN_UNUSED_RESULT;
/** weft_board_set_recurrence: @recurrence: (nullable): as in a task's record; %NULL: they do not come again. */
DexFuture *weft_board_set_recurrence (WeftBoard *self, const char *const *ids, const char *recurrence) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_board_assign (WeftBoard *self, const char *const *ids, const char *person, gboolean on) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_board_label (WeftBoard *self, const char *const *ids, const char *label, gboolean on) G_GNUC_WARN_UNUSED_RESULT;
/** weft_board_label_new: makes a label, and puts it on @ids (may be empty). */
DexFuture *weft_board_label_new (WeftBoard *self, const char *const *ids, const char *name, const char *yarn) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_board_link (WeftBoard *self, WeftTask *task, WeftTaskLink link, WeftTask *other, gboolean on) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_board_archive (WeftBoard *self, const char *const *ids, gboolean archived) G_GNUC_WARN_UNUSED_RESULT;
/** weft_board_set_project: @about: what it is for, at most 2,000 characters. */
DexFuture *weft_board_set_project (WeftBoard *self, const char *name, const char *code, const char *about) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_board_archive_project (WeftBoard *self, gboolean archived) G_GNUC_WARN_UNUSED_RESULT;
/** weft_board_add_status: under way, before the first which is done. */
DexFuture *weft_board_add_status (WeftBoard *self, const char *name) G_GNUC_WARN_UNUSED_RESULT;
/** weft_board_set_status: @record: as it shall be. */
DexFuture *weft_board_set_status (WeftBoard *self, const WeftStatusRecord *record) G_GNUC_WARN_UNUSED_RESULT;
/** weft_board_allow: whether tasks come into @status from the one with the id @from. */
DexFuture *weft_board_allow (WeftBoard *self, WeftProjectStatus *status, const char *from, gboolean on) G_GNUC_WARN_UNUSED_RESULT;
/** weft_board_set_lane_limit: whether the limit of a status is of each lane by itself. */
DexFuture *weft_board_set_lane_limit (WeftBoard *self, WeftProjectStatus *status, gboolean per_lane) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_board_set_needs (WeftBoard *self, WeftProjectStatus *status, WeftNeeds needs) G_GNUC_WARN_UNUSED_RESULT;
/** weft_board_place_status: to the place @position among the others. */
DexFuture *weft_board_place_status (WeftBoard *self, WeftProjectStatus *status, guint position) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_board_remove_status (WeftBoard *self, WeftProjectStatus *status) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_board_set_label (WeftBoard *self, const char *id, const char *name, const char *yarn) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_board_remove_label (WeftBoard *self, const char *id) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_board_add_field (WeftBoard *self, const char *name, WeftFieldKind kind) G_GNUC_WARN_UNUSED_RESULT;
/** weft_board_set_field: @shown: on cards. */
DexFuture *weft_board_set_field (WeftBoard *self, const char *id, const char *name, gboolean shown) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_board_remove_field (WeftBoard *self, const char *id) G_GNUC_WARN_UNUSED_RESULT;
/** weft_board_set_option: @option: (nullable): its id; %NULL: another one. @name: (nullable): %NULL: it cannot be chosen any more. */
DexFuture *weft_board_set_option (WeftBoard *self, const char *id, const char *option, const char *name) G_GNUC_WARN_UNUSED_RESULT;
/** weft_board_set_value: @value: (nullable): as the operation says it; %NULL: nothing stands there. */
DexFuture *weft_board_set_value (WeftBoard *self, const char *id, const char *field, const char *value) G_GNUC_WARN_UNUSED_RESULT;
/** weft_board_delete: @ids: some hundreds at most: all of them or none, and one undo. */
DexFuture *weft_board_delete (WeftBoard *self, const char *const *ids) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

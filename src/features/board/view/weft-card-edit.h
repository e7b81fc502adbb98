/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-board.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CARD_EDIT (weft_card_edit_get_type ())
G_DECLARE_FINAL_TYPE (WeftCardEdit, weft_card_edit, WEFT, CARD_EDIT, GObject)

/**
 * WeftCardEdit:
 *
 * What somebody changes of one task: each change is an operation at once, and one undo. What is known not to go is not even asked for.
 *
 * Signals: `asked ()`: an operation goes out; `refused (text)`: why something was not done, for people. A refusal of the server that is told so does not wait in the outbox; one that comes
 * when nobody holds this any more does.
 */
WeftCardEdit *weft_card_edit_new (WeftBoard *board, WeftTask *task);
WeftBoard *weft_card_edit_get_board (WeftCardEdit *self);
WeftTask *weft_card_edit_get_task (WeftCardEdit *self);

/** weft_card_edit_set_text: @title: (nullable), @about: (nullable): %NULL: stays; @seen: the description when the person began to change it. A refused text waits in the outbox. */
void weft_card_edit_set_text (WeftCardEdit *self, const char *title, const char *about, const char *seen);
void weft_card_edit_set_status (WeftCardEdit *self, WeftProjectStatus *status);
void weft_card_edit_set_priority (WeftCardEdit *self, WeftPriority priority);
/** weft_card_edit_set_estimate: @text: a number as people write it where they are; nothing: none. */
void weft_card_edit_set_estimate (WeftCardEdit *self, const char *text);
void weft_card_edit_set_dates (WeftCardEdit *self, gint64 start_at, gint64 due_at);
/** weft_card_edit_set_recurrence: @recurrence: (nullable): as in a task's record; %NULL: it does not come again. */
void weft_card_edit_set_recurrence (WeftCardEdit *self, const char *recurrence);
void weft_card_edit_assign (WeftCardEdit *self, const char *person, gboolean on);
void weft_card_edit_label (WeftCardEdit *self, const char *label, gboolean on);
/** weft_card_edit_label_new: makes a label of the first colour that no other one has, and puts it on. */
void weft_card_edit_label_new (WeftCardEdit *self, const char *name);
/** weft_card_edit_link: Returns: whether it was asked for. */
gboolean weft_card_edit_link (WeftCardEdit *self, WeftTaskLink link, WeftTask *other, gboolean on);
void weft_card_edit_create_part (WeftCardEdit *self, const char *title);
/** weft_card_edit_set_value: of the project's field @field. @value: (nullable): as the operation says it; %NULL: none. */
void weft_card_edit_set_value (WeftCardEdit *self, const char *field, const char *value);
/** weft_card_edit_refuse: says why something is not even asked for. */
void weft_card_edit_refuse (WeftCardEdit *self, const char *text);
/** weft_card_edit_watch: @future: (transfer full): of another operation on what the task holds, which is told like these; @keep: a refused one waits in the outbox. */
void weft_card_edit_watch (WeftCardEdit *self, DexFuture *future, gboolean keep);

G_END_DECLS

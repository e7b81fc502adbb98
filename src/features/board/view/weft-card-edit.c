/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-card-edit.h"

#include <glib/gi18n.h>

#include "features/board/client/weft-board-operations.h"
#include "features/board/view/weft-move-obstacle.h"
#include "features/board/view/weft-task-words.h"
#include "sync/weft-refusal.h"

struct _WeftCardEdit
{
  GObject parent_instance;

  WeftBoard *board;
  WeftTask *task;
};

enum
{
  ASKED,
  REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftCardEdit, weft_card_edit, G_TYPE_OBJECT)

static void
refuse (WeftCardEdit *self, const char *text)
{
  g_signal_emit (self, signals[REFUSED], 0, text);
}

static void
on_refused (gpointer owner, const char *message)
{
  refuse (owner, message);
}

/* @keep: a refused one stays in the outbox: somebody wrote it. */
static void
watch (WeftCardEdit *self, DexFuture *future, gboolean keep)
{
  g_signal_emit (self, signals[ASKED], 0);
  weft_refusal_watch (weft_board_get_sync (self->board), future, self, on_refused, keep);
}

static void
weft_card_edit_finalize (GObject *object)
{
  WeftCardEdit *self = WEFT_CARD_EDIT (object);

  g_clear_object (&self->board);
  g_clear_object (&self->task);

  G_OBJECT_CLASS (weft_card_edit_parent_class)->finalize (object);
}

static void
weft_card_edit_class_init (WeftCardEditClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_card_edit_finalize;

  signals[ASKED] = g_signal_new ("asked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REFUSED] = g_signal_new ("refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_card_edit_init (WeftCardEdit *self)
{
}

WeftCardEdit *
weft_card_edit_new (WeftBoard *board, WeftTask *task)
{
  WeftCardEdit *self = g_object_new (WEFT_TYPE_CARD_EDIT, NULL);

  self->board = g_object_ref (board);
  self->task = g_object_ref (task);
  return self;
}

WeftBoard *
weft_card_edit_get_board (WeftCardEdit *self)
{
  g_return_val_if_fail (WEFT_IS_CARD_EDIT (self), NULL);
  return self->board;
}

WeftTask *
weft_card_edit_get_task (WeftCardEdit *self)
{
  g_return_val_if_fail (WEFT_IS_CARD_EDIT (self), NULL);
  return self->task;
}

/* Its id, as operations on several take it. */
#define ids(self) ((const char *const[]) { weft_task_get_id ((self)->task), NULL })

void
weft_card_edit_set_text (WeftCardEdit *self, const char *title, const char *about, const char *seen)
{
  g_return_if_fail (WEFT_IS_CARD_EDIT (self));

  watch (self, weft_board_edit (self->board, weft_task_get_id (self->task), title, about, seen), TRUE);
}

void
weft_card_edit_set_status (WeftCardEdit *self, WeftProjectStatus *status)
{
  g_autofree char *text = NULL;

  g_return_if_fail (WEFT_IS_CARD_EDIT (self) && WEFT_IS_PROJECT_STATUS (status));

  text = weft_move_obstacle_describe (self->board, ids (self), status, FALSE);
  if (text != NULL)
    refuse (self, text);
  else
    watch (self, weft_board_move (self->board, ids (self), weft_project_status_get_id (status), NULL), FALSE);
}

void
weft_card_edit_set_priority (WeftCardEdit *self, WeftPriority priority)
{
  g_return_if_fail (WEFT_IS_CARD_EDIT (self));

  watch (self, weft_board_set_priority (self->board, ids (self), priority), FALSE);
}

void
weft_card_edit_set_estimate (WeftCardEdit *self, const char *text)
{
  double estimate;

  g_return_if_fail (WEFT_IS_CARD_EDIT (self));

  if (!weft_estimate_parse (text, &estimate))
    refuse (self, _ ("An estimate is a number from 0 to 1,000,000."));
  else if (estimate != weft_task_get_record (self->task)->estimate)
    watch (self, weft_board_set_estimate (self->board, ids (self), estimate), FALSE);
}

void
weft_card_edit_set_dates (WeftCardEdit *self, gint64 start_at, gint64 due_at)
{
  g_return_if_fail (WEFT_IS_CARD_EDIT (self));

  if (start_at > 0 && due_at > 0 && due_at < start_at)
    refuse (self, _ ("It would be due before it begins."));
  else
    watch (self, weft_board_set_dates (self->board, ids (self), start_at, due_at), FALSE);
}

void
weft_card_edit_set_recurrence (WeftCardEdit *self, const char *recurrence)
{
  g_return_if_fail (WEFT_IS_CARD_EDIT (self));

  watch (self, weft_board_set_recurrence (self->board, ids (self), recurrence), FALSE);
}

void
weft_card_edit_assign (WeftCardEdit *self, const char *person, gboolean on)
{
  g_return_if_fail (WEFT_IS_CARD_EDIT (self));

  watch (self, weft_board_assign (self->board, ids (self), person, on), FALSE);
}

void
weft_card_edit_label (WeftCardEdit *self, const char *label, gboolean on)
{
  g_return_if_fail (WEFT_IS_CARD_EDIT (self));

  watch (self, weft_board_label (self->board, ids (self), label, on), FALSE);
}

void
weft_card_edit_label_new (WeftCardEdit *self, const char *name)
{
  g_return_if_fail (WEFT_IS_CARD_EDIT (self));

  watch (self, weft_board_label_new (self->board, ids (self), name, weft_label_choose_yarn (weft_board_get_labels (self->board))), FALSE);
}

gboolean
weft_card_edit_link (WeftCardEdit *self, WeftTaskLink link, WeftTask *other, gboolean on)
{
  g_return_val_if_fail (WEFT_IS_CARD_EDIT (self) && WEFT_IS_TASK (other), FALSE);

  if (on && weft_board_closes_circle (self->board, self->task, link, other))
    {
      g_autofree char *key = weft_board_dup_key (self->board, self->task);
      g_autofree char *others = weft_board_dup_key (self->board, other);
      g_autofree char *text = weft_circle_describe (link, key, others);

      refuse (self, self->task == other ? _ ("That is the card itself.") : text);
      return FALSE;
    }
  watch (self, weft_board_link (self->board, self->task, link, other, on), FALSE);
  return TRUE;
}

void
weft_card_edit_create_part (WeftCardEdit *self, const char *title)
{
  g_return_if_fail (WEFT_IS_CARD_EDIT (self));

  watch (self, weft_board_create_part (self->board, title, weft_task_get_id (self->task)), TRUE);
}

void
weft_card_edit_set_value (WeftCardEdit *self, const char *field, const char *value)
{
  g_return_if_fail (WEFT_IS_CARD_EDIT (self));

  watch (self, weft_board_set_value (self->board, weft_task_get_id (self->task), field, value), FALSE);
}

void
weft_card_edit_refuse (WeftCardEdit *self, const char *text)
{
  g_return_if_fail (WEFT_IS_CARD_EDIT (self));

  refuse (self, text);
}

void
weft_card_edit_watch (WeftCardEdit *self, DexFuture *future, gboolean keep)
{
  g_return_if_fail (WEFT_IS_CARD_EDIT (self));

  watch (self, future, keep);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-card-move.h"

#include <glib/gi18n.h>

#include "features/board/client/weft-board-operations.h"
#include "features/board/view/weft-move-obstacle.h"

struct _WeftCardMove
{
  GObject parent_instance;

  WeftBoardLens *lens;
  WeftBoard *board;
  char **ids;
  WeftProjectStatus *status; /* (nullable): the board has none */
  guint index;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftCardMove, weft_card_move, G_TYPE_OBJECT)

static void
weft_card_move_finalize (GObject *object)
{
  WeftCardMove *self = WEFT_CARD_MOVE (object);

  g_clear_object (&self->status);
  g_clear_object (&self->board);
  g_clear_object (&self->lens);
  g_strfreev (self->ids);

  G_OBJECT_CLASS (weft_card_move_parent_class)->finalize (object);
}

static void
weft_card_move_class_init (WeftCardMoveClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_card_move_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_card_move_init (WeftCardMove *self)
{
}

static gboolean
is_other (WeftCardMove *self, WeftTask *task)
{
  return !weft_card_move_has (self, task) && weft_board_lens_match (self->lens, task);
}

/* The @index-th of the others in the status; NULL: there are not as many. */
static WeftTask *
find_other (WeftCardMove *self, guint index)
{
  guint n = self->status != NULL ? weft_project_status_get_n_tasks (self->status) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftTask) task = g_list_model_get_item (G_LIST_MODEL (self->status), i);

      if (is_other (self, task) && index-- == 0)
        return task;
    }

  return NULL;
}

static guint
count_others (WeftCardMove *self)
{
  return self->status != NULL ? weft_card_move_count_above (self, self->status, G_MAXUINT) : 0;
}

WeftCardMove *
weft_card_move_new (WeftBoardLens *lens, const char *const *ids)
{
  WeftCardMove *self = g_object_new (WEFT_TYPE_CARD_MOVE, NULL);
  WeftBoard *board = weft_board_lens_get_board (lens);
  WeftTask *first = weft_board_find_task (board, ids[0]);
  guint position = 0;

  self->lens = g_object_ref (lens);
  self->board = g_object_ref (board);
  self->ids = g_strdupv ((char **) ids);
  if (first != NULL)
    g_set_object (&self->status, weft_board_find_status (board, weft_task_get_record (first)->status));
  if (self->status != NULL && weft_board_get_position (board, first, &position))
    for (guint i = 0; i < position; i++)
      {
        g_autoptr (WeftTask) task = g_list_model_get_item (G_LIST_MODEL (self->status), i);

        self->index += is_other (self, task);
      }
  return self;
}

const char *const *
weft_card_move_get_ids (WeftCardMove *self)
{
  g_return_val_if_fail (WEFT_IS_CARD_MOVE (self), NULL);
  return (const char *const *) self->ids;
}

gboolean
weft_card_move_has (WeftCardMove *self, WeftTask *task)
{
  g_return_val_if_fail (WEFT_IS_CARD_MOVE (self), FALSE);
  return g_strv_contains ((const char *const *) self->ids, weft_task_get_id (task));
}

WeftProjectStatus *
weft_card_move_get_status (WeftCardMove *self)
{
  g_return_val_if_fail (WEFT_IS_CARD_MOVE (self), NULL);
  return self->status;
}

guint
weft_card_move_get_index (WeftCardMove *self)
{
  g_return_val_if_fail (WEFT_IS_CARD_MOVE (self), 0);
  return MIN (self->index, count_others (self));
}

void
weft_card_move_set_place (WeftCardMove *self, WeftProjectStatus *status, guint index)
{
  gboolean another;

  g_return_if_fail (WEFT_IS_CARD_MOVE (self));

  another = g_set_object (&self->status, status) || self->index != index;
  self->index = index;
  if (another)
    g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
weft_card_move_step (WeftCardMove *self, int statuses, int places)
{
  guint index = weft_card_move_get_index (self);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->board));

  if (places != 0)
    {
      gint64 next = (gint64) index + places;

      if (next < 0 || next > count_others (self))
        return FALSE;
      weft_card_move_set_place (self, self->status, (guint) next);
      return TRUE;
    }

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftProjectStatus) status = g_list_model_get_item (G_LIST_MODEL (self->board), i);
      g_autoptr (WeftProjectStatus) next = NULL;

      if (status != self->status)
        continue;
      if ((gint64) i + statuses < 0 || (gint64) i + statuses >= n)
        return FALSE;
      next = g_list_model_get_item (G_LIST_MODEL (self->board), (guint) ((int) i + statuses));
      weft_card_move_set_place (self, next, index);
      return TRUE;
    }

  return FALSE;
}

WeftTask *
weft_card_move_find_next (WeftCardMove *self)
{
  g_return_val_if_fail (WEFT_IS_CARD_MOVE (self), NULL);
  return find_other (self, weft_card_move_get_index (self));
}

guint
weft_card_move_count_above (WeftCardMove *self, WeftProjectStatus *status, guint n)
{
  guint n_tasks = weft_project_status_get_n_tasks (status);
  guint n_others = 0;

  for (guint i = 0; i < n_tasks && n > 0; i++)
    {
      g_autoptr (WeftTask) task = g_list_model_get_item (G_LIST_MODEL (status), i);

      n_others += is_other (self, task);
      n -= weft_board_lens_match (self->lens, task);
    }

  return n_others;
}

char *
weft_card_move_dup_title (WeftCardMove *self)
{
  guint n = g_strv_length (self->ids);
  WeftTask *task = weft_board_find_task (self->board, self->ids[0]);
  g_autofree char *key = task != NULL ? weft_board_dup_key (self->board, task) : NULL;

  if (n == 1 && key != NULL)
    /* Translators: %s is the key of a task: WEB-318. */
    return g_strdup_printf (_ ("Moving %s"), key);
  return g_strdup_printf (ngettext ("Moving %u card", "Moving %u cards", n), n);
}

char *
weft_card_move_dup_obstacle (WeftCardMove *self)
{
  g_return_val_if_fail (WEFT_IS_CARD_MOVE (self), NULL);

  return self->status != NULL ? weft_move_obstacle_describe (self->board, (const char *const *) self->ids, self->status) : NULL;
}

char *
weft_card_move_dup_place (WeftCardMove *self)
{
  g_autofree char *obstacle = NULL;
  g_autofree char *place = NULL;

  if (self->status == NULL)
    return g_strdup ("");
  /* Translators: where a card would land: the name of a column, and its place in it. */
  place = g_strdup_printf (_ ("%s, place %u of %u"), weft_project_status_get_name (self->status), weft_card_move_get_index (self) + 1,
                          count_others (self) + 1);
  obstacle = weft_card_move_dup_obstacle (self);
  return obstacle != NULL ? g_strdup_printf ("%s. %s", place, obstacle) : g_steal_pointer (&place);
}

/* The task below which they land: the one which is seen above them; where none is, what stands unseen above the one below them, so that they come between
 * no others than those which are seen. */
static WeftTask *
find_above (WeftCardMove *self)
{
  guint index = weft_card_move_get_index (self);
  WeftTask *next = weft_card_move_find_next (self);
  guint position;

  if (index > 0)
    return find_other (self, index - 1);
  if (next == NULL || !weft_board_get_position (self->board, next, &position))
    return NULL;
  while (position-- > 0)
    {
      g_autoptr (WeftTask) task = g_list_model_get_item (G_LIST_MODEL (self->status), position);

      if (!weft_card_move_has (self, task))
        return task;
    }

  return NULL;
}

DexFuture *
weft_card_move_drop (WeftCardMove *self)
{
  WeftTask *above = find_above (self);

  return weft_board_move (self->board, (const char *const *) self->ids, weft_project_status_get_id (self->status),
                          above != NULL ? weft_task_get_id (above) : NULL);
}

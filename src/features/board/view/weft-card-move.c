/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-card-move.h"

#include <glib/gi18n.h>

#include "features/board/client/weft-board-operations.h"
#include "features/board/view/weft-look-words.h"
#include "features/board/view/weft-move-obstacle.h"
#include "features/board/view/weft-task-words.h"

struct _WeftCardMove
{
  GObject parent_instance;

  WeftBoardLens *lens;
  WeftBoard *board;
  WeftLaneList *lanes;       /* (nullable): there are none */
  WeftLane *from;            /* (nullable): likewise */
  WeftLane *lane;            /* (nullable): likewise: where they would land */
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
  g_clear_object (&self->lane);
  g_clear_object (&self->from);
  g_clear_object (&self->lanes);
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
is_other (WeftCardMove *self, WeftLane *lane, WeftTask *task)
{
  return !weft_card_move_has (self, task) && weft_board_lens_match (self->lens, task) && (lane == NULL || weft_lane_list_has (self->lanes, lane, task));
}

/* Whether cards stand in an order which is none of people's: where they land follows from what they are. */
static gboolean
is_sorted (WeftCardMove *self)
{
  return weft_board_lens_get_look (self->lens)->sort.kind != WEFT_SORT_RANK;
}

/* The @index-th of the others, as people ordered them; NULL: there are not as many. */
static WeftTask *
find_other (WeftCardMove *self, guint index)
{
  guint n = self->status != NULL ? weft_project_status_get_n_tasks (self->status) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftTask) task = g_list_model_get_item (G_LIST_MODEL (self->status), i);

      if (is_other (self, self->lane, task) && index-- == 0)
        return task;
    }

  return NULL;
}

/* How many of the others stand above them where cards are sorted. @next: (out) (nullable): the first which does not. */
static guint
find_sorted (WeftCardMove *self, WeftTask **next)
{
  WeftTaskOrder *order = weft_board_lens_get_order (self->lens);
  WeftTask *first = weft_board_find_task (self->board, self->ids[0]);
  guint n = self->status != NULL && first != NULL ? weft_project_status_get_n_tasks (self->status) : 0;
  guint n_above = 0;

  *next = NULL;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftTask) task = g_list_model_get_item (G_LIST_MODEL (self->status), i);

      if (!is_other (self, self->lane, task))
        continue;
      if (weft_task_order_compare (order, task, first) < 0)
        n_above++;
      else if (*next == NULL || weft_task_order_compare (order, task, *next) < 0)
        *next = task;
    }

  return n_above;
}

static guint
count_others (WeftCardMove *self)
{
  return self->status != NULL ? weft_card_move_count_above (self, self->status, self->lane, G_MAXUINT) : 0;
}

WeftCardMove *
weft_card_move_new (WeftBoardLens *lens, WeftLaneList *lanes, WeftLane *lane, const char *const *ids)
{
  WeftCardMove *self = g_object_new (WEFT_TYPE_CARD_MOVE, NULL);
  WeftBoard *board = weft_board_lens_get_board (lens);
  WeftTask *first = weft_board_find_task (board, ids[0]);
  guint position = 0;

  self->lens = g_object_ref (lens);
  self->board = g_object_ref (board);
  g_set_object (&self->lanes, lanes);
  g_set_object (&self->from, lane);
  g_set_object (&self->lane, lane);
  self->ids = g_strdupv ((char **) ids);
  if (first != NULL)
    g_set_object (&self->status, weft_board_find_status (board, weft_task_get_record (first)->status));
  if (self->status != NULL && weft_board_get_position (board, first, &position))
    for (guint i = 0; i < position; i++)
      {
        g_autoptr (WeftTask) task = g_list_model_get_item (G_LIST_MODEL (self->status), i);

        self->index += is_other (self, lane, task);
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

WeftLane *
weft_card_move_get_lane (WeftCardMove *self)
{
  g_return_val_if_fail (WEFT_IS_CARD_MOVE (self), NULL);
  return self->lane;
}

gboolean
weft_card_move_is_at (WeftCardMove *self, WeftProjectStatus *status, WeftLane *lane)
{
  g_return_val_if_fail (WEFT_IS_CARD_MOVE (self), FALSE);
  return self->status == status && self->lane == lane;
}

guint
weft_card_move_get_index (WeftCardMove *self)
{
  WeftTask *next;

  g_return_val_if_fail (WEFT_IS_CARD_MOVE (self), 0);
  return is_sorted (self) ? find_sorted (self, &next) : MIN (self->index, count_others (self));
}

void
weft_card_move_set_place (WeftCardMove *self, WeftProjectStatus *status, WeftLane *lane, guint index)
{
  gboolean another;

  g_return_if_fail (WEFT_IS_CARD_MOVE (self));

  another = g_set_object (&self->status, status);
  another = g_set_object (&self->lane, lane) || another || self->index != index;
  self->index = index;
  if (another)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* To the lane above or below, at the end where one comes in. */
static gboolean
step_lane (WeftCardMove *self, int lanes)
{
  WeftLane *next = self->lanes != NULL ? weft_lane_list_get_next (self->lanes, self->lane, lanes) : NULL;

  if (next != NULL)
    weft_card_move_set_place (self, self->status, next, lanes > 0 ? 0 : G_MAXUINT);
  return next != NULL;
}

static gboolean
step_status (WeftCardMove *self, int statuses)
{
  guint index = MIN (self->index, count_others (self));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->board));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftProjectStatus) status = g_list_model_get_item (G_LIST_MODEL (self->board), i);
      g_autoptr (WeftProjectStatus) next = NULL;

      if (status != self->status)
        continue;
      if ((gint64) i + statuses < 0 || (gint64) i + statuses >= n)
        return FALSE;
      next = g_list_model_get_item (G_LIST_MODEL (self->board), (guint) ((int) i + statuses));
      weft_card_move_set_place (self, next, self->lane, index);
      return TRUE;
    }

  return FALSE;
}

gboolean
weft_card_move_step (WeftCardMove *self, int statuses, int places)
{
  gint64 next;

  g_return_val_if_fail (WEFT_IS_CARD_MOVE (self), FALSE);

  if (places == 0)
    return step_status (self, statuses);
  next = (gint64) weft_card_move_get_index (self) + places;
  if (is_sorted (self) || next < 0 || next > count_others (self))
    return step_lane (self, places);
  weft_card_move_set_place (self, self->status, self->lane, (guint) next);
  return TRUE;
}

WeftTask *
weft_card_move_find_next (WeftCardMove *self)
{
  WeftTask *next;

  g_return_val_if_fail (WEFT_IS_CARD_MOVE (self), NULL);

  if (!is_sorted (self))
    return find_other (self, weft_card_move_get_index (self));
  find_sorted (self, &next);
  return next;
}

guint
weft_card_move_count_above (WeftCardMove *self, WeftProjectStatus *status, WeftLane *lane, guint n)
{
  guint n_tasks = weft_project_status_get_n_tasks (status);
  guint n_others = 0;

  for (guint i = 0; i < n_tasks && n > 0; i++)
    {
      g_autoptr (WeftTask) task = g_list_model_get_item (G_LIST_MODEL (status), i);

      n_others += is_other (self, lane, task);
      n -= weft_board_lens_match (self->lens, task) && (lane == NULL || weft_lane_list_has (self->lanes, lane, task));
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

/* That one would be part of itself. */
static char *
describe_circle (WeftCardMove *self)
{
  WeftTask *parent = weft_lane_get_id (self->lane) != NULL ? weft_board_find_task (self->board, weft_lane_get_id (self->lane)) : NULL;

  for (guint i = 0; parent != NULL && self->ids[i] != NULL; i++)
    {
      WeftTask *task = weft_board_find_task (self->board, self->ids[i]);
      g_autofree char *key = NULL;
      g_autofree char *other = NULL;

      if (task == NULL || !weft_board_closes_circle (self->board, task, WEFT_TASK_PART_OF, parent))
        continue;
      key = weft_board_dup_key (self->board, task);
      other = weft_board_dup_key (self->board, parent);
      return weft_circle_describe (WEFT_TASK_PART_OF, key, other);
    }

  return NULL;
}

char *
weft_card_move_dup_obstacle (WeftCardMove *self)
{
  gboolean assigned;
  char *circle = NULL;

  g_return_val_if_fail (WEFT_IS_CARD_MOVE (self), NULL);

  if (self->status == NULL)
    return NULL;
  if (self->lane != self->from && weft_lane_get_grouping (self->lane).kind == WEFT_GROUP_PARENT)
    circle = describe_circle (self);
  if (circle != NULL)
    return circle;
  assigned = self->lane != NULL && weft_lane_get_grouping (self->lane).kind == WEFT_GROUP_ASSIGNEE && weft_lane_get_id (self->lane) != NULL;
  return weft_move_obstacle_describe (self->board, (const char *const *) self->ids, self->status, assigned);
}

/* Where a card would land: the name of a column, that of a lane where there are any, and its place in both. */
static char *
dup_spot (WeftCardMove *self)
{
  const char *status = weft_project_status_get_name (self->status);
  guint place = weft_card_move_get_index (self) + 1;
  guint n = count_others (self) + 1;
  g_autofree char *lane = NULL;

  if (self->lane == NULL)
    /* Translators: where a card would land: the name of a column, and its place in it. */
    return g_strdup_printf (_ ("%s, place %u of %u"), status, place, n);
  lane = weft_group_describe (self->board, weft_board_lens_get_people (self->lens), weft_lane_get_grouping (self->lane), weft_lane_get_id (self->lane));
  /* Translators: where a card would land: the name of a column, that of a lane, and its place where both meet. */
  return g_strdup_printf (_ ("%s, lane %s, place %u of %u"), status, lane, place, n);
}

static gboolean
is_in (WeftCardMove *self, WeftLane *lane, WeftTask *task)
{
  return g_str_equal (weft_task_get_record (task)->status, weft_project_status_get_id (self->status))
         && (lane == NULL || weft_lane_list_has (self->lanes, lane, task));
}

/* Whether more than the limit would be there, of the status or of the lane in it, as they come; whatever is looked for. */
static gboolean
overfills (WeftCardMove *self)
{
  guint wip = weft_project_status_get_wip (self->status);
  WeftLane *lane = weft_project_status_get_per_lane (self->status) ? self->lane : NULL;
  guint n_tasks = weft_project_status_get_n_tasks (self->status);
  guint n = 0;
  guint n_coming = 0;

  if (wip == 0)
    return FALSE;
  for (guint i = 0; i < n_tasks; i++)
    {
      g_autoptr (WeftTask) task = g_list_model_get_item (G_LIST_MODEL (self->status), i);

      n += is_in (self, lane, task);
    }
  for (guint i = 0; self->ids[i] != NULL; i++)
    {
      WeftTask *task = weft_board_find_task (self->board, self->ids[i]);

      n_coming += task != NULL && !is_in (self, lane, task);
    }
  return n_coming > 0 && n + n_coming > wip;
}

char *
weft_card_move_dup_place (WeftCardMove *self)
{
  g_autofree char *obstacle = NULL;
  g_autofree char *spot = NULL;

  g_return_val_if_fail (WEFT_IS_CARD_MOVE (self), NULL);

  if (self->status == NULL)
    return g_strdup ("");
  spot = dup_spot (self);
  if (is_sorted (self))
    {
      g_autofree char *unsorted = g_steal_pointer (&spot);
      g_autofree char *sort = weft_sort_describe (self->board, weft_board_lens_get_look (self->lens)->sort);

      /* Translators: where a card would land ("In review, place 2 of 3"), and by what cards are sorted ("Due"). */
      spot = g_strdup_printf (_ ("%s, sorted by %s"), unsorted, sort);
    }
  obstacle = weft_card_move_dup_obstacle (self);
  if (obstacle == NULL && overfills (self))
    obstacle = g_strdup (_ ("More cards than the limit"));
  return obstacle != NULL ? g_strdup_printf ("%s. %s", spot, obstacle) : g_steal_pointer (&spot);
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

/* The last of its tasks which is none of them: where cards are sorted they come behind those that were there. */
static WeftTask *
find_last (WeftCardMove *self)
{
  for (guint i = weft_project_status_get_n_tasks (self->status); i > 0; i--)
    {
      g_autoptr (WeftTask) task = g_list_model_get_item (G_LIST_MODEL (self->status), i - 1);

      if (!weft_card_move_has (self, task))
        return task;
    }

  return NULL;
}

/* Whether all of them stand in the status already. */
static gboolean
stay (WeftCardMove *self)
{
  for (guint i = 0; self->ids[i] != NULL; i++)
    {
      WeftTask *task = weft_board_find_task (self->board, self->ids[i]);

      if (task == NULL || !g_str_equal (weft_task_get_record (task)->status, weft_project_status_get_id (self->status)))
        return FALSE;
    }

  return TRUE;
}

DexFuture *
weft_card_move_drop (WeftCardMove *self)
{
  const char *const *ids = (const char *const *) self->ids;
  gboolean sorted = is_sorted (self);
  WeftTask *above = sorted ? find_last (self) : find_above (self);
  const char *after = above != NULL ? weft_task_get_id (above) : NULL;
  const char *status = sorted && stay (self) ? NULL : weft_project_status_get_id (self->status);

  if (self->lane != self->from)
    return weft_board_move_across (self->board, ids, status, after, weft_lane_get_grouping (self->lane),
                                   self->from != NULL ? weft_lane_get_id (self->from) : NULL, weft_lane_get_id (self->lane));
  return weft_board_move_across (self->board, ids, status, after, (WeftTaskGrouping) { WEFT_GROUP_NONE, NULL }, NULL, NULL);
}

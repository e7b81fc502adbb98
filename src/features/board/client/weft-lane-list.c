/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-lane-list.h"

#include "base/weft-id-set.h"

struct _WeftLaneList
{
  GObject parent_instance;

  WeftBoardLens *lens;
  GPtrArray *lanes; /* of WeftLane, in order */
};

/** Count: of a lane: of all its tasks, of those in one status, and the most in one. */
typedef struct
{
  guint n_tasks;
  guint here;
  guint deepest;
} Count;

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GType
weft_lane_list_get_item_type (GListModel *model)
{
  return WEFT_TYPE_LANE;
}

static guint
weft_lane_list_get_n_items (GListModel *model)
{
  return WEFT_LANE_LIST (model)->lanes->len;
}

static gpointer
weft_lane_list_get_item (GListModel *model, guint position)
{
  WeftLaneList *self = WEFT_LANE_LIST (model);

  return position < self->lanes->len ? g_object_ref (self->lanes->pdata[position]) : NULL;
}

static void
weft_lane_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = weft_lane_list_get_item_type;
  iface->get_n_items = weft_lane_list_get_n_items;
  iface->get_item = weft_lane_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftLaneList, weft_lane_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, weft_lane_list_model_init))

static WeftTaskGrouping
get_grouping (WeftLaneList *self)
{
  const WeftBoardLook *look = weft_board_lens_get_look (self->lens);

  if (look->layout != WEFT_LAYOUT_BOARD || look->grouping.kind == WEFT_GROUP_STATUS)
    return (WeftTaskGrouping) { WEFT_GROUP_NONE, NULL };
  return look->grouping;
}

/* (nullable): all that @task has of what makes lanes, where it may stand in several: a set of ids. */
static const char *
get_set (WeftTaskGrouping grouping, const WeftTaskRecord *record)
{
  switch (grouping.kind)
    {
    case WEFT_GROUP_ASSIGNEE:
      return record->assignees;
    case WEFT_GROUP_LABEL:
      return record->labels;
    case WEFT_GROUP_PRIORITY:
    case WEFT_GROUP_PARENT:
    case WEFT_GROUP_FIELD:
    case WEFT_GROUP_NONE:
    case WEFT_GROUP_STATUS:
    default:
      return NULL;
    }
}

static void
count_one (GHashTable *counts, const char *id)
{
  Count *count = g_hash_table_lookup (counts, id);

  if (count == NULL)
    g_hash_table_insert (counts, g_strdup (id), count = g_new0 (Count, 1));
  count->n_tasks++;
  count->here++;
  count->deepest = MAX (count->deepest, count->here);
}

/* id → Count; "" stands for those which have none. */
static GHashTable *
count_tasks (WeftLaneList *self, WeftTaskGrouping grouping)
{
  GListModel *statuses = G_LIST_MODEL (weft_board_lens_get_board (self->lens));
  WeftTaskOrder *order = weft_board_lens_get_order (self->lens);
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  guint n_statuses = g_list_model_get_n_items (statuses);

  for (guint i = 0; i < n_statuses; i++)
    {
      g_autoptr (GListModel) status = g_list_model_get_item (statuses, i);
      guint n = g_list_model_get_n_items (status);
      GHashTableIter iter;
      gpointer count;

      g_hash_table_iter_init (&iter, counts);
      while (g_hash_table_iter_next (&iter, NULL, &count))
        ((Count *) count)->here = 0;
      for (guint k = 0; k < n; k++)
        {
          g_autoptr (WeftTask) task = g_list_model_get_item (status, k);
          const char *group;
          const char *set;
          g_auto (GStrv) ids = NULL;

          if (!weft_board_lens_match (self->lens, task))
            continue;
          group = weft_task_order_get_group (order, task);
          set = group != NULL ? get_set (grouping, weft_task_get_record (task)) : NULL;
          if (set == NULL)
            {
              count_one (counts, group != NULL ? group : "");
              continue;
            }
          ids = g_strsplit (set, " ", -1);
          for (guint j = 0; ids[j] != NULL; j++)
            count_one (counts, ids[j]);
        }
    }

  return counts;
}

static int
compare_numbers (gconstpointer a, gconstpointer b, gpointer board)
{
  gint64 left = weft_task_get_record (weft_board_find_task (board, *(const char *const *) a))->number;
  gint64 right = weft_task_get_record (weft_board_find_task (board, *(const char *const *) b))->number;

  return (left > right) - (left < right);
}

/* Of tasks of which others are part, by their numbers. */
static void
add_parents (WeftLaneList *self, GHashTable *counts, GPtrArray *ids)
{
  WeftBoard *board = weft_board_lens_get_board (self->lens);
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (weft_board_find_task (board, id) != NULL)
      g_ptr_array_add (ids, g_strdup (id));
  g_ptr_array_sort_with_data (ids, compare_numbers, board);
}

static void
add_id (GHashTable *counts, GPtrArray *ids, const char *id, gboolean always)
{
  if (always || g_hash_table_contains (counts, id))
    g_ptr_array_add (ids, g_strdup (id));
}

/* Whether its groups are what can be chosen, of which each has a lane. */
static gboolean
is_choice (WeftLaneList *self, WeftTaskGrouping grouping)
{
  const WeftProjectField *field = weft_board_find_field (weft_board_lens_get_board (self->lens), grouping.field);

  return field != NULL && field->kind == WEFT_FIELD_SELECT;
}

/* Of the lanes that are to be seen, in order. */
static GPtrArray *
list_ids (WeftLaneList *self, WeftTaskGrouping grouping, GHashTable *counts)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  gboolean all = weft_board_lens_is_clear (self->lens);
  GListModel *people = G_LIST_MODEL (weft_board_lens_get_people (self->lens));
  GPtrArray *labels = weft_board_get_labels (weft_board_lens_get_board (self->lens));
  g_auto (GStrv) groups = NULL;
  guint n = grouping.kind == WEFT_GROUP_ASSIGNEE ? g_list_model_get_n_items (people) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftPerson) person = g_list_model_get_item (people, i);

      add_id (counts, ids, weft_person_get_id (person), FALSE);
    }
  for (guint i = 0; grouping.kind == WEFT_GROUP_LABEL && i < labels->len; i++)
    add_id (counts, ids, ((const WeftProjectLabel *) labels->pdata[i])->id, all);
  for (int i = WEFT_PRIORITY_URGENT; grouping.kind == WEFT_GROUP_PRIORITY && i >= WEFT_PRIORITY_NONE; i--)
    add_id (counts, ids, weft_priority_to_wire ((WeftPriority) i), all);
  if (grouping.kind == WEFT_GROUP_PARENT)
    add_parents (self, counts, ids);
  if (grouping.kind == WEFT_GROUP_FIELD)
    groups = weft_task_order_list_groups (weft_board_lens_get_order (self->lens));
  for (guint i = 0; groups != NULL && groups[i] != NULL; i++)
    add_id (counts, ids, groups[i], all && is_choice (self, grouping));
  if (grouping.kind != WEFT_GROUP_PRIORITY)
    add_id (counts, ids, "", all);
  return ids;
}

/* Those which stay are the same as before. */
static WeftLane *
take_lane (GPtrArray *old, WeftTaskGrouping grouping, const char *id)
{
  for (guint i = 0; i < old->len; i++)
    if (weft_grouping_equal (weft_lane_get_grouping (old->pdata[i]), grouping) && g_strcmp0 (weft_lane_get_id (old->pdata[i]), id) == 0)
      return g_object_ref (old->pdata[i]);

  return weft_lane_new (grouping, id);
}

static void
set_lanes (WeftLaneList *self, GPtrArray *lanes)
{
  g_autoptr (GPtrArray) old = self->lanes;
  guint before = 0;
  guint behind = 0;

  self->lanes = lanes;
  while (before < MIN (old->len, lanes->len) && old->pdata[before] == lanes->pdata[before])
    before++;
  while (behind < MIN (old->len, lanes->len) - before && old->pdata[old->len - 1 - behind] == lanes->pdata[lanes->len - 1 - behind])
    behind++;
  if (old->len - before - behind > 0 || lanes->len - before - behind > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), before, old->len - before - behind, lanes->len - before - behind);
}

static void
update (WeftLaneList *self)
{
  WeftTaskGrouping grouping = get_grouping (self);
  GPtrArray *lanes = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) counts = NULL;
  g_autoptr (GPtrArray) ids = NULL;

  if (grouping.kind == WEFT_GROUP_NONE)
    {
      set_lanes (self, lanes);
      return;
    }

  counts = count_tasks (self, grouping);
  ids = list_ids (self, grouping, counts);
  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = ids->pdata[i];
      const Count *count = g_hash_table_lookup (counts, id);
      WeftLane *lane = take_lane (self->lanes, grouping, *id != '\0' ? id : NULL);

      weft_lane_set_counts (lane, count != NULL ? count->n_tasks : 0, count != NULL ? count->deepest : 0);
      g_ptr_array_add (lanes, lane);
    }
  set_lanes (self, lanes);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
weft_lane_list_finalize (GObject *object)
{
  WeftLaneList *self = WEFT_LANE_LIST (object);

  g_ptr_array_unref (self->lanes);
  g_object_unref (self->lens);

  G_OBJECT_CLASS (weft_lane_list_parent_class)->finalize (object);
}

static void
weft_lane_list_class_init (WeftLaneListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_lane_list_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_lane_list_init (WeftLaneList *self)
{
  self->lanes = g_ptr_array_new ();
}

WeftLaneList *
weft_lane_list_new (WeftBoardLens *lens)
{
  WeftLaneList *self;

  g_return_val_if_fail (WEFT_IS_BOARD_LENS (lens), NULL);

  self = g_object_new (WEFT_TYPE_LANE_LIST, NULL);
  self->lens = g_object_ref (lens);
  g_signal_connect_object (lens, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lens, "ordered", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}

gboolean
weft_lane_list_has (WeftLaneList *self, WeftLane *lane, WeftTask *task)
{
  const char *group;
  const char *set;

  g_return_val_if_fail (WEFT_IS_LANE_LIST (self) && WEFT_IS_LANE (lane), FALSE);

  group = weft_task_order_get_group (weft_board_lens_get_order (self->lens), task);
  if (group == NULL || weft_lane_get_id (lane) == NULL)
    return group == weft_lane_get_id (lane);
  set = get_set (weft_lane_get_grouping (lane), weft_task_get_record (task));
  return set != NULL ? weft_id_set_contains (set, weft_lane_get_id (lane)) : g_str_equal (group, weft_lane_get_id (lane));
}

WeftLane *
weft_lane_list_find (WeftLaneList *self, WeftTask *task)
{
  g_return_val_if_fail (WEFT_IS_LANE_LIST (self), NULL);

  for (guint i = 0; i < self->lanes->len; i++)
    if (weft_lane_list_has (self, self->lanes->pdata[i], task))
      return self->lanes->pdata[i];

  return NULL;
}

WeftLane *
weft_lane_list_get_next (WeftLaneList *self, WeftLane *lane, int steps)
{
  guint position;

  g_return_val_if_fail (WEFT_IS_LANE_LIST (self), NULL);

  if (!g_ptr_array_find (self->lanes, lane, &position) || (gint64) position + steps < 0 || (gint64) position + steps >= self->lanes->len)
    return NULL;
  return self->lanes->pdata[(gint64) position + steps];
}

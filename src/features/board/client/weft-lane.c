/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-lane.h"

struct _WeftLane
{
  GObject parent_instance;

  WeftTaskGrouping grouping;
  char *id; /* (nullable) */
  guint n_tasks;
  guint deepest;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftLane, weft_lane, G_TYPE_OBJECT)

static void
weft_lane_finalize (GObject *object)
{
  g_free (WEFT_LANE (object)->id);

  G_OBJECT_CLASS (weft_lane_parent_class)->finalize (object);
}

static void
weft_lane_class_init (WeftLaneClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_lane_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_lane_init (WeftLane *self)
{
}

WeftLane *
weft_lane_new (WeftTaskGrouping grouping, const char *id)
{
  WeftLane *self = g_object_new (WEFT_TYPE_LANE, NULL);

  self->grouping = grouping;
  self->id = g_strdup (id);
  return self;
}

WeftTaskGrouping
weft_lane_get_grouping (WeftLane *self)
{
  g_return_val_if_fail (WEFT_IS_LANE (self), ((WeftTaskGrouping) { WEFT_GROUP_NONE, NULL }));
  return self->grouping;
}

const char *
weft_lane_get_id (WeftLane *self)
{
  g_return_val_if_fail (WEFT_IS_LANE (self), NULL);
  return self->id;
}

guint
weft_lane_get_n_tasks (WeftLane *self)
{
  g_return_val_if_fail (WEFT_IS_LANE (self), 0);
  return self->n_tasks;
}

guint
weft_lane_get_deepest (WeftLane *self)
{
  g_return_val_if_fail (WEFT_IS_LANE (self), 0);
  return self->deepest;
}

void
weft_lane_set_counts (WeftLane *self, guint n_tasks, guint deepest)
{
  g_return_if_fail (WEFT_IS_LANE (self));

  if (self->n_tasks == n_tasks && self->deepest == deepest)
    return;
  self->n_tasks = n_tasks;
  self->deepest = deepest;
  g_signal_emit (self, signals[CHANGED], 0);
}

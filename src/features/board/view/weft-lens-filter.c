/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/view/weft-lens-filter.h"

struct _WeftLensFilter
{
  GtkFilter parent_instance;

  WeftBoardLens *lens;
  WeftLaneList *lanes; /* (nullable) */
  WeftLane *lane;      /* (nullable) */
};

G_DEFINE_FINAL_TYPE (WeftLensFilter, weft_lens_filter, GTK_TYPE_FILTER)

static gboolean
weft_lens_filter_match (GtkFilter *filter, gpointer item)
{
  WeftLensFilter *self = WEFT_LENS_FILTER (filter);

  return weft_board_lens_match (self->lens, item) && (self->lane == NULL || weft_lane_list_has (self->lanes, self->lane, item));
}

static GtkFilterMatch
weft_lens_filter_get_strictness (GtkFilter *filter)
{
  WeftLensFilter *self = WEFT_LENS_FILTER (filter);

  return self->lane == NULL && weft_board_lens_is_clear (self->lens) ? GTK_FILTER_MATCH_ALL : GTK_FILTER_MATCH_SOME;
}

static void
weft_lens_filter_finalize (GObject *object)
{
  WeftLensFilter *self = WEFT_LENS_FILTER (object);

  g_clear_object (&self->lane);
  g_clear_object (&self->lanes);
  g_clear_object (&self->lens);

  G_OBJECT_CLASS (weft_lens_filter_parent_class)->finalize (object);
}

static void
weft_lens_filter_class_init (WeftLensFilterClass *klass)
{
  GtkFilterClass *filter_class = GTK_FILTER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = weft_lens_filter_finalize;
  filter_class->match = weft_lens_filter_match;
  filter_class->get_strictness = weft_lens_filter_get_strictness;
}

static void
weft_lens_filter_init (WeftLensFilter *self)
{
}

static void
on_changed (GtkFilter *self)
{
  gtk_filter_changed (self, GTK_FILTER_CHANGE_DIFFERENT);
}

GtkFilter *
weft_lens_filter_new (WeftBoardLens *lens)
{
  WeftLensFilter *self = g_object_new (WEFT_TYPE_LENS_FILTER, NULL);

  self->lens = g_object_ref (lens);
  g_signal_connect_object (lens, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  return GTK_FILTER (self);
}

GtkFilter *
weft_lens_filter_new_lane (WeftBoardLens *lens, WeftLaneList *lanes, WeftLane *lane)
{
  WeftLensFilter *self = g_object_new (WEFT_TYPE_LENS_FILTER, NULL);

  self->lens = g_object_ref (lens);
  self->lanes = g_object_ref (lanes);
  self->lane = g_object_ref (lane);
  /* They are told of what the lens is told, and count anew first. */
  g_signal_connect_object (lanes, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  return GTK_FILTER (self);
}

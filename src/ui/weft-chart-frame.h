/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/weft-chart-model.h"
#include "ui/weft-chart-pen.h"
#include "ui/weft-chart-stack.h"

G_BEGIN_DECLS

/**
 * WeftChartFrame: where everything of a chart lies, for one size of it and one state of its model; made again
 * when either changes.
 *
 * Right to left, a time axis stays as it is (as clocks, maps and media controls do in GNOME: LOOK.md), and
 * with it the values at its left and the newest at its right; axes of numbers and of categories begin at the
 * right.
 */
typedef struct
{
  WeftChartModel *model; /* borrowed */
  graphene_rect_t plot;  /* px: within the axes */
  WeftChartScale x, y;
  gboolean bare;     /* without axes */
  gboolean mirrored; /* x grows to the left */
  gboolean direct;   /* lines carry their last value */

  WeftChartStack *stack; /* nullable */
  int *layers;           /* of each series: in the stack, or -1 */
  int *bars;             /* of each series: its place among the bars of an x, or -1 */
  double bar_width, bar_step;

  PangoLayout *x_labels[WEFT_CHART_TICKS_MAX], *y_labels[WEFT_CHART_TICKS_MAX]; /* nullable: left out */
} WeftChartFrame;

/** weft_chart_frame_new: @width, @height: px, at least 1; @bare: without axes: the line in a tile. */
WeftChartFrame *
weft_chart_frame_new (WeftChartModel *model, const WeftChartPen *pen, int width, int height, gboolean bare);
void weft_chart_frame_free (WeftChartFrame *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftChartFrame, weft_chart_frame_free)

/** weft_chart_frame_dup_end: Returns: (transfer full): a value at the end of its line: one figure finer than
 * the axis. */
char *weft_chart_frame_dup_end (WeftChartFrame *self, double value);

/** weft_chart_frame_place: where a point is drawn. Returns: FALSE if it is a gap. */
gboolean weft_chart_frame_place (WeftChartFrame *self, guint series, gsize point, graphene_point_t *place);

G_END_DECLS

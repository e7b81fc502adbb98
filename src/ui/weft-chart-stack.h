/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/weft-chart-point.h"

G_BEGIN_DECLS

/**
 * WeftChartStack: series put one on the other.
 *
 * Where a layer has no point but one on each side, it goes straight between them; outside of its points, and
 * where it has a gap, it has no height. What is negative goes down from zero, apart from what is positive.
 */
typedef struct _WeftChartStack WeftChartStack;

WeftChartStack *weft_chart_stack_new (void);
void weft_chart_stack_free (WeftChartStack *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftChartStack, weft_chart_stack_free)

/** weft_chart_stack_add: @points: (array length=n): rising by x; have to stay as they are until
 * weft_chart_stack_build(). */
void weft_chart_stack_add (WeftChartStack *self, const WeftChartPoint *points, gsize n);
/** weft_chart_stack_build: @straight: goes straight between points, as areas do; else a layer has height at
 * its points only. */
void weft_chart_stack_build (WeftChartStack *self, gboolean straight);

guint weft_chart_stack_get_n_layers (WeftChartStack *self);
/** weft_chart_stack_get_n: Returns: how many different x there are, which is how many points each edge has.
 */
gsize weft_chart_stack_get_n (WeftChartStack *self);
/** weft_chart_stack_get_bottom: Returns: (transfer none): the lower edge of a layer. */
const WeftChartPoint *weft_chart_stack_get_bottom (WeftChartStack *self, guint layer);
/** weft_chart_stack_get_top: Returns: (transfer none): its upper edge. */
const WeftChartPoint *weft_chart_stack_get_top (WeftChartStack *self, guint layer);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/weft-chart-point.h"

G_BEGIN_DECLS

/** weft_chart_find: Returns: the index of the first of @points (rising by x) at or after @x; @n if there is
 * none. */
gsize weft_chart_find (const WeftChartPoint *points, gsize n, double x);

/**
 * weft_chart_reduce: leaves of @points what a line of so many columns of pixels can show.
 * @points: (array length=n): rising by x; y may be NaN or infinite, which is a gap
 * @lo: the left edge of the first column
 * @hi: the right edge of the last one, more than @lo
 * @columns: at least 1
 * @out: (element-type WeftChartPoint): what is kept is appended to it
 *
 * Of each column its first, lowest, highest and last point are kept, in their order: a line through them
 * covers the same pixels as one through all (Jugel et al., M4: A Visualization-Oriented Time Series Data
 * Aggregation, VLDB 2014), so no spike is ever hidden. A gap (one point with y NaN) is kept where a column
 * begins or ends with one; what is narrower cannot be seen. Of what lies outside, the nearest point on each
 * side is kept, which the line comes from.
 */
void
weft_chart_reduce (const WeftChartPoint *points, gsize n, double lo, double hi, guint columns, GArray *out);

G_END_DECLS

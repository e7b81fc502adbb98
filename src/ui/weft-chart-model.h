/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ui/weft-chart-mark.h"
#include "ui/weft-chart-number.h"
#include "ui/weft-chart-scale.h"
#include "ui/weft-chart-series.h"

G_BEGIN_DECLS

#define WEFT_CHART_SERIES_MAX 6 /* with a yarn of their own; the rest is "Other" */

#define WEFT_TYPE_CHART_MODEL (weft_chart_model_get_type ())
G_DECLARE_FINAL_TYPE (WeftChartModel, weft_chart_model, WEFT, CHART_MODEL, GObject)

/**
 * WeftChartModel:
 *
 * What a chart shows, for its drawing, its legend, its table and its words alike: a #GListModel of
 * #WeftChartSeries, what their axes are, and marks.
 *
 * Properties: `title`.
 * Signals: `changed`: something else is to be drawn; once a change of a series, of what is seen, or of a
 * setting.
 */
WeftChartModel *weft_chart_model_new (const char *title, WeftChartAxis axis);

/** weft_chart_model_add: @series: (transfer none). */
void weft_chart_model_add (WeftChartModel *self, WeftChartSeries *series);
void weft_chart_model_clear (WeftChartModel *self);
/** weft_chart_model_get: Returns: (transfer none): one of its series. */
WeftChartSeries *weft_chart_model_get (WeftChartModel *self, guint i);
guint weft_chart_model_get_n (WeftChartModel *self);
/** weft_chart_model_get_yarn: Returns: what the series @i is drawn in: slate for each after the sixth. */
guint weft_chart_model_get_yarn (WeftChartModel *self, guint i);

/** weft_chart_model_is_hatched: Returns: whether the series @i is drawn hatched: of bars and stacked areas
 * every second one, whichever are hidden. */
gboolean weft_chart_model_is_hatched (WeftChartModel *self, guint i);

/** weft_chart_model_set_stacked: areas and bars stand on each other, the first at the bottom. */
void weft_chart_model_set_stacked (WeftChartModel *self, gboolean stacked);
gboolean weft_chart_model_get_stacked (WeftChartModel *self);
/** weft_chart_model_set_unit: what the values are; none at first. */
void weft_chart_model_set_unit (WeftChartModel *self, WeftChartUnit unit);
WeftChartUnit weft_chart_model_get_unit (WeftChartModel *self);

/** WeftChartWords: Returns: (transfer full): a value with what it counts: "34 tasks". */
typedef char *(*WeftChartWords) (double value, gpointer user_data);

/** weft_chart_model_set_words: @words: (nullable) (scope notified): how values are told where there is room
 * for it, and by ear. */
void weft_chart_model_set_words (WeftChartModel *self,
                                 WeftChartWords words,
                                 gpointer user_data,
                                 GDestroyNotify destroy);

/** weft_chart_model_set_categories: @names: (array zero-terminated=1): of a category axis; copied. */
void weft_chart_model_set_categories (WeftChartModel *self, const char *const *names);
/** weft_chart_model_set_axis_name: @name: (nullable): what x is, for the table's first column: "Day". */
void weft_chart_model_set_axis_name (WeftChartModel *self, const char *name);
const char *weft_chart_model_get_axis_name (WeftChartModel *self);
/** weft_chart_model_set_x_range: shows this much whatever there is; NaN for what the series have. */
void weft_chart_model_set_x_range (WeftChartModel *self, double lo, double hi);
/** weft_chart_model_set_y_range: the same for values. */
void weft_chart_model_set_y_range (WeftChartModel *self, double lo, double hi);
/** weft_chart_model_set_zone: @zone: (nullable) (transfer none): the time zone of a time axis; the person's
 * without. */
void weft_chart_model_set_zone (WeftChartModel *self, GTimeZone *zone);
/** weft_chart_model_get_zone: Returns: (transfer none). */
GTimeZone *weft_chart_model_get_zone (WeftChartModel *self);

void weft_chart_model_add_mark (WeftChartModel *self, WeftChartMarkKind kind, double at, const char *label);
void weft_chart_model_clear_marks (WeftChartModel *self);
/** weft_chart_model_get_marks: Returns: (transfer none) (array length=n): until they change. */
const WeftChartMark *weft_chart_model_get_marks (WeftChartModel *self, guint *n);

const char *weft_chart_model_get_title (WeftChartModel *self);
void weft_chart_model_set_title (WeftChartModel *self, const char *title);
WeftChartAxis weft_chart_model_get_axis (WeftChartModel *self);
/** weft_chart_model_is_empty: whether no series has a value. */
gboolean weft_chart_model_is_empty (WeftChartModel *self);
/** weft_chart_model_get_x_range: @lo, @hi: (out): what is shown: of all series, seen or not, so that the axis
 * stays when one is hidden; NaN where there is nothing. */
void weft_chart_model_get_x_range (WeftChartModel *self, double *lo, double *hi);
/** weft_chart_model_get_y_range: @lo, @hi: (out): of what is seen, stacked series by themselves; with zero if
 * there are bars or areas, with lines and limits; NaN where there is nothing. @fixed: (out): whether they
 * were set. */
void weft_chart_model_get_y_range (WeftChartModel *self, double *lo, double *hi, gboolean *fixed);
/** weft_chart_model_get_gap: Returns: the smallest distance between two x of a bar series; 0 if there are no
 * bars, or there is one only. */
double weft_chart_model_get_gap (WeftChartModel *self);

/** weft_chart_model_dup_x: Returns: (transfer full): an x by itself: a category, "12 May", "09:30", a number.
 */
char *weft_chart_model_dup_x (WeftChartModel *self, double x);
/** weft_chart_model_dup_tick: Returns: (transfer full): an x under the axis. */
char *weft_chart_model_dup_tick (WeftChartModel *self, const WeftChartScale *scale, double x);
/** weft_chart_model_dup_value: Returns: (transfer full): a value in its words. */
char *weft_chart_model_dup_value (WeftChartModel *self, double value);

G_END_DECLS

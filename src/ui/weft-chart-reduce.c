/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-chart-reduce.h"

#include <math.h>

typedef struct
{
  gsize first, lowest, highest, last; /* indices of points that are no gaps */
  gboolean any, gap_before, gap_after;
} Column;

gsize
weft_chart_find (const WeftChartPoint *points, gsize n, double x)
{
  gsize lo = 0, hi = n;

  while (lo < hi)
    {
      gsize middle = lo + (hi - lo) / 2;

      if (points[middle].x < x)
        lo = middle + 1;
      else
        hi = middle;
    }

  return lo;
}

static void
append_gap (GArray *out, guint from, double x)
{
  WeftChartPoint gap = { x, NAN };

  if (out->len > from && !isnan (g_array_index (out, WeftChartPoint, out->len - 1).y))
    g_array_append_val (out, gap);
}

static void
flush (const Column *column, const WeftChartPoint *points, GArray *out, guint from, double x)
{
  gsize kept[4] = { column->first, MIN (column->lowest, column->highest),
                    MAX (column->lowest, column->highest), column->last };

  if (column->gap_before)
    append_gap (out, from, column->any ? points[column->first].x : x);
  for (guint i = 0; column->any && i < G_N_ELEMENTS (kept); i++)
    if (i == 0 || kept[i] != kept[i - 1])
      g_array_append_val (out, points[kept[i]]);
  if (column->gap_after)
    append_gap (out, from, x);
}

static void
add (Column *column, const WeftChartPoint *points, gsize i)
{
  if (!isfinite (points[i].y))
    {
      column->gap_before |= !column->any;
      column->gap_after = TRUE;
      return;
    }
  column->gap_after = FALSE;
  if (!column->any)
    column->first = column->lowest = column->highest = i;
  column->any = TRUE;
  column->last = i;
  if (points[i].y < points[column->lowest].y)
    column->lowest = i;
  if (points[i].y > points[column->highest].y)
    column->highest = i;
}

void
weft_chart_reduce (const WeftChartPoint *points, gsize n, double lo, double hi, guint columns, GArray *out)
{
  guint from;
  gsize begin, end;
  double per_column;
  Column column = { 0 };
  gint64 at = -1;

  g_return_if_fail (points != NULL || n == 0);
  g_return_if_fail (lo < hi);
  g_return_if_fail (columns > 0);
  g_return_if_fail (out != NULL);

  from = out->len;
  per_column = columns / (hi - lo);
  begin = weft_chart_find (points, n, lo);
  end = weft_chart_find (points, n, hi);
  while (end < n && points[end].x == hi)
    end++;
  if (begin > 0)
    begin--;
  if (end < n)
    end++;
  for (gsize i = begin; i < end; i++)
    {
      /* -1 is what lies before, columns what lies behind */
      gint64 here = points[i].x < lo   ? -1
                    : points[i].x > hi ? columns
                                       : MIN ((gint64) ((points[i].x - lo) * per_column), columns - 1);

      if (here != at && i > begin)
        {
          flush (&column, points, out, from, points[i].x);
          column = (Column) { 0 };
        }
      at = here;
      add (&column, points, i);
    }
  if (end > begin)
    flush (&column, points, out, from, points[end - 1].x);
}

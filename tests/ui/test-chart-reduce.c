/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is left of many points shows what all of them would; and layers add up. */

#include "ui/weft-chart-reduce.h"
#include "ui/weft-chart-stack.h"

#include <math.h>

#define SEEDS 3000

typedef struct
{
  double lo, hi;
  guint n;
  gboolean begins, ends; /* with a gap */
} Shown;

static GArray *
take_points (GRand *rand)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (WeftChartPoint));
  guint n = (guint) g_rand_int_range (rand, 0, g_rand_int_range (rand, 0, 2) ? 40 : 4000);
  double x = g_rand_double_range (rand, -10, 10), gaps = g_rand_double (rand) * g_rand_int_range (rand, 0, 2);
  double size = pow (10, g_rand_double_range (rand, -5, 250));

  for (guint i = 0; i < n; i++)
    {
      WeftChartPoint point = { x, g_rand_double_range (rand, -1, 1) * size };

      if (g_rand_double (rand) < gaps)
        point.y = g_rand_boolean (rand) ? NAN : INFINITY;
      g_array_append_val (points, point);
      x += g_rand_int_range (rand, 0, 4) * g_rand_double (rand); /* some have the same x */
    }

  return points;
}

static guint
get_column (double x, double lo, double hi, guint columns)
{
  return MIN ((guint) ((x - lo) * (columns / (hi - lo))), columns - 1);
}

static Shown *
look (GArray *points, double lo, double hi, guint columns)
{
  Shown *shown = g_new (Shown, columns);

  for (guint i = 0; i < columns; i++)
    shown[i] = (Shown) { .lo = INFINITY, .hi = -INFINITY };
  for (guint i = 0; i < points->len; i++)
    {
      WeftChartPoint point = g_array_index (points, WeftChartPoint, i);
      Shown *column;

      if (point.x < lo || point.x > hi)
        continue;
      column = &shown[get_column (point.x, lo, hi, columns)];
      if (isfinite (point.y))
        {
          column->lo = MIN (column->lo, point.y);
          column->hi = MAX (column->hi, point.y);
        }
      if (column->n++ == 0)
        column->begins = !isfinite (point.y);
      column->ends = !isfinite (point.y);
    }

  return shown;
}

static void
check (GArray *points, double lo, double hi, guint columns)
{
  g_autoptr (GArray) out = g_array_new (FALSE, FALSE, sizeof (WeftChartPoint));
  g_autofree Shown *all = look (points, lo, hi, columns);
  g_autofree Shown *kept = NULL;

  weft_chart_reduce ((WeftChartPoint *) points->data, points->len, lo, hi, columns, out);
  kept = look (out, lo, hi, columns);
  g_assert_cmpuint (out->len, <=, MIN (points->len * 2, 6 * (columns + 2)));
  for (guint i = 0; i < columns; i++)
    {
      g_assert_cmpfloat (all[i].lo, ==, kept[i].lo);
      g_assert_cmpfloat (all[i].hi, ==, kept[i].hi);
    }
  for (guint i = 1; i < out->len; i++)
    {
      WeftChartPoint before = g_array_index (out, WeftChartPoint, i - 1),
                     here = g_array_index (out, WeftChartPoint, i);

      g_assert_cmpfloat (before.x, <=, here.x);
      g_assert_false (isnan (before.y) && isnan (here.y));
    }
  /* Two points which are neighbours in what is left and lie in different columns have no gap between them. */
  for (guint i = 1; i < out->len; i++)
    {
      WeftChartPoint before = g_array_index (out, WeftChartPoint, i - 1),
                     here = g_array_index (out, WeftChartPoint, i);

      if (isnan (before.y) || isnan (here.y) || before.x < lo || here.x > hi
          || get_column (before.x, lo, hi, columns) == get_column (here.x, lo, hi, columns))
        continue;
      for (guint j = 0; j < points->len; j++)
        {
          WeftChartPoint point = g_array_index (points, WeftChartPoint, j);

          if (point.x > before.x && point.x < here.x)
            g_assert_true (isfinite (point.y));
        }
    }
}

static void
test_seeds (void)
{
  for (guint seed = 0; seed < SEEDS; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (GArray) points = take_points (rand);
      double lo = g_rand_double_range (rand, -20, 2000),
             hi = lo + pow (10, g_rand_double_range (rand, -3, 4));
      guint columns = (guint) g_rand_int_range (rand, 1, 400);

      g_test_message ("seed %u: %u points, %g to %g in %u columns", seed, points->len, lo, hi, columns);
      check (points, lo, hi, columns);
    }
}

/* One sample in a million is seen. */
static void
test_spike (void)
{
  g_autoptr (GArray) points = g_array_sized_new (FALSE, FALSE, sizeof (WeftChartPoint), 1000000);
  g_autoptr (GArray) out = g_array_new (FALSE, FALSE, sizeof (WeftChartPoint));
  gboolean found = FALSE;

  for (guint i = 0; i < 1000000; i++)
    {
      WeftChartPoint point = { i, i == 654321 ? 1000 : sin (i) };

      g_array_append_val (points, point);
    }
  weft_chart_reduce ((WeftChartPoint *) points->data, points->len, 0, 999999, 300, out);
  g_assert_cmpuint (out->len, <=, 1200);
  for (guint i = 0; i < out->len; i++)
    found |= g_array_index (out, WeftChartPoint, i).y == 1000;
  g_assert_true (found);
}

static void
test_outside (void)
{
  static const WeftChartPoint points[] = { { 0, 1 }, { 1, 2 }, { 9, 3 }, { 10, 4 } };
  g_autoptr (GArray) out = g_array_new (FALSE, FALSE, sizeof (WeftChartPoint));

  weft_chart_reduce (points, 4, 4, 5, 10, out); /* between two: the line goes through */
  g_assert_cmpuint (out->len, ==, 2);
  g_assert_cmpfloat (g_array_index (out, WeftChartPoint, 0).y, ==, 2);
  g_assert_cmpfloat (g_array_index (out, WeftChartPoint, 1).y, ==, 3);
  g_array_set_size (out, 0);
  weft_chart_reduce (NULL, 0, 0, 1, 10, out);
  g_assert_cmpuint (out->len, ==, 0);
}

static void
test_stack (void)
{
  static const WeftChartPoint first[] = { { 0, 1 }, { 2, 3 }, { 4, NAN }, { 6, 1 } },
                              second[] = { { 1, 10 }, { 2, -4 }, { 6, 2 } };
  g_autoptr (WeftChartStack) stack = weft_chart_stack_new ();
  const WeftChartPoint *top, *bottom;

  weft_chart_stack_add (stack, first, G_N_ELEMENTS (first));
  weft_chart_stack_add (stack, second, G_N_ELEMENTS (second));
  weft_chart_stack_build (stack, TRUE);
  g_assert_cmpuint (weft_chart_stack_get_n_layers (stack), ==, 2);
  g_assert_cmpuint (weft_chart_stack_get_n (stack), ==, 5); /* 0, 1, 2, 4, 6 */
  top = weft_chart_stack_get_top (stack, 0);
  g_assert_cmpfloat (top[1].y, ==, 2); /* half-way */
  g_assert_cmpfloat (top[3].y, ==, 0); /* the gap */
  top = weft_chart_stack_get_top (stack, 1);
  bottom = weft_chart_stack_get_bottom (stack, 1);
  g_assert_cmpfloat (top[0].y, ==, 1); /* before it begins */
  g_assert_cmpfloat (top[1].y, ==, 12);
  g_assert_cmpfloat (bottom[1].y, ==, 2);
  g_assert_cmpfloat (bottom[2].y, ==, 0); /* what is negative goes down from zero */
  g_assert_cmpfloat (top[2].y, ==, -4);
  g_assert_cmpfloat (top[4].y, ==, 3);
}

/* As most charts have them: all at the same times. */
static void
test_stack_shared (void)
{
  static const WeftChartPoint first[] = { { 0, 1 }, { 1, NAN }, { 1, 7 }, { 2, 3 } },
                              second[] = { { 0, 4 }, { 1, 5 }, { 1, 6 }, { 2, -1 } };
  g_autoptr (WeftChartStack) stack = weft_chart_stack_new ();
  const WeftChartPoint *top;

  weft_chart_stack_add (stack, first, G_N_ELEMENTS (first));
  weft_chart_stack_add (stack, second, G_N_ELEMENTS (second));
  weft_chart_stack_build (stack, FALSE);
  g_assert_cmpuint (weft_chart_stack_get_n (stack), ==, 3);
  top = weft_chart_stack_get_top (stack, 1);
  g_assert_cmpfloat (top[0].y, ==, 5);
  g_assert_cmpfloat (top[1].x, ==, 1);
  g_assert_cmpfloat (top[1].y, ==, 5); /* on a gap */
  g_assert_cmpfloat (top[2].y, ==, -1);
}

static void
test_stack_empty (void)
{
  g_autoptr (WeftChartStack) stack = weft_chart_stack_new ();

  weft_chart_stack_add (stack, NULL, 0);
  weft_chart_stack_build (stack, FALSE);
  g_assert_cmpuint (weft_chart_stack_get_n (stack), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart/reduce/seeds", test_seeds);
  g_test_add_func ("/chart/reduce/spike", test_spike);
  g_test_add_func ("/chart/reduce/outside", test_outside);
  g_test_add_func ("/chart/stack", test_stack);
  g_test_add_func ("/chart/stack/shared", test_stack_shared);
  g_test_add_func ("/chart/stack/empty", test_stack_empty);
  return g_test_run ();
}

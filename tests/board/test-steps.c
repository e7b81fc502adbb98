/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-task-steps.h"

#define TODO "0192f0c1-0000-7000-8000-0000000000c4"
#define DONE "0192f0c1-0000-7000-8000-0000000000c6"

static void
test_steps (void)
{
  g_autofree char *first = weft_task_steps_add (NULL, TODO, 5);
  g_autofree char *second = weft_task_steps_add (first, DONE, 7);
  g_autofree char *same = weft_task_steps_add (second, DONE, 9);
  g_autoptr (GArray) steps = weft_task_steps_parse (second);

  g_assert_cmpstr (first, ==, TODO "@5");
  g_assert_cmpstr (second, ==, TODO "@5 " DONE "@7");
  g_assert_cmpstr (same, ==, second);
  g_assert_cmpuint (steps->len, ==, 2);
  g_assert_cmpstr (g_array_index (steps, WeftTaskStep, 1).status, ==, DONE);
  g_assert_cmpint (g_array_index (steps, WeftTaskStep, 1).at, ==, 7);
}

/* The first and the newest stay, however often a task goes to and fro. */
static void
test_bound (void)
{
  g_autofree char *steps = weft_task_steps_add (NULL, TODO, 0);
  g_autoptr (GArray) kept = NULL;

  for (gint64 i = 1; i <= 1000; i++)
    {
      g_autofree char *more = weft_task_steps_add (steps, i % 2 == 0 ? TODO : DONE, i);

      g_set_str (&steps, more);
    }

  kept = weft_task_steps_parse (steps);
  g_assert_cmpuint (kept->len, ==, WEFT_TASK_STEPS_MAX);
  g_assert_cmpint (g_array_index (kept, WeftTaskStep, 0).at, ==, 0);
  for (guint i = 1; i < kept->len; i++)
    g_assert_cmpint (g_array_index (kept, WeftTaskStep, i).at, ==, 1000 - (gint64) kept->len + 1 + i);
}

static void
test_broken (void)
{
  static const char *const broken[] = { "", " ", "@", "@5", "x@", "x@y", "x@5y", "x", "  @ @ ",
                                        "0123456789012345678901234567890123456789012345678901234567890123@5" };
  g_autoptr (GArray) none = weft_task_steps_parse (NULL);
  g_autoptr (GArray) some = weft_task_steps_parse ("x  " TODO "@5 @ y@z");

  g_assert_cmpuint (none->len, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GArray) steps = weft_task_steps_parse (broken[i]);

      g_assert_cmpuint (steps->len, ==, 0);
    }
  g_assert_cmpuint (some->len, ==, 1);
  g_assert_cmpint (g_array_index (some, WeftTaskStep, 0).at, ==, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/board/steps/added", test_steps);
  g_test_add_func ("/board/steps/bounded", test_bound);
  g_test_add_func ("/board/steps/broken", test_broken);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which lanes are folded is kept, by project, and not without end. */

#include "features/board/view/weft-folded-lanes.h"

#define expect(settings_, project_, text_)                                                                                             \
  G_STMT_START                                                                                                                         \
  {                                                                                                                                    \
    g_auto (GStrv) lanes_ = weft_folded_lanes_dup (settings_, project_);                                                               \
    g_autofree char *found_ = g_strjoinv (";", lanes_);                                                                                \
    g_assert_cmpstr (found_, ==, text_);                                                                                               \
  }                                                                                                                                    \
  G_STMT_END

static void
test_kept (void)
{
  g_autoptr (GSettings) settings = g_settings_new ("dev.weft.Weft");

  expect (settings, "project/a", "");
  weft_folded_lanes_set (settings, "project/a", (const char *[]) { "priority low", "priority none", NULL });
  weft_folded_lanes_set (settings, "project/b", (const char *[]) { "assignee ", NULL });
  expect (settings, "project/a", "priority low;priority none");
  expect (settings, "project/b", "assignee ");
  weft_folded_lanes_set (settings, "project/a", (const char *[]) { NULL });
  expect (settings, "project/a", "");
  expect (settings, "project/b", "assignee ");
}

/* Who folds in a thousand projects loses the oldest ones; of one project with too many lanes not all. */
static void
test_bounded (void)
{
  g_autoptr (GSettings) settings = g_settings_new ("dev.weft.Weft");
  g_autoptr (GStrvBuilder) many = g_strv_builder_new ();
  g_auto (GStrv) lanes = NULL;
  g_auto (GStrv) kept = NULL;
  g_autoptr (GVariant) all = NULL;

  for (guint i = 0; i < 1000; i++)
    g_strv_builder_take (many, g_strdup_printf ("field:x %u", i));
  lanes = g_strv_builder_end (many);
  weft_folded_lanes_set (settings, "project/large", (const char *const *) lanes);
  kept = weft_folded_lanes_dup (settings, "project/large");
  g_assert_cmpuint (g_strv_length (kept), ==, WEFT_FOLDED_LANES_MAX);
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *project = g_strdup_printf ("project/%u", i);

      weft_folded_lanes_set (settings, project, (const char *[]) { "label ", NULL });
    }
  all = g_settings_get_value (settings, "folded-lanes");
  g_assert_cmpuint (g_variant_n_children (all), ==, WEFT_FOLDED_PROJECTS_MAX);
  expect (settings, "project/999", "label ");
  expect (settings, "project/large", "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/board/folded/kept", test_kept);
  g_test_add_func ("/board/folded/bounded", test_bounded);
  return g_test_run ();
}

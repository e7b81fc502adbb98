/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which lanes are folded, and how cards are ordered and grouped, is kept, by project, and not without end. */

#include "features/board/view/weft-folded-lanes.h"
#include "features/board/view/weft-kept-look.h"

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
  g_assert_cmpuint (g_variant_n_children (all), ==, WEFT_KEPT_PROJECTS_MAX);
  expect (settings, "project/999", "label ");
  expect (settings, "project/large", "");
}

static void
expect_look (GSettings *settings, const char *project, const char *sort, gboolean descending, const char *grouping)
{
  WeftBoardLook look = { .text = "is:open", .descending = TRUE, .layout = WEFT_LAYOUT_LIST };

  weft_kept_look_take (settings, project, &look);
  g_assert_cmpstr (weft_sort_to_wire (look.sort), ==, sort);
  g_assert_cmpint (look.descending, ==, descending);
  g_assert_cmpstr (weft_grouping_to_wire (look.grouping), ==, grouping);
  g_assert_cmpstr (look.text, ==, "is:open");
  g_assert_cmpint (look.layout, ==, WEFT_LAYOUT_LIST);
}

/* A look that is plain takes no room. */
static void
test_look (void)
{
  g_autoptr (GSettings) settings = g_settings_new ("dev.weft.Weft");
  WeftBoardLook look = { .text = "", .descending = TRUE };
  g_autoptr (GVariant) all = NULL;
  g_autofree char *by_field = NULL;

  expect_look (settings, "project/a", "rank", FALSE, "none");
  look.sort = weft_sort_from_wire ("due");
  look.grouping = weft_grouping_of_field ("0192f0c1-0000-7000-8000-000700000000");
  by_field = g_strdup (weft_grouping_to_wire (look.grouping));
  weft_kept_look_set (settings, "project/a", &look);
  expect_look (settings, "project/a", "due", TRUE, by_field);
  expect_look (settings, "project/b", "rank", FALSE, "none");
  look = (WeftBoardLook) { .text = "" };
  weft_kept_look_set (settings, "project/a", &look);
  expect_look (settings, "project/a", "rank", FALSE, "none");
  all = g_settings_get_value (settings, "board-looks");
  g_assert_cmpuint (g_variant_n_children (all), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/board/folded/kept", test_kept);
  g_test_add_func ("/board/folded/bounded", test_bounded);
  g_test_add_func ("/board/folded/look", test_look);
  return g_test_run ();
}

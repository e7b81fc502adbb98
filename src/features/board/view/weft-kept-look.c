/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/view/weft-kept-look.h"

#define KEY "board-looks"

void
weft_kept_look_take (GSettings *settings, const char *project, WeftBoardLook *look)
{
  g_autoptr (GVariant) kept = NULL;
  const char *sort = "";
  const char *grouping = "";

  g_return_if_fail (look != NULL);

  kept = weft_kept_settings_dup (settings, KEY, project, "(sbs)");
  look->descending = FALSE;
  if (kept != NULL)
    g_variant_get (kept, "(&sb&s)", &sort, &look->descending, &grouping);
  look->sort = weft_sort_from_wire (sort);
  look->grouping = weft_grouping_from_wire (grouping);
}

void
weft_kept_look_set (GSettings *settings, const char *project, const WeftBoardLook *look)
{
  gboolean plain;

  g_return_if_fail (look != NULL);

  plain = look->sort.kind == WEFT_SORT_RANK && !look->descending && look->grouping.kind == WEFT_GROUP_NONE;
  weft_kept_settings_set (settings, KEY, project,
                          plain ? NULL : g_variant_new ("(sbs)", weft_sort_to_wire (look->sort), look->descending, weft_grouping_to_wire (look->grouping)));
}

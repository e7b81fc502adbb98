/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-board-look.h"

static const char *const layouts[] = { "board", "list", "figures" };
static const char *const sorts[] = { "rank", "key", "title", "status", "assignee", "priority", "estimate", "due" };
static const char *const groupings[] = { "none", "status", "assignee", "label", "priority", "parent" };

static guint
find (const char *const *values, guint n, const char *text)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (values[i], text) == 0)
      return i;

  return 0;
}

const char *
weft_layout_to_wire (WeftBoardLayout layout)
{
  return layouts[MIN (layout, G_N_ELEMENTS (layouts) - 1)];
}

WeftBoardLayout
weft_layout_from_wire (const char *text)
{
  return (WeftBoardLayout) find (layouts, G_N_ELEMENTS (layouts), text);
}

const char *
weft_sort_to_wire (WeftTaskSort sort)
{
  return sorts[MIN (sort, G_N_ELEMENTS (sorts) - 1)];
}

WeftTaskSort
weft_sort_from_wire (const char *text)
{
  return (WeftTaskSort) find (sorts, G_N_ELEMENTS (sorts), text);
}

const char *
weft_grouping_to_wire (WeftTaskGrouping grouping)
{
  return groupings[MIN (grouping, G_N_ELEMENTS (groupings) - 1)];
}

WeftTaskGrouping
weft_grouping_from_wire (const char *text)
{
  return (WeftTaskGrouping) find (groupings, G_N_ELEMENTS (groupings), text);
}

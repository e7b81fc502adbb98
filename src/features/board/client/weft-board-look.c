/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-board-look.h"

#include "features/board/shared/weft-view-terms.h"

static const char *const layouts[] = { "board", "list", "figures", NULL };

static guint
find (const char *const *values, const char *text)
{
  for (guint i = 0; values[i] != NULL; i++)
    if (g_strcmp0 (values[i], text) == 0)
      return i;

  return 0;
}

/* A project has few fields: what names them is kept. */
static const char *
intern_field (const char *id)
{
  g_autofree char *term = weft_view_term_of_field (id);

  return g_intern_string (term);
}

const char *
weft_layout_to_wire (WeftBoardLayout layout)
{
  return layouts[MIN (layout, G_N_ELEMENTS (layouts) - 2)];
}

WeftBoardLayout
weft_layout_from_wire (const char *text)
{
  return (WeftBoardLayout) find (layouts, text);
}

const char *
weft_sort_to_wire (WeftTaskSort sort)
{
  if (sort.kind >= WEFT_SORT_FIELD)
    return intern_field (sort.field);
  return weft_view_sorts[sort.kind];
}

WeftTaskSort
weft_sort_from_wire (const char *text)
{
  const char *field = weft_view_term_get_field (text);

  return field != NULL ? weft_sort_of_field (field) : (WeftTaskSort) { (WeftSortKind) find (weft_view_sorts, text), NULL };
}

const char *
weft_grouping_to_wire (WeftTaskGrouping grouping)
{
  if (grouping.kind >= WEFT_GROUP_FIELD)
    return intern_field (grouping.field);
  return weft_view_groupings[grouping.kind];
}

WeftTaskGrouping
weft_grouping_from_wire (const char *text)
{
  const char *field = weft_view_term_get_field (text);

  return field != NULL ? weft_grouping_of_field (field) : (WeftTaskGrouping) { (WeftGroupKind) find (weft_view_groupings, text), NULL };
}

WeftTaskSort
weft_sort_of_field (const char *id)
{
  return (WeftTaskSort) { WEFT_SORT_FIELD, g_intern_string (id) };
}

WeftTaskGrouping
weft_grouping_of_field (const char *id)
{
  return (WeftTaskGrouping) { WEFT_GROUP_FIELD, g_intern_string (id) };
}

gboolean
weft_sort_equal (WeftTaskSort a, WeftTaskSort b)
{
  return a.kind == b.kind && a.field == b.field;
}

gboolean
weft_grouping_equal (WeftTaskGrouping a, WeftTaskGrouping b)
{
  return a.kind == b.kind && a.field == b.field;
}

gboolean
weft_look_is_arranged_alike (const WeftBoardLook *a, const WeftBoardLook *b)
{
  return weft_sort_equal (a->sort, b->sort) && a->descending == b->descending && weft_grouping_equal (a->grouping, b->grouping)
         && a->layout == b->layout;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-task-columns.h"

#include "ui/weft-text-scale.h"

#define GAP 12    /* px between columns */
#define WIDE 700  /* px from which on there are columns */
#define TITLE 180 /* px which fields leave to a title */

/* px; 0: what is left */
static int
get_width (WeftSortKind sort)
{
  switch (sort)
    {
    case WEFT_SORT_KEY:
      return weft_text_scale (80);
    case WEFT_SORT_PRIORITY:
    case WEFT_SORT_ESTIMATE:
      return weft_text_scale (70);
    case WEFT_SORT_STATUS:
      return weft_text_scale (100);
    case WEFT_SORT_ASSIGNEE:
      return weft_text_scale (112);
    case WEFT_SORT_DUE:
      return weft_text_scale (90);
    case WEFT_SORT_FIELD:
      return weft_text_scale (92);
    case WEFT_SORT_TITLE:
    case WEFT_SORT_RANK:
    case WEFT_SORT_CREATED:
    default:
      return 0;
    }
}

static void
add (GArray *columns, WeftTaskSort sort, gboolean first)
{
  const WeftTaskColumn column = { .sort = sort, .first = first };

  if (columns->len < WEFT_TASK_COLUMNS_MAX)
    g_array_append_val (columns, column);
}

void
weft_task_columns_list (WeftBoardLens *lens, GArray *columns)
{
  static const WeftSortKind plain[WEFT_N_TASK_COLUMNS]
      = { WEFT_SORT_KEY, WEFT_SORT_TITLE, WEFT_SORT_STATUS, WEFT_SORT_ASSIGNEE, WEFT_SORT_PRIORITY, WEFT_SORT_ESTIMATE, WEFT_SORT_DUE };
  GPtrArray *fields = weft_board_get_fields (weft_board_lens_get_board (lens));
  WeftTaskSort sort = weft_board_lens_get_look (lens)->sort;

  g_array_set_size (columns, 0);
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    add (columns, (WeftTaskSort) { plain[i], NULL }, TRUE);
  for (guint i = 0; i < fields->len; i++)
    {
      const WeftProjectField *field = fields->pdata[i];
      WeftTaskSort own = weft_sort_of_field (field->id);

      if (field->shown || weft_sort_equal (own, sort))
        add (columns, own, weft_sort_equal (own, sort));
    }
}

gboolean
weft_task_columns_have_room (int width)
{
  return width >= weft_text_scale (WIDE);
}

void
weft_task_columns_place (GArray *columns, int width)
{
  int left = width;
  int x = 0;

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < columns->len; i++)
      {
        WeftTaskColumn *column = &g_array_index (columns, WeftTaskColumn, i);
        int own = get_width (column->sort.kind);

        if (column->first == (pass == 1))
          continue;
        column->width = i < WEFT_N_TASK_COLUMNS || left - own - GAP >= weft_text_scale (TITLE) ? own : 0;
        left -= column->width > 0 ? column->width + GAP : 0;
      }
  for (guint i = 0; i < columns->len; i++)
    {
      WeftTaskColumn *column = &g_array_index (columns, WeftTaskColumn, i);

      if (column->sort.kind == WEFT_SORT_TITLE)
        column->width = MAX (left, 0);
      column->x = x;
      x += column->width > 0 ? column->width + GAP : 0;
    }
}

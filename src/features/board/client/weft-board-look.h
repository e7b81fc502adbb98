/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How the tasks of a board can be looked at: what operations call each is in docs/operations.md. */

/** WeftBoardLayout: how tasks are laid out. */
typedef enum
{
  WEFT_LAYOUT_BOARD,
  WEFT_LAYOUT_LIST,
  WEFT_LAYOUT_FIGURES,
} WeftBoardLayout;

/** WeftTaskSort: by what tasks stand in a list. */
typedef enum
{
  WEFT_SORT_RANK, /* as on the board: by status, and there as people ordered them */
  WEFT_SORT_KEY,
  WEFT_SORT_TITLE,
  WEFT_SORT_STATUS,
  WEFT_SORT_ASSIGNEE,
  WEFT_SORT_PRIORITY, /* the most urgent first */
  WEFT_SORT_ESTIMATE,
  WEFT_SORT_DUE,      /* those without a date last, whichever way */
} WeftTaskSort;
#define WEFT_N_SORTS (WEFT_SORT_DUE + 1)

/** WeftTaskGrouping: what stands together. */
typedef enum
{
  WEFT_GROUP_NONE,
  WEFT_GROUP_STATUS,
  WEFT_GROUP_ASSIGNEE,
  WEFT_GROUP_LABEL,
  WEFT_GROUP_PRIORITY,
  WEFT_GROUP_PARENT,
} WeftTaskGrouping;
#define WEFT_N_GROUPINGS (WEFT_GROUP_PARENT + 1)

/** WeftBoardLook: a filter (client/weft-task-filter.h), and how what it lets through is laid out. */
typedef struct
{
  const char *text;
  WeftTaskSort sort;
  gboolean descending; /* the other way round */
  WeftTaskGrouping grouping;
  WeftBoardLayout layout;
} WeftBoardLook;

/* As operations say them; what nobody knows is the first of each. */
const char *weft_layout_to_wire (WeftBoardLayout layout);
WeftBoardLayout weft_layout_from_wire (const char *text);
const char *weft_sort_to_wire (WeftTaskSort sort);
WeftTaskSort weft_sort_from_wire (const char *text);
const char *weft_grouping_to_wire (WeftTaskGrouping grouping);
WeftTaskGrouping weft_grouping_from_wire (const char *text);

G_END_DECLS

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

/** WeftSortKind: by what tasks stand in a list. What has nothing of it stands last, whichever way. */
typedef enum
{
  WEFT_SORT_RANK, /* as on the board: by status, and there as people ordered them */
  WEFT_SORT_KEY,
  WEFT_SORT_TITLE,
  WEFT_SORT_STATUS,
  WEFT_SORT_ASSIGNEE,
  WEFT_SORT_PRIORITY, /* the most urgent first */
  WEFT_SORT_ESTIMATE,
  WEFT_SORT_DUE,
  WEFT_SORT_CREATED,
  WEFT_SORT_FIELD,    /* one of the project's own */
} WeftSortKind;
#define WEFT_N_SORTS WEFT_SORT_FIELD /* without those of a project's own */

/** WeftTaskSort: @field: (nullable): of %WEFT_SORT_FIELD its id, which is interned. */
typedef struct
{
  WeftSortKind kind;
  const char *field;
} WeftTaskSort;

/** WeftGroupKind: what stands together. */
typedef enum
{
  WEFT_GROUP_NONE,
  WEFT_GROUP_STATUS,
  WEFT_GROUP_ASSIGNEE,
  WEFT_GROUP_LABEL,
  WEFT_GROUP_PRIORITY,
  WEFT_GROUP_PARENT,
  WEFT_GROUP_FIELD, /* what has the same in a field of the project's own; a date: in the same month */
} WeftGroupKind;
#define WEFT_N_GROUPINGS WEFT_GROUP_FIELD /* without those of a project's own */

/** WeftTaskGrouping: @field: (nullable): of %WEFT_GROUP_FIELD its id, which is interned. */
typedef struct
{
  WeftGroupKind kind;
  const char *field;
} WeftTaskGrouping;

/** WeftBoardLook: a filter (client/weft-task-filter.h), and how what it lets through is laid out. */
typedef struct
{
  const char *text;
  WeftTaskSort sort;
  gboolean descending; /* the other way round */
  WeftTaskGrouping grouping;
  WeftBoardLayout layout;
} WeftBoardLook;

/* As operations say them, in static memory; what nobody knows is the first of each. */
const char *weft_layout_to_wire (WeftBoardLayout layout);
WeftBoardLayout weft_layout_from_wire (const char *text);
const char *weft_sort_to_wire (WeftTaskSort sort);
WeftTaskSort weft_sort_from_wire (const char *text);
const char *weft_grouping_to_wire (WeftTaskGrouping grouping);
WeftTaskGrouping weft_grouping_from_wire (const char *text);

/** weft_sort_of_field, weft_grouping_of_field: @id: of a field of the project's own. */
WeftTaskSort weft_sort_of_field (const char *id);
WeftTaskGrouping weft_grouping_of_field (const char *id);
gboolean weft_sort_equal (WeftTaskSort a, WeftTaskSort b);
gboolean weft_grouping_equal (WeftTaskGrouping a, WeftTaskGrouping b);
/** weft_look_is_arranged_alike: whether they differ in the filter at most. */
gboolean weft_look_is_arranged_alike (const WeftBoardLook *a, const WeftBoardLook *b);

G_END_DECLS

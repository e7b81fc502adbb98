/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/exchange/weft-bring-board.h"

G_BEGIN_DECLS

/** WeftTaskColumn: a column of a table, and for what it is taken. */
typedef struct
{
  char *header;
  char *example;     /* (nullable): the first that stands in it */
  const char *field; /* static: its name */
} WeftTaskColumn;

void weft_task_column_free (gpointer self);

/** weft_task_table_get_fields: Returns: (array zero-terminated=1): the names of the fields which a column may be, "nothing" first. */
const char *const *weft_task_table_get_fields (void);
/** weft_task_columns_read: Returns: (transfer full): what a file says of columns, a line of "HEADER,FIELD" each, as weft_task_table_read() takes it. */
GHashTable *weft_task_columns_read (const char *path, GError **error);

/**
 * weft_task_table_read:
 * @path: a table of tasks (CSV), a task a row, as Jira or Linear exports it or, if that is the source of @bringing, Weft itself
 * @columns: (nullable) (element-type utf8 utf8): what columns mean, before what is known of Jira's and Linear's: their folded headers and the names of fields
 * @found: (nullable) (element-type WeftTaskColumn): gets the columns there are and what they are taken for, also where it fails
 *
 * Fields: key, title, about, status, category, assignee, label, labels (parted by commas), priority, estimate, start, due, parent, comment, blocks,
 * blocked-by, related, archived, project, note (a line at the end of the description), field (one of the project, of the kind which all that stands in the column has), nothing.
 *
 * Returns: (transfer full): with the people of @bringing filled in. What does not come is in its report; @error: it is no such file.
 */
WeftBringBoard *weft_task_table_read (const char *path, GHashTable *columns, WeftBringing *bringing, GPtrArray *found, GError **error);

G_END_DECLS

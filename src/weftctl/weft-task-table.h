/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "weftctl/weft-bring-board.h"

G_BEGIN_DECLS

/**
 * weft_task_table_read:
 * @path: a table of tasks (CSV), a task a row, as Jira or Linear exports it or, if that is the source of @bringing, Weft itself
 * @columns: (nullable): a file which says what columns mean: a line of "HEADER,FIELD" each, before what is known of Jira's and Linear's
 *
 * Fields: key, title, about, status, category, assignee, label, labels (parted by commas), priority, estimate, start, due, parent, comment, blocks,
 * blocked-by, related, archived, project, note (a line at the end of the description), nothing.
 *
 * Returns: (transfer full): with the people of @bringing filled in. What does not come is in its report; @error: it is no such file.
 */
WeftBringBoard *weft_task_table_read (const char *path, const char *columns, WeftBringing *bringing, GError **error);

G_END_DECLS

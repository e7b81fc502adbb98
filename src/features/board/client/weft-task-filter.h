/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-project-field.h"
#include "features/board/client/weft-project-label.h"
#include "features/board/client/weft-project-status.h"

G_BEGIN_DECLS

/** WeftTaskNames: what the words of a filter may be the names of. All of it is looked at while the filter is made, and not after. */
typedef struct
{
  const char *code;     /* of the project */
  const char *me;       /* (nullable): id of oneself */
  GListModel *people;   /* of WeftPerson */
  GListModel *statuses; /* of WeftProjectStatus */
  GPtrArray *labels;    /* of WeftProjectLabel */
  GPtrArray *fields;    /* of WeftProjectField */
} WeftTaskNames;

/**
 * WeftTaskFilter:
 *
 * Which tasks of a board are wanted, as a person wrote it, compiled: matching a task takes no memory (but of what is free text in a field), and the same time on a board of any size. The grammar is
 * that of search (store/weft-search-query.h), over the title and the key, with operators of its own. A comma stands between values of which any will do:
 *
 *   assignee:VALUE  me, none, any, or words of a name
 *   label:VALUE     none, any, or words of a name
 *   status:VALUE    words of a name
 *   priority:VALUE  none, low, medium, high, urgent
 *   is:VALUE        open, todo, doing, done, blocked, overdue, mine, unassigned, recurring,
 *                   critical (weft_critical_path_find(), when the filter was made)
 *   has:VALUE       file, comment, description, checklist
 *   due:VALUE       none, any, overdue, or a time: today, tomorrow, 2026-12, 2026-12-24; 7d, 2w, 3m, 1y (from today on for so long)
 *   before:TIME after:TIME   due before it, or after it
 *   estimate:VALUE  none, any, 3, >3, >=3, <3, <=3, 1..5
 *   parent:VALUE    none, any, or a key: WEB-318
 *   field:NAME=VALUE  what stands in a field of the project's own: none, any, or, as of its kind: words of a text, of what is chosen or of a name; a number as an
 *                   estimate; a date as due. NAME alone: any. All values of one operator are of the field which the first one names
 *
 * Nothing typed is an error. What nobody knows is told by weft_task_filter_get_problem(): an operator is looked for as words, and a value is had by no task.
 */
typedef struct _WeftTaskFilter WeftTaskFilter;

/**
 * weft_task_filter_new:
 * @now: ms: what is overdue then
 * @zone: in which days begin
 *
 * Returns: (transfer full) (nullable): %NULL: nothing is asked for, every task is wanted
 */
WeftTaskFilter *weft_task_filter_new (const WeftTaskNames *names, const char *text, gint64 now, GTimeZone *zone);
void weft_task_filter_free (WeftTaskFilter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftTaskFilter, weft_task_filter_free)

gboolean weft_task_filter_match (WeftTaskFilter *self, WeftTask *task);

/**
 * weft_task_filter_get_problem:
 * @operator: (out) (transfer none): "label"
 * @value: (out) (transfer none) (nullable): the value of it which nothing has; %NULL: there is no such operator
 *
 * Returns: FALSE: all of it is understood
 */
gboolean weft_task_filter_get_problem (WeftTaskFilter *self, const char **operator, const char **value);

/** weft_task_filter_quote: Returns: (transfer full): a value as it is written behind an operator: between quotes if it has spaces. */
char *weft_task_filter_quote (const char *value);
/** weft_task_filter_toggle: Returns: (transfer full): @text with @term ("label:bug") at its end, or without it if it has it. */
char *weft_task_filter_toggle (const char *text, const char *term);

G_END_DECLS

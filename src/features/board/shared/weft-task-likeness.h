/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-plan.h"

G_BEGIN_DECLS

/** WeftItemLikeness: something on a checklist. */
typedef struct
{
  char *id;
  char *parent; /* the task, or the item below which it stands */
  char *title;
  char *assignee; /* (nullable) */
  gint64 due_at;  /* ms */
  gboolean done;
} WeftItemLikeness;

/**
 * WeftTaskLikeness:
 *
 * What a task says, as plans read it to make another one like it: the strings are those of its row.
 */
typedef struct
{
  char *id;
  char *status;
  char *title;
  char *about;
  char *priority;
  double estimate;
  gint64 start_at; /* ms */
  gint64 due_at;   /* ms */
  char *parent;    /* (nullable) */
  char *assignees; /* (nullable): a set of ids */
  char *labels;    /* (nullable): likewise */
  char *values;    /* (nullable): a map of ids */
  char *recurrence; /* (nullable): no event of weft_task_likeness_emit() */
  char *more;       /* (nullable): what no copy takes over: links, comments, whether it is put away, tasks that are parts of it */
  GPtrArray *items; /* of WeftItemLikeness, as they are shown: below each those which belong to it */
} WeftTaskLikeness;

/** weft_task_likeness_read: @out: (out) (nullable): %NULL: there is no such task, or it was deleted. */
gboolean weft_task_likeness_read (WeftPlan *plan, const char *id, WeftTaskLikeness **out, GError **error);
void weft_task_likeness_free (WeftTaskLikeness *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftTaskLikeness, weft_task_likeness_free)

/** weft_task_likeness_rename: @self becomes another task, @id, and its items others, whose ids come of it and theirs. */
void weft_task_likeness_rename (WeftTaskLikeness *self, const char *id);

/** weft_task_likeness_count: Returns: the events of weft_task_likeness_emit(). */
guint weft_task_likeness_count (const WeftTaskLikeness *self);
/** weft_task_likeness_emit: makes it, between two places (nullable) of its status; what it names must be there. */
void weft_task_likeness_emit (WeftTaskLikeness *self, WeftPlan *plan, const char *above, const char *below);

/** weft_task_likeness_digest: Returns: (transfer full): equal for tasks that say the same of themselves, and are the same. */
char *weft_task_likeness_digest (const WeftTaskLikeness *self);

G_END_DECLS

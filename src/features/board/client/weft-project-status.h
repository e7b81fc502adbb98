/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-task.h"

G_BEGIN_DECLS

typedef enum
{
  WEFT_CATEGORY_TODO,
  WEFT_CATEGORY_DOING,
  WEFT_CATEGORY_DONE,
} WeftCategory;

/** weft_category_from_wire: @text: as operations say it: "doing"; anything else is to be done. */
WeftCategory weft_category_from_wire (const char *text);
/** weft_category_to_wire: Returns: as operations say it: "todo". */
const char *weft_category_to_wire (WeftCategory category);

/** WeftNeeds: what a task needs to be moved into a status. */
typedef enum
{
  WEFT_NEEDS_NOTHING,
  WEFT_NEEDS_CHECKLIST, /* that it is done */
  WEFT_NEEDS_ASSIGNEE,
  WEFT_NEEDS_BOTH,
} WeftNeeds;

/** weft_needs_from_wire: @text: (nullable): as operations say it: "both". */
WeftNeeds weft_needs_from_wire (const char *text);
/** weft_needs_to_wire: Returns: (nullable): as operations say it. */
const char *weft_needs_to_wire (WeftNeeds needs);

/** WeftStatusRecord: a status as the store has it. */
typedef struct
{
  char *id;
  char *name;
  WeftCategory category;
  guint wip; /* more tasks than this are too many; 0: there is no limit */
  gboolean hard;
  gboolean per_lane; /* the limit is of each lane by itself, and never hard */
  char *sources; /* (nullable): a set of ids (base/weft-id-set.h): the statuses from which tasks come here; %NULL: from any */
  WeftNeeds needs;
} WeftStatusRecord;

void weft_status_record_free (WeftStatusRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftStatusRecord, weft_status_record_free)

#define WEFT_TYPE_PROJECT_STATUS (weft_project_status_get_type ())
G_DECLARE_FINAL_TYPE (WeftProjectStatus, weft_project_status, WEFT, PROJECT_STATUS, GObject)

/**
 * WeftProjectStatus:
 *
 * A status of a project, and a GListModel of the tasks in it, in the order which people gave them: a column of a board. What is put away or
 * deleted is no item.
 *
 * Properties, notified: `name`, `n-tasks`. Signal: `changed ()`: something of it is another, `n-tasks` included.
 */
WeftProjectStatus *weft_project_status_new (const char *id);
const char *weft_project_status_get_id (WeftProjectStatus *self);
const char *weft_project_status_get_name (WeftProjectStatus *self);
WeftCategory weft_project_status_get_category (WeftProjectStatus *self);
guint weft_project_status_get_wip (WeftProjectStatus *self);
gboolean weft_project_status_get_hard (WeftProjectStatus *self);
gboolean weft_project_status_get_per_lane (WeftProjectStatus *self);
/** weft_project_status_get_sources: Returns: (nullable): a set of ids: the statuses from which tasks come here, with those that were taken away. */
const char *weft_project_status_get_sources (WeftProjectStatus *self);
WeftNeeds weft_project_status_get_needs (WeftProjectStatus *self);
guint weft_project_status_get_n_tasks (WeftProjectStatus *self);
/** weft_project_status_is_over: whether more tasks are in it than its limit. */
gboolean weft_project_status_is_over (WeftProjectStatus *self);
/** weft_project_status_is_full: whether no task may be moved into it. */
gboolean weft_project_status_is_full (WeftProjectStatus *self);

/* For WeftBoard, which puts tasks where they stand. */

/** weft_project_status_update: @record: (transfer none). Returns: whether it is another category. */
gboolean weft_project_status_update (WeftProjectStatus *self, const WeftStatusRecord *record);
/**
 * weft_project_status_begin: what is put in and taken out from now on is told as one change of a range, not one by one. For many: who looks at
 * one of those in the range loses its place.
 */
void weft_project_status_begin (WeftProjectStatus *self);
void weft_project_status_end (WeftProjectStatus *self);
/** weft_project_status_insert: Returns: (transfer none): its place, for weft_project_status_remove(). */
GSequenceIter *weft_project_status_insert (WeftProjectStatus *self, WeftTask *task);
void weft_project_status_remove (WeftProjectStatus *self, GSequenceIter *place);

/** weft_project_status_get_position: of a task by its place. */
guint weft_project_status_get_position (WeftProjectStatus *self, GSequenceIter *place);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  WEFT_PRIORITY_NONE,
  WEFT_PRIORITY_LOW,
  WEFT_PRIORITY_MEDIUM,
  WEFT_PRIORITY_HIGH,
  WEFT_PRIORITY_URGENT,
} WeftPriority;

/** weft_priority_to_wire: Returns: as operations say it: "none". */
const char *weft_priority_to_wire (WeftPriority priority);
WeftPriority weft_priority_from_wire (const char *text);

/** WeftTaskRecord: a task as the store has it. */
typedef struct
{
  char *id;
  gint64 number;
  char *title;
  gboolean has_about;  /* there is a description */
  guint about_hash;    /* of it, where weft_board_reading_read_past() was asked for texts; else 0 */
  WeftPriority priority;
  double estimate;     /* points; 0: none */
  gint64 start_at;     /* ms; 0: never; midnight in UTC is that day, everywhere */
  gint64 due_at;       /* likewise */
  char *parent;        /* (nullable): id */
  char *duplicate_of;  /* (nullable): id */
  char *assignees;     /* (nullable): a set of ids (base/weft-id-set.h) */
  char *labels;        /* (nullable): likewise */
  char *blockers;      /* (nullable): likewise */
  char *related;       /* (nullable): likewise; the other one need not say it */
  char *status;        /* id */
  char *rank;          /* in its status */
  gboolean archived;
  gboolean removed;
  gboolean template;   /* others are made of it, and it stands in no column */
  guint n_comments;    /* with those that were deleted */
  guint n_items;       /* of its checklist, that are to be done */
  guint n_items_done;  /* of these */
  char *field_values;  /* (nullable): what stands in the project's own fields: a map of ids (base/weft-id-map.h) */
  char *recurrence;    /* (nullable): how it comes again once it is done (shared/weft-task-recurrence.h) */
} WeftTaskRecord;

void weft_task_record_free (WeftTaskRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftTaskRecord, weft_task_record_free)

#define WEFT_TYPE_TASK (weft_task_get_type ())
G_DECLARE_FINAL_TYPE (WeftTask, weft_task, WEFT, TASK, GObject)

/**
 * WeftTask:
 *
 * A task of a board, as it is now, with what others make of it: which one it waits for, and how many of its parts are done.
 *
 * Properties, notified: `items` and `items-done`: how much its checklist says, and how much of it is done. Signal: `changed ()`: something of it
 * is another.
 */
WeftTask *weft_task_new (const char *id);
/** weft_task_get_record: Returns: (transfer none): until it changes. */
const WeftTaskRecord *weft_task_get_record (WeftTask *self);
/** weft_task_take_record: @record: (transfer full). Returns: whether it is another; tells nobody. */
gboolean weft_task_take_record (WeftTask *self, WeftTaskRecord *record);
/** weft_task_get_version: Returns: another number after its record became another. */
guint weft_task_get_version (WeftTask *self);
/** weft_task_set_standing: @blocked_by: (nullable): key of the first which it waits for. Tells nobody. */
void weft_task_set_standing (WeftTask *self, const char *blocked_by, guint n_parts, guint n_parts_done);
/** weft_task_set_n_files: how many hang on it. Returns: whether others than before; tells nobody. */
gboolean weft_task_set_n_files (WeftTask *self, guint n);
/** weft_task_tell: emits `changed`. */
void weft_task_tell (WeftTask *self);

const char *weft_task_get_id (WeftTask *self);
const char *weft_task_get_title (WeftTask *self);
/** weft_task_get_folded: Returns: (transfer none): the title as weft_text_fold() makes it, made when it is first looked for. */
const char *weft_task_get_folded (WeftTask *self);
/** weft_task_get_blocked_by: Returns: (nullable): key of a task which is not done: "WEB-318". */
const char *weft_task_get_blocked_by (WeftTask *self);
guint weft_task_get_n_files (WeftTask *self);
guint weft_task_get_n_parts (WeftTask *self);
guint weft_task_get_n_parts_done (WeftTask *self);
guint weft_task_get_n_items (WeftTask *self);
guint weft_task_get_n_items_done (WeftTask *self);

/** weft_task_compare: by rank, equal ones by id: their order in a status. */
int weft_task_compare (gconstpointer a, gconstpointer b, gpointer user_data);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-database.h"

G_BEGIN_DECLS

/** WeftExportedPerson: @login is the id, and so is @name, of who is not known here. */
typedef struct
{
  char *login;
  char *name;
} WeftExportedPerson;

/** WeftExportedStatus: a column of the board. */
typedef struct
{
  char *id;
  char *name;
  char *category; /* "todo", "doing" or "done" */
  gboolean removed;
} WeftExportedStatus;

/** WeftExportedField: what tasks of the project say besides. */
typedef struct
{
  char *id;
  char *name;
  char *kind;    /* "text", "number", "date", "select" or "person" */
  char *options; /* (nullable): a map of ids (base/weft-id-map.h) */
} WeftExportedField;

/** WeftExportedItem: a line of a checklist. */
typedef struct
{
  char *title;
  gboolean below; /* the last one which is not */
  gboolean done;
  WeftExportedPerson *assignee; /* (nullable) */
  gint64 due_at;                /* as of a task */
} WeftExportedItem;

/** WeftExportedComment: borrowed until the next one. */
typedef struct
{
  const char *login;
  const char *name;
  const char *text;
  gint64 at; /* ms */
} WeftExportedComment;

/** WeftExportedTask: keys are as people write them ("WEB-318"); tasks which were deleted are in none of them. */
typedef struct
{
  char *id;
  char *key;
  char *title;
  char *about;
  char *priority;               /* "none", "low", "medium", "high" or "urgent" */
  double estimate;              /* points; 0: none */
  gint64 start_at;              /* ms; 0: never. Midnight in UTC is that day, everywhere */
  gint64 due_at;                /* likewise */
  gint64 created_at;            /* ms */
  gint64 done_at;               /* ms: since when it is done; 0: it is not */
  gboolean archived;
  gboolean template;            /* others are made of it: it is in no list of what there is to be done */
  char *parent;                 /* (nullable): a key */
  char *duplicate_of;           /* (nullable): a key */
  GPtrArray *assignees;         /* of WeftExportedPerson* */
  GPtrArray *labels;            /* of char*: names */
  GPtrArray *blockers;          /* of char*: keys */
  GPtrArray *related;           /* of char*: keys */
  char *recurrence;             /* (nullable): how it comes again (shared/weft-task-recurrence.h) */
  GPtrArray *values;            /* of char*: what stands in the project's fields, in their order; "": nothing; of people their logins */
  const WeftExportedStatus *status;
  gint64 first_comment;         /* ordinals; @last_comment < @first_comment: there is none */
  gint64 last_comment;
} WeftExportedTask;

void weft_exported_task_free (WeftExportedTask *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftExportedTask, weft_exported_task_free)

/**
 * WeftProjectReader:
 *
 * What is in a project, one task after the other: never more than one of them is in memory. Belongs to the thread of its database, inside one read
 * transaction, so that all of it is of one moment.
 */
typedef struct
{
  WeftDatabase *database; /* borrowed */
  char *stream;
  char *name;
  char *code;
  char *about;
  gint64 created_at;      /* ms */
  gboolean archived;
  GPtrArray *statuses;    /* of WeftExportedStatus*, in the order of the board; removed ones, in which no task is, last */
  GPtrArray *fields;      /* of WeftExportedField*, by their names */
} WeftProjectReader;

/** weft_project_reader_new: @error: %WEFT_ERROR_NOT_FOUND: nothing is held of the project. */
WeftProjectReader *weft_project_reader_new (WeftDatabase *database, const char *stream, GError **error);
void weft_project_reader_free (WeftProjectReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftProjectReader, weft_project_reader_free)

typedef gboolean (*WeftExportTaskFunc) (WeftProjectReader *reader, const WeftExportedTask *task, gpointer user_data, GError **error);
typedef gboolean (*WeftExportCommentFunc) (const WeftExportedComment *comment, gpointer user_data, GError **error);
typedef gboolean (*WeftExportLabelFunc) (const char *name, const char *yarn, gpointer user_data, GError **error);

/** weft_project_reader_each_task: calls @func with each task of @status in its order, also those put away, until it returns FALSE. */
gboolean weft_project_reader_each_task (WeftProjectReader *self, const WeftExportedStatus *status, WeftExportTaskFunc func, gpointer user_data, GError **error);
/** weft_project_reader_each_comment: likewise with what was said of @task and is held here, the oldest first, without what was deleted. */
gboolean weft_project_reader_each_comment (WeftProjectReader *self, const WeftExportedTask *task, WeftExportCommentFunc func, gpointer user_data, GError **error);
/** weft_project_reader_each_label: likewise with the project's labels, by their names. */
gboolean weft_project_reader_each_label (WeftProjectReader *self, WeftExportLabelFunc func, gpointer user_data, GError **error);
/** weft_project_reader_load_items: Returns: (transfer full) (element-type WeftExportedItem): the checklist of @task, in order; NULL on error. */
GPtrArray *weft_project_reader_load_items (WeftProjectReader *self, const WeftExportedTask *task, GError **error);

/** weft_exported_day: Returns: (transfer full): "2026-11-24" for midnight in UTC, "2026-11-24T10:15:00Z" for other moments, "" for 0. */
char *weft_exported_day (gint64 at);
/** weft_exported_moment: Returns: (transfer full): "2026-11-24T10:15:00Z", "" for 0. */
char *weft_exported_moment (gint64 at);

G_END_DECLS

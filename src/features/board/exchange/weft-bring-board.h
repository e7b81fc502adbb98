/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange/weft-bringing.h"

G_BEGIN_DECLS

#define WEFT_BRING_TASKS_MAX 200000
#define WEFT_BRING_LABELS_MAX 500
#define WEFT_BRING_ASSIGNEES_MAX 50 /* of one task; of labels as many */

/** WeftBringStatus: a column of the other program. */
typedef struct
{
  char *key;
  char *id; /* what it is here */
  char *name;
  const char *category; /* "todo", "doing" or "done" */
  guint n_tasks;
} WeftBringStatus;

typedef struct
{
  char *key;
  char *id;
  char *name;
  const char *yarn;
} WeftBringLabel;

/** WeftBringOption: what can be chosen in a field. */
typedef struct
{
  char *key;
  char *id; /* what it is here */
  char *name;
} WeftBringOption;

/** WeftBringField: what cards of the other program say besides. */
typedef struct
{
  char *key;
  char *id; /* what it is here */
  char *name;
  const char *kind;   /* as operations say it: "select" */
  GPtrArray *options; /* of WeftBringOption */
} WeftBringField;

/** WeftBringValue: what stands in a field. */
typedef struct
{
  const WeftBringField *field; /* unowned */
  char *value;                 /* as operations say it */
} WeftBringValue;

/** WeftBringItem: a line of a checklist. */
typedef struct
{
  char *title;
  gboolean done;
  gint64 due_at;  /* ms; 0: never */
  char *assignee; /* (nullable): a person's key */
  int parent;     /* the index of the line under which it stands; -1: none */
} WeftBringItem;

/** WeftBringComment: what was said of a task. */
typedef struct
{
  char *key;
  char *author; /* a person's key */
  gint64 at;    /* ms */
  char *text;
} WeftBringComment;

/** WeftBringTask: a card of the other program. */
typedef struct
{
  char *key;
  char *id;     /* what it is here */
  char *where;  /* in the export, for the report */
  char *title;
  GString *about;
  WeftBringStatus *status;  /* unowned */
  const char *priority;     /* "none", "low", "medium", "high" or "urgent" */
  double estimate;
  gint64 start_at;          /* ms; 0: never; midnight in UTC is that day, everywhere */
  gint64 due_at;
  char *recurrence;         /* (nullable): how it comes again (features/board/shared/weft-task-recurrence.h) */
  gboolean archived;
  double place;             /* among those of its status */
  char *parent;             /* (nullable): a task's key */
  GPtrArray *assignees;     /* of char*: people's keys */
  GPtrArray *labels;        /* of WeftBringLabel, unowned */
  GPtrArray *values;        /* of WeftBringValue */
  GPtrArray *blockers;      /* of char*: keys of tasks for which it waits */
  GPtrArray *related;       /* likewise */
  GPtrArray *items;         /* of WeftBringItem, each behind what it stands under */
  GPtrArray *comments;      /* of WeftBringComment */
} WeftBringTask;

/**
 * WeftBringBoard:
 *
 * What is read of another program's board, before any of it goes here, so that a preview and the real thing are the same reading. Its ids are derived
 * from what the other program calls things: what is brought twice comes once.
 */
typedef struct
{
  WeftBringing *bringing;  /* unowned: the people, and the report */
  char *key;
  char *stream;            /* what it is here */
  char *name;
  char *about;
  GPtrArray *statuses;     /* of WeftBringStatus, in order */
  gboolean by_category;    /* they have none of their own: what is to be done comes first, what is done last */
  GPtrArray *labels;       /* of WeftBringLabel */
  GPtrArray *fields;       /* of WeftBringField */
  GPtrArray *tasks;        /* of WeftBringTask; after weft_bring_board_finish(): as they come */
  GHashTable *status_keys; /* key → WeftBringStatus */
  GHashTable *label_keys;
  GHashTable *task_keys;
} WeftBringBoard;

/** weft_bring_board_new: @key: what the other program calls it; @name: may be empty. */
WeftBringBoard *weft_bring_board_new (WeftBringing *bringing, const char *key, const char *name);
void weft_bring_board_free (WeftBringBoard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftBringBoard, weft_bring_board_free)

/* Returns: (transfer none): to be filled in; the one there is with this key; %NULL, and reported, where there are too many. */
WeftBringStatus *weft_bring_board_add_status (WeftBringBoard *self, const char *key, const char *name);
WeftBringLabel *weft_bring_board_add_label (WeftBringBoard *self, const char *key, const char *name, const char *yarn);
/** weft_bring_board_add_field: @kind: as operations say it. Returns: (transfer none) (nullable): %NULL where nothing of @name shows, another one is called so, or there are
 * too many: what stands in it becomes a line of the description. */
WeftBringField *weft_bring_board_add_field (WeftBringBoard *self, const char *key, const char *name, const char *kind);
/** weft_bring_field_add_option: nothing is added where nothing of @name shows, another one is called so, or there are too many. */
void weft_bring_field_add_option (WeftBringBoard *self, WeftBringField *field, const char *key, const char *name);
/** weft_bring_field_find_option: Returns: (transfer none) (nullable): its id here. */
const char *weft_bring_field_find_option (const WeftBringField *field, const char *key);
/** weft_bring_board_add_task: Returns: (transfer none): to be filled in; %NULL, and reported, where there is one with this key, or too many. */
WeftBringTask *weft_bring_board_add_task (WeftBringBoard *self, const char *key, const char *title, const char *where);

/** weft_bring_task_add_assignee: @person: a key; somebody who is not in the export any more becomes a name there. */
void weft_bring_task_add_assignee (WeftBringBoard *self, WeftBringTask *task, const char *person);
void weft_bring_task_add_label (WeftBringBoard *self, WeftBringTask *task, WeftBringLabel *label);
void weft_bring_task_set_value (WeftBringTask *task, const WeftBringField *field, const char *value);
/** weft_bring_task_add_item: Returns: (transfer none) (nullable): to be filled in; %NULL where nothing of @title shows. */
WeftBringItem *weft_bring_task_add_item (WeftBringTask *task, const char *title, int parent);
/** weft_bring_task_add_comment: @key: of the comment; said once. */
void weft_bring_task_add_comment (WeftBringBoard *self, WeftBringTask *task, const char *key, const char *author, gint64 at, const char *text);
/** weft_bring_task_note: a line at the end of what it is about: what has no place of its own here. */
void weft_bring_task_note (WeftBringTask *task, const char *name, const char *value);

/**
 * weft_bring_board_finish:
 *
 * Guesses which statuses mean that work has not begun, or is done; puts tasks in their order, a part behind what it is part of; and takes out links which lead
 * nowhere or in a circle, and says so.
 */
void weft_bring_board_finish (WeftBringBoard *self);

/** weft_bring_board_dup_code: Returns: (transfer full): what the keys of its tasks may begin with, by its name; @attempt: 0 for the first. */
char *weft_bring_board_dup_code (WeftBringBoard *self, guint attempt);

G_END_DECLS

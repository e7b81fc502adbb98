/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

/** WeftTaskContent: what a task says that no board holds. */
typedef struct
{
  char *about;      /* Markdown */
  GPtrArray *items; /* of WeftTaskItem: its checklist, each followed by those below it */
  GPtrArray *files; /* of WeftFile: what hangs on it and is with the server */
} WeftTaskContent;

/** WeftTaskContents: the same of many, and who is in their project. */
typedef struct
{
  GHashTable *tasks;   /* id → WeftTaskContent */
  GHashTable *members; /* person → their role in the project: "admin" */
} WeftTaskContents;

GType weft_task_contents_get_type (void);
WeftTaskContents *weft_task_contents_ref (WeftTaskContents *self);
void weft_task_contents_unref (WeftTaskContents *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftTaskContents, weft_task_contents_unref)

/** weft_task_contents_read: @ids: (nullable): of all tasks of the project. Resolves to a boxed WeftTaskContents. */
DexFuture *weft_task_contents_read (WeftSync *sync, const char *stream, const char *const *ids) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

/** WeftTaskBrief: what a task is called and where it stands, read alone: its project need not be open. */
typedef struct
{
  char *title;
  gint64 number;
  char *status;      /* (nullable): its name */
  gboolean archived;
  gboolean removed;
} WeftTaskBrief;

GType weft_task_brief_get_type (void);

/** weft_task_brief_read: Resolves to a boxed WeftTaskBrief; rejects with WEFT_ERROR_NOT_FOUND. */
DexFuture *weft_task_brief_read (WeftSync *sync, const char *stream, const char *id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

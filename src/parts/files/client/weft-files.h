/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

/* The files part's operations, for those who show files. Each resolves as weft_sync_submit() does. */

#define WEFT_FILES_TARGET_MAX 20 /* files on one message or card */
#define WEFT_FILES_DURATION_MAX 604800000 /* ms: a week */

/** WeftFileMeasures: what people see of a file before it is there; 0 and NULL where it is none of that. */
typedef struct
{
  int width;         /* of a picture or a video, in pixels */
  int height;
  gint64 duration;   /* of a voice message or a video, in ms */
  const char *peaks; /* (nullable): of a voice message */
} WeftFileMeasures;

/**
 * weft_files_attach:
 * @id: the file's, made by weft_id_new()
 * @target: (nullable): the id of what it hangs on
 * @info: from weft_sync_add_file()
 * @together: (nullable): hashes of files which come with it: it waits for all of them
 */
DexFuture *weft_files_attach (WeftSync *sync, const char *stream, const char *id, const char *target, const WeftFileInfo *info, const WeftFileMeasures *measures, const char *const *together) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_files_remove (WeftSync *sync, const char *stream, const char *id) G_GNUC_WARN_UNUSED_RESULT;
/** weft_files_let_go: takes away from one's own stream what went with a message: it waits for the same files. @n: WEFT_FILES_TARGET_MAX at most. */
DexFuture *weft_files_let_go (WeftSync *sync, const char *own, const char *const *ids, guint n, const char *const *together) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

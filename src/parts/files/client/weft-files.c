/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "parts/files/client/weft-files.h"

#include "parts/files/shared/weft-files-module.h"

DexFuture *
weft_files_attach (WeftSync *sync,
                   const char *stream,
                   const char *id,
                   const char *target,
                   const WeftFileInfo *info,
                   const WeftFileMeasures *measures,
                   const char *const *together)
{
  const WeftFilesAttach args = {
    .id = id,
    .target = target,
    .hash = info->hash,
    .name = info->name,
    .media_type = info->media_type,
    .size = info->size,
    .width = CLAMP (measures->width, 0, 65535),
    .height = CLAMP (measures->height, 0, 65535),
    .duration = CLAMP (measures->duration, 0, WEFT_FILES_DURATION_MAX),
    .peaks = measures->peaks != NULL ? measures->peaks : "",
  };

  return weft_sync_submit_with_files (sync, stream, &weft_files_attach_operation, &args, together);
}

DexFuture *
weft_files_remove (WeftSync *sync, const char *stream, const char *id)
{
  return weft_sync_submit (sync, stream, &weft_files_remove_operation, &(WeftFilesRemove) { .id = id });
}

DexFuture *
weft_files_let_go (WeftSync *sync, const char *own, const char *const *ids, guint n, const char *const *together)
{
  return weft_sync_submit_with_files (sync, own, &weft_files_let_go_operation, &(WeftFilesLetGo) { .ids = ids, .n_ids = n },
                                      together);
}

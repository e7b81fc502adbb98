/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/files/shared/weft-files-module.h"

#include "store/weft-fold.h"

gboolean
weft_files_fold_file_attached (WeftFold *fold, const WeftFilesFileAttached *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO file (stream, id, target, hash, name, media_type, size, width, height,"
                        " author, seq, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
                        "tttttiiitii", args->id, args->target, args->hash, args->name, args->media_type,
                        args->size, args->width, args->height, fold->by, fold->seq, fold->at);
}

gboolean
weft_files_fold_file_attached_v2 (WeftFold *fold, const WeftFilesFileAttachedV2 *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO file (stream, id, target, hash, name, media_type, size, width, height,"
                        " author, seq, at, duration, peaks)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
                        "tttttiiitiiit", args->id, args->target, args->hash, args->name, args->media_type,
                        args->size, args->width, args->height, fold->by, fold->seq, fold->at, args->duration,
                        args->peaks);
}

gboolean
weft_files_fold_file_removed (WeftFold *fold, const WeftFilesFileRemoved *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM file WHERE stream = ?1 AND id = ?2", "t", args->id);
}

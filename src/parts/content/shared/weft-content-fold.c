/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/content/shared/weft-content-module.h"

#include "store/weft-erase.h"
#include "store/weft-fold.h"

gboolean
weft_content_fold_erased (WeftFold *fold, const WeftContentErased *args, GError **error)
{
  return weft_erase_rows (fold->database, fold->registry, fold->stream, args->rows, error);
}

gboolean
weft_content_fold_person_erased (WeftFold *fold, const WeftContentPersonErased *args, GError **error)
{
  /* What is erased follows, a handful of rows at a time. */
  return TRUE;
}

gboolean
weft_content_fold_retention_set (WeftFold *fold, const WeftContentRetentionSet *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO retention (stream, log_days, log_events, content_days)"
                        " VALUES (?1, ?2, ?3, ?4)"
                        " ON CONFLICT (stream) DO UPDATE SET log_days = excluded.log_days,"
                        " log_events = excluded.log_events, content_days = excluded.content_days",
                        "iii", args->log_days, args->log_events, args->content_days);
}

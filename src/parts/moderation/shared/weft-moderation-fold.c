/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/moderation/shared/weft-moderation-module.h"

#include "store/weft-fold.h"

#define DAY G_GINT64_CONSTANT (86400000)

gboolean
weft_moderation_fold_reported (WeftFold *fold, const WeftModerationReported *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "DELETE FROM reported WHERE stream = ?1 AND state <> 'open' AND reported_at < ?2", "i",
                        fold->at - DAY)
         && weft_fold_run (fold, error,
                           "INSERT INTO reported (stream, id, target, message, reason, state, reported_at)"
                           " VALUES (?1, ?2, ?3, ?4, ?5, 'open', ?6)",
                           "tttti", args->id, args->target, args->message, args->reason, fold->at);
}

gboolean
weft_moderation_fold_report_withdrawn (WeftFold *fold, const WeftModerationReportWithdrawn *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE reported SET state = 'withdrawn' WHERE stream = ?1 AND id = ?2", "t",
                        args->id);
}

gboolean
weft_moderation_fold_report_settled (WeftFold *fold, const WeftModerationReportSettled *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE reported SET state = 'settled' WHERE stream = ?1 AND id = ?2", "t",
                        args->id);
}

gboolean
weft_moderation_fold_case_opened (WeftFold *fold, const WeftModerationCaseOpened *args, GError **error)
{
  return weft_fold_run (
      fold, error,
      "INSERT INTO report_case (stream, id, target, message, author, said_at, opened_at, decided_by, decided_at,"
      " deletes, removes, suspends, deleted, removed_as, suspended)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL, NULL, 0, 0, 0, 0, 'none', 0)",
      "ttttii", args->id, args->target, args->message, args->author, args->said_at, fold->at);
}

gboolean
weft_moderation_fold_report_filed (WeftFold *fold, const WeftModerationReportFiled *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO report (stream, id, case_id, reporter, reason, note, filed_at)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                        "ttttti", args->id, args->case_id, fold->by, args->reason, args->note, fold->at);
}

gboolean
weft_moderation_fold_message_copied (WeftFold *fold, const WeftModerationMessageCopied *args, GError **error)
{
  return weft_fold_run (
      fold, error,
      "INSERT INTO report_copy (stream, id, author, speaker, text, copied_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", "tttti",
      args->id, args->author, args->speaker, args->text, fold->at);
}

/* A case of which nothing is left goes with its last report. */
gboolean
weft_moderation_fold_report_dropped (WeftFold *fold, const WeftModerationReportDropped *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM report_copy WHERE stream = ?1 AND id = ?2", "t", args->id)
         && weft_fold_run (fold, error,
                           "DELETE FROM report_case WHERE stream = ?1"
                           " AND id = (SELECT case_id FROM report WHERE stream = ?1 AND id = ?2)"
                           " AND NOT EXISTS (SELECT 1 FROM report r WHERE r.stream = report_case.stream"
                           " AND r.case_id = report_case.id AND r.id <> ?2)",
                           "t", args->id)
         && weft_fold_run (fold, error, "DELETE FROM report WHERE stream = ?1 AND id = ?2", "t", args->id);
}

gboolean
weft_moderation_fold_case_decided (WeftFold *fold, const WeftModerationCaseDecided *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "UPDATE report_case SET decided_by = ?3, decided_at = ?4, deletes = ?5, removes = ?6,"
                        " suspends = ?7 WHERE stream = ?1 AND id = ?2",
                        "ttiiii", args->id, fold->by, fold->at, (gint64) args->deletes, (gint64) args->removes,
                        (gint64) args->suspends);
}

gboolean
weft_moderation_fold_case_carried_out (WeftFold *fold, const WeftModerationCaseCarriedOut *args, GError **error)
{
  return weft_fold_run (
      fold, error,
      "UPDATE report_case SET deleted = ?3, removed_as = ?4, suspended = ?5 WHERE stream = ?1 AND id = ?2", "titi",
      args->id, (gint64) args->deleted, args->removed_as, (gint64) args->suspended);
}

gboolean
weft_moderation_fold_case_reopened (WeftFold *fold, const WeftModerationCaseReopened *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "UPDATE report_case SET decided_by = NULL, decided_at = NULL, deletes = 0, removes = 0,"
                        " suspends = 0, deleted = 0, removed_as = 'none', suspended = 0"
                        " WHERE stream = ?1 AND id = ?2",
                        "t", args->id);
}

gboolean
weft_moderation_fold_case_forgotten (WeftFold *fold, const WeftModerationCaseForgotten *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "DELETE FROM report_copy WHERE stream = ?1"
                        " AND id IN (SELECT id FROM report WHERE stream = ?1 AND case_id = ?2)",
                        "t", args->id)
         && weft_fold_run (fold, error, "DELETE FROM report WHERE stream = ?1 AND case_id = ?2", "t", args->id)
         && weft_fold_run (fold, error, "DELETE FROM report_case WHERE stream = ?1 AND id = ?2", "t", args->id);
}

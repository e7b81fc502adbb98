/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/moderation/server/weft-moderation-reporting.h"

#include <string.h>

#include "parts/content/shared/weft-content-module.h"
#include "parts/moderation/shared/weft-moderation-module.h"
#include "parts/moderation/shared/weft-moderation.h"
#include "parts/thread/shared/weft-thread-module.h"

#define ROW "message:"
#define ADMINS_MAX 500

typedef struct
{
  char *author;
  char *text;
  char *speaker; /* empty where a person said it */
  gint64 at;
} Said;

static void
said_clear (Said *said)
{
  g_free (said->author);
  g_free (said->text);
  g_free (said->speaker);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Said, said_clear)

/* The ids which @statement gives. */
static GPtrArray *
list_ids (WeftStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (ids, weft_statement_dup_text (statement, 0));

  return step == 0 ? g_steal_pointer (&ids) : NULL;
}

/* With the first report there is somewhere to put it, and somebody to read it. */
static gboolean
open_desk (WeftHandling *handling, GError **error)
{
  WeftDatabase *database = weft_handling_get_database (handling);
  g_autoptr (GPtrArray) admins = NULL;
  gint64 n = 0;

  if (!weft_database_get_value (database, &n, 0, error, "SELECT count(*) FROM member WHERE stream = ?1", "t",
                                WEFT_MODERATION_STREAM))
    return FALSE;
  if (n > 0)
    return TRUE;
  admins = list_ids (weft_database_query (database, error,
                                          "SELECT id FROM person WHERE stream = 'workspace' AND role = 'admin'"
                                          " ORDER BY id LIMIT ?1",
                                          "i", (gint64) ADMINS_MAX),
                     error);

  return admins != NULL
         && weft_handling_run (handling, WEFT_MODERATION_STREAM, &weft_moderation_open_operation,
                               &(WeftModerationOpen) {
                                   .members = (const char *const *) admins->pdata, .n_members = admins->len },
                               error);
}

/* What there is to report. Nobody learns of a place that is not theirs. */
static gboolean
find_message (WeftHandling *handling, const WeftModerationReport *args, Said *said, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  WeftRole role = weft_handling_get_role (handling, args->target, weft_handling_get_author (handling), &local_error);
  WeftStatement *statement;
  gboolean deleted;
  int step;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (role == WEFT_ROLE_NONE)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "target: no such stream");

  statement = weft_database_query (weft_handling_get_database (handling), error,
                                   "SELECT author, text, coalesce (speaker, ''), deleted, at FROM message"
                                   " WHERE stream = ?1 AND id = ?2",
                                   "tt", args->target, args->message);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step == 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "message: no such message there");
  said->author = weft_statement_dup_text (statement, 0);
  said->text = weft_statement_dup_text (statement, 1);
  said->speaker = weft_statement_dup_text (statement, 2);
  deleted = weft_statement_get_int (statement, 3) != 0;
  said->at = weft_statement_get_int (statement, 4);
  weft_statement_reset (statement);

  if (deleted)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "message: it was deleted");
  if (g_strcmp0 (said->author, weft_handling_get_author (handling)) == 0)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "message: it is your own; delete it");
  return TRUE;
}

/* (nullable) @id: (out): the case of the message that nobody has decided yet */
static gboolean
find_case (WeftHandling *handling, const WeftModerationReport *args, char **id, GError **error)
{
  WeftDatabase *database = weft_handling_get_database (handling);
  g_autoptr (GPtrArray) ids = list_ids (weft_database_query (database, error,
                                                             "SELECT id FROM report_case WHERE stream = ?1 AND target = ?2"
                                                             " AND message = ?3 AND decided_by IS NULL ORDER BY id LIMIT 1",
                                                             "ttt", WEFT_MODERATION_STREAM, args->target, args->message),
                                        error);
  gint64 n_own = 0, n_all = 0, n_same = 0;

  if (ids == NULL
      || !weft_database_get_value (database, &n_same, 0, error,
                                   "SELECT count(*) FROM report WHERE stream = ?1 AND id = ?2", "tt",
                                   WEFT_MODERATION_STREAM, args->id))
    return FALSE;
  if (n_same > 0)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "id: take another one");
  if (ids->len == 0)
    return TRUE;

  *id = g_strdup (ids->pdata[0]);
  if (!weft_database_get_value (database, &n_own, 0, error,
                                "SELECT count(*) FROM report WHERE stream = ?1 AND case_id = ?2 AND reporter = ?3", "ttt",
                                WEFT_MODERATION_STREAM, *id, weft_handling_get_author (handling))
      || !weft_database_get_value (database, &n_all, 0, error,
                                   "SELECT count(*) FROM report WHERE stream = ?1 AND case_id = ?2", "tt",
                                   WEFT_MODERATION_STREAM, *id))
    return FALSE;
  if (n_own > 0)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "message: you have reported it, and it is being looked at");
  if (n_all >= WEFT_MODERATION_CASE_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "message: %d people have reported it, and it is being looked at",
                             WEFT_MODERATION_CASE_MAX);
  return TRUE;
}

gboolean
weft_moderation_reporting_report (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftModerationReport *args = data;
  g_auto (Said) said = { NULL };
  g_autofree char *case_id = NULL;

  if (!weft_handling_plan (handling, error) || !find_message (handling, args, &said, error)
      || !open_desk (handling, error) || !find_case (handling, args, &case_id, error))
    return FALSE;

  if (case_id == NULL)
    weft_handling_emit (handling, WEFT_MODERATION_STREAM, &weft_moderation_case_opened_event,
                        &(WeftModerationCaseOpened) {
                            .id = args->id,
                            .target = args->target,
                            .message = args->message,
                            .author = said.author,
                            .said_at = said.at,
                        });
  weft_handling_emit (handling, WEFT_MODERATION_STREAM, &weft_moderation_message_copied_event,
                      &(WeftModerationMessageCopied) {
                          .id = args->id, .author = said.author, .speaker = said.speaker, .text = said.text });
  weft_handling_emit (handling, WEFT_MODERATION_STREAM, &weft_moderation_report_filed_event,
                      &(WeftModerationReportFiled) {
                          .id = args->id,
                          .case_id = case_id != NULL ? case_id : args->id,
                          .reason = args->reason,
                          .note = args->note,
                      });
  return TRUE;
}

gboolean
weft_moderation_reporting_withdraw (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftModerationWithdraw *args = data;
  g_autofree char *report = g_strconcat ("report:", args->id, NULL);
  g_autofree char *copy = g_strconcat ("report_copy:", args->id, NULL);

  if (!weft_handling_plan (handling, error))
    return FALSE;
  weft_handling_emit (handling, WEFT_MODERATION_STREAM, &weft_moderation_report_dropped_event,
                      &(WeftModerationReportDropped) { .id = args->id });

  return weft_handling_erase_also (handling, WEFT_MODERATION_STREAM, report, error)
         && weft_handling_erase_also (handling, WEFT_MODERATION_STREAM, copy, error);
}

gboolean
weft_moderation_reporting_on_erased (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftContentErased *args = data;
  g_auto (GStrv) rows = g_strsplit (args->rows, "\n", -1);

  for (guint i = 0; rows[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) ids = NULL;

      if (!g_str_has_prefix (rows[i], ROW))
        continue;
      ids = list_ids (weft_database_query (weft_handling_get_database (handling), error,
                                           "SELECT r.id FROM report_case c JOIN report r ON r.stream = c.stream AND r.case_id = c.id"
                                           " JOIN report_copy k ON k.stream = r.stream AND k.id = r.id"
                                           " WHERE c.stream = ?1 AND c.target = ?2 AND c.message = ?3 AND (k.text <> '' OR k.speaker <> '')"
                                           " ORDER BY r.id",
                                           "ttt", WEFT_MODERATION_STREAM, stream, rows[i] + strlen (ROW)),
                      error);
      for (guint j = 0; ids != NULL && j < ids->len; j++)
        {
          g_autofree char *copy = g_strconcat ("report_copy:", ids->pdata[j], NULL);

          if (!weft_handling_erase_also (handling, WEFT_MODERATION_STREAM, copy, error))
            return FALSE;
        }
      if (ids == NULL)
        return FALSE;
    }

  return TRUE;
}

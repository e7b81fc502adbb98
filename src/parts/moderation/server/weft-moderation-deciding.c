/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/moderation/server/weft-moderation-deciding.h"

#include "parts/moderation/shared/weft-moderation-module.h"
#include "parts/moderation/shared/weft-moderation.h"
#include "parts/people/shared/weft-people-module.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "serve/weft-recall.h"

#define DAY G_GINT64_CONSTANT (86400000)

typedef struct
{
  char *target;
  char *message;
  char *author;
  gboolean deleted; /* by what was decided */
  char *removed_as;
  gboolean suspended;
} ReportCase;

static void
report_case_clear (ReportCase *self)
{
  g_free (self->target);
  g_free (self->message);
  g_free (self->author);
  g_free (self->removed_as);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ReportCase, report_case_clear)

static gboolean
read_case (WeftHandling *handling, const char *id, ReportCase *found, GError **error)
{
  WeftStatement *statement
      = weft_database_query (weft_handling_get_database (handling), error,
                             "SELECT target, message, author, deleted, removed_as, suspended FROM report_case"
                             " WHERE stream = ?1 AND id = ?2",
                             "tt", weft_handling_get_stream (handling), id);
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step == 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such case here");
  found->target = weft_statement_dup_text (statement, 0);
  found->message = weft_statement_dup_text (statement, 1);
  found->author = weft_statement_dup_text (statement, 2);
  found->deleted = weft_statement_get_int (statement, 3) != 0;
  found->removed_as = weft_statement_dup_text (statement, 4);
  found->suspended = weft_statement_get_int (statement, 5) != 0;
  weft_statement_reset (statement);
  return TRUE;
}

static char *
make_job_id (const char *id)
{
  return g_strconcat ("moderation/forget/", id, NULL);
}

static gboolean
is_person (WeftHandling *handling, const char *id, gboolean *yes, gboolean *suspended, GError **error)
{
  WeftStatement *statement = weft_database_query (weft_handling_get_database (handling), error,
                                                  "SELECT suspended FROM person WHERE stream = 'workspace' AND id = ?1", "t", id);
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  *yes = step > 0;
  *suspended = step > 0 && weft_statement_get_int (statement, 0) != 0;
  weft_statement_reset (statement);
  return TRUE;
}

/* Nobody decides about themselves, as long as there is somebody else who can. */
static gboolean
check_other (WeftHandling *handling, const char *author, GError **error)
{
  gint64 n = 0;

  if (g_strcmp0 (author, weft_handling_get_author (handling)) != 0)
    return TRUE;
  if (!weft_database_get_value (weft_handling_get_database (handling), &n, 0, error,
                                "SELECT count(*) FROM person WHERE stream = 'workspace' AND role = 'admin'"
                                " AND suspended = 0 AND id <> ?1",
                                "t", author))
    return FALSE;
  if (n > 0)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED, "id: you said it yourself; another administrator decides");
  return TRUE;
}

static gboolean
delete_message (WeftHandling *handling, const ReportCase *about, gboolean *done, GError **error)
{
  gint64 there = 0;

  if (!weft_database_get_value (weft_handling_get_database (handling), &there, 0, error,
                                "SELECT count(*) FROM message WHERE stream = ?1 AND id = ?2 AND deleted = 0", "tt",
                                about->target, about->message))
    return FALSE;
  *done = there > 0;
  return there == 0
         || weft_handling_run (handling, about->target, &weft_thread_delete_operation,
                               &(WeftThreadDelete) { .id = about->message }, error);
}

/* @role: (out): of the wire: what they were, "none" if they are no member any more */
static gboolean
remove_member (WeftHandling *handling, const ReportCase *about, const char **role, GError **error)
{
  WeftStatement *statement = weft_database_query (weft_handling_get_database (handling), error,
                                                  "SELECT role FROM member WHERE stream = ?1 AND person = ?2", "tt",
                                                  about->target, about->author);
  int step;

  *role = "none";
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step == 0)
    return TRUE;
  *role = weft_role_to_wire (weft_role_from_wire (weft_statement_get_text (statement, 0)));
  weft_statement_reset (statement);

  return weft_handling_run (handling, about->target, &weft_people_remove_member_operation,
                            &(WeftPeopleRemoveMember) { .person = about->author }, error);
}

static gboolean
suspend (WeftHandling *handling, const char *person, gboolean suspended, GError **error)
{
  return weft_handling_run (handling, WEFT_STREAM_WORKSPACE, &weft_people_suspend_operation,
                            &(WeftPeopleSuspend) { .person = person, .suspended = suspended }, error);
}

/* By the server, so that no notice or event of theirs says who decided. */
static gboolean
tell_reporters (WeftHandling *handling, const char *id, GError **error)
{
  g_autoptr (GPtrArray) reports = g_ptr_array_new_with_free_func (g_free);
  WeftStatement *statement = weft_database_query (weft_handling_get_database (handling), error,
                                                  "SELECT reporter, id FROM report WHERE stream = ?1 AND case_id = ?2 ORDER BY id",
                                                  "tt", weft_handling_get_stream (handling), id);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      g_ptr_array_add (reports, g_strconcat ("user/", weft_statement_get_text (statement, 0), NULL));
      g_ptr_array_add (reports, weft_statement_dup_text (statement, 1));
    }
  if (step < 0)
    return FALSE;

  for (guint i = 0; i + 1 < reports->len; i += 2)
    if (!weft_handling_run (handling, reports->pdata[i], &weft_moderation_settle_operation,
                            &(WeftModerationSettle) { .id = reports->pdata[i + 1] }, error))
      return FALSE;
  return TRUE;
}

gboolean
weft_moderation_deciding_decide (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftModerationDecide *args = data;
  g_autofree char *job = make_job_id (args->id);
  g_auto (ReportCase) about = { NULL };
  gboolean deleted = FALSE, person = FALSE, suspended = FALSE;
  const char *removed_as = "none";

  if (!weft_handling_plan (handling, error) || !read_case (handling, args->id, &about, error)
      || !check_other (handling, about.author, error)
      || !is_person (handling, about.author, &person, &suspended, error))
    return FALSE;
  if (args->suspends && g_strcmp0 (about.author, weft_handling_get_author (handling)) == 0)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "suspends: you cannot suspend yourself");
  if ((args->suspends || args->removes) && !person)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "%s: a program said it; delete the message or remove its hook",
                             args->suspends ? "suspends" : "removes");

  if ((args->deletes && !delete_message (handling, &about, &deleted, error))
      || (args->removes && !remove_member (handling, &about, &removed_as, error))
      || (args->suspends && !suspended && !suspend (handling, about.author, TRUE, error)))
    return FALSE;
  weft_handling_emit (handling, weft_handling_get_stream (handling), &weft_moderation_case_carried_out_event,
                      &(WeftModerationCaseCarriedOut) {
                          .id = args->id,
                          .deleted = deleted,
                          .removed_as = removed_as,
                          .suspended = args->suspends && !suspended,
                      });

  return tell_reporters (handling, args->id, error)
         && weft_handling_schedule (handling,
                                    &(WeftJobOrder) {
                                        .id = job,
                                        .due_at = weft_handling_get_at (handling) + WEFT_MODERATION_KEPT_DAYS * DAY,
                                        .stream = weft_handling_get_stream (handling),
                                        .operation = &weft_moderation_forget_operation,
                                        .args = &(WeftModerationForget) { .id = args->id },
                                    },
                                    error);
}

/* What comes back is the log's to say. */
static gboolean
restore_message (WeftHandling *handling, const ReportCase *about, GError **error)
{
  g_autofree char *row = g_strconcat ("message:", about->message, NULL);
  g_auto (WeftRecalled) recalled = { NULL };
  gint64 deleted = 0;

  if (!weft_database_get_value (weft_handling_get_database (handling), &deleted, 0, error,
                                "SELECT count(*) FROM message WHERE stream = ?1 AND id = ?2 AND deleted = 1", "tt",
                                about->target, about->message))
    return FALSE;
  if (deleted == 0)
    return TRUE;
  if (!weft_recall (weft_handling_get_database (handling), weft_handling_get_registry (handling), about->target, row, "text",
                    &recalled, error))
    return FALSE;
  if (recalled.erased || recalled.text == NULL)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "id: the message cannot be brought back: what it said is not kept here any more");

  return weft_handling_run (handling, about->target, &weft_thread_restore_operation,
                            &(WeftThreadRestore) { .id = about->message, .text = recalled.text }, error);
}

static gboolean
put_back (WeftHandling *handling, const ReportCase *about, GError **error)
{
  gint64 there = 0;

  return weft_database_get_value (weft_handling_get_database (handling), &there, 0, error,
                                  "SELECT count(*) FROM member WHERE stream = ?1 AND person = ?2", "tt", about->target,
                                  about->author)
         && (there > 0
             || weft_handling_run (handling, about->target, &weft_people_add_member_operation,
                                   &(WeftPeopleAddMember) { .person = about->author, .role = about->removed_as }, error));
}

gboolean
weft_moderation_deciding_reopen (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftModerationReopen *args = data;
  g_autofree char *job = make_job_id (args->id);
  g_auto (ReportCase) about = { NULL };

  return weft_handling_plan (handling, error) && read_case (handling, args->id, &about, error)
         && check_other (handling, about.author, error)
         && (!about.suspended || suspend (handling, about.author, FALSE, error))
         && (g_str_equal (about.removed_as, "none") || put_back (handling, &about, error))
         && (!about.deleted || restore_message (handling, &about, error))
         && weft_handling_cancel (handling, job, error);
}

gboolean
weft_moderation_deciding_forget (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftModerationForget *args = data;
  const char *stream = weft_handling_get_stream (handling);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  WeftStatement *statement = weft_database_query (weft_handling_get_database (handling), error,
                                                  "SELECT id FROM report WHERE stream = ?1 AND case_id = ?2 ORDER BY id", "tt",
                                                  stream, args->id);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (ids, weft_statement_dup_text (statement, 0));
  if (step < 0 || !weft_handling_plan (handling, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *report = g_strconcat ("report:", ids->pdata[i], NULL);
      g_autofree char *copy = g_strconcat ("report_copy:", ids->pdata[i], NULL);

      if (!weft_handling_erase_also (handling, stream, report, error) || !weft_handling_erase_also (handling, stream, copy, error))
        return FALSE;
    }
  return TRUE;
}

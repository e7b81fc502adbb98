/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-id-set.h"
#include "parts/thread/shared/weft-asking-limits.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "parts/thread/shared/weft-thread-plan-private.h"

#include "proto/weft-module.h"

/* What a message asks, and whom. */
typedef struct
{
  gboolean urgent;
  gint64 rounds;
  char *author;
  char *text;
  char *asked; /* (nullable): nobody */
  char *acknowledged;
} Question;

static void
question_clear (Question *self)
{
  g_free (self->author);
  g_free (self->text);
  g_free (self->asked);
  g_free (self->acknowledged);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Question, question_clear)

static gboolean
find_question (WeftPlan *plan, const char *id, Question *question, GError **error)
{
  WeftPlannedMessage message;
  WeftStatement *statement;

  if (!_weft_thread_find (plan, "id", id, &message, error))
    return FALSE;
  if (message.deleted)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "id: the message was deleted");

  statement = weft_plan_query (
      plan, error,
      "SELECT author, text, severity, asked, acknowledged, rounds FROM message WHERE stream = ?1 AND id = ?2",
      "t", id);
  if (statement == NULL || weft_statement_step (statement, error) < 0)
    return FALSE;
  question->author = weft_statement_dup_text (statement, 0);
  question->text = weft_statement_dup_text (statement, 1);
  question->urgent = g_strcmp0 (weft_statement_get_text (statement, 2), "urgent") == 0;
  question->asked = weft_statement_dup_text (statement, 3);
  question->acknowledged = weft_statement_dup_text (statement, 4);
  question->rounds = weft_statement_get_int (statement, 5);
  weft_statement_reset (statement);
  if (question->asked == NULL)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "id: nobody is asked to acknowledge it");
  return TRUE;
}

static gboolean
check_member (WeftPlan *plan, const char *person, guint index, GError **error)
{
  WeftStatement *statement
      = weft_plan_query (plan, error, "SELECT 1 FROM member WHERE stream = ?1 AND person = ?2", "t", person);
  int step;

  if (g_str_equal (person, weft_plan_get_author (plan)))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "people[%u]: writes the message", index);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  weft_statement_reset (statement);
  if (step == 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "people[%u]: is not here", index);
  return TRUE;
}

gboolean
weft_thread_plan_ask (WeftPlan *plan, const WeftThreadAsk *args, GError **error)
{
  WeftPlannedMessage message;
  gint64 ordinal;

  if (args->root == NULL)
    {
      if (!_weft_thread_look_up (plan, args->id, &message, error))
        return FALSE;
      if (message.found)
        return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is a message with this id already");
      if (args->reply_to != NULL && !_weft_thread_find (plan, "reply_to", args->reply_to, &message, error))
        return FALSE;
      if (args->also != NULL)
        return weft_plan_refuse (error, WEFT_ERROR_INVALID, "also: it stands in the room already");
    }
  else if (!_weft_thread_check_reply (plan, args->id, args->also, args->root, args->reply_to, &ordinal, error))
    return FALSE;
  if (args->everyone && args->n_people > 0)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "people: everybody is asked already");
  if (!args->everyone && args->n_people == 0 && g_str_equal (args->severity, "info"))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID,
                             "severity: a message as any other, which asks nobody: send it");
  for (guint i = 0; i < args->n_people; i++)
    if (!check_member (plan, args->people[i], i, error))
      return FALSE;

  if (args->root != NULL)
    {
      weft_plan_emit (plan, &weft_thread_reply_asked_event,
                      &(WeftThreadReplyAsked) { .id = args->id,
                                                .root = args->root,
                                                .ordinal = ordinal,
                                                .text = args->text,
                                                .reply_to = args->reply_to,
                                                .severity = args->severity,
                                                .everyone = args->everyone,
                                                .people = args->people,
                                                .n_people = args->n_people });
      if (args->also != NULL)
        weft_plan_emit (
            plan, &weft_thread_reply_shown_event,
            &(WeftThreadReplyShown) { .id = args->also, .root = args->root, .reply = args->id, .text = args->text });
      return TRUE;
    }

  weft_plan_emit (plan, &weft_thread_asked_event,
                  &(WeftThreadAsked) { .id = args->id,
                                       .text = args->text,
                                       .reply_to = args->reply_to,
                                       .severity = args->severity,
                                       .everyone = args->everyone,
                                       .people = args->people,
                                       .n_people = args->n_people });
  return TRUE;
}

/* Two of one's devices may both say so while they are away: the later one says nothing new. */

gboolean
weft_thread_plan_acknowledge (WeftPlan *plan, const WeftThreadAcknowledge *args, GError **error)
{
  g_auto (Question) question = { 0 };
  const char *author = weft_plan_get_author (plan);

  if (!find_question (plan, args->id, &question, error))
    return FALSE;
  if (weft_plan_get_role (plan) == WEFT_ROLE_SYSTEM || g_str_equal (question.author, author)
      || (*question.asked != '\0' && !weft_id_set_contains (question.asked, author)))
    return weft_plan_refuse (error, WEFT_ERROR_DENIED, "id: you are not asked to acknowledge it");
  if (!weft_id_set_contains (question.acknowledged, author))
    weft_plan_emit (plan, &weft_thread_acknowledged_event, &(WeftThreadAcknowledged) { .id = args->id });
  return TRUE;
}

gboolean
weft_thread_plan_take_back (WeftPlan *plan, const WeftThreadTakeBack *args, GError **error)
{
  g_auto (Question) question = { 0 };

  if (!find_question (plan, args->id, &question, error))
    return FALSE;
  if (weft_plan_get_role (plan) == WEFT_ROLE_SYSTEM)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED, "id: only people acknowledge");
  if (weft_id_set_contains (question.acknowledged, weft_plan_get_author (plan)))
    weft_plan_emit (plan, &weft_thread_taken_back_event, &(WeftThreadTakenBack) { .id = args->id });
  return TRUE;
}

/* (nullable): who is asked and has not acknowledged, those who are here; ordered by id. */
static GPtrArray *
list_waiting (WeftPlan *plan, const Question *question, GError **error)
{
  g_autoptr (GPtrArray) waiting = g_ptr_array_new_with_free_func (g_free);
  WeftStatement *statement
      = weft_plan_query (plan, error, "SELECT person FROM member WHERE stream = ?1 ORDER BY person", "");
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      const char *person = weft_statement_get_text (statement, 0);

      if (waiting->len < WEFT_ASKING_PEOPLE_MAX && !g_str_equal (person, question->author)
          && (*question->asked == '\0' || weft_id_set_contains (question->asked, person))
          && !weft_id_set_contains (question->acknowledged, person))
        g_ptr_array_add (waiting, g_strdup (person));
    }
  return step == 0 ? g_steal_pointer (&waiting) : NULL;
}

gboolean
weft_thread_plan_ask_again (WeftPlan *plan, const WeftThreadAskAgain *args, GError **error)
{
  g_auto (Question) question = { 0 };
  g_autoptr (GPtrArray) waiting = NULL;

  if (!find_question (plan, args->id, &question, error))
    return FALSE;
  if (!question.urgent)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "id: it is not urgent");
  if (args->round != question.rounds + 1)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "round: %" G_GINT64_FORMAT " have been",
                             question.rounds);
  waiting = list_waiting (plan, &question, error);
  if (waiting == NULL)
    return FALSE;
  /* What was erased has nothing to ask with. */
  if (waiting->len > 0 && *question.text != '\0')
    weft_plan_emit (plan, &weft_thread_asked_again_event,
                    &(WeftThreadAskedAgain) { .id = args->id,
                                              .round = args->round,
                                              .people = (const char *const *) waiting->pdata,
                                              .n_people = waiting->len,
                                              .text = question.text });
  return TRUE;
}

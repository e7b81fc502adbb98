/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-exchange"

#include "config.h"

#include "features/board/exchange/weft-bring-board-writer.h"

#include <glib/gi18n.h>

#include "base/weft-id.h"
#include "exchange/weft-bring-queue.h"
#include "features/board/shared/weft-board-module.h"
#include "parts/people/shared/weft-people-module.h"
#include "parts/thread/shared/weft-thread-module.h"

#define CODES 50 /* that are tried */
#define TOLD 100 /* cards between two words of progress */

typedef struct
{
  const WeftBringTarget *target;
  WeftBringBoard *board;
  WeftBringReport *report;
  WeftBringQueue *queue;
  const char *me;
  const char *what;  /* what of a card is on its way, for the report */
  GHashTable *there; /* set of ids: what is here already */
  gboolean whole;    /* an earlier run went to its end: what is here is people's, and stays as they have it */
} Writer;

/* What there is of the project already. */
typedef struct
{
  char *created_by; /* (nullable): nothing */
  gboolean archived;
  GHashTable *ids;  /* set: of its tasks, statuses, labels and fields */
} State;

static void
state_clear (gpointer data)
{
  State *state = data;

  g_free (state->created_by);
  g_hash_table_unref (state->ids);
}

static gpointer
state_ref (gpointer data)
{
  return g_atomic_rc_box_acquire (data);
}

static void
state_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, state_clear);
}

GType board_state_get_type (void);

G_DEFINE_BOXED_TYPE (State, board_state, state_ref, state_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (State, state_unref)

static gpointer
read_state (WeftDatabase *database, gpointer stream, GError **error)
{
  g_autoptr (State) state = g_atomic_rc_box_new0 (State);
  WeftStatement *statement = weft_database_query (database, error, "SELECT created_by, archived FROM project WHERE stream = ?1", "t", (const char *) stream);
  int step;

  state->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return NULL;
  if (step > 0)
    {
      state->created_by = weft_statement_dup_text (statement, 0);
      state->archived = weft_statement_get_int (statement, 1) != 0;
      weft_statement_reset (statement);
    }
  statement = weft_database_query (database, error,
                                   "SELECT id FROM task WHERE stream = ?1 UNION ALL SELECT id FROM project_status WHERE stream = ?1"
                                   " UNION ALL SELECT id FROM project_label WHERE stream = ?1 UNION ALL SELECT id FROM project_field WHERE stream = ?1",
                                   "t", (const char *) stream);
  step = -1;
  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    g_hash_table_add (state->ids, weft_statement_dup_text (statement, 0));
  return step == 0 ? g_steal_pointer (&state) : NULL;
}

/* What came once more, or is here already, is as it should be. */
static void
on_refused (const char *where, const GError *refusal, gpointer user_data)
{
  Writer *self = user_data;

  if (!g_error_matches (refusal, WEFT_ERROR, WEFT_ERROR_EXISTS))
    weft_bring_report_addf (self->report, self->what, "%s: %s", where, refusal->message);
}

static gboolean
flush (Writer *self, guint64 *n_done, GError **error)
{
  return weft_bring_queue_flush (self->queue, n_done, error);
}

static gboolean
add (Writer *self, const WeftOperation *operation, gconstpointer args, const char *where, guint64 *n_done, GError **error)
{
  weft_bring_queue_add (self->queue, self->board->stream, operation, args, where);
  return weft_bring_queue_get_n (self->queue) < WEFT_BRING_QUEUE_MAX || flush (self, n_done, error);
}

/* @what of so many of the cards. */
static void
tell (Writer *self, const char *what, guint done)
{
  if (self->target->progressed != NULL && (done % TOLD == 0 || done == self->board->tasks->len))
    self->target->progressed (what, done, self->board->tasks->len, self->target->user_data);
}

/* Begins another kind of thing. */
static gboolean
begin (Writer *self, const char *what, GError **error)
{
  if (!flush (self, NULL, error))
    return FALSE;
  self->what = what;
  return TRUE;
}

/* (nullable): who has @key and is here */
static const char *
find_here (Writer *self, const char *key)
{
  const WeftBringPerson *person = key != NULL ? weft_bringing_find_person (self->board->bringing, key) : NULL;

  return person != NULL && person->person != NULL && !person->away ? person->person : NULL;
}

static gboolean
is_done (Writer *self, const WeftBringTask *task)
{
  return self->whole && g_hash_table_contains (self->there, task->id);
}

/* Put away until it is whole: nobody takes half of it for all, and the next run knows. */
static int
set_away (Writer *self, gboolean away, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  return weft_bring_queue_submit (self->queue, self->board->stream, &weft_board_archive_project_operation,
                                  &(WeftBoardArchiveProject) { .archived = away }, &refusal, error);
}

/* 1: it is there and ours to fill; 0: it is not, and that is said; -1: nobody answers. */
static int
make_project (Writer *self, GError **error)
{
  int result = 0;

  for (guint attempt = 0; attempt < CODES && result == 0; attempt++)
    {
      g_autofree char *code = weft_bring_board_dup_code (self->board, attempt);
      g_autoptr (GError) refusal = NULL;

      result = weft_bring_queue_submit (self->queue, self->board->stream, &weft_board_create_project_operation,
                                        &(WeftBoardCreateProject) { .name = self->board->name, .code = code, .about = self->board->about },
                                        &refusal, error);
      /* Another project has the code: with a number, then. */
      if (result == 0 && (attempt + 1 == CODES || !g_str_has_prefix (refusal->message, "code: ")))
        {
          weft_bring_report_addf (self->report, N_ ("project: refused"), "%s: %s", self->board->name, refusal->message);
          break;
        }
    }
  return result > 0 ? set_away (self, TRUE, error) : result;
}

static gboolean
add_members (Writer *self, GError **error)
{
  GPtrArray *people = weft_bringing_get_people (self->board->bringing);

  if (!begin (self, N_ ("person: not put into the project"), error))
    return FALSE;
  for (guint i = 0; i < people->len; i++)
    {
      const WeftBringPerson *person = people->pdata[i];
      const char *here = find_here (self, person->key);

      if (here != NULL && !g_str_equal (here, self->me)
          && !add (self, &weft_people_add_member_operation, &(WeftPeopleAddMember) { .person = here, .role = "member" }, person->name, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_statuses (Writer *self, GError **error)
{
  const char *after = NULL;

  if (!begin (self, N_ ("status: refused"), error))
    return FALSE;
  for (guint i = 0; i < self->board->statuses->len; i++)
    {
      const WeftBringStatus *status = self->board->statuses->pdata[i];

      if (!g_hash_table_contains (self->there, status->id)
          && !add (self, &weft_board_add_status_operation,
                   &(WeftBoardAddStatus) { .id = status->id, .name = status->name, .category = status->category, .after = after }, status->name, NULL, error))
        return FALSE;
      after = status->id;
    }
  return TRUE;
}

static gboolean
add_labels (Writer *self, GError **error)
{
  if (!begin (self, N_ ("label: refused"), error))
    return FALSE;
  for (guint i = 0; i < self->board->labels->len; i++)
    {
      const WeftBringLabel *label = self->board->labels->pdata[i];

      if (!g_hash_table_contains (self->there, label->id)
          && !add (self, &weft_board_add_label_operation, &(WeftBoardAddLabel) { .id = label->id, .name = label->name, .yarn = label->yarn }, label->name,
                   NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* What can be chosen goes once more where an earlier run ended in the middle; as people have it where that came to its end. */
static gboolean
add_fields (Writer *self, GError **error)
{
  if (!begin (self, N_ ("custom field: refused"), error))
    return FALSE;
  for (guint i = 0; i < self->board->fields->len; i++)
    {
      const WeftBringField *field = self->board->fields->pdata[i];
      gboolean there = g_hash_table_contains (self->there, field->id);

      if (!there
          && !add (self, &weft_board_add_field_operation, &(WeftBoardAddField) { .id = field->id, .name = field->name, .kind = field->kind }, field->name,
                   NULL, error))
        return FALSE;
      for (guint k = 0; k < field->options->len && !(self->whole && there); k++)
        {
          const WeftBringOption *option = field->options->pdata[k];

          if (!add (self, &weft_board_set_option_operation, &(WeftBoardSetOption) { .id = field->id, .option = option->id, .name = option->name },
                    option->name, NULL, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
add_values (Writer *self, GError **error)
{
  if (!begin (self, N_ ("custom field: its value was refused"), error))
    return FALSE;
  for (guint i = 0; i < self->board->tasks->len; i++)
    {
      const WeftBringTask *task = self->board->tasks->pdata[i];

      for (guint k = 0; k < task->values->len && !is_done (self, task); k++)
        {
          const WeftBringValue *value = task->values->pdata[k];

          if (!add (self, &weft_board_set_value_operation, &(WeftBoardSetValue) { .id = task->id, .field = value->field->id, .value = value->value },
                    task->where, NULL, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
add_recurrences (Writer *self, GError **error)
{
  if (!begin (self, N_ ("card: how it repeats was refused"), error))
    return FALSE;
  for (guint i = 0; i < self->board->tasks->len; i++)
    {
      const WeftBringTask *task = self->board->tasks->pdata[i];

      if (task->recurrence != NULL && !is_done (self, task)
          && !add (self, &weft_board_set_recurrence_operation,
                   &(WeftBoardSetRecurrence) { .ids = (const char *const[]) { task->id }, .n_ids = 1, .recurrence = task->recurrence }, task->where,
                   NULL, error))
        return FALSE;
    }
  return TRUE;
}

static GPtrArray *
list_assignees (Writer *self, const WeftBringTask *task)
{
  GPtrArray *here = g_ptr_array_new ();

  for (guint i = 0; i < task->assignees->len; i++)
    {
      const char *id = find_here (self, task->assignees->pdata[i]);

      if (id == NULL)
        weft_bring_report_addf (self->report, N_ ("card: whoever had it is not here"), "%s: %s", task->where, (const char *) task->assignees->pdata[i]);
      else if (!g_ptr_array_find (here, id, NULL))
        g_ptr_array_add (here, (gpointer) id);
    }
  return here;
}

static gboolean
add_task (Writer *self, const WeftBringTask *task, const char *after, WeftBringBoardOutcome *outcome, GError **error)
{
  g_autoptr (GPtrArray) assignees = list_assignees (self, task);
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  const WeftBringTask *parent = task->parent != NULL ? g_hash_table_lookup (self->board->task_keys, task->parent) : NULL;

  for (guint i = 0; i < task->labels->len; i++)
    g_ptr_array_add (labels, ((WeftBringLabel *) task->labels->pdata[i])->id);
  return add (self, &weft_board_create_operation,
              &(WeftBoardCreate) { .id = task->id,
                                   .title = task->title,
                                   .about = task->about->str,
                                   .status = task->status->id,
                                   .after = after,
                                   .parent = parent != NULL ? parent->id : NULL,
                                   .priority = task->priority,
                                   .estimate = task->estimate,
                                   .start_at = task->start_at,
                                   .due_at = task->due_at,
                                   .assignees = (const char *const *) assignees->pdata,
                                   .n_assignees = assignees->len,
                                   .labels = (const char *const *) labels->pdata,
                                   .n_labels = labels->len },
              task->where, &outcome->tasks, error);
}

static gboolean
add_tasks (Writer *self, WeftBringBoardOutcome *outcome, GError **error)
{
  g_autoptr (GHashTable) last = g_hash_table_new (NULL, NULL); /* WeftBringStatus → id of its newest */

  if (!begin (self, N_ ("card: refused"), error))
    return FALSE;
  for (guint i = 0; i < self->board->tasks->len; i++)
    {
      const WeftBringTask *task = self->board->tasks->pdata[i];

      if (g_hash_table_contains (self->there, task->id))
        outcome->tasks_before++;
      else if (!add_task (self, task, g_hash_table_lookup (last, task->status), outcome, error))
        return FALSE;
      g_hash_table_insert (last, task->status, task->id);
      tell (self, "card", i + 1);
    }
  return flush (self, &outcome->tasks, error);
}

static gboolean
add_item (Writer *self, const WeftBringTask *task, guint index, char **ids, GError **error)
{
  const WeftBringItem *item = task->items->pdata[index];
  g_autofree char *name = g_strdup_printf ("%s/%u", task->id, index);
  const char *assignee = find_here (self, item->assignee);
  const char *after = NULL;

  for (guint i = index; i > 0 && after == NULL; i--)
    if (((const WeftBringItem *) task->items->pdata[i - 1])->parent == item->parent)
      after = ids[i - 1];
  ids[index] = weft_id_derive ("import/item", name);
  return add (self, &weft_board_add_item_operation,
              &(WeftBoardAddItem) { .id = ids[index],
                                    .parent = item->parent >= 0 ? ids[item->parent] : task->id,
                                    .title = item->title,
                                    .after = after,
                                    .assignee = assignee,
                                    .due_at = item->due_at,
                                    .done = item->done },
              task->where, NULL, error);
}

static gboolean
add_items (Writer *self, GError **error)
{
  if (!begin (self, N_ ("checklist: refused"), error))
    return FALSE;
  for (guint i = 0; i < self->board->tasks->len; i++)
    {
      const WeftBringTask *task = self->board->tasks->pdata[i];
      g_auto (GStrv) ids = g_new0 (char *, task->items->len + 1);

      if (is_done (self, task))
        continue;
      for (guint k = 0; k < task->items->len; k++)
        if (!add_item (self, task, k, ids, error))
          return FALSE;
    }
  return TRUE;
}

static gboolean
add_links (Writer *self, GError **error)
{
  if (!begin (self, N_ ("link between cards: refused"), error))
    return FALSE;
  for (guint i = 0; i < self->board->tasks->len; i++)
    {
      const WeftBringTask *task = self->board->tasks->pdata[i];

      if (is_done (self, task))
        continue;
      for (guint kind = 0; kind < 2; kind++)
        {
          GPtrArray *keys = kind == 0 ? task->blockers : task->related;

          for (guint k = 0; k < keys->len; k++)
            {
              const WeftBringTask *other = g_hash_table_lookup (self->board->task_keys, keys->pdata[k]);
              const char *ids[] = { task->id };

              if (other == NULL)
                {
                  weft_bring_report_addf (self->report, N_ ("link between cards: the other one is not in the export"), "%s: %s", task->where,
                                          (const char *) keys->pdata[k]);
                  continue;
                }
              if (!(kind == 0 ? add (self, &weft_board_block_operation, &(WeftBoardBlock) { .ids = ids, .n_ids = 1, .other = other->id, .on = TRUE },
                                     task->where, NULL, error)
                              : add (self, &weft_board_relate_operation, &(WeftBoardRelate) { .ids = ids, .n_ids = 1, .other = other->id, .on = TRUE },
                                     task->where, NULL, error)))
                return FALSE;
            }
        }
    }
  return TRUE;
}

static gboolean
add_comment (Writer *self, const WeftBringTask *task, const WeftBringComment *comment, WeftBringBoardOutcome *outcome, GError **error)
{
  const WeftBringPerson *person = weft_bringing_find_person (self->board->bringing, comment->author);
  g_autofree char *author = weft_bringing_dup_author (self->board->bringing, comment->author);
  g_autofree char *name = g_strjoin (" ", task->id, comment->key, NULL);
  g_autofree char *id = weft_id_derive ("import/comment", name);

  return add (self, &weft_thread_bring_operation,
              &(WeftThreadBring) { .id = id,
                                   .author = author,
                                   .speaker = person != NULL && person->person != NULL ? "" : person != NULL ? person->name : "?",
                                   .written_at = comment->at,
                                   .text = comment->text,
                                   .root = task->id,
                                   .reactions = "" },
              task->where, &outcome->comments, error);
}

static gboolean
add_comments (Writer *self, WeftBringBoardOutcome *outcome, GError **error)
{
  if (!begin (self, N_ ("comment: refused"), error))
    return FALSE;
  for (guint i = 0; i < self->board->tasks->len; i++)
    {
      const WeftBringTask *task = self->board->tasks->pdata[i];

      for (guint k = 0; k < task->comments->len; k++) /* each comes once, whoever has it already */
        if (!add_comment (self, task, task->comments->pdata[k], outcome, error))
          return FALSE;
      tell (self, "comment", i + 1);
    }
  return flush (self, &outcome->comments, error);
}

/* Last: what is put away says what it was. */
static gboolean
archive (Writer *self, GError **error)
{
  if (!begin (self, N_ ("card: not put away"), error))
    return FALSE;
  for (guint i = 0; i < self->board->tasks->len; i++)
    {
      const WeftBringTask *task = self->board->tasks->pdata[i];
      const char *ids[] = { task->id };

      if (task->archived && !is_done (self, task)
          && !add (self, &weft_board_archive_operation, &(WeftBoardArchive) { .ids = ids, .n_ids = 1, .archived = TRUE }, task->where, NULL, error))
        return FALSE;
    }
  return flush (self, NULL, error);
}

static gboolean
write_all (Writer *self, WeftBringBoardOutcome *outcome, GError **error)
{
  g_autoptr (State) state = dex_await_boxed (
      weft_sync_read (self->target->sync, read_state, board_state_get_type (), g_strdup (self->board->stream), g_free), error);

  if (state == NULL)
    return FALSE;
  if (state->created_by == NULL)
    {
      int made = make_project (self, error);

      if (made <= 0)
        return made == 0;
    }
  /* Whoever knows how ids are made could wait there for what others wrote. */
  else if (!g_str_equal (state->created_by, self->me))
    {
      weft_bring_report_addf (self->report, N_ ("project: somebody else has made one with its id"), "%s: %s", self->board->name, self->board->stream);
      return TRUE;
    }
  self->there = state->ids;
  self->whole = state->created_by != NULL && !state->archived;
  return add_members (self, error) && add_statuses (self, error) && add_labels (self, error) && add_fields (self, error) && add_tasks (self, outcome, error) && add_values (self, error)
         && add_recurrences (self, error) && add_items (self, error) && add_links (self, error) && add_comments (self, outcome, error) && archive (self, error)
         && (self->whole || set_away (self, FALSE, error) >= 0);
}

gboolean
weft_bring_board_writer_run (const WeftBringTarget *target, WeftBringBoard *board, WeftBringBoardOutcome *outcome, GError **error)
{
  Writer self = {
    .target = target,
    .board = board,
    .report = weft_bringing_get_report (board->bringing),
    .me = weft_sync_get_person (target->sync),
    .what = "",
  };
  gboolean done;

  self.queue = weft_bring_queue_new (target, on_refused, &self);
  done = write_all (&self, outcome, error);
  weft_bring_queue_free (self.queue);
  return done;
}

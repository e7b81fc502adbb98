/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-figures-reading.h"

#include "base/weft-clock.h"
#include "features/board/shared/weft-project-status.h"

typedef struct
{
  char *stream;
  GTimeZone *zone;
  WeftFiguresChoice choice;
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->stream);
  g_time_zone_unref (wanted->zone);
  g_free (wanted);
}

/* Those which are there no more, too: tasks went through them. */
static GPtrArray *
read_statuses (WeftDatabase *database, const char *stream, GError **error)
{
  g_autoptr (GPtrArray) statuses = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_status_record_free);
  WeftStatement *statement = weft_database_query (
      database, error,
      "SELECT s.id, s.name, s.category FROM project_status s LEFT JOIN entry e ON e.stream = s.stream AND e.id = s.id"
      " AND e.list = '" WEFT_PROJECT_STATUSES "' WHERE s.stream = ?1 ORDER BY s.removed, e.rank, s.id",
      "t", stream);
  int step;

  while ((step = statement != NULL ? weft_statement_step (statement, error) : -1) > 0)
    {
      WeftStatusRecord *record = g_new0 (WeftStatusRecord, 1);

      record->id = weft_statement_dup_text (statement, 0);
      record->name = weft_statement_dup_text (statement, 1);
      record->category = weft_category_from_wire (weft_statement_get_text (statement, 2));
      g_ptr_array_add (statuses, record);
    }

  return step == 0 ? g_steal_pointer (&statuses) : NULL;
}

static GPtrArray *
read_tasks (WeftDatabase *database, const char *stream, GError **error)
{
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_figures_task_free);
  WeftStatement *statement = weft_database_query (
      database, error,
      "SELECT t.number, t.title, t.estimate, e.list, t.steps, t.created_at, t.archived, t.removed, t.duplicate_of IS NOT NULL"
      " FROM task t LEFT JOIN entry e ON e.stream = t.stream AND e.id = t.id WHERE t.stream = ?1 AND t.template IS NULL",
      "t", stream);
  int step;

  while ((step = statement != NULL ? weft_statement_step (statement, error) : -1) > 0)
    {
      WeftFiguresTask *task = g_new0 (WeftFiguresTask, 1);

      task->number = weft_statement_get_int (statement, 0);
      task->title = weft_statement_dup_text (statement, 1);
      task->estimate = weft_statement_get_double (statement, 2);
      task->status = weft_statement_dup_text (statement, 3);
      task->steps = weft_statement_dup_text (statement, 4);
      task->created_at = weft_statement_get_int (statement, 5);
      task->archived = weft_statement_get_int (statement, 6) != 0;
      task->removed = weft_statement_get_int (statement, 7) != 0;
      task->duplicate = weft_statement_get_int (statement, 8) != 0;
      g_ptr_array_add (tasks, task);
    }

  return step == 0 ? g_steal_pointer (&tasks) : NULL;
}

/* On a reader's thread. */
static gpointer
read_figures (WeftDatabase *database, gpointer user_data, GError **error)
{
  const Wanted *wanted = user_data;
  g_autoptr (GPtrArray) statuses = read_statuses (database, wanted->stream, error);
  g_autoptr (GPtrArray) tasks = statuses != NULL ? read_tasks (database, wanted->stream, error) : NULL;

  if (tasks == NULL)
    return NULL;
  return weft_figures_new (statuses, tasks, weft_clock_now (weft_clock_get_system ()), wanted->zone, &wanted->choice);
}

/* Public API */

DexFuture *
weft_figures_reading_read (WeftSync *sync, const char *stream, const WeftFiguresChoice *choice)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->stream = g_strdup (stream);
  wanted->zone = g_time_zone_new_local ();
  wanted->choice = *choice;
  return weft_sync_read (sync, read_figures, weft_figures_get_type (), wanted, wanted_free);
}

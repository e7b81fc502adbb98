/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-board-reading.h"

#include "features/board/shared/weft-project-status.h"

#define SELECT_TASKS                                                                                                                   \
  "SELECT t.id, t.number, t.title, t.about <> '', t.priority, t.estimate, t.start_at, t.due_at, t.parent, t.duplicate_of, t.assignees," \
  " t.labels, t.blockers, t.related, e.list, e.rank, t.archived, t.removed, o.replies, t.items, t.items_done, t.field_values,"         \
  " t.recurrence, t.template IS NOT NULL"                                                                                              \
  " FROM entry e JOIN task t ON t.stream = e.stream AND t.id = e.id LEFT JOIN thread_topic o ON o.stream = t.stream AND o.id = t.id"   \
  " WHERE e.stream = ?1"

typedef struct
{
  char *stream;
  char *person;
  char **ids; /* (nullable) */
  gboolean texts;
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->stream);
  g_free (wanted->person);
  g_strfreev (wanted->ids);
  g_free (wanted);
}

static void
clear_reading (gpointer data)
{
  WeftBoardReading *self = data;

  g_free (self->name);
  g_free (self->code);
  g_free (self->about);
  g_free (self->role);
  g_ptr_array_unref (self->statuses);
  g_ptr_array_unref (self->labels);
  g_ptr_array_unref (self->fields);
  g_ptr_array_unref (self->tasks);
}

static WeftBoardReading *
weft_board_reading_ref (WeftBoardReading *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
weft_board_reading_unref (WeftBoardReading *self)
{
  g_atomic_rc_box_release_full (self, clear_reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftBoardReading, weft_board_reading_unref)
G_DEFINE_BOXED_TYPE (WeftBoardReading, weft_board_reading, weft_board_reading_ref, weft_board_reading_unref)

static gboolean
read_project (WeftDatabase *database, const Wanted *wanted, WeftBoardReading *reading, GError **error)
{
  WeftStatement *statement = weft_database_query (
      database, error,
      "SELECT p.name, p.code, p.about, p.archived, m.role FROM project p LEFT JOIN member m ON m.stream = p.stream AND m.person = ?2"
      " WHERE p.stream = ?1",
      "tt", wanted->stream, wanted->person);
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step == 0)
    return TRUE;

  reading->name = weft_statement_dup_text (statement, 0);
  reading->code = weft_statement_dup_text (statement, 1);
  reading->about = weft_statement_dup_text (statement, 2);
  reading->archived = weft_statement_get_int (statement, 3) != 0;
  reading->role = weft_statement_dup_text (statement, 4);
  weft_statement_reset (statement);
  return TRUE;
}

static gboolean
read_statuses (WeftDatabase *database, const Wanted *wanted, WeftBoardReading *reading, GError **error)
{
  WeftStatement *statement = weft_database_query (
      database, error,
      "SELECT s.id, s.name, s.category, s.wip, s.hard, s.sources, s.needs, s.per_lane FROM entry e JOIN project_status s ON s.stream = e.stream AND s.id = e.id"
      " WHERE e.stream = ?1 AND e.list = '" WEFT_PROJECT_STATUSES "' AND s.removed = 0 ORDER BY e.rank, e.id",
      "t", wanted->stream);
  int step;

  while ((step = statement != NULL ? weft_statement_step (statement, error) : -1) > 0)
    {
      WeftStatusRecord *record = g_new0 (WeftStatusRecord, 1);

      record->id = weft_statement_dup_text (statement, 0);
      record->name = weft_statement_dup_text (statement, 1);
      record->category = weft_category_from_wire (weft_statement_get_text (statement, 2));
      record->wip = (guint) weft_statement_get_int (statement, 3);
      record->hard = weft_statement_get_int (statement, 4) != 0;
      record->sources = weft_statement_dup_text (statement, 5);
      record->needs = weft_needs_from_wire (weft_statement_get_text (statement, 6));
      record->per_lane = weft_statement_get_int (statement, 7) != 0;
      g_ptr_array_add (reading->statuses, record);
    }

  return step == 0;
}

static gboolean
read_labels (WeftDatabase *database, const Wanted *wanted, WeftBoardReading *reading, GError **error)
{
  WeftStatement *statement = weft_database_query (
      database, error, "SELECT id, name, yarn FROM project_label WHERE stream = ?1 AND removed = 0 ORDER BY name, id", "t", wanted->stream);
  int step;

  while ((step = statement != NULL ? weft_statement_step (statement, error) : -1) > 0)
    {
      WeftProjectLabel *label = g_new0 (WeftProjectLabel, 1);

      label->id = weft_statement_dup_text (statement, 0);
      label->name = weft_statement_dup_text (statement, 1);
      label->yarn = weft_statement_dup_text (statement, 2);
      g_ptr_array_add (reading->labels, label);
    }

  return step == 0;
}

static gboolean
read_fields (WeftDatabase *database, const Wanted *wanted, WeftBoardReading *reading, GError **error)
{
  WeftStatement *statement = weft_database_query (
      database, error, "SELECT id, name, kind, options, shown FROM project_field WHERE stream = ?1 AND removed = 0 ORDER BY name, id", "t",
      wanted->stream);
  int step;

  while ((step = statement != NULL ? weft_statement_step (statement, error) : -1) > 0)
    {
      WeftProjectField *field = g_new0 (WeftProjectField, 1);

      field->id = weft_statement_dup_text (statement, 0);
      field->name = weft_statement_dup_text (statement, 1);
      field->kind = weft_field_kind_from_wire (weft_statement_get_text (statement, 2));
      field->options = weft_statement_dup_text (statement, 3);
      field->shown = weft_statement_get_int (statement, 4) != 0;
      g_ptr_array_add (reading->fields, field);
    }

  return step == 0;
}

static gboolean
read_tasks (WeftStatement *statement, WeftBoardReading *reading, GError **error)
{
  int step;

  while ((step = statement != NULL ? weft_statement_step (statement, error) : -1) > 0)
    {
      WeftTaskRecord *record = g_new0 (WeftTaskRecord, 1);

      record->id = weft_statement_dup_text (statement, 0);
      record->number = weft_statement_get_int (statement, 1);
      record->title = weft_statement_dup_text (statement, 2);
      record->has_about = weft_statement_get_int (statement, 3) != 0;
      record->priority = weft_priority_from_wire (weft_statement_get_text (statement, 4));
      record->estimate = weft_statement_get_double (statement, 5);
      record->start_at = weft_statement_get_int (statement, 6);
      record->due_at = weft_statement_get_int (statement, 7);
      record->parent = weft_statement_dup_text (statement, 8);
      record->duplicate_of = weft_statement_dup_text (statement, 9);
      record->assignees = weft_statement_dup_text (statement, 10);
      record->labels = weft_statement_dup_text (statement, 11);
      record->blockers = weft_statement_dup_text (statement, 12);
      record->related = weft_statement_dup_text (statement, 13);
      record->status = weft_statement_dup_text (statement, 14);
      record->rank = weft_statement_dup_text (statement, 15);
      record->archived = weft_statement_get_int (statement, 16) != 0;
      record->removed = weft_statement_get_int (statement, 17) != 0;
      record->n_comments = (guint) weft_statement_get_int (statement, 18);
      record->n_items = (guint) weft_statement_get_int (statement, 19);
      record->n_items_done = (guint) weft_statement_get_int (statement, 20);
      record->field_values = weft_statement_dup_text (statement, 21);
      record->recurrence = weft_statement_dup_text (statement, 22);
      record->template = weft_statement_get_int (statement, 23) != 0;
      g_ptr_array_add (reading->tasks, record);
    }

  return step == 0;
}

static gboolean
read_hashes (WeftDatabase *database, const Wanted *wanted, WeftBoardReading *reading, GError **error)
{
  g_autoptr (GHashTable) tasks = NULL;
  WeftStatement *statement;
  int step;

  if (!wanted->texts)
    return TRUE;

  tasks = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < reading->tasks->len; i++)
    {
      WeftTaskRecord *record = reading->tasks->pdata[i];

      g_hash_table_insert (tasks, record->id, record);
    }
  statement = weft_database_query (database, error, "SELECT id, about FROM task WHERE stream = ?1 AND about <> ''", "t", wanted->stream);
  while ((step = statement != NULL ? weft_statement_step (statement, error) : -1) > 0)
    {
      WeftTaskRecord *record = g_hash_table_lookup (tasks, weft_statement_get_text (statement, 0));

      if (record != NULL)
        record->about_hash = g_str_hash (weft_statement_get_text (statement, 1));
    }
  return step == 0;
}

static gboolean
read_wanted (WeftDatabase *database, const Wanted *wanted, WeftBoardReading *reading, GError **error)
{
  if (wanted->ids == NULL)
    return read_project (database, wanted, reading, error) && read_statuses (database, wanted, reading, error)
           && read_labels (database, wanted, reading, error) && read_fields (database, wanted, reading, error)
           && read_tasks (weft_database_query (database, error, SELECT_TASKS " ORDER BY e.list, e.rank, e.id", "t", wanted->stream), reading,
                          error)
           && read_hashes (database, wanted, reading, error);

  for (char **id = wanted->ids; *id != NULL; id++)
    if (!read_tasks (weft_database_query (database, error, SELECT_TASKS " AND e.id = ?2", "tt", wanted->stream, *id), reading, error))
      return FALSE;

  return TRUE;
}

/* On a reader's thread. */
static gpointer
read_board (WeftDatabase *database, gpointer user_data, GError **error)
{
  const Wanted *wanted = user_data;
  g_autoptr (WeftBoardReading) reading = g_atomic_rc_box_new0 (WeftBoardReading);

  reading->whole = wanted->ids == NULL;
  reading->statuses = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_status_record_free);
  reading->labels = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_project_label_free);
  reading->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_project_field_free);
  reading->tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_task_record_free);

  return read_wanted (database, wanted, reading, error) ? g_steal_pointer (&reading) : NULL;
}

/* Public API */

DexFuture *
weft_board_reading_read (WeftSync *sync, const char *stream, const char *const *ids)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->stream = g_strdup (stream);
  wanted->person = g_strdup (weft_sync_get_person (sync));
  wanted->ids = g_strdupv ((char **) ids);
  return weft_sync_read (sync, read_board, weft_board_reading_get_type (), wanted, wanted_free);
}

DexFuture *
weft_board_reading_read_past (WeftReplay *replay, gint64 seq, const char *stream, gboolean texts)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->stream = g_strdup (stream);
  wanted->texts = texts;
  return weft_replay_read (replay, seq, read_board, weft_board_reading_get_type (), wanted, wanted_free);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-exchange"

#include "config.h"

#include "features/board/exchange/weft-project-reader.h"

#include "base/weft-id-map.h"
#include "features/board/shared/weft-project-status.h"
#include "features/board/shared/weft-task-steps.h"
#include "parts/thread/shared/weft-reply.h"
#include "sync/weft-people-stream.h"

#define DAY (G_GINT64_CONSTANT (24) * 60 * 60 * 1000) /* ms */

static void
person_free (gpointer data)
{
  WeftExportedPerson *person = data;

  g_free (person->login);
  g_free (person->name);
  g_free (person);
}

static void
status_free (gpointer data)
{
  WeftExportedStatus *status = data;

  g_free (status->id);
  g_free (status->name);
  g_free (status->category);
  g_free (status);
}

static void
field_free (gpointer data)
{
  WeftExportedField *field = data;

  g_free (field->id);
  g_free (field->name);
  g_free (field->kind);
  g_free (field->options);
  g_free (field);
}

static void
item_free (gpointer data)
{
  WeftExportedItem *item = data;

  g_free (item->title);
  g_clear_pointer (&item->assignee, person_free);
  g_free (item);
}

/* Look-ups, by statements which the database keeps: people and links are not gathered in memory. */

/* (transfer full) (nullable) */
static WeftExportedPerson *
load_person (WeftProjectReader *self, const char *id, GError **error)
{
  WeftStatement *statement = weft_database_query (
      self->database, error, "SELECT login, name FROM person WHERE stream = " WEFT_PEOPLE_STREAM " AND id = ?1", "t", id);
  int step = statement != NULL ? weft_statement_step (statement, error) : -1;
  WeftExportedPerson *person;

  if (step < 0)
    return NULL;
  person = g_new0 (WeftExportedPerson, 1);
  if (step > 0)
    {
      person->login = weft_statement_dup_text (statement, 0);
      person->name = weft_statement_dup_text (statement, 1);
      weft_statement_reset (statement);
    }
  if (person->login == NULL || *person->login == '\0')
    g_set_str (&person->login, id);
  if (person->name == NULL || *person->name == '\0')
    g_set_str (&person->name, id);
  return person;
}

/* @text: (out) (nullable): NULL where there is no such row */
static gboolean
load_text (WeftProjectReader *self, const char *sql, const char *id, char **text, GError **error)
{
  WeftStatement *statement = weft_database_query (self->database, error, sql, "tt", self->stream, id);
  int step = statement != NULL ? weft_statement_step (statement, error) : -1;

  *text = NULL;
  if (step > 0)
    {
      *text = weft_statement_dup_text (statement, 0);
      weft_statement_reset (statement);
    }
  return step >= 0;
}

/* (nullable): the key of the task @id */
static gboolean
load_key (WeftProjectReader *self, const char *id, char **key, GError **error)
{
  g_autofree char *number = NULL;

  *key = NULL;
  if (id == NULL)
    return TRUE;
  if (!load_text (self, "SELECT CAST (number AS TEXT) FROM task WHERE stream = ?1 AND id = ?2 AND removed = 0", id, &number, error))
    return FALSE;
  *key = number != NULL ? g_strconcat (self->code, "-", number, NULL) : NULL;
  return TRUE;
}

static gboolean
load_keys (WeftProjectReader *self, const char *set, GPtrArray *keys, GError **error)
{
  g_auto (GStrv) ids = g_strsplit (set != NULL ? set : "", " ", -1);

  for (char **id = ids; *id != NULL; id++)
    {
      char *key;

      if (!load_key (self, *id, &key, error))
        return FALSE;
      if (key != NULL)
        g_ptr_array_add (keys, key);
    }
  return TRUE;
}

static gboolean
load_labels (WeftProjectReader *self, const char *set, GPtrArray *labels, GError **error)
{
  g_auto (GStrv) ids = g_strsplit (set != NULL ? set : "", " ", -1);

  for (char **id = ids; *id != NULL; id++)
    {
      char *name;

      if (!load_text (self, "SELECT name FROM project_label WHERE stream = ?1 AND id = ?2 AND removed = 0", *id, &name, error))
        return FALSE;
      if (name != NULL)
        g_ptr_array_add (labels, name);
    }
  return TRUE;
}

static gboolean
load_assignees (WeftProjectReader *self, const char *set, GPtrArray *assignees, GError **error)
{
  g_auto (GStrv) ids = g_strsplit (set != NULL ? set : "", " ", -1);

  for (char **id = ids; *id != NULL; id++)
    {
      WeftExportedPerson *person = load_person (self, *id, error);

      if (person == NULL)
        return FALSE;
      g_ptr_array_add (assignees, person);
    }
  return TRUE;
}

/* (transfer full) (nullable): what @value of @field says to people; NULL on error */
static char *
load_value (WeftProjectReader *self, const WeftExportedField *field, const char *value, GError **error)
{
  char *text = NULL;

  if (g_str_equal (field->kind, "person"))
    {
      WeftExportedPerson *person = load_person (self, value, error);

      if (person == NULL)
        return NULL;
      text = g_strdup (person->login);
      person_free (person);
    }
  else if (g_str_equal (field->kind, "date"))
    text = weft_exported_day (g_ascii_strtoll (value, NULL, 10));
  else if (g_str_equal (field->kind, "select"))
    text = weft_id_map_dup (field->options, value);
  else
    text = g_strdup (value);
  return text != NULL ? text : g_strdup ("");
}

static gboolean
load_values (WeftProjectReader *self, const char *map, GPtrArray *values, GError **error)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      const WeftExportedField *field = self->fields->pdata[i];
      g_autofree char *value = weft_id_map_dup (map, field->id);
      char *text = value != NULL ? load_value (self, field, value, error) : g_strdup ("");

      if (text == NULL)
        return FALSE;
      g_ptr_array_add (values, text);
    }
  return TRUE;
}

static gboolean
is_done (WeftProjectReader *self, const char *status)
{
  for (guint i = 0; i < self->statuses->len; i++)
    {
      const WeftExportedStatus *one = self->statuses->pdata[i];

      if (g_str_equal (one->id, status))
        return g_str_equal (one->category, "done");
    }
  return FALSE;
}

/* Since when a task which went through @steps is done without having been anything else. */
static gint64
find_done (WeftProjectReader *self, const WeftExportedStatus *status, const char *steps)
{
  gint64 at = 0;
  WeftTaskStep step;

  if (!g_str_equal (status->category, "done"))
    return 0;
  while (weft_task_steps_next (&steps, &step))
    if (!is_done (self, step.status))
      at = 0;
    else if (at == 0)
      at = step.at;
  return at;
}

/* A row of each_task()'s. */
static WeftExportedTask *
load_task (WeftProjectReader *self, const WeftExportedStatus *status, WeftStatement *row, GError **error)
{
  g_autoptr (WeftExportedTask) task = g_new0 (WeftExportedTask, 1);

  task->status = status;
  task->id = weft_statement_dup_text (row, 0);
  task->key = g_strdup_printf ("%s-%" G_GINT64_FORMAT, self->code, weft_statement_get_int (row, 1));
  task->title = weft_statement_dup_text (row, 2);
  task->about = weft_statement_dup_text (row, 3);
  task->priority = weft_statement_dup_text (row, 4);
  task->estimate = weft_statement_get_double (row, 5);
  task->start_at = weft_statement_get_int (row, 6);
  task->due_at = weft_statement_get_int (row, 7);
  task->created_at = weft_statement_get_int (row, 8);
  task->done_at = find_done (self, status, weft_statement_get_text (row, 9));
  task->archived = weft_statement_get_int (row, 10) != 0;
  task->template = weft_statement_get_int (row, 20) != 0;
  task->first_comment = weft_reply_base (weft_statement_get_int (row, 11)) + 1;
  task->last_comment = task->first_comment - 1 + weft_statement_get_int (row, 12);
  task->recurrence = weft_statement_dup_text (row, 21);
  task->assignees = g_ptr_array_new_with_free_func (person_free);
  task->labels = g_ptr_array_new_with_free_func (g_free);
  task->blockers = g_ptr_array_new_with_free_func (g_free);
  task->related = g_ptr_array_new_with_free_func (g_free);
  task->values = g_ptr_array_new_with_free_func (g_free);
  if (!load_key (self, weft_statement_get_text (row, 13), &task->parent, error)
      || !load_key (self, weft_statement_get_text (row, 14), &task->duplicate_of, error)
      || !load_assignees (self, weft_statement_get_text (row, 15), task->assignees, error)
      || !load_labels (self, weft_statement_get_text (row, 16), task->labels, error)
      || !load_keys (self, weft_statement_get_text (row, 17), task->blockers, error)
      || !load_keys (self, weft_statement_get_text (row, 18), task->related, error)
      || !load_values (self, weft_statement_get_text (row, 19), task->values, error))
    return NULL;
  return g_steal_pointer (&task);
}

static gboolean
load_project (WeftProjectReader *self, GError **error)
{
  WeftStatement *statement = weft_database_query (
      self->database, error, "SELECT name, code, about, archived, created_at FROM project WHERE stream = ?1", "t", self->stream);
  int step = statement != NULL ? weft_statement_step (statement, error) : -1;

  if (step == 0)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "Nothing is held of %s", self->stream);
  if (step <= 0)
    return FALSE;
  self->name = weft_statement_dup_text (statement, 0);
  self->code = weft_statement_dup_text (statement, 1);
  self->about = weft_statement_dup_text (statement, 2);
  self->archived = weft_statement_get_int (statement, 3) != 0;
  self->created_at = weft_statement_get_int (statement, 4);
  weft_statement_reset (statement);
  return TRUE;
}

static gboolean
load_statuses (WeftProjectReader *self, GError **error)
{
  WeftStatement *statement = weft_database_query (
      self->database, error,
      "SELECT s.id, s.name, s.category, s.removed FROM project_status s JOIN entry e ON e.stream = s.stream AND e.id = s.id"
      " WHERE s.stream = ?1 AND e.list = '" WEFT_PROJECT_STATUSES "' ORDER BY s.removed, e.rank, e.id",
      "t", self->stream);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      WeftExportedStatus *status = g_new0 (WeftExportedStatus, 1);

      status->id = weft_statement_dup_text (statement, 0);
      status->name = weft_statement_dup_text (statement, 1);
      status->category = weft_statement_dup_text (statement, 2);
      status->removed = weft_statement_get_int (statement, 3) != 0;
      g_ptr_array_add (self->statuses, status);
    }
  return step == 0;
}

static gboolean
load_fields (WeftProjectReader *self, GError **error)
{
  WeftStatement *statement = weft_database_query (
      self->database, error, "SELECT id, name, kind, options FROM project_field WHERE stream = ?1 AND removed = 0 ORDER BY name, id", "t", self->stream);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      WeftExportedField *field = g_new0 (WeftExportedField, 1);

      field->id = weft_statement_dup_text (statement, 0);
      field->name = weft_statement_dup_text (statement, 1);
      field->kind = weft_statement_dup_text (statement, 2);
      field->options = weft_statement_dup_text (statement, 3);
      g_ptr_array_add (self->fields, field);
    }
  return step == 0;
}

/* What stands in @list of the checklist of the task @task, and below it. */
static gboolean
load_items_of (WeftProjectReader *self, const char *task, const char *list, GPtrArray *items, GError **error)
{
  gboolean below = !g_str_equal (task, list);
  WeftStatement *statement = weft_database_query (
      self->database, error,
      "SELECT i.id, i.title, i.done, i.due_at, i.assignee FROM entry e JOIN task_item i ON i.stream = e.stream AND i.id = e.id"
      " WHERE e.stream = ?1 AND e.list = ?2 AND i.task = ?3 AND i.removed = 0 ORDER BY e.rank, e.id",
      "ttt", self->stream, list, task);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      g_autofree char *id = weft_statement_dup_text (statement, 0);
      WeftExportedItem *item = g_new0 (WeftExportedItem, 1);

      g_ptr_array_add (items, item);
      item->below = below;
      item->title = weft_statement_dup_text (statement, 1);
      item->done = weft_statement_get_int (statement, 2) != 0;
      item->due_at = weft_statement_get_int (statement, 3);
      if ((weft_statement_get_text (statement, 4) != NULL
           && (item->assignee = load_person (self, weft_statement_get_text (statement, 4), error)) == NULL)
          || (!below && !load_items_of (self, task, id, items, error)))
        {
          weft_statement_reset (statement);
          return FALSE;
        }
    }
  return step == 0;
}

static char *
format_time (gint64 at, const char *format)
{
  g_autoptr (GDateTime) time = at != 0 ? g_date_time_new_from_unix_utc (at / 1000) : NULL;

  return time != NULL ? g_date_time_format (time, format) : g_strdup ("");
}

/* Public API */

void
weft_exported_task_free (WeftExportedTask *self)
{
  g_free (self->id);
  g_free (self->key);
  g_free (self->title);
  g_free (self->about);
  g_free (self->priority);
  g_free (self->parent);
  g_free (self->duplicate_of);
  g_free (self->recurrence);
  g_clear_pointer (&self->assignees, g_ptr_array_unref);
  g_clear_pointer (&self->labels, g_ptr_array_unref);
  g_clear_pointer (&self->blockers, g_ptr_array_unref);
  g_clear_pointer (&self->related, g_ptr_array_unref);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_free (self);
}

WeftProjectReader *
weft_project_reader_new (WeftDatabase *database, const char *stream, GError **error)
{
  g_autoptr (WeftProjectReader) self = g_new0 (WeftProjectReader, 1);

  self->database = database;
  self->stream = g_strdup (stream);
  self->statuses = g_ptr_array_new_with_free_func (status_free);
  self->fields = g_ptr_array_new_with_free_func (field_free);
  return load_project (self, error) && load_statuses (self, error) && load_fields (self, error) ? g_steal_pointer (&self) : NULL;
}

void
weft_project_reader_free (WeftProjectReader *self)
{
  g_free (self->stream);
  g_free (self->name);
  g_free (self->code);
  g_free (self->about);
  g_ptr_array_unref (self->statuses);
  g_ptr_array_unref (self->fields);
  g_free (self);
}

gboolean
weft_project_reader_each_task (WeftProjectReader *self, const WeftExportedStatus *status, WeftExportTaskFunc func, gpointer user_data, GError **error)
{
  /* In the order of the index by rank: nothing is sorted, hence nothing gathered. */
  WeftStatement *statement = weft_database_query (
      self->database, error,
      "SELECT t.id, t.number, t.title, t.about, t.priority, t.estimate, t.start_at, t.due_at, t.created_at, t.steps, t.archived,"
      " coalesce (o.ordinal, 0), coalesce (o.replies, 0), t.parent, t.duplicate_of, t.assignees, t.labels, t.blockers, t.related,"
      " t.field_values, t.template IS NOT NULL, t.recurrence FROM entry e JOIN task t ON t.stream = e.stream AND t.id = e.id LEFT JOIN thread_topic o ON o.stream = t.stream AND o.id = t.id"
      " WHERE e.stream = ?1 AND e.list = ?2 AND t.removed = 0 ORDER BY e.rank, e.id",
      "tt", self->stream, status->id);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      g_autoptr (WeftExportedTask) task = load_task (self, status, statement, error);

      if (task == NULL || !func (self, task, user_data, error))
        {
          weft_statement_reset (statement);
          return FALSE;
        }
    }
  return step == 0;
}

gboolean
weft_project_reader_each_comment (WeftProjectReader *self, const WeftExportedTask *task, WeftExportCommentFunc func, gpointer user_data, GError **error)
{
  WeftStatement *statement = weft_database_query (
      self->database, error,
      "SELECT coalesce (NULLIF (p.login, ''), m.author), coalesce (NULLIF (p.name, ''), m.speaker, m.author), m.text, m.at FROM message m"
      " LEFT JOIN person p ON p.stream = " WEFT_PEOPLE_STREAM " AND p.id = m.author"
      " WHERE m.stream = ?1 AND m.ordinal >= ?2 AND m.ordinal <= ?3 AND m.deleted = 0 ORDER BY m.ordinal",
      "tii", self->stream, task->first_comment, task->last_comment);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      WeftExportedComment comment = { .login = weft_statement_get_text (statement, 0),
                                      .name = weft_statement_get_text (statement, 1),
                                      .text = weft_statement_get_text (statement, 2),
                                      .at = weft_statement_get_int (statement, 3) };

      if (!func (&comment, user_data, error))
        {
          weft_statement_reset (statement);
          return FALSE;
        }
    }
  return step == 0;
}

gboolean
weft_project_reader_each_label (WeftProjectReader *self, WeftExportLabelFunc func, gpointer user_data, GError **error)
{
  WeftStatement *statement = weft_database_query (
      self->database, error, "SELECT name, yarn FROM project_label WHERE stream = ?1 AND removed = 0 ORDER BY name, id", "t", self->stream);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    if (!func (weft_statement_get_text (statement, 0), weft_statement_get_text (statement, 1), user_data, error))
      {
        weft_statement_reset (statement);
        return FALSE;
      }
  return step == 0;
}

GPtrArray *
weft_project_reader_load_items (WeftProjectReader *self, const WeftExportedTask *task, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (item_free);

  return load_items_of (self, task->id, task->id, items, error) ? g_steal_pointer (&items) : NULL;
}

char *
weft_exported_day (gint64 at)
{
  return at % DAY == 0 ? format_time (at, "%Y-%m-%d") : weft_exported_moment (at);
}

char *
weft_exported_moment (gint64 at)
{
  return format_time (at, "%Y-%m-%dT%H:%M:%SZ");
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-exchange"

#include "config.h"

#include "base/weft-json.h"
#include "features/board/exchange/weft-project-export.h"
#include "features/board/shared/weft-task-recurrence.h"

/* null for a date that is not set */
static void
add_time (GString *out, const char *key, char *text)
{
  weft_json_string (out, key, *text != '\0' ? text : NULL);
  g_free (text);
}

/* In parts, the rule as iCalendar has it; null where it does not come again. */
static void
add_recurrence (GString *out, const char *text)
{
  g_auto (WeftTaskRecurrence) recurrence = { 0 };
  g_autofree char *rule = NULL;

  if (text == NULL || !weft_task_recurrence_parse (text, &recurrence, NULL))
    {
      weft_json_null (out, "repeats");
      return;
    }
  rule = weft_recurrence_to_string (&recurrence.rule);
  weft_json_begin (out, "repeats");
  weft_json_string (out, "from", recurrence.from == WEFT_RECURS_AFTER_COMPLETION ? "completion" : "schedule");
  weft_json_string (out, "rule", rule);
  weft_json_string (out, "zone", recurrence.zone);
  weft_json_int (out, "past", recurrence.past);
  weft_json_end (out);
}

static void
add_person (GString *out, const char *key, const char *login, const char *name)
{
  weft_json_begin (out, key);
  weft_json_string (out, "login", login);
  weft_json_string (out, "name", name);
  weft_json_end (out);
}

static void
add_texts (GString *out, const char *key, GPtrArray *texts)
{
  weft_json_begin_array (out, key);
  for (guint i = 0; i < texts->len; i++)
    weft_json_string (out, NULL, texts->pdata[i]);
  weft_json_end_array (out);
}

static void
add_item (GString *out, const WeftExportedItem *item)
{
  weft_json_begin (out, NULL);
  weft_json_string (out, "title", item->title);
  weft_json_bool (out, "below", item->below);
  weft_json_bool (out, "done", item->done);
  if (item->assignee != NULL)
    add_person (out, "assignee", item->assignee->login, item->assignee->name);
  else
    weft_json_null (out, "assignee");
  add_time (out, "due", weft_exported_day (item->due_at));
  weft_json_end (out);
}

static gboolean
write_comment (const WeftExportedComment *comment, gpointer user_data, GError **error)
{
  WeftExportFile *file = user_data;

  weft_json_begin (file->text, NULL);
  add_person (file->text, "author", comment->login, comment->name);
  add_time (file->text, "at", weft_exported_moment (comment->at));
  weft_json_string (file->text, "text", comment->text);
  weft_json_end (file->text);
  return weft_export_file_flush (file, error);
}

static gboolean
write_task (WeftProjectReader *reader, const WeftExportedTask *task, gpointer user_data, GError **error)
{
  WeftExportFile *file = user_data;
  GString *out = file->text;
  g_autoptr (GPtrArray) items = weft_project_reader_load_items (reader, task, error);

  if (items == NULL)
    return FALSE;
  weft_json_begin (out, NULL);
  weft_json_string (out, "key", task->key);
  weft_json_string (out, "title", task->title);
  weft_json_string (out, "description", task->about);
  weft_json_string (out, "status", task->status->name);
  weft_json_string (out, "category", task->status->category);
  weft_json_begin_array (out, "assignees");
  for (guint i = 0; i < task->assignees->len; i++)
    {
      const WeftExportedPerson *person = task->assignees->pdata[i];

      add_person (out, NULL, person->login, person->name);
    }
  weft_json_end_array (out);
  add_texts (out, "labels", task->labels);
  weft_json_string (out, "priority", task->priority);
  if (task->estimate > 0)
    weft_json_double (out, "estimate", task->estimate);
  else
    weft_json_null (out, "estimate");
  add_time (out, "start", weft_exported_day (task->start_at));
  add_time (out, "due", weft_exported_day (task->due_at));
  add_recurrence (out, task->recurrence);
  weft_json_string (out, "parent", task->parent);
  weft_json_string (out, "duplicate_of", task->duplicate_of);
  add_texts (out, "blocked_by", task->blockers);
  add_texts (out, "related", task->related);
  add_time (out, "created", weft_exported_moment (task->created_at));
  add_time (out, "done", weft_exported_moment (task->done_at));
  weft_json_bool (out, "archived", task->archived);
  weft_json_bool (out, "template", task->template);
  weft_json_begin (out, "fields");
  for (guint i = 0; i < task->values->len; i++)
    if (*(const char *) task->values->pdata[i] != '\0')
      weft_json_string (out, ((const WeftExportedField *) reader->fields->pdata[i])->name, task->values->pdata[i]);
  weft_json_end (out);
  weft_json_begin_array (out, "checklist");
  for (guint i = 0; i < items->len; i++)
    add_item (out, items->pdata[i]);
  weft_json_end_array (out);
  weft_json_begin_array (out, "comments");
  if (!weft_project_reader_each_comment (reader, task, write_comment, file, error))
    return FALSE;
  weft_json_end_array (out);
  weft_json_end (out);
  return weft_export_file_flush (file, error);
}

static gboolean
write_label (const char *name, const char *yarn, gpointer user_data, GError **error)
{
  WeftExportFile *file = user_data;

  weft_json_begin (file->text, NULL);
  weft_json_string (file->text, "name", name);
  weft_json_string (file->text, "colour", yarn);
  weft_json_end (file->text);
  return weft_export_file_flush (file, error);
}

static void
add_project (WeftProjectReader *reader, GString *out)
{
  weft_json_begin (out, "project");
  weft_json_string (out, "name", reader->name);
  weft_json_string (out, "code", reader->code);
  weft_json_string (out, "description", reader->about);
  weft_json_bool (out, "archived", reader->archived);
  add_time (out, "created", weft_exported_moment (reader->created_at));
  weft_json_end (out);
  weft_json_begin_array (out, "statuses");
  for (guint i = 0; i < reader->statuses->len; i++)
    {
      const WeftExportedStatus *status = reader->statuses->pdata[i];

      if (status->removed)
        continue;
      weft_json_begin (out, NULL);
      weft_json_string (out, "name", status->name);
      weft_json_string (out, "category", status->category);
      weft_json_end (out);
    }
  weft_json_end_array (out);
}

static gboolean
write_json (WeftProjectReader *reader, WeftExportFile *file, GError **error)
{
  weft_json_begin (file->text, NULL);
  add_project (reader, file->text);
  weft_json_begin_array (file->text, "labels");
  if (!weft_project_reader_each_label (reader, write_label, file, error))
    return FALSE;
  weft_json_end_array (file->text);
  weft_json_begin_array (file->text, "tasks");
  for (guint i = 0; i < reader->statuses->len; i++)
    if (!weft_project_reader_each_task (reader, reader->statuses->pdata[i], write_task, file, error))
      return FALSE;
  weft_json_end_array (file->text);
  weft_json_end (file->text);
  g_string_append_c (file->text, '\n');
  return TRUE;
}

const WeftProjectFormat weft_project_json = { .name = "json", .ending = ".json", .has_comments = TRUE, .write = write_json };

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-exchange"

#include "config.h"

#include "exchange/weft-csv.h"
#include "features/board/exchange/weft-project-export.h"

/* weft-task-table.c reads them again. */
static const char *const headers[] = { "key",   "title", "description", "status",     "category", "assignees", "labels", "priority",
                                       "estimate", "start", "due",      "repeats", "parent",    "blocked by", "created", "done",  "archived" };

static void
add (WeftExportFile *file, const char *text)
{
  weft_csv_append (file->text, text);
  g_string_append_c (file->text, ',');
}

static void
add_steal (WeftExportFile *file, char *text)
{
  add (file, text);
  g_free (text);
}

static void
end_row (WeftExportFile *file)
{
  g_string_truncate (file->text, file->text->len - 1);
  g_string_append (file->text, "\r\n");
}

/* A line each: names have commas in them, but no line ends. */
static char *
join (GPtrArray *texts)
{
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < texts->len; i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? "\n" : "", (const char *) texts->pdata[i]);
  return g_string_free_and_steal (g_steal_pointer (&joined));
}

static char *
join_logins (GPtrArray *people)
{
  g_autoptr (GPtrArray) logins = g_ptr_array_new ();

  for (guint i = 0; i < people->len; i++)
    g_ptr_array_add (logins, ((const WeftExportedPerson *) people->pdata[i])->login);
  return join (logins);
}

static gboolean
write_task (WeftProjectReader *reader, const WeftExportedTask *task, gpointer user_data, GError **error)
{
  WeftExportFile *file = user_data;
  const char *category = task->status->category;
  char estimate[G_ASCII_DTOSTR_BUF_SIZE] = "";

  if (task->template)
    return TRUE;
  if (task->estimate > 0)
    g_ascii_formatd (estimate, sizeof estimate, "%.15g", task->estimate);
  add (file, task->key);
  add (file, task->title);
  add (file, task->about);
  add (file, task->status->name);
  add (file, g_str_equal (category, "todo") ? "to do" : g_str_equal (category, "done") ? "done" : "in progress");
  add_steal (file, join_logins (task->assignees));
  add_steal (file, join (task->labels));
  add (file, g_str_equal (task->priority, "none") ? "" : task->priority);
  add (file, estimate);
  add_steal (file, weft_exported_day (task->start_at));
  add_steal (file, weft_exported_day (task->due_at));
  add (file, task->recurrence != NULL ? task->recurrence : "");
  add (file, task->parent != NULL ? task->parent : "");
  add_steal (file, join (task->blockers));
  add_steal (file, weft_exported_moment (task->created_at));
  add_steal (file, weft_exported_moment (task->done_at));
  add (file, task->archived ? "yes" : "");
  for (guint i = 0; i < task->values->len; i++)
    add (file, task->values->pdata[i]);
  end_row (file);
  return weft_export_file_flush (file, error);
}

static gboolean
write_csv (WeftProjectReader *reader, WeftExportFile *file, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    add (file, headers[i]);
  /* As Jira calls them: a field may have the name of a column. */
  for (guint i = 0; i < reader->fields->len; i++)
    add_steal (file, g_strdup_printf ("custom field (%s)", ((const WeftExportedField *) reader->fields->pdata[i])->name));
  end_row (file);
  for (guint i = 0; i < reader->statuses->len; i++)
    if (!weft_project_reader_each_task (reader, reader->statuses->pdata[i], write_task, file, error))
      return FALSE;
  return TRUE;
}

const WeftProjectFormat weft_project_csv = { .name = "csv", .ending = ".csv", .write = write_csv };

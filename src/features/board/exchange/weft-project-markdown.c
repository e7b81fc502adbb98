/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-exchange"

#include "config.h"

#include <string.h>

#include "features/board/exchange/weft-project-export.h"

/*
 * Text which stands inside a line, so that it is read as it is. A backslash before punctuation takes its meaning away (https://spec.commonmark.org/0.31.2/, section 2.4):
 * here before all that means something in the middle of a line, in CommonMark or in what others add to it (mentions, emoji, formulas,
 * addresses that become links by themselves). What begins a block means nothing there, and a line end is a space.
 */
static void
add_text (GString *out, const char *text)
{
  for (const char *at = text; *at != '\0'; at++)
    {
      gboolean is_www = *at == '.' && at - text >= 3 && g_ascii_strncasecmp (at - 3, "www", 3) == 0;

      if (g_ascii_iscntrl (*at))
        {
          g_string_append_c (out, ' ');
          continue;
        }
      if (is_www || strchr ("\\`*_[]<>&#|~$:@^={}", *at) != NULL)
        g_string_append_c (out, '\\');
      g_string_append_c (out, *at);
    }
}

static void
add_fact (GString *out, const char *name, const char *value)
{
  if (*value == '\0')
    return;
  g_string_append (out, "  - ");
  add_text (out, name);
  g_string_append (out, ": ");
  add_text (out, value);
  g_string_append_c (out, '\n');
}

/* Nothing in a date means anything else. */
static void
add_time (GString *out, const char *name, char *value)
{
  if (*value != '\0')
    g_string_append_printf (out, "  - %s: %s\n", name, value);
  g_free (value);
}

static void
add_texts (GString *out, const char *name, GPtrArray *texts)
{
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < texts->len; i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? ", " : "", (const char *) texts->pdata[i]);
  add_fact (out, name, joined->str);
}

static void
add_people (GString *out, GPtrArray *people)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < people->len; i++)
    g_ptr_array_add (names, ((const WeftExportedPerson *) people->pdata[i])->name);
  add_texts (out, "Assignees", names);
}

/* A description is Markdown, and stays that, quoted. Weft knows no HTML in it, so nobody else shall find any. */
static void
add_quoted (GString *out, const char *indent, const char *about)
{
  g_auto (GStrv) lines = g_strsplit (about, "\n", -1);

  for (char **line = lines; *about != '\0' && *line != NULL; line++)
    {
      g_string_append_printf (out, "%s>%s", indent, **line != '\0' ? " " : "");
      for (const char *at = *line; *at != '\0'; at++)
        if (*at == '<')
          g_string_append (out, "&lt;");
        else
          g_string_append_c (out, g_ascii_iscntrl (*at) && *at != '\t' ? ' ' : *at);
      g_string_append_c (out, '\n');
    }
}

static void
add_item (GString *out, const WeftExportedItem *item)
{
  g_autofree char *due = weft_exported_day (item->due_at);

  g_string_append_printf (out, "%s- [%c] ", item->below ? "    " : "  ", item->done ? 'x' : ' ');
  add_text (out, item->title);
  if (item->assignee != NULL)
    {
      g_string_append (out, " — ");
      add_text (out, item->assignee->name);
    }
  if (*due != '\0')
    g_string_append_printf (out, ", due %s", due);
  g_string_append_c (out, '\n');
}

static gboolean
write_task (WeftProjectReader *reader, const WeftExportedTask *task, gpointer user_data, GError **error)
{
  WeftExportFile *file = user_data;
  GString *out = file->text;
  g_autoptr (GPtrArray) items = NULL;
  char estimate[G_ASCII_DTOSTR_BUF_SIZE] = "";

  if (task->template)
    return TRUE;
  items = weft_project_reader_load_items (reader, task, error);
  if (items == NULL)
    return FALSE;
  if (task->estimate > 0)
    g_ascii_formatd (estimate, sizeof estimate, "%.15g", task->estimate);
  g_string_append_printf (out, "- **%s** ", task->key);
  add_text (out, task->title);
  g_string_append_c (out, '\n');
  add_quoted (out, "  ", task->about);
  add_people (out, task->assignees);
  add_texts (out, "Labels", task->labels);
  add_fact (out, "Priority", g_str_equal (task->priority, "none") ? "" : task->priority);
  add_fact (out, "Estimate", estimate);
  add_time (out, "Start", weft_exported_day (task->start_at));
  add_time (out, "Due", weft_exported_day (task->due_at));
  add_fact (out, "Repeats", task->recurrence != NULL ? task->recurrence : "");
  add_fact (out, "Part of", task->parent != NULL ? task->parent : "");
  add_texts (out, "Blocked by", task->blockers);
  add_time (out, "Created", weft_exported_moment (task->created_at));
  add_time (out, "Done", weft_exported_moment (task->done_at));
  for (guint i = 0; i < task->values->len; i++)
    add_fact (out, ((const WeftExportedField *) reader->fields->pdata[i])->name, task->values->pdata[i]);
  add_fact (out, "Archived", task->archived ? "yes" : "");
  for (guint i = 0; i < items->len; i++)
    add_item (out, items->pdata[i]);
  return weft_export_file_flush (file, error);
}

static gboolean
write_markdown (WeftProjectReader *reader, WeftExportFile *file, GError **error)
{
  GString *out = file->text;

  g_string_append (out, "# ");
  add_text (out, reader->name);
  g_string_append_c (out, '\n');
  if (*reader->about != '\0')
    {
      g_string_append_c (out, '\n');
      add_quoted (out, "", reader->about);
    }
  for (guint i = 0; i < reader->statuses->len; i++)
    {
      const WeftExportedStatus *status = reader->statuses->pdata[i];

      if (status->removed)
        continue;
      g_string_append (out, "\n## ");
      add_text (out, status->name);
      g_string_append (out, "\n\n");
      if (!weft_project_reader_each_task (reader, status, write_task, file, error))
        return FALSE;
    }
  return TRUE;
}

const WeftProjectFormat weft_project_markdown = { .name = "markdown", .ending = ".md", .write = write_markdown };

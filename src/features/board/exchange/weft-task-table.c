/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-exchange"

#include "config.h"

#include "features/board/exchange/weft-task-table.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/weft-error.h"
#include "base/weft-text.h"
#include "exchange/weft-csv.h"
#include "features/board/shared/weft-task-recurrence.h"

#define FILE_MAX (256 * 1024 * 1024) /* bytes */
#define ESTIMATE_MAX 1e6             /* points */
#define OWN_PREFIX "custom field ("  /* before the name of a field, and a bracket behind it */
#define OWN_FIELDS_MAX 30            /* as many as a project takes */
#define VALUE_LENGTH 500             /* characters of what stands in a field */
#define EXAMPLE_LINES 200            /* among which one is looked for */

typedef enum
{
  NOTHING,
  KEY,
  ALIAS, /* another name by which others mean it */
  TITLE,
  ABOUT,
  STATUS,
  CATEGORY,
  ASSIGNEE,
  LABEL,
  LABELS,
  PRIORITY,
  ESTIMATE,
  START,
  DUE,
  REPEATS,
  PARENT,
  COMMENT,
  BLOCKS,
  BLOCKED_BY,
  RELATED,
  ARCHIVED,
  PROJECT,
  NOTE,
  OWN_FIELD, /* of the project */
  N_FIELDS
} Field;

static const char *const field_names[N_FIELDS + 1] = {
  "nothing", "key",      "alias", "title", "about",  "status",  "category", "assignee",   "label",   "labels",   "priority",
  "estimate", "start", "due",   "repeats", "parent", "comment", "blocks",   "blocked-by", "related", "archived", "project", "note", "field",
};

/* What Jira and Linear call them, folded. */
static const struct
{
  const char *header;
  Field field;
} known[] = {
  { "issue key", KEY }, { "id", KEY }, { "key", KEY }, { "issue id", ALIAS }, { "summary", TITLE }, { "title", TITLE }, { "description", ABOUT },
  { "status", STATUS }, { "status category", CATEGORY }, { "assignee", ASSIGNEE }, { "labels", LABELS }, { "issue type", LABEL }, { "priority", PRIORITY },
  { "estimate", ESTIMATE }, { "custom field (story points)", ESTIMATE }, { "custom field (story point estimate)", ESTIMATE }, { "story points", ESTIMATE },
  { "custom field (start date)", START }, { "start date", START }, { "due date", DUE }, { "due", DUE }, { "parent", PARENT }, { "parent issue", PARENT },
  { "parent key", NOTHING }, { "parent id", PARENT }, { "comment", COMMENT }, { "outward issue link (blocks)", BLOCKS },
  { "inward issue link (blocks)", BLOCKED_BY }, { "outward issue link (relates)", RELATED }, { "inward issue link (relates)", NOTHING },
  { "archived", ARCHIVED }, { "project name", PROJECT }, { "team", PROJECT },
};

/* What Weft's own tables call them (weft-project-csv.c). Their lists have a line for each. */
static const struct
{
  const char *header;
  Field field;
} own[] = {
  { "key", KEY }, { "title", TITLE }, { "description", ABOUT }, { "status", STATUS }, { "category", CATEGORY }, { "assignees", ASSIGNEE }, { "labels", LABEL },
  { "priority", PRIORITY }, { "estimate", ESTIMATE }, { "start", START }, { "due", DUE }, { "repeats", REPEATS }, { "parent", PARENT }, { "blocked by", BLOCKED_BY }, { "archived", ARCHIVED },
};

/* What a column says which becomes a field of the project: of which kind is known once all of it was read. */
typedef struct
{
  WeftBringTask *task;
  char *text;
  guint column;
} OwnCell;

typedef struct
{
  WeftBringBoard *board; /* (nullable): until the first row */
  WeftBringing *bringing;
  WeftBringReport *report;
  const char *path;
  gboolean own;          /* it is one of Weft's own */
  GHashTable *said;      /* (nullable) (unowned): header, folded → name of a field */
  GPtrArray *found;      /* (nullable) (unowned): of WeftTaskColumn */
  GArray *fields;        /* of Field: of each column */
  GPtrArray *headers;    /* of char* */
  GHashTable *aliases;   /* another name → key */
  GArray *cells;         /* of OwnCell: what stands in fields, in the order of the rows */
  GPtrArray *blocks;     /* of char*: keys in pairs: the first is waited for by the second */
} Reader;

/* Columns */

static gboolean
find_field (const char *name, Field *field)
{
  for (Field i = 0; i < N_FIELDS; i++)
    if (g_str_equal (field_names[i], name))
      {
        *field = i;
        return TRUE;
      }
  return FALSE;
}

void
weft_task_column_free (gpointer data)
{
  WeftTaskColumn *column = data;

  g_free (column->header);
  g_free (column->example);
  g_free (column);
}

const char *const *
weft_task_table_get_fields (void)
{
  return field_names;
}

GHashTable *
weft_task_columns_read (const char *path, GError **error)
{
  g_autoptr (GHashTable) columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  WeftCsv csv;
  gsize length;
  int step;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  weft_csv_init (&csv, text, length);
  for (guint line = csv.line; (step = weft_csv_next (&csv, cells, error)) > 0; line = csv.line)
    {
      Field field;

      if (cells->len != 2 || !find_field (g_strstrip (cells->pdata[1]), &field))
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s, line %u: expected HEADER,FIELD, and a field that there is", path, line);
          return NULL;
        }
      g_hash_table_insert (columns, weft_text_fold (g_strstrip (cells->pdata[0]), -1), g_strdup (field_names[field]));
    }
  if (step < 0)
    {
      g_prefix_error (error, "%s, ", path);
      return NULL;
    }
  return g_steal_pointer (&columns);
}

static Field
decide (Reader *self, const char *header)
{
  g_autofree char *folded = weft_text_fold (header, -1);
  const char *said = NULL;
  Field field;

  g_strstrip (folded);
  if (self->said != NULL)
    said = g_hash_table_lookup (self->said, folded);
  if (said != NULL && find_field (said, &field))
    return field;
  for (guint i = 0; self->own && i < G_N_ELEMENTS (own); i++)
    if (g_str_equal (own[i].header, folded))
      return own[i].field;
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i].header, folded))
      return known[i].field;
  return self->own && g_str_has_prefix (folded, OWN_PREFIX) ? OWN_FIELD : NOTHING;
}

static void
add_column (Reader *self, const char *header, Field field)
{
  WeftTaskColumn *column = g_new0 (WeftTaskColumn, 1);

  column->header = weft_bringing_line (header, 200);
  column->field = field_names[field];
  g_ptr_array_add (self->found, column);
}

/* For whoever is to say what a column is. */
static void
note_examples (Reader *self, GPtrArray *cells)
{
  for (guint i = 0; i < MIN (cells->len, self->found->len); i++)
    {
      WeftTaskColumn *column = self->found->pdata[i];

      if (column->example == NULL && *(const char *) cells->pdata[i] != '\0')
        column->example = weft_bringing_line (cells->pdata[i], 60);
    }
}

static gboolean
read_headers (Reader *self, GPtrArray *cells, GError **error)
{
  guint titles = 0;
  guint own_fields = 0;

  for (guint i = 0; i < cells->len; i++)
    {
      Field field = decide (self, cells->pdata[i]);

      /* What a project has no room for is told in the description, and not kept until the end. */
      if (field == OWN_FIELD && own_fields++ >= OWN_FIELDS_MAX)
        field = NOTE;
      titles += field == TITLE;
      g_array_append_val (self->fields, field);
      g_ptr_array_add (self->headers, g_strdup (cells->pdata[i]));
      if (self->found != NULL)
        add_column (self, cells->pdata[i], field);
    }
  if (titles == 1)
    return TRUE;
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               titles == 0 ? "%s, line 1: no column is a task's title" : "%s, line 1: more than one column is a task's title", self->path);
  return FALSE;
}

/* Values */

static guint
find_month (const char *name)
{
  static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
  g_autofree char *folded = g_ascii_strdown (name, 3);
  const char *found = strlen (folded) == 3 ? strstr (months, folded) : NULL;

  return found != NULL && (found - months) % 3 == 0 ? (guint) (found - months) / 3 + 1 : 0;
}

/* ms; 0: none, or none that can be read. A day alone is midnight in UTC. As ISO 8601 has it, Jira ("24/Nov/26 10:15 AM") or JavaScript ("Tue Nov 24 2026 …"). */
static gint64
parse_time (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, utc);
  int day, year, hour = 0, minute = 0;
  char month[4] = "", half[3] = "";

  if (time == NULL && strlen (text) == 10)
    {
      g_autofree char *midnight = g_strconcat (text, "T00:00:00Z", NULL);

      time = g_date_time_new_from_iso8601 (midnight, utc);
    }
  if (time == NULL && sscanf (text, "%2d/%3[A-Za-z]/%4d %2d:%2d %2s", &day, month, &year, &hour, &minute, half) >= 3)
    {
      if (g_ascii_strcasecmp (half, "pm") == 0 && hour < 12)
        hour += 12;
      if (g_ascii_strcasecmp (half, "am") == 0 && hour == 12)
        hour = 0;
      time = g_date_time_new (utc, year < 100 ? 2000 + year : year, (int) find_month (month), day, hour, minute, 0);
    }
  if (time == NULL && sscanf (text, "%*3[A-Za-z] %3[A-Za-z] %2d %4d %2d:%2d", month, &day, &year, &hour, &minute) >= 3)
    time = g_date_time_new (utc, year, (int) find_month (month), day, hour, minute, 0);
  return time != NULL ? MAX (g_date_time_to_unix (time), 0) * 1000 : 0;
}

static gint64
read_time (Reader *self, WeftBringTask *task, const char *text)
{
  gint64 at = parse_time (text);

  if (at == 0)
    weft_bring_report_addf (self->report, N_ ("date: cannot be read"), "%s: %s", task->where, text);
  return at;
}

static const char *
parse_priority (const char *text)
{
  static const char *const words[][2] = { { "highest", "urgent" }, { "blocker", "urgent" }, { "critical", "urgent" }, { "urgent", "urgent" }, { "high", "high" },
                                          { "major", "high" },     { "medium", "medium" },  { "normal", "medium" },   { "lowest", "low" },    { "low", "low" },
                                          { "minor", "low" },      { "trivial", "low" } };
  g_autofree char *folded = g_ascii_strdown (text, -1);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (folded, words[i][0]))
      return words[i][1];
  return "none";
}

/* Whoever is named in a cell: an address, a login or a name. */
static const char *
note_person (Reader *self, const char *text)
{
  if (weft_bringing_find_person (self->bringing, text) == NULL)
    weft_bringing_add_person (self->bringing, text, text, strchr (text, '@') == NULL ? text : "", strchr (text, '@') != NULL ? text : "");
  return text;
}

static void
add_label (Reader *self, WeftBringTask *task, const char *name)
{
  static const char *const yarns[] = { "teal", "indigo", "amber", "rose", "moss", "clay", "slate" };
  WeftBringLabel *label = weft_bring_board_add_label (self->board, name, name, yarns[self->board->labels->len % G_N_ELEMENTS (yarns)]);

  weft_bring_task_add_label (self->board, task, label);
}

/* "24/Nov/26 10:15 AM;who;what was said", as Jira has it */
static void
add_comment (Reader *self, WeftBringTask *task, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ";", 3);
  g_autofree char *key = g_strdup_printf ("%u", task->comments->len);

  if (g_strv_length (parts) == 3 && parse_time (parts[0]) > 0)
    weft_bring_task_add_comment (self->board, task, key, note_person (self, *parts[1] != '\0' ? parts[1] : "?"), parse_time (parts[0]), parts[2]);
  else
    weft_bring_report_add (self->report, N_ ("comment: expected when, who and what, parted by semicolons"), task->where);
}

static void
set_estimate (Reader *self, WeftBringTask *task, const char *text)
{
  char *end;
  double value = g_ascii_strtod (text, &end);

  if (*end == '\0' && value >= 0 && value <= ESTIMATE_MAX)
    task->estimate = value;
  else
    weft_bring_report_addf (self->report, N_ ("estimate: is no number from 0 to 1,000,000"), "%s: %s", task->where, text);
}

static void
set_recurrence (Reader *self, WeftBringTask *task, const char *text)
{
  g_auto (WeftTaskRecurrence) recurrence = { 0 };
  g_autoptr (GError) error = NULL;

  if (weft_task_recurrence_parse (text, &recurrence, &error))
    g_set_str (&task->recurrence, text);
  else
    weft_bring_report_addf (self->report, N_ ("repeats: is no way to come again"), "%s: %s", task->where, error->message);
}

static void
set_status (Reader *self, WeftBringTask *task, const char *text)
{
  WeftBringStatus *status = weft_bring_board_add_status (self->board, text, text);

  if (status != NULL)
    task->status = status;
}

static void
set_category (WeftBringTask *task, const char *text)
{
  g_autofree char *folded = g_ascii_strdown (text, -1);

  if (task->status == NULL || task->status->category != NULL)
    return;
  if (g_str_equal (folded, "to do") || g_str_equal (folded, "done") || g_str_equal (folded, "in progress"))
    task->status->category = g_str_equal (folded, "to do") ? "todo" : g_str_equal (folded, "done") ? "done" : "doing";
}

static void
take (Reader *self, WeftBringTask *task, guint column, const char *text)
{
  switch (g_array_index (self->fields, Field, column))
    {
    case ALIAS:
      g_hash_table_insert (self->aliases, g_strdup (text), task->key);
      break;
    case ABOUT:
      /* Notes stand at its end. */
      g_string_prepend (task->about, task->about->len > 0 ? "\n\n" : "");
      g_string_prepend (task->about, text);
      break;
    case STATUS:
      set_status (self, task, text);
      break;
    case ASSIGNEE:
      weft_bring_task_add_assignee (self->board, task, note_person (self, text));
      break;
    case LABEL:
      add_label (self, task, text);
      break;
    case LABELS:
      {
        g_auto (GStrv) labels = g_strsplit (text, ",", -1);

        for (guint i = 0; labels[i] != NULL; i++)
          if (*g_strstrip (labels[i]) != '\0')
            add_label (self, task, labels[i]);
      }
      break;
    case PRIORITY:
      task->priority = parse_priority (text);
      break;
    case ESTIMATE:
      set_estimate (self, task, text);
      break;
    case START:
      task->start_at = read_time (self, task, text);
      break;
    case DUE:
      task->due_at = read_time (self, task, text);
      break;
    case REPEATS:
      set_recurrence (self, task, text);
      break;
    case PARENT:
      g_set_str (&task->parent, text);
      break;
    case COMMENT:
      add_comment (self, task, text);
      break;
    case BLOCKS:
      g_ptr_array_add (self->blocks, g_strdup (task->key));
      g_ptr_array_add (self->blocks, g_strdup (text));
      break;
    case BLOCKED_BY:
      g_ptr_array_add (task->blockers, g_strdup (text));
      break;
    case RELATED:
      g_ptr_array_add (task->related, g_strdup (text));
      break;
    case ARCHIVED:
      task->archived = g_ascii_strcasecmp (text, "false") != 0 && g_ascii_strcasecmp (text, "no") != 0;
      break;
    case NOTE:
      weft_bring_task_note (task, self->headers->pdata[column], text);
      break;
    case OWN_FIELD:
      g_array_append_val (self->cells, ((OwnCell) { .task = task, .text = g_strdup (text), .column = column }));
      break;
    case NOTHING:
      weft_bring_report_addf (self->report, N_ ("column: has no place here"), "%s", (const char *) self->headers->pdata[column]);
      break;
    case KEY:
    case TITLE:
    case CATEGORY:   /* once there is a status */
    case PROJECT:
    case N_FIELDS:
    default:
      break;
    }
}

/* What is in a cell, of Weft's own tables line by line where it is a list. */
static void
take_cell (Reader *self, WeftBringTask *task, guint column, const char *text)
{
  Field field = g_array_index (self->fields, Field, column);
  g_auto (GStrv) lines = NULL;

  if (!self->own || (field != ASSIGNEE && field != LABEL && field != BLOCKED_BY))
    {
      take (self, task, column, text);
      return;
    }
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (*g_strstrip (*line) != '\0')
      take (self, task, column, *line);
}

/* "" where there is none */
static const char *
find_cell (Reader *self, GPtrArray *cells, Field field)
{
  for (guint i = 0; i < MIN (cells->len, self->fields->len); i++)
    if (g_array_index (self->fields, Field, i) == field && *(const char *) cells->pdata[i] != '\0')
      return cells->pdata[i];
  return "";
}

static void
begin_board (Reader *self, GPtrArray *cells)
{
  g_autofree char *file = g_path_get_basename (self->path);
  const char *project = find_cell (self, cells, PROJECT);
  char *dot = strrchr (file, '.');

  if (dot != NULL && dot != file)
    *dot = '\0';
  self->board = weft_bring_board_new (self->bringing, *project != '\0' ? project : file, *project != '\0' ? project : file);
}

static void
read_task (Reader *self, GPtrArray *cells, guint line)
{
  g_autofree char *where = g_strdup_printf ("line %u", line);
  const char *key;
  WeftBringTask *task;

  for (guint i = 0; i < cells->len; i++)
    if (self->own)
      weft_csv_disarm (cells->pdata[i]);
    else
      g_strstrip (cells->pdata[i]);
  key = find_cell (self, cells, KEY);
  if (self->board == NULL)
    begin_board (self, cells);
  task = weft_bring_board_add_task (self->board, *key != '\0' ? key : where, find_cell (self, cells, TITLE), where);
  if (task == NULL)
    return;
  task->place = line;
  for (guint i = 0; i < MIN (cells->len, self->fields->len); i++)
    if (*(const char *) cells->pdata[i] != '\0')
      take_cell (self, task, i, cells->pdata[i]);
  set_category (task, find_cell (self, cells, CATEGORY));
  if (task->status == NULL)
    set_status (self, task, "To do");
  if (task->status == NULL)
    task->status = self->board->statuses->pdata[0];
}

/* Fields of the project */

static gboolean
is_number (const char *text)
{
  char *end;

  return strlen (text) <= 30 && strspn (text, "0123456789.-") == strlen (text) && isfinite (g_ascii_strtod (text, &end)) && *end == '\0';
}

static gboolean
is_day (const char *text)
{
  return strlen (text) >= 10 && text[4] == '-' && parse_time (text) > 0;
}

/* A column of numbers alone is one of numbers, and so of days. */
static const char *
find_kind (Reader *self, guint column)
{
  gboolean numbers = TRUE, days = TRUE;

  for (guint i = 0; i < self->cells->len; i++)
    {
      const OwnCell *cell = &g_array_index (self->cells, OwnCell, i);

      if (cell->column != column)
        continue;
      numbers = numbers && is_number (cell->text);
      days = days && is_day (cell->text);
    }
  return numbers ? "number" : days ? "date" : "text";
}

/* (transfer full) (nullable): as operations say it */
static char *
convert_value (const char *kind, const char *text)
{
  if (g_str_equal (kind, "number"))
    return g_strdup (text);
  if (g_str_equal (kind, "date"))
    return g_strdup_printf ("%" G_GINT64_FORMAT, parse_time (text));
  return g_utf8_strlen (text, -1) <= VALUE_LENGTH && strpbrk (text, "\r\n") == NULL ? weft_bringing_line (text, VALUE_LENGTH) : NULL;
}

static char *
dup_field_name (const char *header)
{
  gsize prefix = strlen (OWN_PREFIX);

  if (g_ascii_strncasecmp (header, OWN_PREFIX, prefix) != 0 || !g_str_has_suffix (header, ")"))
    return g_strdup (header);
  return g_strndup (header + prefix, strlen (header) - prefix - 1);
}

static void
add_fields (Reader *self)
{
  for (guint column = 0; column < self->fields->len; column++)
    {
      g_autofree char *name = dup_field_name (self->headers->pdata[column]);
      const char *kind;
      WeftBringField *field;

      if (g_array_index (self->fields, Field, column) != OWN_FIELD)
        continue;
      kind = find_kind (self, column);
      field = weft_bring_board_add_field (self->board, name, name, kind);
      for (guint i = 0; i < self->cells->len; i++)
        {
          const OwnCell *cell = &g_array_index (self->cells, OwnCell, i);
          g_autofree char *value = cell->column == column && field != NULL ? convert_value (kind, cell->text) : NULL;

          if (value != NULL)
            weft_bring_task_set_value (cell->task, field, value);
          else if (cell->column == column)
            weft_bring_task_note (cell->task, name, cell->text);
        }
    }
}

static void
clear_cell (gpointer data)
{
  g_free (((OwnCell *) data)->text);
}

/* What rows say of others, once all of them are known. */
static void
resolve (Reader *self)
{
  for (guint i = 0; i < self->board->tasks->len; i++)
    {
      WeftBringTask *task = self->board->tasks->pdata[i];
      const char *meant = task->parent != NULL ? g_hash_table_lookup (self->aliases, task->parent) : NULL;

      if (meant != NULL)
        g_set_str (&task->parent, meant);
    }
  for (guint i = 0; i < self->blocks->len; i += 2)
    {
      WeftBringTask *other = g_hash_table_lookup (self->board->task_keys, self->blocks->pdata[i + 1]);

      if (other == NULL)
        weft_bring_report_addf (self->report, N_ ("link between cards: the other one is not in the export"), "%s: %s", (const char *) self->blocks->pdata[i],
                                (const char *) self->blocks->pdata[i + 1]);
      else if (!g_ptr_array_find_with_equal_func (other->blockers, self->blocks->pdata[i], g_str_equal, NULL))
        g_ptr_array_add (other->blockers, g_strdup (self->blocks->pdata[i]));
    }
}

static gboolean
read_rows (Reader *self, const char *text, gsize length, GError **error)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  WeftCsv csv;
  int step;

  weft_csv_init (&csv, text, length);
  for (guint line = csv.line; (step = weft_csv_next (&csv, cells, error)) > 0; line = csv.line)
    if (self->fields->len > 0)
      {
        if (self->found != NULL && line <= EXAMPLE_LINES)
          note_examples (self, cells);
        read_task (self, cells, line);
      }
    else if (!read_headers (self, cells, error))
      {
        if (self->found != NULL && weft_csv_next (&csv, cells, NULL) > 0)
          note_examples (self, cells);
        return FALSE;
      }
  if (step < 0)
    {
      g_prefix_error (error, "%s, ", self->path);
      return FALSE;
    }
  if (self->board == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s: no task is in it", self->path);
      return FALSE;
    }
  self->board->by_category = TRUE;
  add_fields (self);
  resolve (self);
  return TRUE;
}

WeftBringBoard *
weft_task_table_read (const char *path, GHashTable *columns, WeftBringing *bringing, GPtrArray *found, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  Reader self = { .bringing = bringing, .report = weft_bringing_get_report (bringing), .path = path, .said = columns, .found = found,
                  .own = g_str_equal (weft_bringing_get_source (bringing), "weft") };

  if (file == NULL)
    return NULL;
  if (g_mapped_file_get_length (file) > FILE_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "%s: over 256 MiB", path);
      return NULL;
    }
  self.fields = g_array_new (FALSE, FALSE, sizeof (Field));
  self.headers = g_ptr_array_new_with_free_func (g_free);
  self.cells = g_array_new (FALSE, FALSE, sizeof (OwnCell));
  g_array_set_clear_func (self.cells, clear_cell);
  self.aliases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.blocks = g_ptr_array_new_with_free_func (g_free);
  if (!read_rows (&self, g_mapped_file_get_contents (file), g_mapped_file_get_length (file), error))
    g_clear_pointer (&self.board, weft_bring_board_free);
  g_ptr_array_unref (self.blocks);
  g_array_unref (self.cells);
  g_hash_table_unref (self.aliases);
  g_ptr_array_unref (self.headers);
  g_array_unref (self.fields);

  return self.board;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-exchange"

#include "config.h"

#include "features/board/exchange/weft-bring-board.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/weft-id.h"
#include "base/weft-text.h"
#include "features/board/shared/weft-project-status.h"

/* Characters, as operations take them. */
#define NAME_LENGTH 40
#define TITLE_LENGTH 500
#define ABOUT_LENGTH 20000
#define COMMENT_LENGTH 16000
#define CODE_LENGTH 4
#define OPTION_LENGTH 60

/* As many as a project takes. */
#define FIELDS_MAX 30
#define OPTIONS_MAX 50

#define DEPTH 100 /* of parts of parts */

static char *
derive (WeftBringBoard *self, const char *kind, const char *key)
{
  g_autofree char *name_space = g_strconcat ("import/", weft_bringing_get_source (self->bringing), "/", kind, NULL);
  g_autofree char *name = g_strjoin (" ", self->key, key, NULL);

  return weft_id_derive (name_space, name);
}

static WeftBringReport *
get_report (WeftBringBoard *self)
{
  return weft_bringing_get_report (self->bringing);
}

static char *
cut (const char *text, guint max)
{
  return g_utf8_strlen (text, -1) > max ? g_utf8_substring (text, 0, max) : g_strdup (text);
}

/* A line of at most @max characters; @other where nothing of it shows. */
static char *
make_line (const char *text, guint max, const char *other)
{
  char *line = weft_bringing_line (text, max);

  if (*line == '\0')
    g_set_str (&line, other);
  return line;
}

static void
status_free (gpointer data)
{
  WeftBringStatus *status = data;

  g_free (status->key);
  g_free (status->id);
  g_free (status->name);
  g_free (status);
}

static void
label_free (gpointer data)
{
  WeftBringLabel *label = data;

  g_free (label->key);
  g_free (label->id);
  g_free (label->name);
  g_free (label);
}

static void
option_free (gpointer data)
{
  WeftBringOption *option = data;

  g_free (option->key);
  g_free (option->id);
  g_free (option->name);
  g_free (option);
}

static void
field_free (gpointer data)
{
  WeftBringField *field = data;

  g_free (field->key);
  g_free (field->id);
  g_free (field->name);
  g_ptr_array_unref (field->options);
  g_free (field);
}

static void
value_free (gpointer data)
{
  WeftBringValue *value = data;

  g_free (value->value);
  g_free (value);
}

static void
item_free (gpointer data)
{
  WeftBringItem *item = data;

  g_free (item->title);
  g_free (item->assignee);
  g_free (item);
}

static void
comment_free (gpointer data)
{
  WeftBringComment *comment = data;

  g_free (comment->key);
  g_free (comment->author);
  g_free (comment->text);
  g_free (comment);
}

static void
task_free (gpointer data)
{
  WeftBringTask *task = data;

  g_free (task->key);
  g_free (task->id);
  g_free (task->where);
  g_free (task->title);
  g_string_free (task->about, TRUE);
  g_free (task->parent);
  g_free (task->recurrence);
  g_ptr_array_unref (task->assignees);
  g_ptr_array_unref (task->labels);
  g_ptr_array_unref (task->values);
  g_ptr_array_unref (task->blockers);
  g_ptr_array_unref (task->related);
  g_ptr_array_unref (task->items);
  g_ptr_array_unref (task->comments);
  g_free (task);
}

WeftBringBoard *
weft_bring_board_new (WeftBringing *bringing, const char *key, const char *name)
{
  WeftBringBoard *self = g_new0 (WeftBringBoard, 1);
  g_autofree char *id = NULL;

  self->bringing = bringing;
  self->key = g_strdup (key);
  self->name = make_line (name, 80, key);
  self->about = g_strdup ("");
  id = derive (self, "project", key);
  self->stream = g_strconcat ("project/", id, NULL);
  self->statuses = g_ptr_array_new_with_free_func (status_free);
  self->labels = g_ptr_array_new_with_free_func (label_free);
  self->fields = g_ptr_array_new_with_free_func (field_free);
  self->tasks = g_ptr_array_new_with_free_func (task_free);
  self->status_keys = g_hash_table_new (g_str_hash, g_str_equal);
  self->label_keys = g_hash_table_new (g_str_hash, g_str_equal);
  self->task_keys = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
weft_bring_board_free (WeftBringBoard *self)
{
  g_hash_table_unref (self->task_keys);
  g_hash_table_unref (self->label_keys);
  g_hash_table_unref (self->status_keys);
  g_ptr_array_unref (self->tasks);
  g_ptr_array_unref (self->fields);
  g_ptr_array_unref (self->labels);
  g_ptr_array_unref (self->statuses);
  g_free (self->about);
  g_free (self->name);
  g_free (self->stream);
  g_free (self->key);
  g_free (self);
}

WeftBringStatus *
weft_bring_board_add_status (WeftBringBoard *self, const char *key, const char *name)
{
  WeftBringStatus *status = g_hash_table_lookup (self->status_keys, key);

  if (status != NULL)
    return status;
  if (self->statuses->len == WEFT_PROJECT_STATUSES_MAX)
    {
      weft_bring_report_add (get_report (self), N_ ("status: one too many; a project has 50"), name);
      return NULL;
    }

  status = g_new0 (WeftBringStatus, 1);
  status->key = g_strdup (key);
  status->id = derive (self, "status", key);
  status->name = make_line (name, NAME_LENGTH, "?");
  g_ptr_array_add (self->statuses, status);
  g_hash_table_insert (self->status_keys, status->key, status);
  return status;
}

WeftBringLabel *
weft_bring_board_add_label (WeftBringBoard *self, const char *key, const char *name, const char *yarn)
{
  WeftBringLabel *label = g_hash_table_lookup (self->label_keys, key);

  if (label != NULL)
    return label;
  if (self->labels->len == WEFT_BRING_LABELS_MAX)
    {
      weft_bring_report_add (get_report (self), N_ ("label: one too many; 500 come"), name);
      return NULL;
    }

  label = g_new0 (WeftBringLabel, 1);
  label->key = g_strdup (key);
  label->id = derive (self, "label", key);
  label->name = make_line (name, NAME_LENGTH, yarn);
  label->yarn = yarn;
  g_ptr_array_add (self->labels, label);
  g_hash_table_insert (self->label_keys, label->key, label);
  return label;
}

static gboolean
is_same_name (const char *a, const char *b)
{
  g_autofree char *left = g_utf8_casefold (a, -1);
  g_autofree char *right = g_utf8_casefold (b, -1);

  return g_str_equal (left, right);
}

WeftBringField *
weft_bring_board_add_field (WeftBringBoard *self, const char *key, const char *name, const char *kind)
{
  g_autofree char *line = weft_bringing_line (name, NAME_LENGTH);
  WeftBringField *field;

  if (*key == '\0' || *line == '\0' || self->fields->len == FIELDS_MAX)
    return NULL;
  for (guint i = 0; i < self->fields->len; i++)
    {
      const WeftBringField *other = self->fields->pdata[i];

      if (g_str_equal (other->key, key) || is_same_name (other->name, line))
        return NULL;
    }

  field = g_new0 (WeftBringField, 1);
  field->key = g_strdup (key);
  field->id = derive (self, "field", key);
  field->name = g_steal_pointer (&line);
  field->kind = kind;
  field->options = g_ptr_array_new_with_free_func (option_free);
  g_ptr_array_add (self->fields, field);
  return field;
}

void
weft_bring_field_add_option (WeftBringBoard *self, WeftBringField *field, const char *key, const char *name)
{
  g_autofree char *line = weft_bringing_line (name, OPTION_LENGTH);
  g_autofree char *path = g_strjoin (" ", field->key, key, NULL);
  WeftBringOption *option;

  if (*key == '\0' || *line == '\0' || field->options->len == OPTIONS_MAX)
    return;
  for (guint i = 0; i < field->options->len; i++)
    {
      const WeftBringOption *other = field->options->pdata[i];

      if (g_str_equal (other->key, key) || is_same_name (other->name, line))
        return;
    }

  option = g_new0 (WeftBringOption, 1);
  option->key = g_strdup (key);
  option->id = derive (self, "option", path);
  option->name = g_steal_pointer (&line);
  g_ptr_array_add (field->options, option);
}

const char *
weft_bring_field_find_option (const WeftBringField *field, const char *key)
{
  for (guint i = 0; i < field->options->len; i++)
    {
      const WeftBringOption *option = field->options->pdata[i];

      if (g_str_equal (option->key, key))
        return option->id;
    }
  return NULL;
}

void
weft_bring_task_set_value (WeftBringTask *task, const WeftBringField *field, const char *value)
{
  WeftBringValue *one = g_new0 (WeftBringValue, 1);

  one->field = field;
  one->value = g_strdup (value);
  g_ptr_array_add (task->values, one);
}

WeftBringTask *
weft_bring_board_add_task (WeftBringBoard *self, const char *key, const char *title, const char *where)
{
  WeftBringTask *task;

  if (*key == '\0' || g_hash_table_contains (self->task_keys, key) || self->tasks->len >= WEFT_BRING_TASKS_MAX)
    {
      weft_bring_report_add (get_report (self),
                             *key == '\0' ? N_ ("card: has no id") : N_ ("card: stands there twice, or is one too many"), where);
      return NULL;
    }

  task = g_new0 (WeftBringTask, 1);
  task->key = g_strdup (key);
  task->id = derive (self, "task", key);
  task->where = g_strdup (where);
  task->title = make_line (title, TITLE_LENGTH, "?");
  task->about = g_string_new (NULL);
  task->priority = "none";
  task->assignees = g_ptr_array_new_with_free_func (g_free);
  task->labels = g_ptr_array_new ();
  task->values = g_ptr_array_new_with_free_func (value_free);
  task->blockers = g_ptr_array_new_with_free_func (g_free);
  task->related = g_ptr_array_new_with_free_func (g_free);
  task->items = g_ptr_array_new_with_free_func (item_free);
  task->comments = g_ptr_array_new_with_free_func (comment_free);
  g_ptr_array_add (self->tasks, task);
  g_hash_table_insert (self->task_keys, task->key, task);
  if (g_utf8_strlen (title, -1) > TITLE_LENGTH)
    weft_bring_report_add (get_report (self), N_ ("card: its title is cut at 500 characters"), where);
  return task;
}

void
weft_bring_task_add_assignee (WeftBringBoard *self, WeftBringTask *task, const char *person)
{
  if (*person == '\0' || g_ptr_array_find_with_equal_func (task->assignees, person, g_str_equal, NULL))
    return;
  if (task->assignees->len == WEFT_BRING_ASSIGNEES_MAX)
    weft_bring_report_add (get_report (self), N_ ("card: 50 people have it at most"), task->where);
  else
    g_ptr_array_add (task->assignees, g_strdup (person));
}

void
weft_bring_task_add_label (WeftBringBoard *self, WeftBringTask *task, WeftBringLabel *label)
{
  if (label == NULL || g_ptr_array_find (task->labels, label, NULL))
    return;
  if (task->labels->len == WEFT_BRING_ASSIGNEES_MAX)
    weft_bring_report_add (get_report (self), N_ ("card: it has 50 labels at most"), task->where);
  else
    g_ptr_array_add (task->labels, label);
}

WeftBringItem *
weft_bring_task_add_item (WeftBringTask *task, const char *title, int parent)
{
  g_autofree char *line = weft_bringing_line (title, TITLE_LENGTH);
  WeftBringItem *item;

  if (*line == '\0')
    return NULL;
  item = g_new0 (WeftBringItem, 1);
  item->title = g_steal_pointer (&line);
  item->parent = parent;
  g_ptr_array_add (task->items, item);
  return item;
}

void
weft_bring_task_add_comment (WeftBringBoard *self, WeftBringTask *task, const char *key, const char *author, gint64 at, const char *text)
{
  g_autofree char *clean = weft_bringing_text (text);
  WeftBringComment *comment;

  if (*clean == '\0' || !weft_bringing_is_time (at))
    {
      weft_bring_report_add (get_report (self), *clean == '\0' ? N_ ("comment: nothing of it shows") : N_ ("comment: nobody knows when it was said"), task->where);
      return;
    }

  comment = g_new0 (WeftBringComment, 1);
  comment->key = g_strdup (key);
  comment->author = g_strdup (author);
  comment->at = at;
  comment->text = cut (clean, COMMENT_LENGTH);
  if (g_utf8_strlen (clean, -1) > COMMENT_LENGTH)
    weft_bring_report_add (get_report (self), N_ ("comment: it is cut at 16,000 characters"), task->where);
  g_ptr_array_add (task->comments, comment);
}

void
weft_bring_task_note (WeftBringTask *task, const char *name, const char *value)
{
  g_autofree char *line = weft_bringing_line (value, ABOUT_LENGTH);

  if (*line == '\0')
    return;
  /* Two spaces before the line's end keep lines apart in Markdown. */
  g_string_append_printf (task->about, "%s**%s:** %s", task->about->len == 0 ? "" : g_str_has_suffix (task->about->str, "\n") ? "" : "\n\n", name, line);
  g_string_append (task->about, "\n");
}

/* Which statuses mean what */

static gboolean
has_word (const char *name, const char *const *words)
{
  g_autofree char *folded = weft_text_fold (name, -1);

  for (; *words != NULL; words++)
    if (strstr (folded, *words) != NULL)
      return TRUE;
  return FALSE;
}

/* What the export does not say: by its name, else the first is to be done, the last is done. */
static void
guess_categories (WeftBringBoard *self)
{
  static const char *const done[] = { "done", "complete", "closed", "shipped", "released", "cancel", "duplicate", "resolved", "xong", "hoan thanh", "erledigt", "termine", NULL };
  static const char *const todo[] = { "todo", "to do", "backlog", "ideas", "triage", "open", "next", "viec can lam", "planned", "unstarted", NULL };
  gboolean any_done = FALSE;

  for (guint i = 0; i < self->statuses->len; i++)
    {
      WeftBringStatus *status = self->statuses->pdata[i];

      if (status->category == NULL)
        status->category = has_word (status->name, done) ? "done" : has_word (status->name, todo) ? "todo" : i == 0 ? "todo" : "doing";
      any_done = any_done || g_str_equal (status->category, "done");
    }
  if (!any_done && self->statuses->len > 1)
    ((WeftBringStatus *) self->statuses->pdata[self->statuses->len - 1])->category = "done";
}

/* Order and links */

static int
compare_categories (gconstpointer a, gconstpointer b)
{
  const WeftBringStatus *left = a;
  const WeftBringStatus *right = b;
  static const char *const order[] = { "todo", "doing", "done", NULL };

  for (const char *const *category = order; *category != NULL; category++)
    if (g_str_equal (left->category, *category) != g_str_equal (right->category, *category))
      return g_str_equal (left->category, *category) ? -1 : 1;
  return 0;
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const WeftBringTask *left = a;
  const WeftBringTask *right = b;

  if (left->place != right->place)
    return left->place < right->place ? -1 : 1;
  return strcmp (left->key, right->key);
}

/* Whether a task is part of itself, by way of what it is part of, or of too much. */
static gboolean
parents_close (WeftBringBoard *self, WeftBringTask *task)
{
  guint steps = 0;

  for (const WeftBringTask *at = task; at != NULL && at->parent != NULL; at = g_hash_table_lookup (self->task_keys, at->parent))
    if (++steps > DEPTH || g_str_equal (at->parent, task->key))
      return TRUE;
  return FALSE;
}

static void
check_parent (WeftBringBoard *self, WeftBringTask *task)
{
  if (task->parent == NULL)
    return;
  if (!g_hash_table_contains (self->task_keys, task->parent))
    weft_bring_report_add (get_report (self), N_ ("card: what it is part of is not in the export"), task->where);
  else if (!parents_close (self, task))
    return;
  else
    weft_bring_report_add (get_report (self), N_ ("card: it would be part of itself, or too deep in others"), task->where);
  g_clear_pointer (&task->parent, g_free);
}

/* A part comes behind what it is part of. @seen: those which have their place. */
static void
put (WeftBringBoard *self, WeftBringTask *task, GHashTable *seen, GPtrArray *order)
{
  g_autoptr (GPtrArray) chain = g_ptr_array_new ();

  for (WeftBringTask *at = task; at != NULL && g_hash_table_add (seen, at); at = at->parent != NULL ? g_hash_table_lookup (self->task_keys, at->parent) : NULL)
    g_ptr_array_add (chain, at);
  for (guint i = chain->len; i > 0; i--)
    g_ptr_array_add (order, chain->pdata[i - 1]);
}

static void
cut_about (WeftBringBoard *self, WeftBringTask *task)
{
  g_autofree char *clean = weft_bringing_text (task->about->str);
  g_autofree char *about = cut (clean, ABOUT_LENGTH);

  if (strlen (about) < strlen (clean))
    weft_bring_report_add (get_report (self), N_ ("card: its description is cut at 20,000 characters"), task->where);
  g_string_assign (task->about, about);
}

void
weft_bring_board_finish (WeftBringBoard *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  GPtrArray *order = g_ptr_array_new_with_free_func (task_free);

  guess_categories (self);
  if (self->by_category)
    g_ptr_array_sort_values (self->statuses, compare_categories);
  g_ptr_array_sort_values (self->tasks, compare_places);
  for (guint i = 0; i < self->tasks->len; i++)
    {
      WeftBringTask *task = self->tasks->pdata[i];

      check_parent (self, task);
      cut_about (self, task);
      task->status->n_tasks++;
    }
  for (guint i = 0; i < self->tasks->len; i++)
    put (self, self->tasks->pdata[i], seen, order);
  g_ptr_array_set_free_func (self->tasks, NULL);
  g_ptr_array_unref (self->tasks);
  self->tasks = order;
}

char *
weft_bring_board_dup_code (WeftBringBoard *self, guint attempt)
{
  g_autofree char *plain = g_str_to_ascii (self->name, "C");
  GString *code = g_string_new (NULL);

  for (const char *c = plain; *c != '\0' && code->len < CODE_LENGTH; c++)
    if (g_ascii_isalpha (*c) || (code->len > 0 && g_ascii_isdigit (*c)))
      g_string_append_c (code, g_ascii_toupper (*c));
  if (code->len == 0)
    g_string_append (code, "T");
  if (attempt > 0)
    g_string_append_printf (code, "%u", attempt + 1);
  return g_string_free_and_steal (code);
}

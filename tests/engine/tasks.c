/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks.h"

#define TASKS "SELECT id FROM task WHERE stream = ?1 ORDER BY number, title"
#define STATUSES "SELECT id FROM project_status WHERE stream = ?1 ORDER BY removed, name"

static gboolean
say_one (Deed *deed, const char *field, const char *sql)
{
  g_autofree char *id = deed_pick_id (deed, sql);

  if (id != NULL)
    deed_say (deed, field, id);
  return id != NULL;
}

/* Some tasks, each once. Returns: whether there is one. */
static gboolean
say_tasks (Deed *deed)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = 1 + deed_pick (deed, 3);

  weft_json_begin_array (deed->args, "ids");
  for (guint i = 0; i < n; i++)
    {
      char *id = deed_pick_id (deed, TASKS);

      if (id != NULL && g_hash_table_add (seen, id))
        weft_json_string (deed->args, NULL, id);
    }
  weft_json_end_array (deed->args);
  return g_hash_table_size (seen) > 0;
}

static void
create (Deed *deed)
{
  deed_say (deed, "id", deed->id);
  deed_say (deed, "title", deed_type_word (deed, "task", deed->id));
  if (!say_one (deed, "status", STATUSES))
    return;
  if (deed_pick (deed, 2) == 0)
    say_one (deed, "after", TASKS);
  if (deed_pick (deed, 4) == 0)
    say_one (deed, "parent", TASKS);
  weft_json_begin_array (deed->args, "assignees");
  weft_json_end_array (deed->args);
  weft_json_begin_array (deed->args, "labels");
  weft_json_end_array (deed->args);
  deed_submit (deed, "board.create");
}

static void
move (Deed *deed)
{
  if (!say_tasks (deed) || !say_one (deed, "status", STATUSES))
    return;
  if (deed_pick (deed, 2) == 0)
    say_one (deed, "after", TASKS);
  deed_submit (deed, "board.move");
}

static void
edit (Deed *deed)
{
  /* They come together at the same few. */
  if (!deed_take_object (deed, "SELECT id FROM task WHERE stream = ?1 AND removed = 0 ORDER BY number LIMIT 3"))
    return;
  if (deed_pick (deed, 3) == 0)
    {
      deed_say (deed, "title", deed_type_word (deed, "task", deed->object));
    }
  else
    {
      g_autofree char *old = world_query (deed->rows, "SELECT about FROM task WHERE stream = ?1 AND id = ?2", "tt", deed->stream, deed->object);
      g_autofree char *about = deed_edit (deed, old, deed_type_word (deed, "task", deed->object));

      deed_say (deed, "about", about);
    }
  deed_submit (deed, "board.edit");
}

static void
put_away (Deed *deed)
{
  static const char *const ops[] = { "board.delete", "board.restore" };

  if (deed_take_object (deed, TASKS))
    deed_submit (deed, ops[deed_pick (deed, 2)]);
}

/* One fact of many. */
static void
set_fact (Deed *deed)
{
  static const char *const priorities[] = { "none", "low", "medium", "high", "urgent" };

  static const char *const recurrences[]
      = { "schedule FREQ=DAILY UTC 0", "completion FREQ=WEEKLY;INTERVAL=2 Asia/Ho_Chi_Minh 0", "schedule FREQ=MONTHLY;BYDAY=-1FR;COUNT=2 Europe/Berlin 0" };

  if (!say_tasks (deed))
    return;
  switch (deed_pick (deed, 6))
    {
    case 0:
      deed_say (deed, "priority", priorities[deed_pick (deed, 5)]);
      deed_submit (deed, "board.set-priority");
      break;
    case 1:
      weft_json_int (deed->args, "estimate", deed_pick (deed, 4));
      deed_submit (deed, "board.set-estimate");
      break;
    case 2:
      weft_json_int (deed->args, "start_at", deed_pick (deed, 3));
      weft_json_int (deed->args, "due_at", 2 + deed_pick (deed, 3));
      deed_submit (deed, "board.set-dates");
      break;
    case 3:
      weft_json_bool (deed->args, "archived", deed_pick (deed, 2) == 0);
      deed_submit (deed, "board.archive");
      break;
    case 4:
      if (deed_pick (deed, 4) > 0)
        deed_say (deed, "recurrence", recurrences[deed_pick (deed, G_N_ELEMENTS (recurrences))]);
      deed_submit (deed, "board.set-recurrence");
      break;
    default:
      deed_say (deed, "person", deed_pick_person (deed));
      weft_json_bool (deed->args, "on", deed_pick (deed, 3) > 0);
      deed_submit (deed, "board.assign");
    }
}

static void
link_tasks (Deed *deed)
{
  static const char *const ops[] = { "board.block", "board.relate", "board.set-parent", "board.set-duplicate" };
  static const char *const fields[] = { "other", "other", "parent", "duplicate_of" };
  guint which = deed_pick (deed, 4);

  if (!say_tasks (deed) || !say_one (deed, fields[which], TASKS))
    return;
  if (which < 2)
    weft_json_bool (deed->args, "on", deed_pick (deed, 4) > 0);
  deed_submit (deed, ops[which]);
}

/* Some go and come back, and some get limits. */
static void
arrange (Deed *deed)
{
  static const char *const categories[] = { "todo", "doing", "done" };

  switch (deed_pick (deed, 4))
    {
    case 0:
      deed_say (deed, "id", deed->id);
      deed_say (deed, "name", "Another");
      deed_say (deed, "category", "doing");
      deed_submit (deed, "board.add-status");
      break;
    case 1:
      if (deed_take_object (deed, STATUSES))
        deed_submit (deed, deed_pick (deed, 2) == 0 ? "board.remove-status" : "board.restore-status");
      break;
    case 2:
      if (deed_take_object (deed, STATUSES) && say_one (deed, "after", STATUSES))
        deed_submit (deed, "board.place-status");
      break;
    default:
      if (!deed_take_object (deed, STATUSES))
        return;
      deed_say (deed, "name", "Changed");
      deed_say (deed, "category", categories[deed_pick (deed, 3)]);
      weft_json_int (deed->args, "wip", deed_pick (deed, 4));
      weft_json_bool (deed->args, "hard", deed_pick (deed, 2) == 0);
      deed_submit (deed, "board.set-status");
    }
}

static void
comment (Deed *deed)
{
  deed_say (deed, "id", deed->id);
  if (!say_one (deed, "root", TASKS))
    return;
  deed_say (deed, "text", deed_type_word (deed, "message", deed->id));
  deed_submit (deed, "thread.reply");
}

void
tasks_do (Deed *deed)
{
  guint what = deed_pick (deed, 20);

  if (what < 4)
    create (deed);
  else if (what < 8)
    move (deed);
  else if (what < 11)
    edit (deed);
  else if (what < 13)
    put_away (deed);
  else if (what < 15)
    set_fact (deed);
  else if (what < 18)
    link_tasks (deed);
  else if (what < 19)
    arrange (deed);
  else
    comment (deed);
}

/* Whether @column (a set of ids, or one) leads from a task back to it. */
static void
check_circles (WeftDatabase *rows, const char *column)
{
  g_autofree char *sql = g_strdup_printf ("SELECT stream || ' ' || id, %s FROM task WHERE %s IS NOT NULL", column, column);
  g_autoptr (GHashTable) left = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  g_autoptr (GError) error = NULL;
  WeftStatement *statement = weft_database_query (rows, &error, sql, "");
  gboolean less = TRUE;

  g_assert_no_error (error);
  while (weft_statement_step (statement, &error) > 0)
    {
      char **others = g_strsplit (weft_statement_get_text (statement, 1), " ", -1);

      g_hash_table_insert (left, weft_statement_dup_text (statement, 0), others);
    }
  g_assert_no_error (error);

  /* Who leads only to tasks which lead nowhere any more goes; a circle never does. */
  while (less)
    {
      GHashTableIter iter;
      gpointer id, others;

      less = FALSE;
      g_hash_table_iter_init (&iter, left);
      while (g_hash_table_iter_next (&iter, &id, &others))
        {
          g_autofree char *stream = g_strndup (id, strchr (id, ' ') - (char *) id);
          gboolean leads = FALSE;

          for (char **other = others; *other != NULL; other++)
            {
              g_autofree char *key = g_strjoin (" ", stream, *other, NULL);

              leads |= g_hash_table_contains (left, key);
            }
          if (leads)
            continue;
          g_hash_table_iter_remove (&iter);
          less = TRUE;
        }
    }
  g_assert_cmpuint (g_hash_table_size (left), ==, 0);
}

void
tasks_check (WeftDatabase *rows)
{
  g_autofree char *lost = world_query (
      rows,
      "SELECT t.id FROM task t LEFT JOIN entry e ON e.stream = t.stream AND e.id = t.id"
      " LEFT JOIN project_status s ON s.stream = e.stream AND s.id = e.list WHERE t.removed = 0 AND (s.id IS NULL OR s.removed = 1)",
      "", NULL, NULL);
  g_autofree char *number
      = world_query (rows, "SELECT stream FROM task GROUP BY stream HAVING count(DISTINCT number) <> max(number)", "", NULL, NULL);

  g_assert_cmpstr (lost, ==, NULL);
  g_assert_cmpstr (number, ==, NULL);
  check_circles (rows, "blockers");
  check_circles (rows, "parent");
  check_circles (rows, "duplicate_of");
}

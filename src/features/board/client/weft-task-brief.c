/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-task-brief.h"

#include "base/weft-error.h"

static void
clear_brief (gpointer data)
{
  WeftTaskBrief *self = data;

  g_free (self->title);
  g_free (self->status);
}

static WeftTaskBrief *
weft_task_brief_ref (WeftTaskBrief *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
weft_task_brief_unref (WeftTaskBrief *self)
{
  g_atomic_rc_box_release_full (self, clear_brief);
}

G_DEFINE_BOXED_TYPE (WeftTaskBrief, weft_task_brief, weft_task_brief_ref, weft_task_brief_unref)

typedef struct
{
  char *stream;
  char *id;
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->stream);
  g_free (wanted->id);
  g_free (wanted);
}

/* On a reader's thread. */
static gpointer
read_brief (WeftDatabase *database, gpointer user_data, GError **error)
{
  const Wanted *wanted = user_data;
  WeftStatement *statement = weft_database_query (database, error,
                                                  "SELECT t.title, t.number, s.name, t.archived, t.removed FROM task t"
                                                  " LEFT JOIN entry e ON e.stream = t.stream AND e.id = t.id"
                                                  " LEFT JOIN project_status s ON s.stream = t.stream AND s.id = e.list"
                                                  " WHERE t.stream = ?1 AND t.id = ?2",
                                                  "tt", wanted->stream, wanted->id);
  int step = statement != NULL ? weft_statement_step (statement, error) : -1;
  WeftTaskBrief *brief;

  if (step < 0)
    return NULL;
  if (step == 0)
    {
      weft_statement_reset (statement);
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "id: no task with this id is held here");
      return NULL;
    }

  brief = g_atomic_rc_box_new0 (WeftTaskBrief);
  brief->title = weft_statement_dup_text (statement, 0);
  brief->number = weft_statement_get_int (statement, 1);
  brief->status = weft_statement_dup_text (statement, 2);
  brief->archived = weft_statement_get_int (statement, 3) != 0;
  brief->removed = weft_statement_get_int (statement, 4) != 0;
  weft_statement_reset (statement);
  return brief;
}

DexFuture *
weft_task_brief_read (WeftSync *sync, const char *stream, const char *id)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  *wanted = (Wanted) { g_strdup (stream), g_strdup (id) };
  return weft_sync_read (sync, read_brief, weft_task_brief_get_type (), wanted, wanted_free);
}

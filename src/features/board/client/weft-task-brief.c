/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-task-brief.h"

#include "base/weft-error.h"
#include "features/board/shared/weft-board-module.h"
#include "proto/weft-link.h"

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

/* On a reader's thread. @user_data: a WeftLink. */
static gpointer
read_brief (WeftDatabase *database, gpointer user_data, GError **error)
{
  const WeftLink *task = user_data;
  WeftStatement *statement = weft_database_query (database, error,
                                                  "SELECT t.title, t.number, s.name, t.archived, t.removed FROM task t"
                                                  " LEFT JOIN entry e ON e.stream = t.stream AND e.id = t.id"
                                                  " LEFT JOIN project_status s ON s.stream = t.stream AND s.id = e.list"
                                                  " WHERE t.stream = ?1 AND t.id = ?2",
                                                  "tt", task->stream, task->key);
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
  return weft_sync_read (sync, read_brief, weft_task_brief_get_type (), weft_link_new (stream, weft_board_task_table.name, id, -1),
                         (GDestroyNotify) weft_link_free);
}

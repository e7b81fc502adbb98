/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include "weftctl/weft-bring-board-command.h"

#include <stdio.h>

#include "base/weft-json.h"
#include "exchange/weft-bring-people.h"
#include "features/board/exchange/weft-bring-board-writer.h"
#include "features/board/exchange/weft-task-table.h"
#include "features/board/exchange/weft-trello-export.h"
#include "weftctl/weft-bring-print.h"

gboolean
weft_bring_board_command_knows (const char *source)
{
  return g_strv_contains ((const char *const[]) { "trello", "jira", "linear", "weft", NULL }, source);
}

static WeftBringBoard *
read_board (WeftBringing *bringing, const char *path, const WeftBringOptions *options, GError **error)
{
  g_autoptr (GHashTable) columns = NULL;

  if (g_str_equal (weft_bringing_get_source (bringing), "trello"))
    return weft_trello_export_read (path, bringing, error);
  if (options->columns != NULL && (columns = weft_task_columns_read (options->columns, error)) == NULL)
    return NULL;
  return weft_task_table_read (path, columns, bringing, NULL, error);
}

static guint
count (WeftBringBoard *board, gboolean comments)
{
  guint n = 0;

  for (guint i = 0; i < board->tasks->len; i++)
    {
      const WeftBringTask *task = board->tasks->pdata[i];

      n += comments ? task->comments->len : task->items->len;
    }
  return n;
}

static void
print_board (WeftBringBoard *board)
{
  printf ("Project: %s, with %u cards, %u lines of checklists and %u comments.\n", board->name, board->tasks->len, count (board, FALSE),
          count (board, TRUE));
  for (guint i = 0; i < board->statuses->len; i++)
    {
      const WeftBringStatus *status = board->statuses->pdata[i];

      printf ("  %s → %s, %u cards\n", status->name,
              g_str_equal (status->category, "todo")   ? "to be done"
              : g_str_equal (status->category, "done") ? "done"
                                                       : "under way",
              status->n_tasks);
    }
}

static char *
make_summary (WeftBringBoard *board, const WeftBringBoardOutcome *outcome, gboolean written)
{
  g_autoptr (GString) out = g_string_new (NULL);

  weft_json_begin (out, NULL);
  weft_json_string (out, "source", weft_bringing_get_source (board->bringing));
  weft_json_bool (out, "written", written);
  weft_json_string (out, "project", board->stream);
  weft_json_int (out, "tasks", board->tasks->len);
  weft_json_int (out, "items", count (board, FALSE));
  weft_json_int (out, "comments", count (board, TRUE));
  weft_json_int (out, "tasks_done", (gint64) outcome->tasks);
  weft_json_int (out, "tasks_there_before", (gint64) outcome->tasks_before);
  weft_json_int (out, "comments_done", (gint64) outcome->comments);
  weft_bring_people_write (board->bringing, out);
  weft_json_end (out);
  return g_strndup (out->str + 1, out->len - 2);
}

char *
weft_bring_board_command_run (WeftContext *context,
                              WeftBringing *bringing,
                              const char *path,
                              GPtrArray *here,
                              const WeftBringOptions *options,
                              GError **stop,
                              GError **error)
{
  g_autoptr (WeftBringBoard) board = read_board (bringing, path, options, error);
  WeftBringBoardOutcome outcome = { 0 };

  if (board == NULL || !weft_bring_people_match (bringing, here, options->people, error))
    return NULL;
  weft_bring_board_finish (board);
  if (!context->json)
    {
      weft_bring_print_people (bringing);
      print_board (board);
    }

  if (options->write)
    {
      WeftBringTarget target = weft_bring_print_target (context);

      weft_bring_board_writer_run (&target, board, &outcome, stop);
      weft_bring_print_end ();
    }
  if (!context->json && options->write)
    printf ("%" G_GUINT64_FORMAT " cards and %" G_GUINT64_FORMAT " comments are here now; %" G_GUINT64_FORMAT " cards were here before.\n",
            outcome.tasks, outcome.comments, outcome.tasks_before);
  return make_summary (board, &outcome, options->write);
}

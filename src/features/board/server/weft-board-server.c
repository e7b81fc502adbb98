/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/server/weft-board-server.h"

#include "features/board/shared/weft-board-module.h"
#include "parts/ranks/server/weft-ranks-server.h"
#include "parts/thread/shared/weft-thread-module.h"

/* Keys are said aloud in the whole workspace, so a code is one project's. */
static gboolean
check_code (WeftHandling *handling, const char *code, GError **error)
{
  gint64 n;

  if (!weft_database_get_value (weft_handling_get_database (handling), &n, 0, error,
                                "SELECT count(*) FROM project WHERE code = ?1 AND stream <> ?2", "tt", code,
                                weft_handling_get_stream (handling)))
    return FALSE;

  return n == 0 || weft_plan_refuse (error, WEFT_ERROR_EXISTS, "code: another project has it");
}

static gboolean
handle_create_project (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftBoardCreateProject *args = data;

  return check_code (handling, args->code, error) && weft_handling_plan (handling, error);
}

static gboolean
handle_set_project (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftBoardSetProject *args = data;

  return check_code (handling, args->code, error) && weft_handling_plan (handling, error);
}

static gboolean
watch (WeftHandling *handling, const char *stream, const char *list, const char *above, const char *below, GError **error)
{
  return weft_ranks_watch (handling, stream, list, above, error) && weft_ranks_watch (handling, stream, list, below, error);
}

static gboolean
on_task_created (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftBoardTaskCreated *args = data;

  return watch (handling, stream, args->status, args->above, args->below, error);
}

static gboolean
on_tasks_moved (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftBoardTasksMoved *args = data;

  return watch (handling, stream, args->status, args->above, args->below, error);
}

static gboolean
on_item_added (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftBoardItemAdded *args = data;

  return watch (handling, stream, args->parent, args->above, args->below, error);
}

static gboolean
on_item_placed (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftBoardItemPlaced *args = data;

  return watch (handling, stream, args->parent, args->above, args->below, error);
}

/* A project is no room: what people say in it is said of a task. */
static gboolean
refuse_talk (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  return !g_str_has_prefix (stream, "project/") || weft_plan_refuse (error, WEFT_ERROR_INVALID, "root: missing: in a project one comments on a task");
}

static gboolean
on_message_brought (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  return ((const WeftThreadMessageBrought *) data)->root != NULL || refuse_talk (handling, stream, data, error);
}

static const WeftServerHandler handlers[] = {
  { "board.create-project", handle_create_project },
  { "board.set-project", handle_set_project },
  { NULL },
};

static const WeftReaction reactions[] = {
  { "board.task-created", on_task_created },
  { "board.tasks-moved", on_tasks_moved },
  { "board.item-added", on_item_added },
  { "board.item-placed", on_item_placed },
  { "thread.message-sent", refuse_talk },
  { "thread.asked", refuse_talk },
  { "thread.poll-opened", refuse_talk },
  { "thread.message-brought", on_message_brought },
  { NULL },
};

const WeftServerModule weft_board_server_module = {
  .module = &weft_board_module,
  .handlers = handlers,
  .reactions = reactions,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/server/weft-thread-server.h"

#include "parts/thread/shared/weft-thread-module.h"
#include "serve/weft-recall.h"
#include "store/weft-plan.h"

/* A message says what its author wrote: its text comes back only as the log has it. And what somebody took away who looks after the room, its
 * author does not bring back. */
static gboolean
handle_restore (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftThreadRestore *args = data;
  g_autofree char *row = g_strconcat ("message:", args->id, NULL);
  g_auto (WeftRecalled) recalled = { NULL };

  if (!weft_handling_plan (handling, error)
      || !weft_recall (weft_handling_get_database (handling), weft_handling_get_registry (handling),
                       weft_handling_get_stream (handling), row, "text", &recalled, error))
    return FALSE;

  if (g_strcmp0 (recalled.by, weft_handling_get_author (handling)) != 0
      && weft_plan_get_role (weft_handling_get_plan (handling)) < WEFT_ROLE_ADMIN)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED,
                             "id: only who deleted a message or an administrator may bring it back");
  if (recalled.erased)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "text: it was erased for good");
  if (recalled.text == NULL)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "text: what is that old is not kept here any more");
  if (!g_str_equal (recalled.text, args->text))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "text: not what the message said");

  return TRUE;
}

static const WeftServerHandler handlers[] = {
  { "thread.restore", handle_restore },
  { NULL },
};

const WeftServerModule weft_thread_server_module = {
  .module = &weft_thread_module,
  .handlers = handlers,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/hooks/server/weft-hooks-server.h"

#include "parts/hooks/server/weft-hook-visit.h"
#include "parts/hooks/server/weft-teller.h"
#include "parts/hooks/shared/weft-hooks-module.h"

#define BODY_MAX (256 * 1024)

/* Of each hook the hash of its secret, by which it is found; of each teller where it is and with which key it
 * is told. Nobody reads them but the server. */
static const WeftMigration migrations[] = {
  {
      .version = 1,
      .sql = "CREATE TABLE hook_secret ("
             "  hash TEXT NOT NULL,"
             "  stream TEXT NOT NULL,"
             "  hook TEXT NOT NULL,"
             "  PRIMARY KEY (hash)"
             ") STRICT;",
  },
  {
      .version = 2,
      .sql = "CREATE TABLE teller_secret ("
             "  teller TEXT NOT NULL,"
             "  stream TEXT NOT NULL,"
             "  address TEXT NOT NULL,"
             "  key TEXT NOT NULL,"
             "  failed TEXT NOT NULL,"
             "  PRIMARY KEY (teller)"
             ") STRICT;",
  },
  { 0 },
};

static gboolean
handle_add (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftHooksAdd *args = data;
  WeftDatabase *database = weft_handling_get_database (handling);
  gint64 taken;

  if (!weft_handling_plan (handling, error)
      || !weft_database_get_value (database, &taken, 0, error, "SELECT 1 FROM hook_secret WHERE hash = ?1",
                                   "t", args->secret_hash))
    return FALSE;
  if (taken != 0)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "secret_hash: make another secret");

  return weft_database_run (database, error,
                            "INSERT INTO hook_secret (hash, stream, hook) VALUES (?1, ?2, ?3)", "ttt",
                            args->secret_hash, weft_handling_get_stream (handling), args->id);
}

static gboolean
handle_remove (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftHooksRemove *args = data;

  return weft_handling_plan (handling, error)
         && weft_database_run (weft_handling_get_database (handling), error,
                               "DELETE FROM hook_secret WHERE stream = ?1 AND hook = ?2", "tt",
                               weft_handling_get_stream (handling), args->id);
}

static const WeftServerHandler handlers[] = {
  { "hooks.add", handle_add },
  { "hooks.remove", handle_remove },
  { "hooks.add-teller", weft_teller_handle_add },
  { "hooks.remove-teller", weft_teller_handle_remove },
  { "hooks.tell", weft_teller_handle_tell },
  { NULL },
};

static const WeftReaction reactions[] = {
  { "thread.message-sent", weft_teller_on_message_sent },
  { "thread.asked", weft_teller_on_asked },
  { "thread.poll-opened", weft_teller_on_poll_opened },
  { "thread.replied", weft_teller_on_replied },
  { "thread.reply-asked", weft_teller_on_reply_asked },
  { NULL },
};

static const WeftServerErrand errands[] = {
  { "hooks.tell", weft_teller_run },
  { NULL },
};

static const WeftServerRoute routes[] = {
  { "/hooks", BODY_MAX, weft_hook_visit_answer },
  { NULL },
};

const WeftServerModule weft_hooks_server_module = {
  .module = &weft_hooks_module,
  .migrations = migrations,
  .handlers = handlers,
  .reactions = reactions,
  .routes = routes,
  .errands = errands,
};

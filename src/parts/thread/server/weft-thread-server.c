/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/server/weft-thread-server.h"

#include <string.h>

#include "parts/content/shared/weft-content-module.h"
#include "parts/people/shared/weft-people-module.h"
#include "parts/thread/server/weft-asking.h"
#include "parts/thread/server/weft-bringing.h"
#include "parts/thread/server/weft-polling.h"
#include "parts/thread/server/weft-link-previews.h"
#include "parts/thread/server/weft-scheduled-sending.h"
#include "parts/thread/server/weft-thread-following.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "serve/weft-recall.h"
#include "store/weft-plan.h"

#define ROW "message:"

/* A message says what its author wrote: its text comes back only as the log has it. And what somebody took away who looks after the room, its
 * author does not bring back. */
static gboolean
handle_restore (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftThreadRestore *args = data;
  g_autofree char *row = g_strconcat (ROW, args->id, NULL);
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

static gboolean
follow_then_plan (WeftHandling *handling, const char *root, GError **error)
{
  return weft_thread_following_reply (handling, weft_handling_get_stream (handling), root, error)
         && weft_handling_plan (handling, error);
}

static gboolean
handle_reply (WeftHandling *handling, gconstpointer data, GError **error)
{
  return follow_then_plan (handling, ((const WeftThreadReply *) data)->root, error);
}

static gboolean
handle_ask (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftThreadAsk *args = data;

  return args->root != NULL ? follow_then_plan (handling, args->root, error) : weft_handling_plan (handling, error);
}

/* What shows a reply in the room is erased with it, and the other way round. */
static gboolean
on_erased (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftContentErased *args = data;
  g_auto (GStrv) rows = g_strsplit (args->rows, "\n", -1);

  for (guint i = 0; rows[i] != NULL; i++)
    {
      g_autofree char *twin = NULL;
      WeftStatement *statement;
      int step;

      if (!g_str_has_prefix (rows[i], ROW))
        continue;
      statement = weft_database_query (weft_handling_get_database (handling), error,
                                       "SELECT id FROM message WHERE stream = ?1 AND twin = ?2 AND text <> ''"
                                       " AND id = (SELECT twin FROM message WHERE stream = ?1 AND id = ?2)",
                                       "tt", stream, rows[i] + strlen (ROW));
      if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
        return FALSE;
      if (step > 0)
        twin = g_strconcat (ROW, weft_statement_get_text (statement, 0), NULL);
      weft_statement_reset (statement);
      if (twin != NULL && !weft_handling_erase_also (handling, stream, twin, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
on_membership_removed (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftPeopleMembershipRemoved *args = data;
  gint64 followed;

  if (!weft_database_get_value (weft_handling_get_database (handling), &followed, 0, error,
                                "SELECT count(*) FROM followed_thread WHERE stream = ?1 AND target = ?2", "tt", stream,
                                args->target))
    return FALSE;
  if (followed > 0)
    weft_handling_emit (handling, stream, &weft_thread_threads_forgotten_event,
                        &(WeftThreadThreadsForgotten) { .target = args->target });
  return TRUE;
}

/* What was found out lately of addresses: nobody reads it but the server. `title` is empty where nothing can be had. */
static const WeftMigration migrations[] = {
  {
      .version = 1,
      .sql = "CREATE TABLE web_page ("
             "  address TEXT NOT NULL,"
             "  host TEXT NOT NULL,"
             "  at INTEGER NOT NULL,"
             "  title TEXT NOT NULL,"
             "  text TEXT NOT NULL,"
             "  site TEXT NOT NULL,"
             "  picture TEXT,"
             "  size INTEGER NOT NULL,"
             "  width INTEGER NOT NULL,"
             "  height INTEGER NOT NULL,"
             "  PRIMARY KEY (address)"
             ") STRICT;"
             "CREATE INDEX web_page_by_host ON web_page (host, at);",
  },
  { 0 },
};

static const WeftReaction reactions[] = {
  { "content.erased", on_erased },
  { "thread.message-scheduled", weft_scheduled_sending_on_scheduled },
  { "thread.scheduled-changed", weft_scheduled_sending_on_changed },
  { "thread.message-unscheduled", weft_scheduled_sending_on_unscheduled },
  { "thread.scheduled-sent", weft_scheduled_sending_on_sent },
  { "people.membership-removed", on_membership_removed },
  { "thread.message-sent", weft_link_previews_on_sent },
  { "thread.message-posted", weft_link_previews_on_posted },
  { "thread.asked", weft_link_previews_on_asked },
  { "thread.message-edited", weft_link_previews_on_edited },
  { "thread.message-restored", weft_link_previews_on_restored },
  { "thread.message-deleted", weft_link_previews_on_deleted },
  { "thread.replied", weft_link_previews_on_replied },
  { "thread.reply-asked", weft_link_previews_on_reply_asked },
  { "thread.reply-asked", weft_asking_on_reply_asked },
  { "thread.reply-shown", weft_link_previews_on_shown },
  { "thread.asked", weft_asking_on_asked },
  { "thread.asked-again", weft_asking_on_asked_again },
  { "thread.taken-back", weft_asking_on_taken_back },
  { "thread.message-deleted", weft_asking_on_deleted },
  { "thread.message-deleted", weft_polling_on_deleted },
  { "thread.poll-opened", weft_polling_on_opened },
  { "thread.poll-closed", weft_polling_on_closed },
  { "thread.message-restored", weft_asking_on_restored },
  { NULL },
};

static const WeftServerHandler handlers[] = {
  { "thread.ask", handle_ask },
  { "thread.bring", weft_bringing_bring },
  { "thread.preview", weft_link_previews_handle },
  { "thread.count-votes", weft_polling_count_votes },
  { "thread.reply", handle_reply },
  { "thread.restore", handle_restore },
  { "thread.send-scheduled", weft_scheduled_sending_send },
  { "thread.refuse-scheduled", weft_scheduled_sending_refuse },
  { "thread.vote-secretly", weft_polling_vote_secretly },
  { NULL },
};

static const WeftServerErrand errands[] = {
  { "thread.preview", weft_link_previews_run },
  { NULL },
};

const WeftServerModule weft_thread_server_module = {
  .module = &weft_thread_module,
  .migrations = migrations,
  .handlers = handlers,
  .reactions = reactions,
  .errands = errands,
  .withheld_by = "receipts_off",
};

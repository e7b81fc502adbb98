/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-moderation"

#include "config.h"

#include "parts/moderation/client/weft-reports.h"

#include "base/weft-clock.h"
#include "base/weft-error.h"
#include "base/weft-id.h"
#include "parts/moderation/shared/weft-moderation-module.h"
#include "parts/moderation/shared/weft-moderation.h"
#include "sync/weft-own-stream.h"

DexFuture *
weft_reports_file (WeftSync *sync, const char *stream, const char *message, WeftReportReason reason, const char *note)
{
  g_autofree char *id = weft_id_new (weft_clock_get_system ());

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  return weft_own_stream_submit (sync, &weft_moderation_report_operation,
                                 &(WeftModerationReport) {
                                     .id = id,
                                     .target = stream,
                                     .message = message,
                                     .reason = weft_report_reason_to_wire (reason),
                                     .note = note,
                                 });
}

DexFuture *
weft_reports_withdraw (WeftSync *sync, const char *id)
{
  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  return weft_own_stream_submit (sync, &weft_moderation_withdraw_operation, &(WeftModerationWithdraw) { .id = id });
}

typedef struct
{
  char *own;
  char *stream;
  char *message;
} Query;

static void
query_free (gpointer data)
{
  Query *query = data;

  g_free (query->own);
  g_free (query->stream);
  g_free (query->message);
  g_free (query);
}

static gpointer
find (WeftDatabase *database, gpointer user_data, GError **error)
{
  const Query *query = user_data;
  WeftStatement *statement = weft_database_query (
      database, error, "SELECT id FROM reported WHERE stream = ?1 AND target = ?2 AND message = ?3 AND state = 'open'", "ttt",
      query->own, query->stream, query->message);
  char *id = NULL;
  int step = statement != NULL ? weft_statement_step (statement, error) : -1;

  if (step >= 0)
    id = step > 0 ? weft_statement_dup_text (statement, 0) : g_strdup ("");
  if (statement != NULL)
    weft_statement_reset (statement);

  return id;
}

DexFuture *
weft_reports_find (WeftSync *sync, const char *stream, const char *message)
{
  g_autofree char *own = NULL;
  Query *query;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  own = weft_own_stream_dup (sync);
  if (own == NULL)
    return weft_own_stream_refuse ();
  query = g_new0 (Query, 1);
  query->own = g_steal_pointer (&own);
  query->stream = g_strdup (stream);
  query->message = g_strdup (message);

  return weft_sync_read (sync, find, G_TYPE_STRING, query, query_free);
}

static DexFuture *
await_confirmed (DexFuture *future, gpointer user_data)
{
  return weft_sync_await (user_data, g_value_get_string (dex_future_get_value (future, NULL)));
}

static DexFuture *
submit (WeftSync *sync, const WeftOperation *operation, gconstpointer args)
{
  return dex_future_then (weft_sync_submit (sync, WEFT_MODERATION_STREAM, operation, args), await_confirmed, g_object_ref (sync),
                          g_object_unref);
}

DexFuture *
weft_reports_decide (WeftSync *sync, const char *id, guint decision)
{
  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  return submit (sync, &weft_moderation_decide_operation,
                 &(WeftModerationDecide) {
                     .id = id,
                     .deletes = (decision & WEFT_REPORT_DELETES) != 0,
                     .removes = (decision & WEFT_REPORT_REMOVES) != 0,
                     .suspends = (decision & WEFT_REPORT_SUSPENDS) != 0,
                 });
}

DexFuture *
weft_reports_reopen (WeftSync *sync, const char *id)
{
  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  return submit (sync, &weft_moderation_reopen_operation, &(WeftModerationReopen) { .id = id });
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/client/weft-poll-client.h"

#include "base/weft-id-set.h"
#include "base/weft-id.h"
#include "parts/thread/shared/weft-poll.h"
#include "parts/thread/shared/weft-thread-module.h"

DexFuture *
weft_poll_open (WeftSync *sync, const char *stream, const char *text, gboolean several, gboolean secret, gint64 closes_at)
{
  g_autofree char *id = weft_id_new (weft_clock_get_system ());

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  return weft_sync_submit (sync, stream, &weft_thread_open_poll_operation,
                           &(WeftThreadOpenPoll) { .id = id, .text = text, .several = several, .secret = secret, .closes_at = closes_at });
}

DexFuture *
weft_poll_vote (WeftSync *sync, const char *stream, WeftMessage *message, guint option)
{
  const char *me;
  gboolean chosen;
  g_autofree char *own = NULL;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  g_return_val_if_fail (WEFT_IS_MESSAGE (message), NULL);

  me = weft_sync_get_person (sync);
  if (me == NULL)
    return dex_future_new_reject (WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED, "one votes once one has signed in");
  chosen = !weft_poll_is_own (message, me, option);
  if (!weft_message_get_secret (message))
    return weft_sync_submit (sync, stream, &weft_thread_vote_operation,
                             &(WeftThreadVote) { .id = weft_message_get_id (message), .option = option, .chosen = chosen });
  own = g_strconcat ("user/", me, NULL);
  return weft_sync_submit (sync, own, &weft_thread_vote_secretly_operation,
                           &(WeftThreadVoteSecretly) { .target = stream,
                                                       .poll = weft_message_get_id (message),
                                                       .option = option,
                                                       .chosen = chosen,
                                                       .only = g_strcmp0 (weft_message_get_poll (message), "one") == 0 });
}

DexFuture *
weft_poll_close (WeftSync *sync, const char *stream, const char *id, gboolean closed)
{
  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  return weft_sync_submit (sync, stream, &weft_thread_close_poll_operation, &(WeftThreadClosePoll) { .id = id, .closed = closed });
}

gboolean
weft_poll_is_closed (WeftMessage *message, gint64 now)
{
  gint64 closes_at = weft_message_get_closes_at (message);

  return weft_message_get_closed (message) || (closes_at > 0 && closes_at <= now);
}

gboolean
weft_poll_is_own (WeftMessage *message, const char *me, guint option)
{
  g_auto (GStrv) lines = NULL;

  if (me == NULL || option == 0 || option > WEFT_POLL_OPTIONS_MAX)
    return FALSE;
  if (weft_message_get_secret (message))
    return (weft_message_get_own_votes (message) >> (option - 1)) & 1;
  lines = weft_poll_split (weft_message_get_votes (message), WEFT_POLL_OPTIONS_MAX);
  return weft_id_set_contains (lines[option - 1], me);
}

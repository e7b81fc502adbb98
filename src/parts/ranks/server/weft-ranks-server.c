/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/ranks/server/weft-ranks-server.h"

#include <string.h>

#include "base/weft-id.h"
#include "parts/ranks/shared/weft-ranks-module.h"
#include "parts/ranks/shared/weft-ranks.h"

#define SPREAD_DELAY 1000 /* ms: one move is seldom alone */

gboolean
weft_ranks_watch (WeftHandling *handling, const char *stream, const char *list, const char *rank, GError **error)
{
  const WeftRanksSpread spread = { .list = list };
  g_autofree char *derived = NULL;
  g_autofree char *id = NULL;

  if (rank == NULL || strlen (rank) < WEFT_RANKS_LONG)
    return TRUE;

  derived = weft_id_derive (stream, list);
  id = g_strconcat ("ranks/", derived, NULL);
  return weft_handling_schedule (handling,
                                 &(WeftJobOrder) {
                                     .id = id,
                                     .due_at = weft_handling_get_at (handling) + SPREAD_DELAY,
                                     .stream = stream,
                                     .operation = &weft_ranks_spread_operation,
                                     .args = &spread,
                                 },
                                 error);
}

static gboolean
react_placed (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftRanksPlaced *args = data;

  return weft_ranks_watch (handling, stream, args->list, args->rank, error);
}

static const WeftReaction reactions[] = {
  { "ranks.placed", react_placed },
  { NULL },
};

const WeftServerModule weft_ranks_server_module = {
  .module = &weft_ranks_module,
  .reactions = reactions,
};

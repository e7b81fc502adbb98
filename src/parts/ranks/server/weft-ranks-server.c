/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/ranks/server/weft-ranks-server.h"

#include <string.h>

#include "base/weft-id.h"
#include "parts/ranks/shared/weft-ranks-module.h"
#include "parts/ranks/shared/weft-ranks.h"

#define SPREAD_DELAY 1000 /* ms: one move is seldom alone */

static gboolean
react_placed (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftRanksPlaced *args = data;
  const WeftRanksSpread spread = { .list = args->list };
  g_autofree char *list = NULL;
  g_autofree char *id = NULL;

  if (strlen (args->rank) < WEFT_RANKS_LONG)
    return TRUE;

  list = weft_id_derive (stream, args->list);
  id = g_strconcat ("ranks/", list, NULL);
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

static const WeftReaction reactions[] = {
  { "ranks.placed", react_placed },
  { NULL },
};

const WeftServerModule weft_ranks_server_module = {
  .module = &weft_ranks_module,
  .reactions = reactions,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/conflict/server/weft-conflict-server.h"

#include "parts/conflict/shared/weft-conflict-module.h"

/* What was settled before its day is over has nothing more to be forgotten. */
static gboolean
react_dismissed (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftConflictDismissed *args = data;
  g_autofree char *job = g_strconcat ("conflict/forget/", args->id, NULL);

  return g_strcmp0 (weft_handling_get_job (handling), job) == 0 || weft_handling_cancel (handling, job, error);
}

static const WeftReaction reactions[] = {
  { "conflict.dismissed", react_dismissed },
  { NULL },
};

/* A conflict is found by the engine, which merges; what remains stands in the person's own stream. */
const WeftServerModule weft_conflict_server_module = {
  .module = &weft_conflict_module,
  .reactions = reactions,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include <string.h>

#include "base/weft-json.h"
#include "weftctl/weft-command.h"

#define SAID 500 /* ms until it has gone out */

/* operate */

static int
submit (WeftContext *context, const char *stream, const WeftOperation *operation, JsonNode *node, GError **error)
{
  g_autofree gpointer args = g_malloc0 (MAX (operation->args_size, 1));
  gboolean done;

  if (!operation->parse (json_node_get_object (node), args, error))
    return -1;

  done = weft_context_submit (context, stream, operation, args, error);
  operation->clear (args);
  return done ? WEFT_EXIT_FINE : -1;
}

/* Said once: who is to know it longer hears it again. */
static int
say (WeftContext *context, const char *stream, const WeftLatest *latest, const char *json, GError **error)
{
  g_autoptr (JsonNode) node = weft_json_parse (json, strlen (json), error);
  g_autofree gpointer args = g_malloc0 (MAX (latest->args_size, 1));

  if (node == NULL || (latest->args_size > 0 && !latest->parse (json_node_get_object (node), args, error)))
    return -1;
  if (latest->args_size > 0)
    latest->clear (args);
  if (!weft_context_wait_online (context, error))
    return -1;
  weft_sync_set_latest_object (context->sync, stream, latest, json);

  /* Nobody answers it. */
  dex_await (dex_timeout_new_msec (SAID), NULL);
  return WEFT_EXIT_FINE;
}

static int
run_operate (WeftContext *context, int argc, char **argv, GError **error)
{
  const WeftOperation *operation;
  const WeftLatest *latest;
  g_autoptr (JsonNode) node = NULL;

  if (!weft_stream_is_valid (argv[0]))
    return weft_command_usage (error, "no stream is called that");
  latest = weft_registry_find_latest (context->registry, argv[1]);
  operation = weft_registry_find_operation (context->registry, argv[1]);
  if (latest != NULL && !latest->durable && weft_registry_allows_latest (context->registry, latest, argv[0]))
    return say (context, argv[0], latest, argv[2], error);
  if (operation == NULL || !weft_registry_allows (context->registry, operation, argv[0]))
    return weft_command_usage (error, "no such operation on that stream; docs/operations.md lists them");
  node = weft_json_parse (argv[2], strlen (argv[2]), error);
  if (node == NULL)
    return -1;

  return submit (context, argv[0], operation, node, error);
}

const WeftCommand weft_operate_command = {
  .name = "operate",
  .arguments = "STREAM OPERATION JSON",
  .summary = "Asks for any operation, or says what is true only now",
  .description = "What docs/operations.md lists, with its fields as a JSON object: for scripts, and for what has no command of its own.\n"
                 "  weftctl operate project/0192f0c1-… board.set-priority '{\"ids\":[\"0192…\"],\"priority\":\"high\"}'\n"
                 "  weftctl operate room/0192f0c1-… thread.typing '{}'",
  .min_arguments = 3,
  .max_arguments = 3,
  .needs_store = TRUE,
  .run = run_operate,
};

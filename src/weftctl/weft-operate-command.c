/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include <string.h>

#include "base/weft-json.h"
#include "weftctl/weft-command.h"

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

static int
run_operate (WeftContext *context, int argc, char **argv, GError **error)
{
  const WeftOperation *operation;
  g_autoptr (JsonNode) node = NULL;

  if (!weft_stream_is_valid (argv[0]))
    return weft_command_usage (error, "no stream is called that");
  operation = weft_registry_find_operation (context->registry, argv[1]);
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
  .summary = "Asks for any operation",
  .description = "What docs/operations.md lists, with its fields as a JSON object: for scripts, and for what has no command of its own.\n"
                 "  weftctl operate project/0192f0c1-… board.set-priority '{\"ids\":[\"0192…\"],\"priority\":\"high\"}'",
  .min_arguments = 3,
  .max_arguments = 3,
  .needs_store = TRUE,
  .run = run_operate,
};

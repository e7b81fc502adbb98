/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include <stdio.h>

#include "weftctl/weft-command.h"

static const char *const states[] = { "waiting", "sent", "confirmed", "failed" };

/* One JSON object an operation, as it is printed. */
static gpointer
read_outbox (WeftDatabase *database, gpointer user_data, GError **error)
{
  gboolean json = GPOINTER_TO_INT (user_data);
  g_autoptr (GString) out = g_string_new (NULL);
  WeftStatement *statement;
  int step;

  statement = weft_database_query (database, error,
                                   "SELECT id, stream, op, args, state, error_code, error_message, created_at FROM outbox ORDER BY k", "");
  if (statement == NULL)
    return NULL;

  while ((step = weft_statement_step (statement, error)) > 0)
    {
      const char *state = states[CLAMP (weft_statement_get_int (statement, 4), 0, 3)];
      const char *message = weft_statement_get_text (statement, 6);

      if (json)
        {
          g_autoptr (GString) line = g_string_new (NULL);

          weft_json_begin (line, NULL);
          weft_json_string (line, "id", weft_statement_get_text (statement, 0));
          weft_json_string (line, "stream", weft_statement_get_text (statement, 1));
          weft_json_string (line, "op", weft_statement_get_text (statement, 2));
          weft_json_raw (line, "args", weft_statement_get_text (statement, 3), -1);
          weft_json_string (line, "state", state);
          weft_json_string (line, "code", weft_statement_get_text (statement, 5));
          weft_json_string (line, "message", message);
          weft_json_int (line, "created_at", weft_statement_get_int (statement, 7));
          weft_json_end (line);
          g_string_append_printf (out, "%s\n", line->str);
        }
      else
        {
          g_string_append_printf (out, "%s  %-9s  %s  %s%s%s\n", weft_statement_get_text (statement, 0), state,
                                  weft_statement_get_text (statement, 2), weft_statement_get_text (statement, 3),
                                  message != NULL ? "\n    " : "", message != NULL ? message : "");
        }
    }

  return step < 0 ? NULL : g_string_free (g_steal_pointer (&out), FALSE);
}

static int
run_outbox (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autofree char *text = NULL;

  if (argc == 2 && g_str_equal (argv[0], "retry"))
    return dex_await (weft_sync_retry_operation (context->sync, argv[1]), error) ? WEFT_EXIT_FINE : -1;
  if (argc == 2 && g_str_equal (argv[0], "discard"))
    return dex_await (weft_sync_discard_operation (context->sync, argv[1]), error) ? WEFT_EXIT_FINE : -1;
  if (argc > 1 || (argc == 1 && !g_str_equal (argv[0], "list")))
    return weft_command_usage (error, "list, retry ID or discard ID");

  text = dex_await_string (weft_sync_read (context->sync, read_outbox, G_TYPE_STRING, GINT_TO_POINTER (context->json), NULL), error);
  if (text == NULL)
    return -1;
  fputs (text, stdout);

  return WEFT_EXIT_FINE;
}

const WeftCommand weft_outbox_command = {
  .name = "outbox",
  .arguments = "[list | retry ID | discard ID]",
  .min_arguments = 0,
  .max_arguments = 2,
  .summary = "Show what waits to be sent, or was refused",
  .needs_store = TRUE,
  .run = run_outbox,
};

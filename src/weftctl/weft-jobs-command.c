/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include <stdio.h>

#include "weftctl/weft-command.h"

static char *stream;

static const GOptionEntry jobs_entries[] = {
  { "stream", 's', 0, G_OPTION_ARG_STRING, &stream, "Only those of one stream: room/ID, user/ID, workspace", "STREAM" },
  { NULL },
};

static char *
format_time (gint64 at)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (at / 1000);

  return time != NULL ? g_date_time_format (time, "%F %T") : g_strdup ("-");
}

static void
print_job (JsonObject *job)
{
  g_autofree char *due = format_time (json_object_get_int_member_with_default (job, "due_at", 0));
  const char *schedule = json_object_get_string_member_with_default (job, "schedule", "");
  const char *error = json_object_get_string_member_with_default (job, "error", NULL);
  gint64 attempts = json_object_get_int_member_with_default (job, "attempts", 0);
  gint64 late = json_object_get_int_member_with_default (job, "late", 0);

  printf ("%s  %-7s  %s  %s", due, json_object_get_string_member_with_default (job, "state", "?"),
          json_object_get_string_member_with_default (job, "op", "?"), json_object_get_string_member_with_default (job, "stream", "?"));
  if (schedule[0] != '\0')
    printf ("  (%s)", schedule);
  if (late > 0)
    printf ("  ran %" G_GINT64_FORMAT " s late", late / 1000);
  if (attempts > 0)
    printf ("  tried %" G_GINT64_FORMAT " times", attempts);
  printf ("\n    %s\n", json_object_get_string_member_with_default (job, "id", "?"));
  if (error != NULL)
    printf ("    %s\n", error);
}

static int
run_jobs (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *jobs;

  if (context->offline)
    return weft_command_usage (error, "the server is asked: --offline cannot be had");

  weft_json_begin (body, NULL);
  if (stream != NULL)
    weft_json_string (body, "stream", stream);
  weft_json_end (body);
  answer = dex_await_boxed (weft_account_call (context->account, "/v1/jobs", body->str), error);
  if (answer == NULL)
    return -1;

  /* The server is the one we signed in to, but what comes over a wire may still be anything. */
  if (!json_parser_load_from_data (parser, g_bytes_get_data (answer, NULL), (gssize) g_bytes_get_size (answer), error))
    return -1;
  if (!JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser))
      || !weft_json_get_array (json_node_get_object (json_parser_get_root (parser)), "jobs", &jobs, error))
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_CORRUPT, "The server's answer holds no jobs");
      return -1;
    }

  for (guint i = 0; i < json_array_get_length (jobs); i++)
    {
      JsonNode *node = json_array_get_element (jobs, i);

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;
      if (context->json)
        {
          g_autofree char *line = json_to_string (node, FALSE);

          printf ("%s\n", line);
        }
      else
        print_job (json_node_get_object (node));
    }

  return WEFT_EXIT_FINE;
}

const WeftCommand weft_jobs_command = {
  .name = "jobs",
  .arguments = "",
  .min_arguments = 0,
  .max_arguments = 0,
  .summary = "Show what the server is to do at a time, for administrators",
  .description = "Waiting jobs come first, the next one on top; what ran stays for a day, what was refused for a month.",
  .entries = jobs_entries,
  .needs_store = TRUE,
  .run = run_jobs,
};

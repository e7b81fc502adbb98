/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include <stdio.h>

#include "parts/content/shared/weft-content-module.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "weftctl/weft-command.h"

static int log_days;
static int log_events;
static int content_days;
static gboolean everywhere;

/* erase */

static int
run_erase (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autoptr (GString) rows = g_string_new (NULL);
  g_autofree char *stream = NULL;

  if (!weft_context_wait_online (context, error))
    return -1;
  stream = weft_context_find_room (context, argv[0], error);
  if (stream == NULL)
    return -1;

  for (int i = 1; i < argc; i++)
    g_string_append_printf (rows, "%s%s:%s", i > 1 ? "\n" : "", weft_thread_message_table.name, argv[i]);
  if (!weft_context_submit (context, stream, &weft_content_erase_operation, &(WeftContentErase) { .rows = rows->str },
                            error))
    return -1;

  return WEFT_EXIT_FINE;
}

const WeftCommand weft_erase_command = {
  .name = "erase",
  .arguments = "ROOM MESSAGE…",
  .min_arguments = 2,
  .max_arguments = -1,
  .summary = "Take messages out of everything for good, on every device",
  .description = "MESSAGE is an id, as history --json shows it. Your own, or any if you administer the room. It cannot be undone.",
  .needs_store = TRUE,
  .run = run_erase,
};

/* forget */

static int
run_forget (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autofree char *person = NULL;

  if (!weft_context_wait_online (context, error))
    return -1;
  person = weft_context_find_person (context, argv[0], error);
  if (person == NULL
      || !weft_context_submit (context, WEFT_STREAM_WORKSPACE, &weft_content_erase_person_operation,
                               &(WeftContentErasePerson) { .person = person }, error))
    return -1;

  return WEFT_EXIT_FINE;
}

const WeftCommand weft_forget_command = {
  .name = "forget",
  .arguments = "LOGIN",
  .min_arguments = 1,
  .max_arguments = 1,
  .summary = "Erase everything a suspended person wrote, and their profile",
  .description = "For administrators of the workspace. It goes on in the background, and cannot be undone.",
  .needs_store = TRUE,
  .run = run_forget,
};

/* retention */

static const GOptionEntry retention_entries[] = {
  { "log-days", 0, 0, G_OPTION_ARG_INT, &log_days, "Days for which every change can be told [for ever]", "N" },
  { "log-events", 0, 0, G_OPTION_ARG_INT, &log_events, "Changes which can be told in any case [no such limit]", "N" },
  { "content-days", 0, 0, G_OPTION_ARG_INT, &content_days, "Days after which content is erased [never]", "N" },
  { "all", 0, 0, G_OPTION_ARG_NONE, &everywhere, "For every room which says nothing itself; takes no room", NULL },
  { NULL },
};

static int
run_retention (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autofree char *stream = NULL;

  if (argc != (everywhere ? 0 : 1))
    return weft_command_usage (error, everywhere ? "no room with --all" : "one argument: the room");
  if (!weft_context_wait_online (context, error))
    return -1;
  stream = everywhere ? g_strdup (WEFT_STREAM_WORKSPACE) : weft_context_find_room (context, argv[0], error);
  if (stream == NULL
      || !weft_context_submit (context, stream, &weft_content_set_retention_operation,
                               &(WeftContentSetRetention) {
                                   .log_days = log_days, .log_events = log_events, .content_days = content_days },
                               error))
    return -1;

  return WEFT_EXIT_FINE;
}

const WeftCommand weft_retention_command = {
  .name = "retention",
  .arguments = "ROOM",
  .min_arguments = 0,
  .max_arguments = 1,
  .summary = "Say how long a room keeps its log and its content",
  .entries = retention_entries,
  .needs_store = TRUE,
  .run = run_retention,
};

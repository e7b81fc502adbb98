/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include "parts/people/shared/weft-people-module.h"
#include "weftctl/weft-command.h"

/* Both commands take a room and a person of the workspace. */
static gboolean
find_both (WeftContext *context, int argc, char **argv, char **stream, char **person, GError **error)
{
  if (argc != 2)
    {
      weft_command_usage (error, "two arguments: the room and somebody's login");
      return FALSE;
    }
  if (!weft_context_wait_online (context, error))
    return FALSE;
  *stream = weft_context_find_room (context, argv[0], error);
  *person = *stream != NULL ? weft_context_find_person (context, argv[1], error) : NULL;
  return *person != NULL;
}

static int
run_add (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autofree char *stream = NULL, *person = NULL;

  if (!find_both (context, argc, argv, &stream, &person, error)
      || !weft_context_submit (context, stream, &weft_people_add_member_operation,
                               &(WeftPeopleAddMember) { .person = person, .role = "member" }, error))
    return -1;
  return WEFT_EXIT_FINE;
}

const WeftCommand weft_add_command = {
  .name = "add",
  .arguments = "ROOM LOGIN",
  .min_arguments = 2,
  .max_arguments = 2,
  .summary = "Add somebody to a room",
  .needs_store = TRUE,
  .run = run_add,
};

static int
run_remove (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autofree char *stream = NULL, *person = NULL;

  if (!find_both (context, argc, argv, &stream, &person, error)
      || !weft_context_submit (context, stream, &weft_people_remove_member_operation,
                               &(WeftPeopleRemoveMember) { .person = person }, error))
    return -1;
  return WEFT_EXIT_FINE;
}

const WeftCommand weft_remove_command = {
  .name = "remove",
  .arguments = "ROOM LOGIN",
  .min_arguments = 2,
  .max_arguments = 2,
  .summary = "Remove somebody from a room, as its administrator",
  .description = "What they wrote stays. What they write meanwhile without a connection is refused, and kept for them in their outbox.",
  .needs_store = TRUE,
  .run = run_remove,
};

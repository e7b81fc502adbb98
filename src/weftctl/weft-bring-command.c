/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include "weftctl/weft-bring-command.h"

#include <stdio.h>
#include <string.h>

#include "base/weft-json.h"
#include "exchange/weft-bring-people.h"
#include "weftctl/weft-bring-board-command.h"
#include "weftctl/weft-bring-print.h"
#include "weftctl/weft-bring-writer.h"
#include "weftctl/weft-mattermost-export.h"
#include "weftctl/weft-slack-export.h"

#define SHOWN_MAX 500 /* rooms that are listed in a preview */

static gboolean
is_administrator (GPtrArray *here, const char *person)
{
  for (guint i = 0; i < here->len; i++)
    {
      const WeftBringHere *one = here->pdata[i];

      if (g_strcmp0 (one->id, person) == 0)
        return one->admin;
    }
  return FALSE;
}

/* Into memory, and onto this machine's disk: nothing of it is anywhere else yet. */
static gboolean
read_export (WeftBringing *bringing, const char *path, GPtrArray *here, const char *people, GError **error)
{
  if (g_str_equal (weft_bringing_get_source (bringing), "slack"))
    {
      g_autoptr (WeftArchive) archive = weft_archive_open (path, error);

      return archive != NULL && weft_slack_export_read_people (archive, bringing, error)
             && weft_bring_people_match (bringing, here, people, error)
             && weft_slack_export_read (archive, bringing, error);
    }

  return weft_mattermost_export_read_people (path, bringing, error)
         && weft_bring_people_match (bringing, here, people, error)
         && weft_mattermost_export_read (path, bringing, error);
}

static const char *
describe_place (const WeftBringRoom *room, WeftBringPlace place)
{
  switch (place)
    {
    case WEFT_BRING_ROOM:
      return room->open     ? "a room for everybody"
             : room->direct ? "a private room, as not all of them are here"
                            : "a private room";
    case WEFT_BRING_DIRECT:
      return "a conversation";
    case WEFT_BRING_SELF:
      return "notes to oneself";
    case WEFT_BRING_NOTHING:
    default:
      return "nothing, as nobody of it is here";
    }
}

static void
print_rooms (WeftBringing *bringing, const char *me)
{
  GPtrArray *rooms = weft_bringing_get_rooms (bringing);

  printf ("Rooms: %u, with %" G_GUINT64_FORMAT " messages.\n", rooms->len,
          weft_bringing_get_n_messages (bringing));
  for (guint i = 0; i < MIN (rooms->len, SHOWN_MAX); i++)
    {
      const WeftBringRoom *room = rooms->pdata[i];
      g_autofree char *name = weft_bring_writer_dup_name (bringing, room);
      g_autoptr (GPtrArray) members = NULL;
      gboolean mine;
      WeftBringPlace place = weft_bring_writer_decide (bringing, room, me, &members, &mine);

      printf ("  %s → %s%s, %u members, %" G_GUINT64_FORMAT " messages\n", name, describe_place (room, place),
              room->archived ? " in which nobody writes" : "", members->len + (mine ? 1 : 0),
              room->n_messages);
    }
  if (rooms->len > SHOWN_MAX)
    printf ("  …\n");
}

/* What those said who are not here is not for whoever administers the workspace. */
static void
report_nobodys (WeftBringing *bringing, const char *me)
{
  GPtrArray *rooms = weft_bringing_get_rooms (bringing);

  for (guint i = 0; i < rooms->len; i++)
    {
      const WeftBringRoom *room = rooms->pdata[i];
      g_autoptr (GPtrArray) members = NULL;
      gboolean mine;

      if (weft_bring_writer_decide (bringing, room, me, &members, &mine) == WEFT_BRING_NOTHING)
        weft_bring_report_addf (weft_bringing_get_report (bringing),
                                "room: nobody of those in it is here, and it is not everybody's",
                                "%s: %" G_GUINT64_FORMAT " messages",
                                *room->name != '\0' ? room->name : room->key, room->n_messages);
    }
}

static char *
make_summary (WeftBringing *bringing, const WeftBringOutcome *outcome, gboolean written)
{
  g_autoptr (GString) out = g_string_new (NULL);

  weft_json_begin (out, NULL);
  weft_json_string (out, "source", weft_bringing_get_source (bringing));
  weft_json_bool (out, "written", written);
  weft_json_int (out, "rooms", weft_bringing_get_rooms (bringing)->len);
  weft_json_int (out, "messages", (gint64) weft_bringing_get_n_messages (bringing));
  weft_json_int (out, "rooms_done", (gint64) outcome->rooms);
  weft_json_int (out, "rooms_there_before", (gint64) outcome->rooms_before);
  weft_json_int (out, "messages_done", (gint64) outcome->messages);
  weft_bring_people_write (bringing, out);
  /* What follows in the file is the list of what does not come. */
  weft_json_end (out);
  return g_strndup (out->str + 1, out->len - 2);
}

/* Rooms and messages. Returns: (transfer full) (nullable): what the report begins with; @stop: why it is not whole. */
static char *
bring_rooms (WeftContext *context, WeftBringing *bringing, const char *path, GPtrArray *here, const WeftBringOptions *options, GError **stop, GError **error)
{
  const char *me = weft_account_get_person (context->account);
  WeftBringOutcome outcome = { 0 };
  char *summary;

  if (!read_export (bringing, path, here, options->people, error))
    return NULL;
  weft_bringing_finish (bringing);
  report_nobodys (bringing, me);
  if (!context->json)
    {
      weft_bring_print_people (bringing);
      print_rooms (bringing, me);
    }

  if (options->write)
    weft_bring_writer_run (context, bringing, &outcome, stop);
  summary = make_summary (bringing, &outcome, options->write);
  if (!context->json && options->write)
    printf ("%" G_GUINT64_FORMAT " rooms are whole, with %" G_GUINT64_FORMAT " messages; %" G_GUINT64_FORMAT " more were brought before.\n",
            outcome.rooms, outcome.messages, outcome.rooms_before);
  return summary;
}

int
weft_bring_command_run (WeftContext *context,
                        const char *source,
                        const char *path,
                        const WeftBringOptions *options,
                        GError **error)
{
  g_autoptr (WeftBringReport) report = weft_bring_report_new (options->report, error);
  g_autoptr (WeftBringing) bringing = NULL;
  g_autoptr (GPtrArray) here = NULL;
  g_autoptr (GError) stop = NULL;
  g_autofree char *summary = NULL;

  if (report == NULL || !weft_context_open (context, TRUE, error)
      || !weft_context_wait_online (context, error)
      || (here = weft_bring_people_load (context->sync, error)) == NULL)
    return -1;
  if (!is_administrator (here, weft_account_get_person (context->account)))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_DENIED,
                           "Only an administrator of the workspace brings what was said elsewhere");
      return -1;
    }

  bringing = weft_bringing_new (source, report);
  summary = weft_bring_board_command_knows (source) ? weft_bring_board_command_run (context, bringing, path, here, options, &stop, error)
                                                    : bring_rooms (context, bringing, path, here, options, &stop, error);
  if (summary == NULL)
    return -1;
  if (context->json)
    printf ("{%s}\n", summary);
  else
    {
      weft_bring_print_report (report);
      if (!options->write)
        printf ("Nothing was written. The same with --write does it.\n");
    }
  fflush (stdout);
  if (!weft_bring_report_finish (report, summary, stop == NULL ? error : NULL) && stop == NULL)
    return -1;
  if (stop != NULL)
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&stop),
                                  "It is not whole; run it again, and it goes on: ");
      return -1;
    }
  return WEFT_EXIT_FINE;
}

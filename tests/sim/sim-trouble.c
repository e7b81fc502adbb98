/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-trouble.h"

#include "serve/weft-engine-private.h"
#include "sim-action.h"
#include "sim-check.h"
#include "sim-person.h"
#include "sim-tally.h"

static void
trouble_half_open (SimWorld *self)
{
  SimClient *client = sim_world_pick_client (self);

  if (sim_chance (500))
    {
      sim_client_set_network (client, FALSE);
      return;
    }
  if (sim_client_get_line (client) != NULL)
    {
      gboolean up = sim_chance (600);
      gboolean down = !up || sim_chance (300);

      sim_trace ("%s is half open:%s%s", sim_line_get_name (sim_client_get_line (client)), up ? " up" : "",
                 down ? " down" : "");
      sim_tally ("network: half open");
      sim_line_cut (sim_client_get_line (client), up, down);
    }
}

static void
trouble_kill (SimWorld *self, gboolean power)
{
  /* At one of its next writes, whatever that is; or now, without one. */
  if (sim_chance (350))
    {
      if (!power && sim_chance (800))
        sim_disk_get_faults (sim_server_get_disk (self->server))->until_kill = (int) sim_pick (60);
      else
        sim_server_kill (self->server, power);
    }
  else
    {
      SimClient *client = sim_world_pick_client (self);

      if (!power && sim_chance (800))
        sim_disk_get_faults (sim_client_get_disk (client))->until_kill = (int) sim_pick (60);
      else
        sim_client_kill (client, power);
    }
}

static void
trouble_disk (SimWorld *self)
{
  gboolean server = sim_chance (400);
  SimClient *client = sim_world_pick_client (self);
  SimDiskFaults *faults
      = sim_disk_get_faults (server ? sim_server_get_disk (self->server) : sim_client_get_disk (client));

  if (faults->full || faults->failing > 0 || faults->unreadable > 0)
    {
      faults->full = FALSE;
      faults->failing = 0;
      faults->unreadable = 0;
    }
  else if (sim_chance (450))
    faults->full = TRUE;
  else if (sim_chance (600))
    faults->failing = 20 + sim_pick (300);
  else
    faults->unreadable = 5 + sim_pick (100);
  sim_trace ("%s: its disk is %s", server ? "server" : sim_client_get_name (client),
             faults->full             ? "full"
             : faults->failing > 0    ? "failing"
             : faults->unreadable > 0 ? "not to be read"
                                      : "good again");
}

static void
trouble_clock (SimWorld *self)
{
  gint64 ms = (gint64) (sim_pick (10 * 24 * 3600) * G_GINT64_CONSTANT (1000))
              - G_GINT64_CONSTANT (5) * 24 * 3600 * 1000;

  if (sim_chance (300))
    {
      sim_trace ("server: its clock jumps by %.1f days", (double) ms / 86400000);
      sim_tally ("clock: server jumps by days");
      sim_server_jump (self->server, ms);
    }
  else
    {
      SimClient *client = sim_world_pick_client (self);

      sim_trace ("%s: its clock jumps by %.1f days", sim_client_get_name (client), (double) ms / 86400000);
      sim_tally ("clock: client jumps by days");
      sim_clock_jump (sim_client_get_clock (client), ms);
    }
}

/* The folder of a machine which does not run is copied to another one, and both go on. */
static void
trouble_copy (SimWorld *self)
{
  SimClient *client = sim_world_pick_client (self);
  SimClient *copy;
  gboolean full;

  if (self->clients->len >= 8)
    return;
  full = sim_client_has_waiting (client);
  sim_client_stop (client);
  if (sim_client_get_core (client) != NULL)
    return;
  sim_tally ("copy: a store");
  if (full)
    sim_tally ("copy: with a full outbox");
  copy = sim_client_new (self->clients->len, sim_client_get_person (client), self->registry);
  sim_client_set_registry (copy, self->newer != NULL ? self->newer : self->registry);
  sim_disk_copy (sim_client_get_disk (copy), sim_client_get_disk (client));
  sim_trace ("%s is a copy of %s", sim_client_get_name (copy), sim_client_get_name (client));
  for (guint i = 0; i < self->done->len; i++)
    {
      SimDone *done = self->done->pdata[i];

      if (done->client == client)
        done->copied = TRUE;
    }
  g_ptr_array_add (self->clients, copy);
  sim_client_start (copy);
}

static void
trouble_upgrade (SimWorld *self)
{
  SimClient *client = sim_world_pick_client (self);

  sim_tally ("upgrade: of a store");
  if (sim_client_has_waiting (client))
    sim_tally ("upgrade: with a full outbox");
  sim_client_stop (client);
  sim_client_set_registry (client, self->newer);
  sim_trace ("%s gets a newer program", sim_client_get_name (client));
}

static void
trouble_trim (SimWorld *self)
{
  WeftEngine *engine = sim_server_get_engine (self->server);
  g_autofree char *room = g_strconcat (sim_chance (500) ? "room/" : "notebook/", sim_person_get_id (0), NULL);
  g_autoptr (GError) error = NULL;
  gint64 reached = 0;

  if (engine == NULL)
    return;
  sim_check_note_log (self);
  if (sim_chance (700))
    {
      gboolean trimmed = weft_engine_trim (engine, room, 1 + sim_pick (40), &reached, &error);

      sim_tally ("trim: a log");
      sim_trace ("server trims %.8s to %" G_GINT64_FORMAT "%s%s", room, reached, trimmed ? "" : ": ",
                 trimmed ? "" : error->message);
    }
  else
    {
      gboolean tidied = weft_engine_tidy (engine, &error);

      sim_tally ("trim: keeps house");
      sim_trace ("server keeps house%s%s", tidied ? "" : ": ", tidied ? "" : error->message);
    }
  if (sim_disk_is_dead (sim_server_get_disk (self->server)))
    sim_server_kill (self->server, FALSE);
}

/* Public API */

void
sim_trouble_make (SimWorld *self)
{
  guint kind = 1u << sim_pick (10);

  switch (kind & self->faults)
    {
    case SIM_FAULT_NETWORK:
      if (sim_client_get_line (sim_world_pick_client (self)) != NULL)
        {
          SimClient *client = sim_world_pick_client (self);

          if (sim_client_get_line (client) != NULL)
            sim_line_break (sim_client_get_line (client));
        }
      break;
    case SIM_FAULT_HALF_OPEN:
      trouble_half_open (self);
      break;
    case SIM_FAULT_KILL:
      trouble_kill (self, FALSE);
      break;
    case SIM_FAULT_POWER:
      trouble_kill (self, TRUE);
      break;
    case SIM_FAULT_DISK:
      trouble_disk (self);
      break;
    case SIM_FAULT_CLOCK:
      trouble_clock (self);
      break;
    case SIM_FAULT_ROLE:
      sim_action_change_role (self, sim_world_pick_client (self));
      break;
    case SIM_FAULT_COPY:
      trouble_copy (self);
      break;
    case SIM_FAULT_UPGRADE:
      trouble_upgrade (self);
      break;
    case SIM_FAULT_TRIM:
      trouble_trim (self);
      break;
    default:
      break;
    }
  /* Networks come back. */
  if (sim_chance (300))
    sim_client_set_network (sim_world_pick_client (self), TRUE);
  if (sim_chance (20))
    sim_server_stop (self->server);
  if (sim_chance (30))
    sim_client_stop (sim_world_pick_client (self));
}

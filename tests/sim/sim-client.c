/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-client.h"

#include "base/weft-backoff.h"
#include "proto/weft-close-reason.h"
#include "serve-fixture.h"
#include "sim-person.h"
#include "sim-tally.h"

#define SILENCE (WEFT_SILENCE_MAX * G_GINT64_CONSTANT (1000))
#define OPEN_TIMEOUT (G_GINT64_CONSTANT (20) * 1000000)

struct _SimClient
{
  char *name;
  guint person;
  SimDisk *disk;
  SimClock *clock;
  WeftRegistry *registry;
  char *directory;
  gboolean network;
  gint64 start_at; /* while no program runs */

  WeftSyncCore *core;  /* (nullable) */
  WeftSyncState state; /* as it tells */
  guint n_waiting;
  gboolean refused; /* something of its own, just now */

  /* The link. */
  SimLine *line; /* (nullable) */
  gboolean halted;
  gint64 attempt_at; /* G_MAXINT64: not now */
  gint64 not_before; /* as the server asked */
  gint64 heard_at;
  WeftBackoff backoff;
};

/* The link */

static void
drop_line (SimClient *self, gboolean silently)
{
  if (self->line == NULL)
    return;
  sim_line_drop (self->line, silently || !self->network);
  g_clear_pointer (&self->line, sim_line_unref);
}

static void
lose (SimClient *self, guint code)
{
  gboolean was_open = self->line != NULL && sim_line_is_open (self->line);

  drop_line (self, FALSE);
  self->attempt_at = G_MAXINT64;
  if (was_open)
    weft_sync_core_lost (self->core, code);
}

static void
try_later (SimClient *self, const char *reason)
{
  self->attempt_at = MAX (sim_now (), self->not_before) + (gint64) weft_backoff_next (&self->backoff) * 1000;
  weft_sync_core_set_state (self->core, WEFT_SYNC_RECONNECTING, reason);
}

static void
on_line_opened (SimLine *line, gpointer user_data)
{
  SimClient *self = user_data;

  sim_trace ("%s is connected by %s", self->name, sim_line_get_name (line));
  self->heard_at = sim_now ();
  weft_sync_core_set_state (self->core, WEFT_SYNC_CATCHING_UP, NULL);
  weft_sync_core_opened (self->core);
  sim_client_look (self);
}

static void
on_line_received (SimLine *line, GBytes *text, gpointer user_data)
{
  SimClient *self = user_data;
  g_autoptr (GError) error = NULL;
  WeftFrame *frame = weft_frame_parse (g_bytes_get_data (text, NULL), g_bytes_get_size (text), &error);

  if (frame == NULL)
    g_error ("%s: the server sends a frame that is none: %s", self->name, error->message);
  if (frame->type == WEFT_FRAME_RESET)
    sim_tally ("reset: %s", frame->reason);
  else if (frame->type == WEFT_FRAME_ERROR)
    sim_tally ("error: %s", frame->code);
  for (guint i = 0; frame->type == WEFT_FRAME_RESULT && i < frame->results->len; i++)
    {
      const GError *refusal = g_array_index (frame->results, WeftFrameResult, i).error;

      if (refusal != NULL)
        {
          sim_tally ("refused: %s", weft_error_to_wire (refusal->code));
          sim_trace ("%s hears: %s", self->name, refusal->message);
        }
    }
  self->heard_at = sim_now ();
  weft_sync_core_received (self->core, frame);
  sim_client_look (self);
}

static void
on_line_closed (SimLine *line, guint code, const char *reason, gpointer user_data)
{
  SimClient *self = user_data;

  sim_trace ("%s has lost %s (%u)", self->name, sim_line_get_name (line), code);
  self->not_before = sim_now () + weft_close_reason_get_retry_after (reason) * G_GINT64_CONSTANT (1000);
  g_clear_pointer (&self->line, sim_line_unref);
  self->attempt_at = G_MAXINT64;
  weft_sync_core_lost (self->core, code);
  if (code == WEFT_CLOSE_SUSPENDED || code == WEFT_CLOSE_UPDATE_NEEDED)
    self->halted = TRUE;
  else
    try_later (self, "the connection was lost");
  sim_client_look (self);
}

static const SimLineHandler line_handler = { on_line_opened, on_line_received, on_line_closed };

static void
attempt (SimClient *self)
{
  self->attempt_at = G_MAXINT64;
  if (self->halted || self->line != NULL)
    return;
  self->line = sim_line_new (self->name, sim_person_get_id (self->person), &line_handler, self);
  if (!self->network)
    sim_line_cut (self->line, TRUE, TRUE);
  self->heard_at = sim_now ();
}

static gboolean
link_is_open (gpointer link)
{
  SimClient *self = link;

  return self->line != NULL && sim_line_is_open (self->line);
}

static void
link_send (const char *frame, gpointer link)
{
  SimClient *self = link;

  if (self->line != NULL && !sim_disk_is_dead (self->disk))
    sim_line_send (self->line, frame);
}

static void
link_set_token (const char *token, const GError *error, gpointer link)
{
}

static void
link_proved_good (gpointer link)
{
  weft_backoff_reset (&((SimClient *) link)->backoff);
}

static void
link_reopen (gpointer link)
{
  SimClient *self = link;

  sim_trace ("%s connects anew", self->name);
  lose (self, 0);
  self->attempt_at = 0;
}

static void
link_fail (const char *reason, gpointer link)
{
  SimClient *self = link;

  sim_trace ("%s gives its connection up: %s", self->name, reason);
  lose (self, 0);
  if (!self->halted)
    try_later (self, reason);
}

static void
link_halt (WeftSyncState state, const char *reason, gpointer link)
{
  SimClient *self = link;

  sim_trace ("%s halts: %s", self->name, reason);
  self->halted = TRUE;
  lose (self, 0);
  weft_sync_core_set_state (self->core, state, reason);
}

static const WeftSyncLink core_link = {
  link_is_open, link_send, link_set_token, link_proved_good, link_reopen, link_fail, link_halt,
};

/* The core */

static void
on_need_token (gboolean force_refresh, gpointer user_data)
{
}

static void
on_status (const WeftSyncStatus *status, gboolean outbox, gpointer user_data)
{
  SimClient *self = user_data;
  WeftSyncStatus taken = *status;

  self->state = status->state;
  self->n_waiting = status->n_waiting;
  weft_sync_status_clear (&taken);
}

static void
on_changed (WeftChanges *changes, gpointer user_data)
{
}

static void
on_uploads (GPtrArray *uploads, gpointer user_data)
{
  g_ptr_array_unref (uploads);
}

static void
on_settled (const char *id, const GError *error, gpointer user_data)
{
  SimClient *self = user_data;

  self->refused = self->refused || error != NULL;
  sim_trace ("%s: %.8s is %s%s", self->name, id, error != NULL ? "refused: " : "done",
             error != NULL ? error->message : "");
}

static void
on_latest (const char *stream,
           const char *name,
           const char *person,
           gint64 value,
           JsonNode *extra,
           gpointer user_data)
{
}

static void
on_presence (const char *person, const char *state, gint64 seen, gpointer user_data)
{
}

static void
on_revoked (const char *stream, const char *title, gpointer user_data)
{
  sim_tally ("role: revoked");
  sim_trace ("%s may read %.13s no more", ((SimClient *) user_data)->name, stream);
}

static void
on_erased (gpointer user_data)
{
}

static const WeftSyncCoreEvents core_events = {
  on_need_token, on_status, on_changed, on_uploads, on_settled, on_latest, on_presence, on_revoked, on_erased,
};

/* Public API */

SimClient *
sim_client_new (guint index, guint person, WeftRegistry *registry)
{
  SimClient *self = g_new0 (SimClient, 1);

  self->name = g_strdup_printf ("%s-%u", sim_person_get_name (person), index);
  self->person = person;
  self->directory = g_strdup (self->name);
  serve_remove_directory (self->directory);
  self->disk = sim_disk_new (self->directory);
  self->clock = sim_clock_new ();
  self->registry = g_object_ref (registry);
  self->network = TRUE;
  self->start_at = G_MAXINT64;
  self->backoff = (WeftBackoff) WEFT_BACKOFF_INIT (500, 30000);

  return self;
}

static void
end (SimClient *self, gboolean silently)
{
  drop_line (self, silently);
  self->attempt_at = G_MAXINT64;
  g_clear_pointer (&self->core, weft_sync_core_free);
}

void
sim_client_free (SimClient *self)
{
  end (self, TRUE);
  sim_disk_free (self->disk);
  serve_remove_directory (self->directory);
  g_free (self->directory);
  g_object_unref (self->clock);
  g_object_unref (self->registry);
  g_free (self->name);
  g_free (self);
}

guint
sim_client_get_person (SimClient *self)
{
  return self->person;
}

const char *
sim_client_get_name (SimClient *self)
{
  return self->name;
}

SimDisk *
sim_client_get_disk (SimClient *self)
{
  return self->disk;
}

SimClock *
sim_client_get_clock (SimClient *self)
{
  return self->clock;
}

WeftSyncCore *
sim_client_get_core (SimClient *self)
{
  return self->core;
}

SimLine *
sim_client_get_line (SimClient *self)
{
  return self->line;
}

void
sim_client_set_registry (SimClient *self, WeftRegistry *registry)
{
  g_set_object (&self->registry, registry);
}

gboolean
sim_client_start (SimClient *self)
{
  g_autoptr (GError) error = NULL;

  self->core = weft_sync_core_open (self->registry, self->directory, WEFT_CLOCK (self->clock), TRUE,
                                    &core_link, self, &core_events, self, &error);
  if (self->core == NULL)
    {
      sim_trace ("%s cannot start: %s", self->name, error->message);
      if (sim_disk_is_dead (self->disk))
        sim_disk_restart (self->disk);
      self->start_at = sim_now () + 1000000;
      return FALSE;
    }
  sim_trace ("%s runs", self->name);
  self->start_at = G_MAXINT64;
  self->halted = FALSE;
  weft_backoff_reset (&self->backoff);
  weft_sync_core_begin (self->core);
  self->attempt_at = sim_now ();
  sim_client_look (self);

  return TRUE;
}

void
sim_client_stop (SimClient *self)
{
  if (self->core == NULL)
    return;
  sim_trace ("%s is closed", self->name);
  end (self, FALSE);
  self->start_at = sim_now () + (gint64) sim_pick (5000000);
}

void
sim_client_kill (SimClient *self, gboolean power)
{
  if (self->core == NULL)
    return;
  sim_tally (power                           ? "power: client"
             : sim_disk_is_dead (self->disk) ? "killed: client at a write"
                                             : "killed: client at once");
  sim_trace (power ? "%s loses its power" : "%s is killed", self->name);
  sim_disk_kill (self->disk);
  end (self, power);
  if (power)
    sim_disk_cut_power (self->disk);
  sim_disk_restart (self->disk);
  self->start_at = sim_now () + (gint64) sim_pick (5000000);
}

void
sim_client_look (SimClient *self)
{
  if (self->core != NULL && sim_disk_is_dead (self->disk))
    sim_client_kill (self, FALSE);
}

void
sim_client_stay_down (SimClient *self, gint64 at)
{
  if (self->core == NULL)
    self->start_at = at;
}

void
sim_client_set_network (SimClient *self, gboolean good)
{
  if (self->network == good)
    return;
  sim_trace (good ? "%s: the network is back" : "%s: the network is gone", self->name);
  self->network = good;
  if (!good)
    sim_tally ("network: partition");
  if (!good && self->line != NULL)
    sim_line_cut (self->line, TRUE, TRUE);
}

void
sim_client_connect (SimClient *self)
{
  if (self->core != NULL && self->line == NULL && !self->halted)
    self->attempt_at = MAX (sim_now (), self->not_before);
}

gboolean
sim_client_take_refused (SimClient *self)
{
  gboolean refused = self->refused;

  self->refused = FALSE;

  return refused;
}

gboolean
sim_client_has_waiting (SimClient *self)
{
  return self->core != NULL && self->n_waiting > 0;
}

gboolean
sim_client_is_settled (SimClient *self)
{
  return self->core != NULL && self->state == WEFT_SYNC_ONLINE && self->n_waiting == 0
         && weft_client_session_has_caught_up (weft_sync_core_get_session (self->core));
}

void
sim_client_trace (SimClient *self)
{
  WeftCopy *copy;
  GHashTableIter iter;
  gpointer value;

  if (self->core == NULL)
    {
      sim_trace ("%s does not run", self->name);
      return;
    }
  copy = weft_sync_core_get_copy (self->core);
  sim_trace ("%s: state %d, %u waiting, %s", self->name, self->state, self->n_waiting,
             weft_client_session_has_caught_up (weft_sync_core_get_session (self->core)) ? "caught up"
                                                                                         : "behind");
  for (GList *l = weft_outbox_peek (copy->outbox); l != NULL; l = l->next)
    {
      WeftOutboxEntry *entry = l->data;

      sim_trace ("  %s %s: state %d, n %" G_GINT64_FORMAT, entry->op, entry->stream, entry->state, entry->n);
      for (guint i = 0; entry->positions != NULL && i < entry->positions->len; i++)
        sim_trace ("    until %s %" G_GINT64_FORMAT,
                   g_array_index (entry->positions, WeftFrameHead, i).stream,
                   g_array_index (entry->positions, WeftFrameHead, i).seq);
    }
  g_hash_table_iter_init (&iter, copy->streams);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      WeftHeld *held = value;

      sim_trace ("  %s: %s at %" G_GINT64_FORMAT ", head %" G_GINT64_FORMAT "%s", held->stream,
                 held->held ? "held" : "not held", held->position.seq, held->head,
                 held->stopped ? ", stopped" : "");
    }
}

gint64
sim_client_get_due (SimClient *self)
{
  gint64 due = G_MAXINT64;

  if (self->core == NULL)
    return self->start_at;
  for (WeftSyncCoreTimer timer = 0; timer < WEFT_SYNC_CORE_N_TIMERS; timer++)
    due = MIN (due, weft_sync_core_get_due (self->core, timer));
  if (self->line != NULL)
    due = MIN (due, self->heard_at + (sim_line_is_open (self->line) ? SILENCE : OPEN_TIMEOUT));
  else
    due = MIN (due, self->attempt_at);

  return due;
}

void
sim_client_step (SimClient *self)
{
  gint64 now = sim_now ();
  guint first = sim_pick (WEFT_SYNC_CORE_N_TIMERS);

  if (self->core == NULL)
    {
      sim_client_start (self);
      return;
    }
  if (self->line == NULL && self->attempt_at <= now)
    {
      attempt (self);
      return;
    }
  if (self->line != NULL && self->heard_at + (sim_line_is_open (self->line) ? SILENCE : OPEN_TIMEOUT) <= now)
    {
      sim_trace ("%s: the server has gone silent", self->name);
      lose (self, 0);
      try_later (self, "silence");
      return;
    }
  for (guint i = 0; i < WEFT_SYNC_CORE_N_TIMERS; i++)
    {
      WeftSyncCoreTimer timer = (first + i) % WEFT_SYNC_CORE_N_TIMERS;

      if (weft_sync_core_get_due (self->core, timer) <= now)
        {
          weft_sync_core_run (self->core, timer);
          break;
        }
    }
  sim_client_look (self);
}

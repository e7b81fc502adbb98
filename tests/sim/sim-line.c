/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-line.h"

#include <stdio.h>
#include <string.h>

#include "proto/weft-close-reason.h"
#include "proto/weft-frame.h"
#include "serve/weft-poller.h"
#include "sim-oracle.h"
#include "sim-tally.h"
#include "sim-time.h"

#define CLOSE_PATIENCE (G_GINT64_CONSTANT (5) * 1000000) /* µs */

typedef enum
{
  CARGO_TEXT,
  CARGO_CONNECT, /* up: the handshake; down: its answer */
  CARGO_CLOSE,   /* a close frame */
  CARGO_END,     /* the other end is gone */
} CargoKind;

typedef struct
{
  CargoKind kind;
  gint64 at; /* µs */
  GBytes *text;
  guint code;
} Cargo;

struct _SimLine
{
  gatomicrefcount ref_count;
  char *name;
  const char *person;
  guint index;
  SimLineHandler handler;
  gpointer user_data;
  gboolean client_there;
  gboolean open; /* as the client knows */
  GQueue up;     /* of Cargo */
  GQueue down;
  GQueue late; /* of Cargo: what comes a second time; down */
  gboolean up_cut;
  gboolean down_cut;
  WeftConnection *server; /* (nullable) */
  gsize n_up;             /* bytes of texts which arrived */
  gsize n_down;
  guint bandwidth; /* bytes/s down; 0: any number */
};

struct _WeftConnection
{
  gatomicrefcount ref_count;
  SimLine *line; /* (nullable): unowned: gone when it is over */
  WeftConnectionHandler handler;
  gpointer user_data;
  WeftLimits limits;
  gboolean attached; /* to a poller, until it is finished */
  gboolean reading;
  gboolean full;
  gsize queued;
  gint64 closing_at;
  gint64 received_at;
  gint64 progress_at;
};

struct _WeftPoller
{
  GPtrArray *connections; /* of WeftConnection */
};

SimNetwork sim_network;
gboolean sim_lines_shown;

static GPtrArray *lines;
static guint n_lines;
static SimDisk *server_disk;
static void (*accept_func) (SimLine *line, gpointer user_data);
static gpointer accept_data;
static WeftPoller *poller;

static void
cargo_free (Cargo *cargo)
{
  g_clear_pointer (&cargo->text, g_bytes_unref);
  g_free (cargo);
}

static void
push (GQueue *queue, CargoKind kind, GBytes *text, guint code)
{
  Cargo *last = g_queue_peek_tail (queue);
  Cargo *cargo = g_new0 (Cargo, 1);

  cargo->kind = kind;
  cargo->text = text != NULL ? g_bytes_ref (text) : NULL;
  cargo->code = code;
  cargo->at = sim_now () + 100 + (gint64) sim_pick (sim_network.delay * 1000 + 1);
  if (last != NULL)
    cargo->at = MAX (cargo->at, last->at);
  g_queue_push_tail (queue, cargo);
}

/* The last of @queue takes its time after what was before it. */
static void
slow_down (GQueue *queue, guint bandwidth)
{
  Cargo *last = queue->tail->data;
  gint64 from = queue->tail->prev != NULL ? ((Cargo *) queue->tail->prev->data)->at : sim_now ();

  last->at = MAX (last->at, MAX (from, sim_now ())
                                + (gint64) g_bytes_get_size (last->text) * G_USEC_PER_SEC / bandwidth);
}

/* The server's end is over. */
static void
finish (WeftConnection *connection)
{
  SimLine *line = connection->line;

  if (!connection->attached)
    return;
  connection->attached = FALSE;
  if (connection->closing_at == 0)
    connection->closing_at = sim_now ();
  if (line != NULL)
    {
      line->server = NULL;
      connection->line = NULL;
    }
  connection->handler.closed (connection, connection->user_data);
  if (poller != NULL)
    g_ptr_array_remove (poller->connections, connection);
}

static void
tidy (SimLine *line)
{
  if (!line->client_there && line->server == NULL)
    g_ptr_array_remove (lines, line);
}

/* With --frames: what goes over the lines; not in the trace, which must not take other memory for it. */
static void
show (SimLine *line, const char *way, const Cargo *cargo)
{
  if (sim_lines_shown && cargo->kind == CARGO_TEXT)
    fprintf (stderr, "            %s %s %.*s\n", line->name, way,
             (int) MIN (g_bytes_get_size (cargo->text), 400),
             (const char *) g_bytes_get_data (cargo->text, NULL));
}

/* Arrivals */

static void
arrive_up (SimLine *line, Cargo *cargo)
{
  WeftConnection *server = line->server;
  guint wait;

  show (line, "→", cargo);
  switch (cargo->kind)
    {
    case CARGO_CONNECT:
      if (line->client_there)
        accept_func (line, accept_data);
      break;

    case CARGO_TEXT:
      line->n_up += g_bytes_get_size (cargo->text);
      if (server == NULL || server->closing_at != 0)
        break;
      server->received_at = sim_now ();
      wait = server->handler.message (server, g_bytes_get_data (cargo->text, NULL),
                                      g_bytes_get_size (cargo->text), server->user_data);
      if (wait > 0)
        {
          g_autofree char *reason = weft_close_reason_new ("too many frames", wait);

          weft_connection_close (server, WEFT_CLOSE_RATE_LIMITED, reason);
        }
      break;

    case CARGO_CLOSE:
    case CARGO_END:
    default:
      if (server != NULL)
        finish (server);
      break;
    }
}

static void
account (WeftConnection *server, gsize size)
{
  if (server == NULL)
    return;
  server->queued -= MIN (server->queued, size);
  server->progress_at = sim_now ();
  if (server->full && server->queued < server->limits.queue_soft / 2)
    {
      server->full = FALSE;
      server->handler.drained (server, server->user_data);
    }
}

static void
arrive_down (SimLine *line, Cargo *cargo)
{
  SimLineHandler handler = line->handler;

  if (cargo->kind == CARGO_TEXT)
    account (line->server, g_bytes_get_size (cargo->text));
  if (!line->client_there)
    return;

  switch (cargo->kind)
    {
    case CARGO_CONNECT:
      line->open = TRUE;
      handler.opened (line, line->user_data);
      break;

    case CARGO_TEXT:
      line->n_down += g_bytes_get_size (cargo->text);
      handler.received (line, cargo->text, line->user_data);
      break;

    case CARGO_CLOSE:
    case CARGO_END:
    default:
      line->client_there = FALSE;
      line->open = FALSE;
      if (line->server != NULL)
        push (&line->up, CARGO_END, NULL, 0);
      handler.closed (line, cargo->code, cargo->text != NULL ? g_bytes_get_data (cargo->text, NULL) : "",
                      line->user_data);
      break;
    }
}

/* The client's end */

void
sim_line_set_server (SimDisk *disk)
{
  server_disk = disk;
}

SimLine *
sim_line_new (const char *name, const char *person, const SimLineHandler *handler, gpointer user_data)
{
  SimLine *self = g_new0 (SimLine, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->index = n_lines++;
  self->name = g_strdup_printf ("%s/%u", name, self->index);
  self->person = g_intern_string (person);
  self->handler = *handler;
  self->user_data = user_data;
  self->client_there = TRUE;
  g_ptr_array_add (lines, sim_line_ref (self));
  push (&self->up, CARGO_CONNECT, NULL, 0);

  return self;
}

SimLine *
sim_line_ref (SimLine *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
sim_line_unref (SimLine *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_queue_clear_full (&self->up, (GDestroyNotify) cargo_free);
  g_queue_clear_full (&self->down, (GDestroyNotify) cargo_free);
  g_queue_clear_full (&self->late, (GDestroyNotify) cargo_free);
  g_free (self->name);
  g_free (self);
}

const char *
sim_line_get_name (SimLine *self)
{
  return self->name;
}

void
sim_line_set_bandwidth (SimLine *self, guint bytes)
{
  self->bandwidth = bytes;
}

gsize
sim_line_get_queued (SimLine *self)
{
  return self->server != NULL ? self->server->queued : 0;
}

void
sim_line_get_bytes (SimLine *self, gsize *down, gsize *up)
{
  *down = self->n_down;
  *up = self->n_up;
}

gboolean
sim_line_is_open (SimLine *self)
{
  return self->client_there && self->open;
}

const char *
sim_line_get_person (SimLine *self)
{
  return self->person;
}

void
sim_line_send (SimLine *self, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  if (!sim_line_is_open (self))
    return;
  push (&self->up, CARGO_TEXT, bytes, 0);
  if (sim_chance (sim_network.broken))
    {
      sim_trace ("%s breaks", self->name);
      sim_line_break (self);
    }
}

void
sim_line_drop (SimLine *self, gboolean silently)
{
  if (!self->client_there)
    return;
  self->client_there = FALSE;
  self->open = FALSE;
  if (silently)
    self->up_cut = self->down_cut = TRUE;
  else
    push (&self->up, CARGO_END, NULL, 0);
  tidy (self);
}

void
sim_line_cut (SimLine *self, gboolean up, gboolean down)
{
  self->up_cut = self->up_cut || up;
  self->down_cut = self->down_cut || down;
}

void
sim_line_break (SimLine *self)
{
  sim_tally ("network: a line breaks");
  /* What is under way is lost, from some place on. */
  while (self->up.length > 0 && sim_chance (500))
    cargo_free (g_queue_pop_tail (&self->up));
  while (self->down.length > 0 && sim_chance (500))
    {
      Cargo *cargo = g_queue_pop_tail (&self->down);

      if (cargo->kind == CARGO_TEXT && self->server != NULL)
        self->server->queued -= MIN (self->server->queued, g_bytes_get_size (cargo->text));
      cargo_free (cargo);
    }
  push (&self->up, CARGO_END, NULL, 0);
  push (&self->down, CARGO_END, NULL, 0);
}

static gboolean
may_arrive_up (SimLine *self, const Cargo *cargo)
{
  return !self->up_cut && (cargo->kind != CARGO_TEXT || self->server == NULL || self->server->reading);
}

gint64
sim_line_get_due (SimLine *self)
{
  Cargo *up = g_queue_peek_head (&self->up);
  Cargo *down = g_queue_peek_head (&self->down);
  Cargo *late = g_queue_peek_head (&self->late);
  gint64 due = G_MAXINT64;

  if (up != NULL && may_arrive_up (self, up))
    due = MIN (due, up->at);
  if (down != NULL && !self->down_cut)
    due = MIN (due, down->at);
  if (late != NULL && !self->down_cut)
    due = MIN (due, late->at);

  return due;
}

static gboolean
is_events (const Cargo *cargo)
{
  static const char start[] = "{\"type\":\"events\"";

  return cargo->kind == CARGO_TEXT && g_bytes_get_size (cargo->text) > strlen (start)
         && memcmp (g_bytes_get_data (cargo->text, NULL), start, strlen (start)) == 0;
}

void
sim_line_step (SimLine *self)
{
  g_autoptr (SimLine) held = sim_line_ref (self);
  Cargo *up = g_queue_peek_head (&self->up);
  Cargo *down = g_queue_peek_head (&self->down);
  Cargo *late = g_queue_peek_head (&self->late);
  Cargo *cargo;
  gboolean repeat;

  if (up != NULL && may_arrive_up (self, up) && up->at <= sim_now ())
    {
      cargo = g_queue_pop_head (&self->up);
      arrive_up (self, cargo);
      cargo_free (cargo);
      tidy (self);
      return;
    }
  if (self->down_cut)
    return;
  if (late != NULL && late->at <= sim_now ())
    {
      cargo = g_queue_pop_head (&self->late);
      if (self->client_there)
        self->handler.received (self, cargo->text, self->user_data);
      cargo_free (cargo);
      return;
    }
  if (down == NULL || down->at > sim_now ())
    return;

  cargo = g_queue_pop_head (&self->down);
  show (self, "←", cargo);
  if (is_events (cargo) && sim_chance (sim_network.lost))
    {
      sim_trace ("%s loses a frame", self->name);
      sim_tally ("network: a frame is lost");
      account (self->server, g_bytes_get_size (cargo->text));
      cargo_free (cargo);
      return;
    }
  repeat = is_events (cargo) && self->client_there && sim_chance (sim_network.repeated);
  arrive_down (self, cargo);
  if (repeat && self->client_there)
    {
      cargo->at = sim_now () + (gint64) sim_pick (4000) * 1000;
      sim_tally ("network: a frame comes twice");
      if (!g_queue_is_empty (&self->late))
        cargo->at = MAX (cargo->at, ((Cargo *) g_queue_peek_tail (&self->late))->at);
      g_queue_push_tail (&self->late, cargo);
    }
  else
    cargo_free (cargo);
  tidy (self);
}

GPtrArray *
sim_lines_get (void)
{
  return lines;
}

void
sim_lines_begin (void)
{
  g_clear_pointer (&lines, g_ptr_array_unref);
  lines = g_ptr_array_new_with_free_func ((GDestroyNotify) sim_line_unref);
  n_lines = 0;
}

void
sim_lines_set_accept (void (*func) (SimLine *line, gpointer user_data), gpointer user_data)
{
  accept_func = func;
  accept_data = user_data;
}

/* The server's end */

WeftConnection *
sim_line_connect (SimLine *line, const WeftLimits *limits)
{
  WeftConnection *self = g_new0 (WeftConnection, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->line = line;
  line->server = self;
  self->limits = *limits;
  self->reading = TRUE;
  self->received_at = self->progress_at = sim_now ();
  push (&line->down, CARGO_CONNECT, NULL, 0);

  return self;
}

void
weft_connection_set_handler (WeftConnection *self, const WeftConnectionHandler *handler, gpointer user_data)
{
  self->handler = *handler;
  self->user_data = user_data;
}

void
weft_connection_start (WeftConnection *self, WeftPoller *to)
{
  self->attached = TRUE;
  g_ptr_array_add (to->connections, weft_connection_ref (self));
}

const char *
weft_connection_get_name (WeftConnection *self)
{
  return "simulation";
}

gboolean
weft_connection_is_gone (WeftConnection *self)
{
  return !self->attached;
}

/* Its frames come by the line, and none before it is started. */
void
_weft_connection_finish (WeftConnection *self)
{
  g_assert_not_reached ();
}

WeftConnection *
weft_connection_ref (WeftConnection *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
weft_connection_unref (WeftConnection *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

GBytes *
weft_connection_encode (GBytes *text)
{
  return g_bytes_ref (text);
}

gboolean
weft_connection_send (WeftConnection *self, GBytes *frame)
{
  if (self->closing_at != 0 || self->line == NULL || sim_disk_is_dead (server_disk))
    return FALSE;

  sim_oracle_check_frame (self->line->person, frame);
  if (self->queued == 0)
    self->progress_at = sim_now ();
  push (&self->line->down, CARGO_TEXT, frame, 0);
  if (self->line->bandwidth > 0)
    slow_down (&self->line->down, self->line->bandwidth);
  self->queued += g_bytes_get_size (frame);
  if (self->queued > self->limits.queue_soft)
    self->full = TRUE;
  if (self->queued > self->limits.queue_hard)
    weft_connection_close (self, WEFT_CLOSE_TOO_SLOW, "too slow");

  return TRUE;
}

gboolean
weft_connection_send_text (WeftConnection *self, GBytes *text)
{
  return weft_connection_send (self, text);
}

void
weft_connection_close (WeftConnection *self, guint code, const char *reason)
{
  g_autoptr (GBytes) text = g_bytes_new (reason, strlen (reason) + 1);

  if (self->closing_at != 0)
    return;

  self->closing_at = sim_now ();
  if (self->line == NULL)
    return;
  if (!sim_disk_is_dead (server_disk))
    {
      sim_trace ("%s closed by the server: %u %s", self->line->name, code, reason);
      sim_tally ("close: %u", code);
      push (&self->line->down, CARGO_CLOSE, text, code);
    }
}

gboolean
weft_connection_is_full (WeftConnection *self)
{
  return self->full;
}

gboolean
weft_connection_is_closing (WeftConnection *self)
{
  return self->closing_at != 0;
}

void
weft_connection_set_reading (WeftConnection *self, gboolean reading)
{
  self->reading = reading;
}

gint64
weft_connection_get_received_at (WeftConnection *self)
{
  return self->received_at;
}

void
weft_connection_get_statistics (WeftConnectionStatistics *statistics)
{
  *statistics = (WeftConnectionStatistics) { 0 };
}

WeftPoller *
weft_poller_new (guint n_threads)
{
  WeftPoller *self = g_new0 (WeftPoller, 1);

  self->connections = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_connection_unref);
  poller = self;

  return self;
}

void
weft_poller_free (WeftPoller *self)
{
  while (self->connections->len > 0)
    {
      WeftConnection *connection = self->connections->pdata[0];
      SimLine *line = connection->line;

      if (line != NULL)
        push (&line->down, CARGO_END, NULL, 0);
      finish (connection);
    }
  poller = NULL;
  g_ptr_array_unref (self->connections);
  g_free (self);
}

void
weft_poller_hold (WeftPoller *self)
{
}

void
weft_poller_release (WeftPoller *self)
{
}

void
sim_poller_tick (void)
{
  g_autoptr (GPtrArray) all = NULL;

  if (poller == NULL)
    return;
  all = g_ptr_array_copy (poller->connections, (GCopyFunc) weft_connection_ref, NULL);
  for (guint i = 0; i < all->len; i++)
    {
      WeftConnection *connection = all->pdata[i];

      if (connection->closing_at != 0 && sim_now () - connection->closing_at >= CLOSE_PATIENCE)
        {
          SimLine *line = connection->line;

          if (line != NULL)
            push (&line->down, CARGO_END, NULL, 0);
          finish (connection);
          if (line != NULL)
            tidy (line);
        }
      else if (connection->closing_at == 0 && connection->queued > 0
               && sim_now () - connection->progress_at > connection->limits.stall * 1000)
        weft_connection_close (connection, WEFT_CLOSE_TOO_SLOW, "too slow");
    }
}

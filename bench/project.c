/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A project of ten thousand cards on a real weftd, and fifty who look at it: what a change of a card's status costs on the wire to each of them, and how
 * soon the last one has it; what a client pays which missed a thousand events, beside what all of the project would cost it; and how long ranks become when a
 * card is moved into the same gap again and again.
 *
 *     bench-project WEFTD [MOVES] */

#define G_LOG_DOMAIN "weft-bench"

#include "config.h"

#include <locale.h>
#include <sqlite3.h>

#include "base/weft-id.h"
#include "base/weft-rank.h"
#include "peer.h"
#include "proto/weft-frame.h"
#include "server.h"

#define TASKS 10000
#define WATCHERS 50
#define CHANGES 300
#define MISSED 1000
#define MOVES 100000
#define UNDER_WAY 50 /* operations at once */

typedef struct
{
  Crowd crowd;
  Peer *writer;
  char *stream;
  char *statuses[3];
  GPtrArray *tasks;
  GString *figures;
} Bench;

static char *
make_id (void)
{
  return weft_id_random ();
}

/* Until no more than @most of the writer's operations are under way. */
static void
wait_for_answers (Bench *self, gint64 most)
{
  while (self->writer->n - (gint64) self->writer->n_results > most)
    crowd_turn (&self->crowd, 1000);
}

static void
operate (Bench *self, const char *op, const char *args)
{
  peer_operate (self->writer, op, args);
  wait_for_answers (self, UNDER_WAY - 1);
}

static void
move (Bench *self, guint task, guint status, guint after)
{
  g_autofree char *args = g_strdup_printf ("{\"ids\":[\"%s\"],\"status\":\"%s\",\"after\":\"%s\"}", (char *) self->tasks->pdata[task],
                                           self->statuses[status], (char *) self->tasks->pdata[after]);

  operate (self, "board.move", args);
}

static void
furnish (Bench *self)
{
  g_autofree char *id = make_id ();

  self->stream = g_strconcat ("project/", id, NULL);
  self->writer = crowd_add (&self->crowd, 0, self->stream);
  operate (self, "board.create-project", "{\"name\":\"Loom\",\"code\":\"LOOM\",\"about\":\"\",\"members\":[]}");
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *args = NULL;

      self->statuses[i] = make_id ();
      args = g_strdup_printf ("{\"id\":\"%s\",\"name\":\"%u\",\"category\":\"%s\"}", self->statuses[i], i,
                              (const char *[]) { "todo", "doing", "done" }[i]);
      operate (self, "board.add-status", args);
    }
  for (guint i = 0; i < TASKS; i++)
    {
      char *task = make_id ();
      g_autofree char *after = i >= 3 ? g_strdup_printf (",\"after\":\"%s\"", (char *) self->tasks->pdata[i - 3]) : g_strdup ("");
      g_autofree char *args = g_strdup_printf (
          "{\"id\":\"%s\",\"title\":\"%u Keep the row cache warm, so that the calendar opens at once\",\"about\":\"" PEER_TEXT "\",\"status\":\"%s\"%s,"
          "\"assignees\":[],\"labels\":[]}",
          task, i, self->statuses[i % 3], after);

      g_ptr_array_add (self->tasks, task);
      operate (self, "board.create", args);
    }
  wait_for_answers (self, 0);
}

static void
add_figure (Bench *self, const char *name, const char *unit, double value, double reference, double limit)
{
  g_string_append_printf (self->figures, "%s{\"name\": \"%s\", \"unit\": \"%s\", \"value\": %.2f, \"reference\": %.2f, \"limit\": %.0f, \"met\": %s}",
                          self->figures->len > 0 ? ", " : "", name, unit, value, reference, limit, value <= limit ? "true" : "false");
}

/* One who looks at the project, with all of it. */
static Peer *
add_watcher (Bench *self)
{
  Peer *peer = crowd_add (&self->crowd, 0, self->stream);

  peer->reads = TRUE;
  peer_subscribe (peer);
  while (!peer->whole)
    crowd_turn (&self->crowd, 1000);
  return peer;
}

static gboolean
all_heard (GPtrArray *watchers, gint64 seq)
{
  for (guint i = 0; i < watchers->len; i++)
    if (((const Peer *) watchers->pdata[i])->position.seq < seq)
      return FALSE;
  return TRUE;
}

static void
measure_changes (Bench *self, GPtrArray *watchers)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  guint64 bytes = 0;

  for (guint i = 0; i < watchers->len; i++)
    bytes -= ((const Peer *) watchers->pdata[i])->n_bytes;
  for (guint i = 0; i < CHANGES; i++)
    {
      gint64 seq = ((const Peer *) watchers->pdata[0])->position.seq + 1;
      gint64 began = g_get_monotonic_time ();
      double ms;

      move (self, i, (i + 1) % 3, i + 1); /* that one stands in it */
      while (!all_heard (watchers, seq))
        crowd_turn (&self->crowd, 1000);
      ms = (double) (g_get_monotonic_time () - began) / 1000;
      g_array_append_val (times, ms);
    }
  wait_for_answers (self, 0);
  for (guint i = 0; i < watchers->len; i++)
    bytes += ((const Peer *) watchers->pdata[i])->n_bytes;
  add_figure (self, "a status change, on the wire to each of 50 who look", "bytes", (double) bytes / CHANGES / watchers->len, 0, 1000);
  add_figure (self, "a status change, until the last of 50 has it, p95", "ms", peer_get_quantile (times, 0.95), peer_get_quantile (times, 0.5), 20);
}

/* It asks for what it missed, by its position. */
static void
measure_catching_up (Bench *self, Peer *old)
{
  Peer *peer;
  guint64 whole = old->n_bytes;
  WeftPosition before = old->position;
  gint64 began;

  for (guint i = 0; i < MISSED; i++)
    move (self, 2000 + i, 0, 9000); /* which stands there */
  wait_for_answers (self, 0);
  peer = crowd_add (&self->crowd, 0, self->stream);
  peer->reads = TRUE;
  while (old->position.seq < before.seq + MISSED)
    crowd_turn (&self->crowd, 1000);
  began = g_get_monotonic_time ();
  peer_resume (peer, &before);
  while (peer->position.seq < before.seq + MISSED)
    crowd_turn (&self->crowd, 1000);
  g_assert_false (peer->ready);
  add_figure (self, "1,000 missed events, without a snapshot, beside all of the project", "bytes", (double) peer->n_bytes, (double) whole, 1000 * 1000);
  add_figure (self, "until 1,000 missed events are there", "ms", (double) (g_get_monotonic_time () - began) / 1000, 0, 200);
}

static double
read_longest_rank (const char *directory)
{
  g_autofree char *path = g_build_filename (directory, "weft.db", NULL);
  sqlite3_stmt *statement = NULL;
  sqlite3 *database = NULL;
  double longest;

  if (sqlite3_open_v2 (path, &database, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK
      || sqlite3_prepare_v2 (database, "SELECT max(length(rank)) FROM entry", -1, &statement, NULL) != SQLITE_OK || sqlite3_step (statement) != SQLITE_ROW)
    g_error ("%s: %s", path, sqlite3_errmsg (database));
  longest = sqlite3_column_double (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (database);
  return longest;
}

/* Two cards by turns behind the same one: each halves the gap. The server spreads a list whose ranks became long. */
static void
measure_gap (Bench *self, guint moves, Server *server)
{
  gint64 time = server_get_time (server);
  double longest = 0;

  for (guint i = 0; i < moves; i++)
    {
      move (self, 3 + 3 * (i % 2), 0, 9000);
      if (i % 1000 == 0)
        longest = MAX (longest, read_longest_rank (server_get_directory (server)));
    }
  wait_for_answers (self, 0);
  add_figure (self, "a move into the gap in which the others ended, the server's processor time", "ms", (double) (server_get_time (server) - time) / 1000 / moves,
              0, 1);
  add_figure (self, "the longest rank meanwhile", "bytes", longest, 0, WEFT_RANK_MAX);
}

int
main (int argc, char *argv[])
{
  g_autoptr (Server) server = NULL;
  g_autoptr (GPtrArray) watchers = g_ptr_array_new ();
  Bench self = { .tasks = g_ptr_array_new_with_free_func (g_free), .figures = g_string_new (NULL) };
  guint moves = argc > 2 ? (guint) g_ascii_strtoull (argv[2], NULL, 10) : MOVES;

  setlocale (LC_ALL, "");
  if (argc < 2)
    g_error ("bench-project WEFTD [MOVES]");
  server = server_start_measured (argv[1], NULL, NULL);
  crowd_init (&self.crowd);
  self.crowd.sockets[0] = server_get_socket (server);
  crowd_found (&self.crowd);
  furnish (&self);
  for (guint i = 0; i < WATCHERS; i++)
    g_ptr_array_add (watchers, add_watcher (&self));

  measure_changes (&self, watchers);
  measure_catching_up (&self, watchers->pdata[0]);
  measure_gap (&self, moves, server);
  g_print ("{\"tasks\": %d, \"watchers\": %d, \"moves\": %u, \"figures\": [%s]}\n", TASKS, WATCHERS, moves, self.figures->str);
  crowd_clear (&self.crowd);

  return 0;
}

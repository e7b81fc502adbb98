/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Presence in a workspace of ten thousand people, all of them there, at a weftd which has one core: how many bytes
 * come to each a minute. Everybody has as many on screen as one may watch. First nobody comes or goes, then each
 * leaves their device or comes back to it once a minute, and at last all of them do at once.
 *
 *     bench-presence WEFTD [PEOPLE [SECONDS]] */

#define G_LOG_DOMAIN "weft-bench"

#include "config.h"

#include <locale.h>
#include <string.h>

#include "base/weft-id.h"
#include "measured.h"
#include "peer.h"
#include "proto/weft-frame.h"
#include "server.h"
#include "swarm-people.h"
#include "swarm.h"

#define N_PEOPLE 10000
#define WATCHED 200
#define TIME 30     /* s, of a phase */
#define WINDOW 200  /* connects on their way */
#define HEADER 4    /* bytes, of a frame of some hundred bytes to a client (RFC 6455, section 5.2) */
#define LIMIT 60000 /* bytes a client a minute */

/** Heard: by one of them. */
typedef struct
{
  guint64 bytes;
  guint64 people; /* told of */
  guint frames;   /* of presence */
} Heard;

typedef struct
{
  GPid pid;
  GPtrArray *people;
  GPtrArray *tokens;
  Swarm *swarm;
  Heard *heard;
  gboolean *idle;
  guint turn; /* who does something next */
} Bench;

/** Phase: what one came to. */
typedef struct
{
  double bytes;     /* a client */
  double people;    /* told of, a client */
  guint frames;     /* of presence, at most to one client */
  double processor; /* s */
  double seconds;
} Phase;

/* One of them */

static char *
on_request (SwarmMember *member, gpointer user_data)
{
  Bench *self = user_data;

  return g_strdup_printf ("/v1/sync HTTP/1.1\r\nSec-WebSocket-Protocol: weft.v1\r\nAuthorization: Bearer %s\r\n", (char *) self->tokens->pdata[member->index]);
}

static void
watch (Bench *self, SwarmMember *member)
{
  guint n = self->people->len;
  const char *watched[WATCHED + 1] = { NULL };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (WATCHED, n - 1); i++)
    watched[i] = self->people->pdata[(member->index + i + 1) % n];
  weft_frame_write_watch (text, watched);
  swarm_send (self->swarm, member, text->str, text->len);
}

static void
on_opened (SwarmMember *member, gpointer user_data)
{
  Bench *self = user_data;
  g_autofree char *client = weft_id_random ();
  g_autoptr (GString) text = g_string_new (NULL);

  weft_frame_write_hello (text, client, "bench", 0, FALSE, NULL);
  swarm_send (self->swarm, member, text->str, text->len);
}

static gboolean
begins (const char *text, gsize length, const char *with)
{
  return length >= strlen (with) && memcmp (text, with, strlen (with)) == 0;
}

static guint
count (const char *text, gsize length, const char *word)
{
  guint n = 0;

  for (const char *p = text; (p = memmem (p, (gsize) (text + length - p), word, strlen (word))) != NULL; p++)
    n++;
  return n;
}

static void
on_frame (SwarmMember *member, const char *text, gsize length, gpointer user_data)
{
  Bench *self = user_data;
  Heard *heard = &self->heard[member->index];

  if (begins (text, length, "{\"type\":\"error\""))
    g_error ("%.*s", (int) length, text);
  member->ready = TRUE;
  heard->bytes += length + HEADER;
  if (!begins (text, length, "{\"type\":\"presence\""))
    return;
  heard->frames++;
  heard->people += count (text, length, "\"person\":");
}

/* All of them */

static void
change (Bench *self)
{
  guint i = self->turn++ % self->people->len;
  g_autoptr (GString) text = g_string_new (NULL);

  self->idle[i] = !self->idle[i];
  weft_frame_write_idle (text, self->idle[i]);
  swarm_send (self->swarm, swarm_get (self->swarm, i), text->str, text->len);
}

/* @rate: of them a second; @at_once: of them in the beginning. */
static Phase
run (Bench *self, double seconds, double rate, guint at_once)
{
  gint64 time = measured_get_time (self->pid);
  gint64 began = g_get_monotonic_time ();
  guint n = self->people->len;
  guint done = 0;
  Phase phase = { 0 };

  memset (self->heard, 0, n * sizeof *self->heard);
  for (guint i = 0; i < at_once; i++)
    {
      change (self);
      swarm_turn (self->swarm, 0);
    }
  for (gint64 now = began; (double) (now - began) < seconds * 1e6; now = g_get_monotonic_time ())
    {
      for (; done < (guint) ((double) (now - began) * rate / 1e6); done++)
        change (self);
      swarm_turn (self->swarm, 10);
    }
  phase.seconds = (double) (g_get_monotonic_time () - began) / 1e6;
  phase.processor = (double) (measured_get_time (self->pid) - time) / 1e6;
  for (guint i = 0; i < n; i++)
    {
      phase.bytes += (double) self->heard[i].bytes / n;
      phase.people += (double) self->heard[i].people / n;
      phase.frames = MAX (phase.frames, self->heard[i].frames);
    }

  return phase;
}

/* Until nobody is told of anybody any more. */
static void
rest (Bench *self)
{
  while (run (self, 2, 0, 0).people > 0)
    ;
}

static void
print_phase (const char *name, const Phase *phase)
{
  double minutes = phase->seconds / 60;

  g_print ("\"%s\": {\"bytes_a_client_a_minute\": %.0f, \"bytes_a_client\": %.0f, \"people_told_to_a_client\": %.1f, \"presence_frames_a_second_at_most\": %.2f, "
           "\"of_a_core\": %.3f}, ",
           name, phase->bytes / minutes, phase->bytes, phase->people, phase->frames / phase->seconds, phase->processor / phase->seconds);
}

static void
print_figure (const char *separator, const char *name, const char *unit, double value, double reference, double limit)
{
  g_print ("%s{\"name\": \"%s\", \"unit\": \"%s\", \"value\": %.2f, \"reference\": %.2f, \"limit\": %g, \"met\": %s}", separator, name, unit, value, reference, limit,
           value <= limit ? "true" : "false");
}

int
main (int argc, char *argv[])
{
  Bench bench = { .people = g_ptr_array_new_with_free_func (g_free), .tokens = g_ptr_array_new_with_free_func (g_free) };
  guint n = argc > 2 ? (guint) g_ascii_strtoull (argv[2], NULL, 10) : N_PEOPLE;
  double seconds = argc > 3 ? g_ascii_strtod (argv[3], NULL) : TIME;
  SwarmProtocol protocol = { .request = on_request, .opened = on_opened, .frame = on_frame, .ping = "{\"type\":\"ping\"}", .user_data = &bench };
  double load = measured_get_load ();
  Server *server;
  Crowd crowd;
  Phase first, quiet, minute, at_once;

  setlocale (LC_ALL, "");
  if (argc < 2 || n < 2)
    {
      g_printerr ("Usage: %s WEFTD [PEOPLE [SECONDS]]\n", argv[0]);
      return 2;
    }
  measured_keep_off ();
  server = server_start_measured (argv[1], NULL, NULL);
  bench.pid = server_get_pid (server);
  crowd_init (&crowd);
  crowd.sockets[0] = server_get_socket (server);
  crowd_found (&crowd);
  swarm_people_join (&crowd, crowd_add (&crowd, 0, "workspace"), NULL, n, bench.people, bench.tokens);
  g_ptr_array_set_size (crowd.peers, 0);
  bench.heard = g_new0 (Heard, n);
  bench.idle = g_new0 (gboolean, n);
  bench.swarm = swarm_new (server_get_port (server), FALSE, &protocol);
  swarm_open (bench.swarm, n, WINDOW);
  rest (&bench);
  for (guint i = 0; i < n; i++)
    {
      watch (&bench, swarm_get (bench.swarm, i));
      swarm_turn (bench.swarm, 0);
    }
  first = run (&bench, seconds, 0, 0);
  rest (&bench);
  quiet = run (&bench, seconds, 0, 0);
  minute = run (&bench, seconds, n / 60.0, 0);
  rest (&bench);
  at_once = run (&bench, seconds, 0, n);

  g_print ("{\"people\": %u, \"watched\": %d, \"load_before\": %.2f, ", n, WATCHED, load);
  print_phase ("beginning", &first);
  print_phase ("nobody_changes", &quiet);
  print_phase ("each_once_a_minute", &minute);
  print_phase ("all_at_once", &at_once);
  g_print ("\"figures\": [");
  print_figure ("", "presence of 10,000, each of whom comes or goes once a minute: to a client a minute", "bytes", minute.bytes * 60 / minute.seconds, quiet.bytes * 60 / quiet.seconds, LIMIT);
  print_figure (", ", "presence of 10,000, all of whom come or go at once: to a client", "bytes", at_once.bytes, first.bytes, LIMIT);
  g_print ("]}\n");
  swarm_free (bench.swarm);
  crowd_clear (&crowd);
  server_stop (server);
  g_ptr_array_unref (bench.people);
  g_ptr_array_unref (bench.tokens);
  g_free (bench.heard);
  g_free (bench.idle);
  return 0;
}

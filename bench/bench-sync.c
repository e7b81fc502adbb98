/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The client's engine without network and threads, on chat's tables: how many confirmed events a second go into the rows
 * while 20 operations are pending (each batch takes their predictions back and makes them again), from frames as they come
 * off the wire; the reference is the same without anything pending. And what 10,000 pending operations cost to write and to drain
 * when the server answers at once. */

#define G_LOG_DOMAIN "weft-bench"

#include "config.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/resource.h>

#include "store/weft-fold.h"
#include "modules/weft-modules.h"
#include "sync/weft-client-session.h"

#define ME "0190a000-0000-7000-8000-000000000001"
#define HA "0190a000-0000-7000-8000-000000000002"
#define ROOM "room/0190a000-0000-7000-8000-000000000a01"
#define EPOCH "0000000000000007"
#define N_EVENTS 50000
#define PER_FRAME 100
#define N_PENDING 10000

typedef struct
{
  WeftCopy *copy;
  WeftClientSession *session;
  GQueue answers;        /* of char*: frames of a server that answers at once */
  gint64 seq;
  guint n_changes;
} Bench;

static double
get_time (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void
receive (Bench *bench, const char *text)
{
  g_autoptr (GError) error = NULL;
  WeftFrame *frame = weft_frame_parse (text, strlen (text), &error);

  if (frame == NULL)
    g_error ("%s", error->message);
  weft_client_session_receive (bench->session, frame);
}

static void
tick (Bench *bench)
{
  g_autoptr (GError) error = NULL;

  while (weft_client_session_get_due (bench->session) <= g_get_monotonic_time ())
    if (!weft_client_session_tick (bench->session, &error))
      g_error ("%s", error->message);
}

static void
add_event (GString *out, gint64 seq, const char *by, const char *id, const char *text)
{
  g_string_append_printf (out, "%s{\"seq\":%" G_GINT64_FORMAT ",\"at\":1700000000000,\"by\":\"%s\",\"name\":\"thread.message-sent\","
                          "\"version\":1,\"body\":{\"id\":\"%s\",\"text\":\"%s\"}}", out->str[out->len - 1] == '[' ? "" : ",", seq, by, id, text);
}

static void
on_send (const char *text, gsize length, gpointer user_data)
{
  Bench *bench = user_data;
  g_autoptr (WeftFrame) frame = weft_frame_parse (text, length, NULL);
  g_autoptr (GString) out = NULL;

  if (frame == NULL || frame->type != WEFT_FRAME_OPERATION)
    return;

  bench->seq++;
  out = g_string_new (NULL);
  g_string_printf (out, "{\"type\":\"result\",\"n\":%" G_GINT64_FORMAT ",\"id\":\"%s\",\"positions\":[[\"" ROOM "\",%" G_GINT64_FORMAT "]]}",
                   frame->n, frame->id, bench->seq);
  g_queue_push_tail (&bench->answers, g_strdup (out->str));
  g_string_printf (out, "{\"type\":\"events\",\"stream\":\"" ROOM "\",\"position\":\"" EPOCH ".%" G_GINT64_FORMAT ".0000000000000000\",\"events\":[",
                   bench->seq);
  add_event (out, bench->seq, ME, json_object_get_string_member (frame->args, "id"), json_object_get_string_member (frame->args, "text"));
  g_string_append (out, "]}");
  g_queue_push_tail (&bench->answers, g_strdup (out->str));
}

static void
on_changed (WeftChanges *changes, gpointer user_data)
{
  ((Bench *) user_data)->n_changes += weft_changes_get_n (changes);
}

static void
on_latest (const char *stream, const char *name, const char *person, gint64 value, JsonNode *extra, gpointer user_data)
{
}

static void
on_presence (const char *person, const char *state, gint64 seen, gpointer user_data)
{
}

static void
on_revoked (const char *stream, const char *title, gpointer user_data)
{
}

static void
on_settled (const char *id, const GError *error, gpointer user_data)
{
}

static void
on_nothing (gpointer user_data)
{
}

static const WeftClientSessionEvents events = {
  .send = on_send, .changed = on_changed, .latest = on_latest, .presence = on_presence,
  .revoked = on_revoked, .settled = on_settled, .updated = on_nothing, .reconnect = on_nothing,
};

static void
submit (Bench *bench, guint first, guint n)
{
  g_autofree WeftSubmission *submissions = g_new0 (WeftSubmission, n);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      char *args = g_strdup_printf ("{\"id\":\"0190a000-0000-7000-8000-0001%08x\",\"text\":\"Message %u, written without a network.\"}", first + i, first + i);

      g_ptr_array_add (texts, args);
      submissions[i] = (WeftSubmission) { .stream = ROOM, .op = "thread.send", .args = args };
    }
  if (!weft_client_session_submit (bench->session, submissions, n, &error))
    g_error ("%s", error->message);
  for (guint i = 0; i < n; i++)
    {
      g_assert (submissions[i].error == NULL);
      g_free (submissions[i].id);
    }
}

static void
welcome (Bench *bench)
{
  g_autofree char *text = NULL;

  weft_client_session_connect (bench->session, "bench");
  text = g_strdup_printf ("{\"type\":\"welcome\",\"version\":1,\"person\":\"" ME "\",\"workspace\":\"" HA "\",\"time\":1700000000000,"
                          "\"heartbeat\":8000,\"next\":%" G_GINT64_FORMAT ",\"results\":[],\"latests\":[]}", bench->copy->next_n);
  receive (bench, text);
}

static void
start (Bench *bench, WeftRegistry *registry, const char *directory)
{
  g_autoptr (GError) error = NULL;

  bench->copy = weft_copy_open (registry, directory, NULL, &error);
  if (bench->copy == NULL)
    g_error ("%s", error->message);
  bench->session = weft_client_session_new (bench->copy, &events, bench);
  g_queue_init (&bench->answers);
  welcome (bench);
  tick (bench);
  receive (bench, "{\"type\":\"snapshot\",\"stream\":\"" ROOM "\",\"position\":\"" EPOCH ".1.0000000000000000\",\"page\":0,\"last\":true,\"tables\":["
                  "{\"table\":\"member\",\"columns\":[\"stream\",\"person\",\"role\",\"since\"],\"rows\":[[\"" ROOM "\",\"" ME "\",\"member\",0]]}]}");
  tick (bench);
  bench->seq = 1;
}

static void
stop (Bench *bench)
{
  char *answer;

  while ((answer = g_queue_pop_head (&bench->answers)) != NULL)
    g_free (answer);
  g_clear_pointer (&bench->session, weft_client_session_free);
  g_clear_pointer (&bench->copy, weft_copy_free);
}

/* Events a second of processor time, parsing included. */
static double
measure_fold (WeftRegistry *registry, const char *directory, guint n_pending)
{
  Bench bench = { 0 };
  double began;
  double used;

  start (&bench, registry, directory);
  weft_client_session_disconnect (bench.session);
  if (n_pending > 0)
    submit (&bench, 1, n_pending);
  /* Sent, and never answered: they stay pending. */
  welcome (&bench);
  tick (&bench);

  began = get_time ();
  for (guint done = 0; done < N_EVENTS; done += PER_FRAME)
    {
      g_autoptr (GString) out = g_string_new (NULL);

      g_string_printf (out, "{\"type\":\"events\",\"stream\":\"" ROOM "\",\"position\":\"" EPOCH ".%u.0000000000000000\",\"events\":[", 1 + done + PER_FRAME);
      for (guint i = 1; i <= PER_FRAME; i++)
        {
          g_autofree char *id = g_strdup_printf ("0190a000-0000-7000-8000-0002%08x", done + i);

          add_event (out, 1 + done + i, HA, id, "Route 7 is loaded: 41 parcels, leaving now.");
        }
      g_string_append (out, "]}");
      receive (&bench, out->str);
      tick (&bench);
    }
  used = get_time () - began;
  stop (&bench);

  return N_EVENTS / used;
}

static void
measure_drain (WeftRegistry *registry, const char *directory, guint n, double *writing, double *draining, guint *n_batches)
{
  Bench bench = { 0 };
  double began;

  start (&bench, registry, directory);
  weft_client_session_disconnect (bench.session);

  began = get_time ();
  for (guint i = 0; i < n; i++)
    submit (&bench, i + 1, 1);
  *writing = get_time () - began;

  began = get_time ();
  *n_batches = 0;
  welcome (&bench);
  tick (&bench);
  while (weft_outbox_peek (bench.copy->outbox) != NULL)
    {
      char *answer;

      if (g_queue_is_empty (&bench.answers))
        g_usleep (1000);
      while ((answer = g_queue_pop_head (&bench.answers)) != NULL)
        {
          receive (&bench, answer);
          g_free (answer);
        }
      tick (&bench);
      (*n_batches)++;
    }
  *draining = get_time () - began;
  stop (&bench);
}

static char *
make_directory (void)
{
  return g_dir_make_tmp ("weft-bench-XXXXXX", NULL);
}

static void
remove_directory (char *path)
{
  const char *const names[] = { "store.db", "store.db-wal", "store.db-shm", "lock" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *child = g_build_filename (path, names[i], NULL);

      g_remove (child);
    }
  g_rmdir (path);
  g_free (path);
}

int
main (void)
{
  g_autoptr (WeftRegistry) registry = weft_registry_new (weft_modules);
  char *directories[4];
  double reference;
  double pending;
  double writing;
  double draining;
  double few_writing;
  double few_draining;
  guint n_batches;
  guint n_few;

  for (guint i = 0; i < G_N_ELEMENTS (directories); i++)
    directories[i] = make_directory ();

  reference = measure_fold (registry, directories[0], 0);
  pending = measure_fold (registry, directories[1], 20);
  measure_drain (registry, directories[2], N_PENDING / 10, &few_writing, &few_draining, &n_few);
  measure_drain (registry, directories[3], N_PENDING, &writing, &draining, &n_batches);

  printf ("{\"benchmark\":\"sync\",\"events\":%d,\"per_batch\":%d,\"figures\":["
          "{\"name\":\"confirmed events folded with 20 pending\",\"unit\":\"1/s\",\"value\":%.0f,\"reference\":%.0f,\"ratio\":%.2f,\"limit\":50000,\"met\":%s},"
          "{\"name\":\"10,000 operations written one by one\",\"unit\":\"s\",\"value\":%.2f,\"reference\":%.2f},"
          "{\"name\":\"10,000 pending drained\",\"unit\":\"s\",\"value\":%.2f,\"reference\":%.2f,\"batches\":%u,\"limit\":2,\"met\":%s}]}\n",
          N_EVENTS, PER_FRAME, pending, reference, pending / reference, pending >= 50000 ? "true" : "false",
          writing, few_writing, draining, few_draining, n_batches, draining <= 2 ? "true" : "false");

  for (guint i = 0; i < G_N_ELEMENTS (directories); i++)
    remove_directory (directories[i]);

  return 0;
}

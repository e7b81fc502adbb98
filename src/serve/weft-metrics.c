/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "serve/weft-metrics.h"

#include <stdio.h>
#include <unistd.h>

#include "serve/weft-connection.h"
#include "serve/weft-engine-private.h"
#include "serve/weft-flow.h"
#include "serve/weft-tls.h"

static void
metric (GString *out, const char *name, const char *type, const char *help, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (number, sizeof number, "%.17g", value);
  g_string_append_printf (out, "# HELP %s %s\n# TYPE %s %s\n%s %s\n", name, help, name, type, name, number);
}

static double
get_resident_bytes (void)
{
  g_autofree char *text = NULL;
  unsigned long size;
  unsigned long resident;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL)
      || sscanf (text, "%lu %lu", &size, &resident) != 2)
    return 0;

  return (double) resident * (double) sysconf (_SC_PAGESIZE);
}

static void
write_jobs (GString *out, WeftEngine *engine, const WeftEngineStatistics *writer)
{
  WeftDatabase *reader = weft_engine_acquire_reader (engine, NULL);
  gint64 now = weft_clock_now (weft_engine_get_clock (engine));
  gint64 waiting = 0;
  gint64 late = 0;

  if (reader != NULL && weft_jobs_count (reader, now, &waiting, &late, NULL))
    {
      metric (out, "weft_jobs_waiting", "gauge", "Operations at a time which are to come.", (double) waiting);
      metric (out, "weft_jobs_overdue", "gauge", "Of these, the ones which should have run.", (double) late);
    }
  if (reader != NULL)
    weft_engine_release_reader (engine, reader);

  metric (out, "weft_jobs_run_total", "counter", "Operations at a time which ran or were refused.",
          (double) writer->n_jobs);
  metric (out, "weft_jobs_late_total", "counter", "Of these, the ones which ran more than a minute late.",
          (double) writer->n_late);
}

static void
write_nodes (GString *out, WeftNodes *nodes)
{
  WeftNodesStatistics others;

  if (nodes == NULL)
    return;
  weft_nodes_get_statistics (nodes, &others);
  metric (out, "weft_rereads_total", "counter", "Looks at everything other servers may have written.",
          (double) others.n_rereads);
  metric (out, "weft_rereads_late_total", "counter",
          "Streams of which only such a look told that they had moved.", (double) others.n_late);
  if (!others.has_bus)
    return;
  metric (out, "weft_nodes", "gauge", "Other servers heard on the bus lately.", others.n_nodes);
  metric (out, "weft_bus_connected", "gauge", "Whether there is a connection to the bus.",
          others.bus.connected);
  metric (out, "weft_bus_connections_total", "counter", "Connections made to the bus.",
          (double) others.bus.n_connections);
  metric (out, "weft_bus_sent_total", "counter", "Messages given to the bus.", (double) others.bus.n_sent);
  metric (out, "weft_bus_received_total", "counter", "Messages taken from the bus.",
          (double) others.bus.n_received);
  metric (out, "weft_bus_dropped_total", "counter", "Messages dropped because the bus was away or too slow.",
          (double) others.bus.n_dropped);
  metric (out, "weft_bus_unread_total", "counter", "Messages dropped because this server was too slow.",
          (double) others.n_unread);
  metric (out, "weft_bus_garbage_total", "counter", "Messages which no server can have sent.",
          (double) others.n_garbage);
}

void
weft_metrics_write (GString *out, WeftEngine *engine, WeftHub *hub)
{
  WeftEngineStatistics writer;
  WeftHubStatistics sessions;
  WeftConnectionStatistics bytes;

  _weft_engine_get_statistics (engine, &writer);
  weft_hub_get_statistics (hub, &sessions);
  weft_connection_get_statistics (&bytes);

  metric (out, "weft_operations_total", "counter", "Operations run.", (double) writer.n_operations);
  metric (out, "weft_operations_refused_total", "counter", "Operations refused.", (double) writer.n_refused);
  metric (out, "weft_operations_repeated_total", "counter", "Operations answered from stored results.",
          (double) writer.n_repeated);
  metric (out, "weft_operations_failed_total", "counter", "Operations of which nothing could be stored.",
          (double) writer.n_failed);
  metric (out, "weft_operations_queued", "gauge", "Operations and jobs waiting for the writer.",
          writer.n_queued);
  metric (out, "weft_commits_total", "counter", "Transactions committed.", (double) writer.n_commits);
  metric (out, "weft_commit_seconds_total", "counter", "Time spent in transactions.",
          (double) writer.commit_us / 1e6);
  metric (out, "weft_events_total", "counter", "Events logged.", (double) writer.n_events);
  write_jobs (out, engine, &writer);
  metric (out, "weft_snapshots_total", "counter", "Snapshot files written.",
          (double) weft_snapshots_get_n_written (_weft_engine_get_snapshots (engine)));

  metric (out, "weft_sessions", "gauge", "Connections of clients.", sessions.n_sessions);
  metric (out, "weft_sessions_streaming", "gauge", "Connections by server-sent events.",
          sessions.n_streaming);
  metric (out, "weft_sessions_polling", "gauge", "Connections by long polls.", sessions.n_polling);
  metric (out, "weft_people_online", "gauge", "People with a connection.", sessions.n_people);
  metric (out, "weft_streams", "gauge", "Streams which somebody subscribes.", sessions.n_streams);
  metric (out, "weft_subscriptions", "gauge", "Subscriptions.", sessions.n_subscriptions);
  metric (out, "weft_deliveries_total", "counter", "Event frames queued as they happened.",
          (double) sessions.n_deliveries);
  metric (out, "weft_replays_total", "counter", "Event frames read from the log for those behind.",
          (double) sessions.n_replays);
  metric (out, "weft_resets_total", "counter", "Subscriptions which could not resume.",
          (double) sessions.n_resets);
  metric (out, "weft_pokes_total", "counter",
          "Streams of which a client was told that it has no room for more.", (double) sessions.n_pokes);
  metric (out, "weft_tls_handshakes_total", "counter", "Handshakes of TLS.",
          (double) weft_tls_get_n_handshakes ());
  metric (out, "weft_tls_resumed_total", "counter", "Of these, the ones which took up a session of before.",
          (double) weft_tls_get_n_resumed ());
  write_nodes (out, weft_hub_get_nodes (hub));

  metric (out, "weft_received_bytes_total", "counter", "Bytes read from clients.", (double) bytes.n_bytes_in);
  metric (out, "weft_sent_bytes_total", "counter", "Bytes written to clients.", (double) bytes.n_bytes_out);
  metric (out, "weft_received_frames_total", "counter", "Frames received.", (double) bytes.n_frames_in);
  metric (out, "weft_sent_frames_total", "counter", "Frames sent.", (double) bytes.n_frames_out);
  metric (out, "weft_too_slow_total", "counter", "Connections closed because they took too little.",
          (double) (bytes.n_too_slow + weft_flow_get_n_too_slow ()));
  metric (out, "weft_rate_limited_total", "counter", "Frames not taken, as their client sent too many.",
          (double) sessions.n_rate_limited);
  metric (out, "process_resident_memory_bytes", "gauge", "Resident memory.", get_resident_bytes ());
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proto/weft-frame.h"

/* The members of an error, within an object that is begun. */
static void
write_error_members (GString *out, const GError *error)
{
  g_autofree char *field = NULL;

  /* What is not a refusal may tell of paths and queries: that is for the log. */
  if (error->domain != WEFT_ERROR || error->code == WEFT_ERROR_INTERNAL)
    {
      weft_json_string (out, "code", weft_error_to_wire (WEFT_ERROR_INTERNAL));
      weft_json_string (out, "message", "Something went wrong in the server; its log says what");
      return;
    }

  field = weft_error_dup_field (error);
  weft_json_string (out, "code", weft_error_to_wire (error->code));
  if (field != NULL)
    weft_json_string (out, "field", field);
  weft_json_string (out, "message", error->message);
}

void
weft_frame_add_error (GString *out, const char *key, const GError *error)
{
  g_return_if_fail (error != NULL);

  weft_json_begin (out, key);
  write_error_members (out, error);
  weft_json_end (out);
}

static void
begin (GString *out, WeftFrameType type)
{
  weft_json_begin (out, NULL);
  weft_json_string (out, "type", weft_frame_type_get_name (type));
}

static void
write_strings (GString *out, const char *key, const char *const *strings)
{
  weft_json_begin_array (out, key);
  for (; *strings != NULL; strings++)
    weft_json_string (out, NULL, *strings);
  weft_json_end_array (out);
}

static void
write_position (GString *out, const char *key, const WeftPosition *position)
{
  g_autofree char *text = weft_position_to_string (position);

  weft_json_string (out, key, text);
}

static void
write_heads (GString *out, const char *key, const WeftFrameHead *heads, guint n)
{
  weft_json_begin_array (out, key);
  for (guint i = 0; i < n; i++)
    {
      weft_json_begin_array (out, NULL);
      weft_json_string (out, NULL, heads[i].stream);
      weft_json_int (out, NULL, heads[i].seq);
      weft_json_end_array (out);
    }
  weft_json_end_array (out);
}

static void
write_latest_elements (GString *out, const char *key, const WeftFrameLatest *latests, guint n)
{
  weft_json_begin_array (out, key);
  for (guint i = 0; i < n; i++)
    {
      weft_json_begin (out, NULL);
      weft_json_string (out, "stream", latests[i].stream);
      weft_json_string (out, "name", latests[i].name);
      weft_json_string (out, "by", latests[i].by);
      weft_json_int (out, "at", latests[i].at);
      if (latests[i].extra != NULL)
        weft_json_node (out, "value", latests[i].extra);
      else
        weft_json_int (out, "value", latests[i].value);
      weft_json_end (out);
    }
  weft_json_end_array (out);
}

void
weft_frame_write_hello (GString *out,
                        const char *client,
                        const char *agent,
                        gint64 acknowledged,
                        gboolean flow,
                        const char *digest)
{
  begin (out, WEFT_FRAME_HELLO);
  weft_json_int (out, "version", WEFT_PROTOCOL_VERSION);
  weft_json_string (out, "client", client);
  weft_json_string (out, "agent", agent);
  weft_json_int (out, "acknowledged", acknowledged);
  if (flow)
    weft_json_bool (out, "flow", TRUE);
  if (digest != NULL)
    weft_json_string (out, "latests", digest);
  weft_json_end (out);
}

void
weft_frame_write_subscribe (GString *out, gboolean mine, const WeftFramePosition *positions, guint n)
{
  begin (out, WEFT_FRAME_SUBSCRIBE);
  weft_json_bool (out, "mine", mine);
  weft_json_begin_array (out, "positions");
  for (guint i = 0; i < n; i++)
    {
      weft_json_begin_array (out, NULL);
      weft_json_string (out, NULL, positions[i].stream);
      if (positions[i].fresh)
        weft_json_null (out, NULL);
      else
        write_position (out, NULL, &positions[i].position);
      weft_json_end_array (out);
    }
  weft_json_end_array (out);
  weft_json_end (out);
}

void
weft_frame_write_unsubscribe (GString *out, const char *const *streams)
{
  begin (out, WEFT_FRAME_UNSUBSCRIBE);
  write_strings (out, "streams", streams);
  weft_json_end (out);
}

void
weft_frame_write_open (GString *out, const char *const *streams)
{
  begin (out, WEFT_FRAME_OPEN);
  write_strings (out, "streams", streams);
  weft_json_end (out);
}

void
weft_frame_write_operation (
    GString *out, gint64 n, const char *id, const char *stream, const char *op, const char *args_json)
{
  begin (out, WEFT_FRAME_OPERATION);
  weft_json_int (out, "n", n);
  weft_json_string (out, "id", id);
  weft_json_string (out, "stream", stream);
  weft_json_string (out, "op", op);
  weft_json_raw (out, "args", args_json, -1);
  weft_json_end (out);
}

void
weft_frame_write_acknowledge (GString *out, gint64 n)
{
  begin (out, WEFT_FRAME_ACKNOWLEDGE);
  weft_json_int (out, "n", n);
  weft_json_end (out);
}

void
weft_frame_write_page (
    GString *out, gint64 request, const char *stream, const char *table, gint64 before, gint64 limit)
{
  begin (out, WEFT_FRAME_PAGE);
  weft_json_int (out, "request", request);
  weft_json_string (out, "stream", stream);
  weft_json_string (out, "table", table);
  if (before != G_MAXINT64)
    weft_json_int (out, "before", before);
  weft_json_int (out, "limit", limit);
  weft_json_end (out);
}

static void
write_said (GString *out, const char *key, gint64 value)
{
  if (value >= 0)
    weft_json_int (out, key, value);
}

void
weft_frame_write_ask (GString *out, gint64 request, const WeftQuestion *question)
{
  begin (out, WEFT_FRAME_ASK);
  weft_json_int (out, "request", request);
  weft_json_string (out, "stream", question->stream);
  weft_json_string (out, "what", question->what);
  if (question->row != NULL)
    weft_json_string (out, "row", question->row);
  write_said (out, "from", question->from);
  write_said (out, "to", question->to);
  write_said (out, "at", question->at);
  write_said (out, "cursor", question->cursor);
  weft_json_int (out, "limit", question->limit);
  weft_json_end (out);
}

static void
begin_latest (GString *out, const char *stream, const char *name)
{
  begin (out, WEFT_FRAME_LATEST);
  weft_json_string (out, "stream", stream);
  weft_json_string (out, "name", name);
}

void
weft_frame_write_search (
    GString *out, gint64 request, const char *query, const char *zone, const char *cursor, gint64 limit)
{
  begin (out, WEFT_FRAME_SEARCH);
  weft_json_int (out, "request", request);
  weft_json_string (out, "query", query);
  weft_json_string (out, "zone", zone);
  if (cursor != NULL)
    weft_json_string (out, "cursor", cursor);
  weft_json_int (out, "limit", limit);
  weft_json_end (out);
}

void
weft_frame_write_latest_value (GString *out, const char *stream, const char *name, gint64 value)
{
  begin_latest (out, stream, name);
  weft_json_int (out, "value", value);
  weft_json_end (out);
}

void
weft_frame_write_latest_object (GString *out, const char *stream, const char *name, const char *json)
{
  begin_latest (out, stream, name);
  weft_json_raw (out, "value", json, -1);
  weft_json_end (out);
}

void
weft_frame_write_watch (GString *out, const char *const *people)
{
  begin (out, WEFT_FRAME_WATCH);
  write_strings (out, "people", people);
  weft_json_end (out);
}

void
weft_frame_write_idle (GString *out, gboolean idle)
{
  begin (out, WEFT_FRAME_IDLE);
  weft_json_bool (out, "idle", idle);
  weft_json_end (out);
}

void
weft_frame_write_authenticate (GString *out, const char *token)
{
  begin (out, WEFT_FRAME_AUTHENTICATE);
  weft_json_string (out, "token", token);
  weft_json_end (out);
}

void
weft_frame_write_ping (GString *out)
{
  begin (out, WEFT_FRAME_PING);
  weft_json_end (out);
}

void
weft_frame_write_received (GString *out, gint64 bytes)
{
  begin (out, WEFT_FRAME_RECEIVED);
  weft_json_int (out, "bytes", bytes);
  weft_json_end (out);
}

void
weft_frame_write_event (
    GString *out, gint64 seq, gint64 at, const char *by, const char *name, int version, const char *body_json)
{
  weft_json_begin (out, NULL);
  weft_json_int (out, "seq", seq);
  weft_json_int (out, "at", at);
  weft_json_string (out, "by", by);
  weft_json_string (out, "name", name);
  weft_json_int (out, "version", version);
  weft_json_raw (out, "body", body_json, -1);
  weft_json_end (out);
}

void
weft_frame_begin_events (GString *out, const char *stream, const WeftPosition *position)
{
  begin (out, WEFT_FRAME_EVENTS);
  weft_json_string (out, "stream", stream);
  write_position (out, "position", position);
  weft_json_begin_array (out, "events");
}

void
weft_frame_add_event (GString *out, const char *stored, gssize length)
{
  weft_json_raw (out, NULL, stored, length);
}

void
weft_frame_end_events (GString *out)
{
  weft_json_end_array (out);
  weft_json_end (out);
}

void
weft_frame_write_result (GString *out,
                         gint64 n,
                         const char *id,
                         const WeftFrameHead *positions,
                         guint n_positions,
                         const GError *error)
{
  begin (out, WEFT_FRAME_RESULT);
  weft_json_int (out, "n", n);
  weft_json_string (out, "id", id);
  if (error != NULL)
    weft_frame_add_error (out, "error", error);
  else
    write_heads (out, "positions", positions, n_positions);
  weft_json_end (out);
}

void
weft_frame_begin_hits (GString *out, gint64 request)
{
  begin (out, WEFT_FRAME_HITS);
  weft_json_int (out, "request", request);
  weft_json_begin_array (out, "hits");
}

void
weft_frame_add_hit (GString *out, const WeftFrameHit *hit, const char *const *texts)
{
  weft_json_begin (out, NULL);
  weft_json_string (out, "table", hit->table);
  weft_json_string (out, "stream", hit->stream);
  weft_json_string (out, "key", hit->key);
  weft_json_int (out, "window", hit->window);
  weft_json_int (out, "at", hit->at);
  weft_json_string (out, "author", hit->author);
  weft_json_begin_array (out, "texts");
  for (guint i = 0; texts[i] != NULL; i++)
    weft_json_string (out, NULL, texts[i]);
  weft_json_end_array (out);
  weft_json_end (out);
}

void
weft_frame_end_hits (GString *out, const char *cursor, gboolean indexing)
{
  weft_json_end_array (out);
  if (cursor != NULL)
    weft_json_string (out, "cursor", cursor);
  weft_json_bool (out, "indexing", indexing);
  weft_json_end (out);
}

void
weft_frame_write_heartbeat (
    GString *out, gint64 time, gboolean live, const WeftFrameHead *heads, guint n_heads)
{
  begin (out, WEFT_FRAME_HEARTBEAT);
  weft_json_int (out, "time", time);
  weft_json_bool (out, "live", live);
  write_heads (out, "heads", heads, n_heads);
  weft_json_end (out);
}

void
weft_frame_write_sent (GString *out, gint64 bytes)
{
  begin (out, WEFT_FRAME_SENT);
  weft_json_int (out, "bytes", bytes);
  weft_json_end (out);
}

void
weft_frame_write_poke (GString *out, const WeftFrameHead *heads, guint n_heads)
{
  begin (out, WEFT_FRAME_POKE);
  write_heads (out, "heads", heads, n_heads);
  weft_json_end (out);
}

void
weft_frame_write_reset (GString *out, const char *stream, const char *reason)
{
  begin (out, WEFT_FRAME_RESET);
  weft_json_string (out, "stream", stream);
  weft_json_string (out, "reason", reason);
  weft_json_end (out);
}

void
weft_frame_write_revoked (GString *out, const char *stream)
{
  begin (out, WEFT_FRAME_REVOKED);
  weft_json_string (out, "stream", stream);
  weft_json_end (out);
}

void
weft_frame_write_latests (GString *out, const WeftFrameLatest *latests, guint n)
{
  begin (out, WEFT_FRAME_LATEST);
  write_latest_elements (out, "values", latests, n);
  weft_json_end (out);
}

void
weft_frame_write_presence (GString *out, const WeftFramePresence *people, guint n)
{
  begin (out, WEFT_FRAME_PRESENCE);
  weft_json_begin_array (out, "people");
  for (guint i = 0; i < n; i++)
    {
      weft_json_begin (out, NULL);
      weft_json_string (out, "person", people[i].person);
      weft_json_string (out, "state", people[i].state);
      weft_json_int (out, "seen", people[i].seen);
      weft_json_end (out);
    }
  weft_json_end_array (out);
  weft_json_end (out);
}

void
weft_frame_write_error (GString *out, gint64 request, const GError *error)
{
  g_return_if_fail (error != NULL);

  begin (out, WEFT_FRAME_ERROR);
  if (request > 0)
    weft_json_int (out, "request", request);
  write_error_members (out, error);
  weft_json_end (out);
}

void
weft_frame_begin_welcome (GString *out, const char *person, const char *workspace, gint64 time, gint64 next)
{
  begin (out, WEFT_FRAME_WELCOME);
  weft_json_int (out, "version", WEFT_PROTOCOL_VERSION);
  weft_json_string (out, "person", person);
  weft_json_string (out, "workspace", workspace);
  weft_json_int (out, "time", time);
  weft_json_int (out, "heartbeat", WEFT_HEARTBEAT);
  weft_json_int (out, "next", next);
}

void
weft_frame_end_welcome (GString *out,
                        GPtrArray *results_json,
                        const WeftFrameLatest *latests,
                        guint n_latests)
{
  weft_frame_end_welcome_with (out, results_json, latests, n_latests, FALSE, FALSE);
}

void
weft_frame_end_welcome_with (GString *out,
                             GPtrArray *results_json,
                             const WeftFrameLatest *latests,
                             guint n_latests,
                             gboolean known,
                             gboolean more)
{
  weft_json_begin_array (out, "results");
  for (guint i = 0; results_json != NULL && i < results_json->len; i++)
    weft_json_raw (out, NULL, g_ptr_array_index (results_json, i), -1);
  weft_json_end_array (out);
  if (!known)
    write_latest_elements (out, "latests", latests, n_latests);
  if (more)
    weft_json_bool (out, "more", TRUE);
  weft_json_end (out);
}

void
weft_frame_begin_snapshot (
    GString *out, const char *stream, const WeftPosition *position, gint64 page, gboolean last)
{
  begin (out, WEFT_FRAME_SNAPSHOT);
  weft_json_string (out, "stream", stream);
  write_position (out, "position", position);
  weft_json_int (out, "page", page);
  weft_json_bool (out, "last", last);
  weft_json_begin_array (out, "tables");
}

void
weft_frame_begin_page_rows (GString *out, gint64 request, const char *stream, gint64 seq, gboolean more)
{
  begin (out, WEFT_FRAME_PAGE_ROWS);
  weft_json_int (out, "request", request);
  weft_json_string (out, "stream", stream);
  weft_json_int (out, "seq", seq);
  weft_json_bool (out, "more", more);
  weft_json_begin_array (out, "tables");
}

void
weft_frame_write_answer (
    GString *out, gint64 request, const char *stream, gint64 seq, gint64 cursor, GPtrArray *items)
{
  begin (out, WEFT_FRAME_ANSWER);
  weft_json_int (out, "request", request);
  weft_json_string (out, "stream", stream);
  weft_json_int (out, "seq", seq);
  write_said (out, "cursor", cursor);
  weft_json_begin_array (out, "items");
  for (guint i = 0; i < items->len; i++)
    weft_json_raw (out, NULL, g_ptr_array_index (items, i), -1);
  weft_json_end_array (out);
  weft_json_end (out);
}

void
weft_frame_begin_rows (GString *out, const char *table, const char *const *columns)
{
  weft_json_begin (out, NULL);
  weft_json_string (out, "table", table);
  write_strings (out, "columns", columns);
  weft_json_begin_array (out, "rows");
}

void
weft_frame_add_row (GString *out, const char *row_json)
{
  weft_json_raw (out, NULL, row_json, -1);
}

void
weft_frame_end_rows (GString *out)
{
  weft_json_end_array (out);
  weft_json_end (out);
}

void
weft_frame_end_snapshot (GString *out)
{
  weft_json_end_array (out);
  weft_json_end (out);
}

void
weft_frame_end_page_rows (GString *out)
{
  weft_json_end_array (out);
  weft_json_end (out);
}

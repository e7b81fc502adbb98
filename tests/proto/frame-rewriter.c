/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "frame-rewriter.h"

#include <string.h>

static char *
object_to_json (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  GString *out = g_string_new (NULL);

  weft_json_node (out, NULL, node);
  return g_string_free_and_steal (out);
}

static const char *const *
terminate (GPtrArray *strings, GPtrArray **holder)
{
  *holder = g_ptr_array_sized_new (strings->len + 1);
  g_ptr_array_extend (*holder, strings, NULL, NULL);
  g_ptr_array_add (*holder, NULL);
  return (const char *const *) (*holder)->pdata;
}

static void
rewrite_tables (GString *out, GArray *tables)
{
  for (guint i = 0; i < tables->len; i++)
    {
      const WeftFrameRows *rows = &g_array_index (tables, WeftFrameRows, i);
      g_autoptr (GPtrArray) columns = NULL;

      weft_frame_begin_rows (out, rows->table, terminate (rows->columns, &columns));
      for (guint j = 0; j < json_array_get_length (rows->rows); j++)
        {
          g_autoptr (GString) row = g_string_new (NULL);

          weft_json_node (row, NULL, json_array_get_element (rows->rows, j));
          weft_frame_add_row (out, row->str);
        }
      weft_frame_end_rows (out);
    }
}

static void
rewrite_result (GString *out, const WeftFrameResult *result)
{
  if (result->error != NULL)
    weft_frame_write_result (out, result->n, result->id, NULL, 0, result->error);
  else
    weft_frame_write_result (out, result->n, result->id,
                             (const WeftFrameHead *) (void *) result->positions->data, result->positions->len,
                             NULL);
}

static void
rewrite_welcome (GString *out, const WeftFrame *frame)
{
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < frame->results->len; i++)
    {
      GString *result = g_string_new (NULL);

      rewrite_result (result, &g_array_index (frame->results, WeftFrameResult, i));
      g_ptr_array_add (results, g_string_free_and_steal (result));
    }

  weft_frame_begin_welcome (out, frame->person, frame->workspace, frame->time, frame->next);
  weft_frame_end_welcome_with (
      out, results, frame->latests != NULL ? (const WeftFrameLatest *) (void *) frame->latests->data : NULL,
      frame->latests != NULL ? frame->latests->len : 0, frame->latests == NULL, frame->more);
}

static void
rewrite_events (GString *out, const WeftFrame *frame)
{
  weft_frame_begin_events (out, frame->stream, &frame->position);
  for (guint i = 0; i < frame->events->len; i++)
    {
      const WeftFrameEvent *event = &g_array_index (frame->events, WeftFrameEvent, i);
      g_autoptr (GString) stored = g_string_new (NULL);
      g_autofree char *body = object_to_json (event->body);

      weft_frame_write_event (stored, event->seq, event->at, event->by, event->name, event->version, body);
      weft_frame_add_event (out, stored->str, (gssize) stored->len);
    }
  weft_frame_end_events (out);
}

static void
rewrite_latest (GString *out, const WeftFrame *frame)
{
  if (frame->latests != NULL)
    {
      weft_frame_write_latests (out, (const WeftFrameLatest *) (void *) frame->latests->data,
                                frame->latests->len);
    }
  else if (JSON_NODE_HOLDS_OBJECT (frame->value))
    {
      g_autofree char *value = object_to_json (json_node_get_object (frame->value));

      weft_frame_write_latest_object (out, frame->stream, frame->name, value);
    }
  else
    {
      weft_frame_write_latest_value (out, frame->stream, frame->name, json_node_get_int (frame->value));
    }
}

char *
rewrite_frame (const WeftFrame *frame)
{
  g_autoptr (GPtrArray) holder = NULL;
  GString *out = g_string_new (NULL);

  switch (frame->type)
    {
    case WEFT_FRAME_HELLO:
      weft_frame_write_hello (out, frame->client, frame->agent, frame->acknowledged, frame->flow, frame->digest);
      break;
    case WEFT_FRAME_SUBSCRIBE:
      weft_frame_write_subscribe (out, frame->mine,
                                  (const WeftFramePosition *) (void *) frame->positions->data,
                                  frame->positions->len);
      break;
    case WEFT_FRAME_UNSUBSCRIBE:
      weft_frame_write_unsubscribe (out, terminate (frame->streams, &holder));
      break;
    case WEFT_FRAME_OPEN:
      weft_frame_write_open (out, terminate (frame->streams, &holder));
      break;
    case WEFT_FRAME_OPERATION:
      {
        g_autofree char *args = object_to_json (frame->args);

        weft_frame_write_operation (out, frame->n, frame->id, frame->stream, frame->op, args);
        break;
      }
    case WEFT_FRAME_ACKNOWLEDGE:
      weft_frame_write_acknowledge (out, frame->n);
      break;
    case WEFT_FRAME_SEARCH:
      weft_frame_write_search (out, frame->request, frame->query, frame->zone, frame->cursor, frame->limit);
      break;
    case WEFT_FRAME_HITS:
      weft_frame_begin_hits (out, frame->request);
      for (guint j = 0; j < frame->hits->len; j++)
        {
          const WeftFrameHit *hit = &g_array_index (frame->hits, WeftFrameHit, j);
          g_autoptr (GPtrArray) texts = g_ptr_array_new ();

          for (guint k = 0; k < json_array_get_length (hit->texts); k++)
            g_ptr_array_add (texts, (gpointer) json_array_get_string_element (hit->texts, k));
          g_ptr_array_add (texts, NULL);
          weft_frame_add_hit (out, hit, (const char *const *) texts->pdata);
        }
      weft_frame_end_hits (out, frame->cursor, frame->indexing);
      break;
    case WEFT_FRAME_PAGE:
      weft_frame_write_page (out, frame->request, frame->stream, frame->table, frame->before, frame->limit);
      break;
    case WEFT_FRAME_ASK:
      weft_frame_write_ask (out, frame->request,
                            &(WeftQuestion) { .stream = frame->stream, .what = frame->what, .row = frame->row, .from = frame->from,
                                              .to = frame->to, .at = frame->at, .cursor = frame->offset,
                                              .limit = frame->limit });
      break;
    case WEFT_FRAME_LATEST:
      rewrite_latest (out, frame);
      break;
    case WEFT_FRAME_WATCH:
      weft_frame_write_watch (out, terminate (frame->people, &holder));
      break;
    case WEFT_FRAME_IDLE:
      weft_frame_write_idle (out, frame->idle);
      break;
    case WEFT_FRAME_AUTHENTICATE:
      weft_frame_write_authenticate (out, frame->token);
      break;
    case WEFT_FRAME_PING:
      weft_frame_write_ping (out);
      break;
    case WEFT_FRAME_WELCOME:
      rewrite_welcome (out, frame);
      break;
    case WEFT_FRAME_EVENTS:
      rewrite_events (out, frame);
      break;
    case WEFT_FRAME_SNAPSHOT:
      weft_frame_begin_snapshot (out, frame->stream, &frame->position, frame->page, frame->last);
      rewrite_tables (out, frame->tables);
      weft_frame_end_snapshot (out);
      break;
    case WEFT_FRAME_PAGE_ROWS:
      weft_frame_begin_page_rows (out, frame->request, frame->stream, frame->seq, frame->more);
      rewrite_tables (out, frame->tables);
      weft_frame_end_page_rows (out);
      break;
    case WEFT_FRAME_ANSWER:
      {
        g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);

        for (guint i = 0; i < json_array_get_length (frame->items); i++)
          g_ptr_array_add (items, object_to_json (json_array_get_object_element (frame->items, i)));
        weft_frame_write_answer (out, frame->request, frame->stream, frame->seq, frame->offset, items);
        break;
      }
    case WEFT_FRAME_RESULT:
      rewrite_result (out, &g_array_index (frame->results, WeftFrameResult, 0));
      break;
    case WEFT_FRAME_HEARTBEAT:
      weft_frame_write_heartbeat (out, frame->time, frame->live, (const WeftFrameHead *) (void *) frame->heads->data,
                                  frame->heads->len);
      break;
    case WEFT_FRAME_RECEIVED:
      weft_frame_write_received (out, frame->bytes);
      break;
    case WEFT_FRAME_SENT:
      weft_frame_write_sent (out, frame->bytes);
      break;
    case WEFT_FRAME_POKE:
      weft_frame_write_poke (out, (const WeftFrameHead *) (void *) frame->heads->data, frame->heads->len);
      break;
    case WEFT_FRAME_RESET:
      weft_frame_write_reset (out, frame->stream, frame->reason);
      break;
    case WEFT_FRAME_REVOKED:
      weft_frame_write_revoked (out, frame->stream);
      break;
    case WEFT_FRAME_PRESENCE:
      weft_frame_write_presence (out, (const WeftFramePresence *) (void *) frame->presences->data,
                                 frame->presences->len);
      break;
    case WEFT_FRAME_ERROR:
      {
        g_autoptr (GError) error = NULL;

        error = g_error_new_literal (WEFT_ERROR, (int) weft_error_from_wire (frame->code), frame->message);
        weft_frame_write_error (out, frame->request, error);
        break;
      }
    case WEFT_FRAME_NONE:
    case WEFT_N_FRAMES:
    default:
      g_assert_not_reached ();
    }

  return g_string_free_and_steal (out);
}

char **
read_blocks (const char *kind)
{
  g_autofree char *page = NULL;
  g_autofree char *opening = g_strconcat ("```", kind, NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean inside = FALSE;

  g_file_get_contents (PROTOCOL_PAGE, &page, NULL, &error);
  g_assert_no_error (error);

  lines = g_strsplit (page, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (!inside && strcmp (lines[i], opening) == 0)
        inside = TRUE;
      else if (inside && strcmp (lines[i], "```") == 0)
        inside = FALSE;
      else if (inside)
        g_strv_builder_add (builder, lines[i]);
    }
  g_assert_false (inside);

  return g_strv_builder_end (builder);
}

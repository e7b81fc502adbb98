/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-client-session-private.h"

#include <glib/gi18n-lib.h>

#include "base/weft-id.h"

static void
page_free (Page *page)
{
  g_clear_pointer (&page->early, weft_frame_free);
  g_free (page);
}

static void
outgoing_latest_free (OutgoingLatest *latest)
{
  g_free (latest->stream);
  g_free (latest->name);
  g_free (latest->json);
  g_free (latest);
}

gint64
_weft_client_session_now (WeftClientSession *self)
{
  return weft_clock_monotonic (self->copy->clock);
}

void
_weft_client_session_send_out (WeftClientSession *self)
{
  self->last_sent = _weft_client_session_now (self);
  self->events.send (self->out->str, self->out->len, self->user_data);
  g_string_truncate (self->out, 0);
}

static guint
count_pending (WeftClientSession *self)
{
  return weft_outbox_count (self->copy->outbox, WEFT_OUTBOX_WAITING)
         + weft_outbox_count (self->copy->outbox, WEFT_OUTBOX_SENT)
         + weft_outbox_count (self->copy->outbox, WEFT_OUTBOX_CONFIRMED);
}

/* Bytes that wait for a batch, from which on the server is not told to send more: the more is predicted anew by a batch, the more shall be in it. */
static gsize
get_room (WeftClientSession *self)
{
  return CLAMP ((gsize) count_pending (self) * QUEUE_ROOM_EACH, QUEUE_ROOM, QUEUE_BYTES_MAX / 2);
}

static int
compare_n (gconstpointer a, gconstpointer b)
{
  const WeftOutboxEntry *first = *(WeftOutboxEntry *const *) a;
  const WeftOutboxEntry *second = *(WeftOutboxEntry *const *) b;

  return (first->n > second->n) - (first->n < second->n);
}

gboolean
_weft_client_session_may_number (WeftClientSession *self)
{
  return self->ready && !self->copy->fork_wanted
         && weft_outbox_count (self->copy->outbox, WEFT_OUTBOX_WAITING) > self->n_held;
}

/* Gives numbers to what may be sent next, inside the batch: a number must be on disk before the server sees
 * it. */
gboolean
_weft_client_session_number_operations (WeftClientSession *self,
                                        WeftBatch *batch,
                                        GPtrArray *to_send,
                                        GError **error)
{
  WeftCopy *copy = self->copy;
  guint window = MAX (WINDOW_MIN, count_pending (self) / 4);
  g_autoptr (GHashTable) made = NULL;

  if (!_weft_client_session_may_number (self))
    return TRUE;

  self->n_held = 0;

  for (GList *l = weft_outbox_peek (copy->outbox);
       l != NULL && weft_outbox_count (copy->outbox, WEFT_OUTBOX_SENT) < window; l = l->next)
    {
      WeftOutboxEntry *entry = l->data;

      if (entry->state != WEFT_OUTBOX_WAITING)
        continue;
      if (weft_uploads_holds (copy->uploads, entry, &made))
        {
          self->n_held++;
          continue;
        }
      entry->n = copy->next_n++;
      weft_batch_save_client (batch);
      if (!weft_outbox_save (copy->outbox, copy->database, entry, WEFT_OUTBOX_SENT, error))
        return FALSE;
      g_ptr_array_add (to_send, entry);
    }

  return TRUE;
}

void
_weft_client_session_send_operations (WeftClientSession *self, GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      WeftOutboxEntry *entry = entries->pdata[i];

      weft_frame_write_operation (self->out, entry->n, entry->id, entry->stream, entry->op, entry->args);
      _weft_client_session_send_out (self);
    }
}

void
_weft_client_session_send_again (WeftClientSession *self)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();

  for (GList *l = weft_outbox_peek (self->copy->outbox); l != NULL; l = l->next)
    if (((WeftOutboxEntry *) l->data)->state == WEFT_OUTBOX_SENT)
      g_ptr_array_add (entries, l->data);
  g_ptr_array_sort (entries, compare_n);
  _weft_client_session_send_operations (self, entries);
}

gint64
_weft_client_session_lowest_unanswered (WeftClientSession *self)
{
  gint64 lowest = self->copy->next_n;

  for (GList *l = weft_outbox_peek (self->copy->outbox); l != NULL; l = l->next)
    {
      WeftOutboxEntry *entry = l->data;

      if (entry->state == WEFT_OUTBOX_SENT)
        lowest = MIN (lowest, entry->n);
    }

  return lowest;
}

void
_weft_client_session_acknowledge (WeftClientSession *self)
{
  gint64 n = _weft_client_session_lowest_unanswered (self) - 1;

  if (!self->ready || n <= self->acknowledged)
    return;

  self->acknowledged = n;
  weft_frame_write_acknowledge (self->out, n);
  _weft_client_session_send_out (self);
}

/* A client id of its own, for a store that found out that it is a copy (or that the server has forgotten it).
 */
gboolean
_weft_client_session_fork_client (WeftClientSession *self, WeftBatch *batch, GError **error)
{
  WeftCopy *copy = self->copy;
  g_autofree char *client = weft_id_new (copy->clock);

  g_message ("Taking a new client id: another store uses %s", copy->client);
  g_set_str (&copy->client, client);
  copy->next_n = 1;
  copy->fork_wanted = FALSE;
  self->acknowledged = 0;
  weft_batch_save_client (batch);

  for (GList *l = weft_outbox_peek (copy->outbox); l != NULL; l = l->next)
    {
      WeftOutboxEntry *entry = l->data;

      if (entry->state != WEFT_OUTBOX_SENT)
        continue;
      entry->n = 0;
      if (!weft_outbox_save (copy->outbox, copy->database, entry, WEFT_OUTBOX_WAITING, error))
        return FALSE;
    }

  return TRUE;
}

static gint64
get_queue_due (WeftClientSession *self)
{
  guint pending;

  if (g_queue_is_empty (&self->incoming))
    return G_MAXINT64;

  /* All of it is predicted anew by each batch. */
  pending = self->ready ? count_pending (self) : 0;
  if (pending < COALESCE_MIN || self->n_events >= pending / 4
      || g_queue_get_length (&self->incoming) >= QUEUE_MAX || self->n_incoming >= get_room (self)
      || (self->n_results >= weft_outbox_count (self->copy->outbox, WEFT_OUTBOX_SENT)
          && self->n_events >= weft_outbox_count (self->copy->outbox, WEFT_OUTBOX_CONFIRMED)))
    return 0;

  return self->first_incoming + COALESCE_MAX;
}

static gboolean
is_behind (WeftClientSession *self)
{
  GHashTableIter iter;
  gpointer value;

  if (g_hash_table_size (self->snapshots) > 0 || g_hash_table_size (self->awaited) > 0)
    return TRUE;

  g_hash_table_iter_init (&iter, self->copy->streams);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      WeftHeld *held = value;

      if (held->held && !held->stopped && held->position.seq < held->head)
        return TRUE;
    }

  return FALSE;
}

static gboolean
may_send_new (WeftClientSession *self)
{
  return _weft_client_session_may_number (self)
         && weft_outbox_count (self->copy->outbox, WEFT_OUTBOX_SENT) == 0
         && g_queue_is_empty (&self->incoming);
}

gint64
weft_client_session_get_due (WeftClientSession *self)
{
  gint64 due = get_queue_due (self);
  GHashTableIter iter;
  gpointer value;

  for (guint i = 0; i < self->pages->len; i++)
    due = MIN (due, ((Page *) self->pages->pdata[i])->deadline);
  due = MIN (due, weft_search_requests_get_due (self->searches));
  for (guint i = 0; i < self->asks->len; i++)
    due = MIN (due, ((Ask *) self->asks->pdata[i])->deadline);

  if (!self->ready)
    return due;

  if (may_send_new (self))
    return 0;
  if (self->resend_at != 0)
    due = MIN (due, self->resend_at);
  due = MIN (due, self->last_sent + PING_INTERVAL);
  if (self->open.unsent)
    due = MIN (due, self->open.next);
  if (self->watched.unsent)
    due = MIN (due, self->watched.next);

  g_hash_table_iter_init (&iter, self->unfit);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    due = MIN (due, ((Unfit *) value)->due);

  g_hash_table_iter_init (&iter, self->latests);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    due = MIN (due, ((OutgoingLatest *) value)->next);

  return due;
}

static gboolean
run_round_or_recover (WeftClientSession *self, GError **error)
{
  if (_weft_client_session_run_round (self, error))
    return TRUE;

  _weft_client_session_recover (self);

  return FALSE;
}

gboolean
weft_client_session_tick (WeftClientSession *self, GError **error)
{
  if (get_queue_due (self) <= _weft_client_session_now (self) || may_send_new (self))
    if (!run_round_or_recover (self, error))
      return FALSE;

  weft_search_requests_fail (self->searches, _weft_client_session_now (self),
                             _ ("The server did not answer the search; try again"));
  _weft_client_session_fail_pages (self, _weft_client_session_now (self),
                                   _ ("The server did not send the older entries; try again"));
  _weft_client_session_fail_asks (self, _weft_client_session_now (self),
                                  _ ("The server did not answer; try again"));

  if (!self->ready)
    return TRUE;

  if (!self->caught_up && self->all_live && g_queue_is_empty (&self->incoming) && !is_behind (self))
    {
      self->caught_up = TRUE;
      if (!run_round_or_recover (self, error))
        return FALSE;
      self->events.updated (self->user_data);
    }

  if (self->resend_at != 0 && _weft_client_session_now (self) >= self->resend_at)
    {
      self->resend_at = 0;
      _weft_client_session_send_again (self);
    }

  _weft_client_session_send_latests (self);
  _weft_client_session_send_shown (self);
  _weft_client_session_ask_for_unfit (self);

  if (_weft_client_session_now (self) >= self->last_sent + PING_INTERVAL)
    {
      weft_frame_write_ping (self->out);
      _weft_client_session_send_out (self);
    }

  return TRUE;
}

WeftClientSession *
weft_client_session_new (WeftCopy *copy, const WeftClientSessionEvents *events, gpointer user_data)
{
  WeftClientSession *self = g_new0 (WeftClientSession, 1);

  self->copy = copy;
  self->events = *events;
  self->user_data = user_data;
  self->out = g_string_new (NULL);
  g_queue_init (&self->incoming);
  self->snapshots = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->awaited = g_hash_table_new (g_str_hash, g_str_equal);
  self->unfit = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->to_ask = g_ptr_array_new ();
  self->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) page_free);
  self->searches = weft_search_requests_new (copy->registry);
  self->asks = g_ptr_array_new_with_free_func (g_free);
  self->latests
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) outgoing_latest_free);
  self->fault_backoff = (WeftBackoff) WEFT_BACKOFF_INIT (500, 30000);

  return self;
}

void
weft_client_session_free (WeftClientSession *self)
{
  weft_client_session_disconnect (self);
  g_hash_table_unref (self->snapshots);
  g_hash_table_unref (self->awaited);
  g_hash_table_unref (self->unfit);
  g_hash_table_unref (self->asked);
  g_ptr_array_unref (self->to_ask);
  weft_search_requests_free (self->searches);
  g_ptr_array_unref (self->pages);
  g_ptr_array_unref (self->asks);
  g_hash_table_unref (self->latests);
  g_clear_pointer (&self->heard, g_hash_table_unref);
  g_strfreev (self->open.names);
  g_strfreev (self->watched.names);
  g_string_free (self->out, TRUE);
  g_free (self);
}

void
weft_client_session_connect (WeftClientSession *self, const char *agent)
{
  g_autofree char *digest = NULL;

  weft_client_session_disconnect (self);

  self->connected = TRUE;
  self->was_settled = FALSE;
  self->sent = -1;
  self->acknowledged = _weft_client_session_lowest_unanswered (self) - 1;
  digest = _weft_client_session_sum_latests (self);
  weft_frame_write_hello (self->out, self->copy->client, agent, self->acknowledged, TRUE, digest);
  _weft_client_session_send_out (self);
  /* It is answered after the welcome, whose round trip it need not wait for. */
  _weft_client_session_subscribe_all (self);
}

void
weft_client_session_disconnect (WeftClientSession *self)
{
  GHashTableIter iter;
  gpointer value;

  self->connected = FALSE;
  self->ready = FALSE;
  self->caught_up = FALSE;
  self->resend_at = 0;
  g_clear_pointer (&self->heard, g_hash_table_unref);
  _weft_client_session_drop_incoming (self);
  g_hash_table_remove_all (self->snapshots);
  g_hash_table_remove_all (self->awaited);
  g_hash_table_remove_all (self->unfit);
  g_hash_table_remove_all (self->asked);
  g_ptr_array_set_size (self->to_ask, 0);
  weft_search_requests_fail (self->searches, G_MAXINT64, _ ("The connection was lost while searching"));
  _weft_client_session_fail_pages (self, G_MAXINT64,
                                   _ ("The connection was lost while loading older entries"));
  _weft_client_session_fail_asks (self, G_MAXINT64, _ ("The connection was lost before the answer came"));

  /* What is only true now is nothing worth telling later. */
  g_hash_table_iter_init (&iter, self->latests);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!((OutgoingLatest *) value)->durable)
      g_hash_table_iter_remove (&iter);
}

gboolean
weft_client_session_take_replaced (WeftClientSession *self, GError **error)
{
  g_autoptr (WeftBatch) batch = NULL;

  /* Operations under way may have run under the old id: their answers first. */
  if (weft_outbox_count (self->copy->outbox, WEFT_OUTBOX_SENT) > 0)
    return TRUE;

  batch = _weft_client_session_begin (self, TRUE, error);
  if (batch != NULL && _weft_client_session_fork_client (self, batch, error)
      && weft_batch_commit (batch, NULL, error))
    return TRUE;

  g_clear_pointer (&batch, weft_batch_free);
  _weft_client_session_recover (self);

  return FALSE;
}

void
_weft_client_session_make_room (WeftClientSession *self)
{
  if (!self->connected || self->sent < 0 || self->n_incoming >= get_room (self))
    return;

  weft_frame_write_received (self->out, self->sent);
  self->sent = -1;
  _weft_client_session_send_out (self);
}

void
weft_client_session_receive (WeftClientSession *self, WeftFrame *frame)
{
  if (frame->type == WEFT_FRAME_SENT)
    {
      self->sent = MAX (self->sent, frame->bytes);
      weft_frame_free (frame);
      _weft_client_session_make_room (self);
      return;
    }

  /* What was found touches no row: it need not wait for a batch. */
  if (frame->type == WEFT_FRAME_HITS
      || (frame->type == WEFT_FRAME_ERROR && frame->request != 0
          && _weft_client_session_find_page (self, frame->request) == NULL
          && _weft_client_session_find_ask (self, frame->request) == NULL))
    {
      if (!weft_search_requests_take (self->searches, frame) && frame->type == WEFT_FRAME_ERROR)
        g_message ("The server refuses a frame: %s: %s", frame->code, frame->message);
      weft_frame_free (frame);
      return;
    }

  if (g_queue_is_empty (&self->incoming))
    self->first_incoming = _weft_client_session_now (self);

  if (frame->type == WEFT_FRAME_EVENTS)
    self->n_events += frame->events->len;
  else if (frame->type == WEFT_FRAME_RESULT)
    self->n_results++;

  self->n_incoming += frame->length;
  g_queue_push_tail (&self->incoming, frame);
}

gboolean
weft_client_session_is_flooded (WeftClientSession *self)
{
  return self->n_incoming >= QUEUE_BYTES_MAX;
}

gboolean
weft_client_session_is_ready (WeftClientSession *self)
{
  return self->ready;
}

gboolean
weft_client_session_has_caught_up (WeftClientSession *self)
{
  return self->caught_up;
}

gint64
weft_client_session_get_offset (WeftClientSession *self)
{
  return self->offset;
}

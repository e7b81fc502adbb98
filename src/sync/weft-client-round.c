/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-client-session-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  WeftBatch *batch;
  GPtrArray *pages;   /* of Page: to be looked at again */
  GPtrArray *revoked; /* of char*: stream, title, stream, title, … */
  GPtrArray *after;   /* of WeftFrame: to be passed on after the commit */
  gboolean fork;
  gboolean fork_now; /* whatever is under way did not run */
  gboolean welcomed;
  gboolean counted;
} Round;

static gboolean
take_results (WeftClientSession *self, Round *round, GArray *results, GError **error)
{
  for (guint i = 0; results != NULL && i < results->len; i++)
    {
      gboolean forked;
      gboolean faulty;
      gboolean given_up;

      if (!weft_batch_take_result (round->batch, &g_array_index (results, WeftFrameResult, i), &forked,
                                   &faulty, &given_up, error))
        return FALSE;
      round->fork_now = round->fork_now || given_up;
      round->fork = round->fork || forked;
      if (faulty && self->resend_at == 0)
        self->resend_at = _weft_client_session_now (self) + weft_backoff_next (&self->fault_backoff) * MS;
      if (!faulty)
        weft_backoff_reset (&self->fault_backoff);
    }

  return TRUE;
}

static gboolean
take_welcome (WeftClientSession *self, Round *round, const WeftFrame *frame, GError **error)
{
  WeftCopy *copy = self->copy;

  if (!weft_copy_set_person (copy, frame->person, frame->workspace, error)
      || !take_results (self, round, frame->results, error))
    return FALSE;

  self->offset = frame->time > 0 ? frame->time - weft_clock_now (copy->clock) : 0;

  g_clear_pointer (&self->heard, g_hash_table_unref);
  if (frame->latests != NULL)
    self->heard = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; frame->latests != NULL && i < frame->latests->len; i++)
    {
      const WeftFrameLatest *latest = &g_array_index (frame->latests, WeftFrameLatest, i);

      _weft_client_session_hear_latest (self, latest);
      if (latest->extra == NULL
          && !weft_batch_set_latest (round->batch, latest->stream, latest->name, copy->person, latest->value,
                                     latest->at, NULL, error))
        return FALSE;
    }
  /* Without a list the server knows what we know; else there may be more than a frame takes. */
  if (self->heard != NULL && !frame->more && !_weft_client_session_compare_latests (self, error))
    return FALSE;

  /* The server has forgotten what it answered (it was restored): its numbers and ours do not meet. What is
   * under way did not run there. */
  if (frame->next > 0 && frame->next < _weft_client_session_lowest_unanswered (self))
    round->fork_now = TRUE;

  /* We have forgotten what we sent (this store was restored): go on after that. */
  if (frame->next > copy->next_n)
    {
      copy->next_n = frame->next;
      weft_batch_save_client (round->batch);
    }

  round->welcomed = TRUE;

  return TRUE;
}

static gboolean
take_snapshot (WeftClientSession *self, Round *round, WeftFrame *frame, GError **error)
{
  const char *stream = g_intern_string (frame->stream);
  GPtrArray *pages = g_hash_table_lookup (self->snapshots, stream);
  WeftBatchOutcome outcome;

  if (pages != NULL)
    {
      const WeftFrame *last = pages->pdata[pages->len - 1];

      if (frame->page != last->page + 1 || !weft_position_equal (&frame->position, &last->position))
        {
          g_hash_table_remove (self->snapshots, stream);
          pages = NULL;
        }
    }

  if (pages == NULL)
    {
      /* Any other is the rest of one that we gave up. */
      if (frame->page > 0)
        {
          weft_frame_free (frame);
          return TRUE;
        }
      pages = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_frame_free);
      g_hash_table_insert (self->snapshots, (gpointer) stream, pages);
    }

  /* All pages are held until the last: what never ends must not take all memory. */
  if (pages->len >= SNAPSHOT_PAGES_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "%s: a snapshot of more than %d pages", stream,
                   SNAPSHOT_PAGES_MAX);
      weft_frame_free (frame);
      return FALSE;
    }

  g_ptr_array_add (pages, frame);
  _weft_client_session_note_answer (self, stream);
  if (!frame->last)
    return TRUE;

  if (!weft_batch_replace (round->batch, pages, &outcome, error))
    return FALSE;
  g_hash_table_remove (self->snapshots, stream);
  g_hash_table_remove (self->awaited, stream);
  g_hash_table_remove (self->asked, stream);
  if (outcome == WEFT_BATCH_UNFIT)
    _weft_client_session_note_unfit (self, stream);
  else
    g_hash_table_remove (self->unfit, stream);
  _weft_client_session_open_again (self, stream);

  return TRUE;
}

static gboolean
take_page_rows (WeftClientSession *self, Round *round, WeftFrame *frame, GError **error)
{
  Page *page = _weft_client_session_find_page (self, frame->request);
  WeftBatchOutcome outcome;

  if (page == NULL || g_strcmp0 (page->stream, frame->stream) != 0)
    {
      weft_frame_free (frame);
      return TRUE;
    }

  if (!weft_batch_insert (round->batch, frame, page->table, page->before, &outcome, error))
    {
      weft_frame_free (frame);
      return FALSE;
    }

  if (outcome == WEFT_BATCH_EARLY)
    {
      /* The events before it are missing: fetch them, and look at the rows again. */
      g_clear_pointer (&page->early, weft_frame_free);
      page->early = frame;
      _weft_client_session_ask_for (self, page->stream);
      return TRUE;
    }

  weft_frame_free (frame);
  if (!g_ptr_array_find (round->pages, page, NULL))
    g_ptr_array_add (round->pages, page);

  return TRUE;
}

/* Rows which came too early, once more. */
static gboolean
take_early_rows (WeftClientSession *self, Round *round, GError **error)
{
  for (guint i = 0; i < self->pages->len; i++)
    {
      Page *page = self->pages->pdata[i];
      WeftHeld *held = weft_copy_get_stream (self->copy, page->stream);

      if (page->early != NULL && held != NULL && held->held && held->position.seq >= page->early->seq
          && !take_page_rows (self, round, g_steal_pointer (&page->early), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
take_latests (WeftClientSession *self, Round *round, WeftFrame *frame, GError **error)
{
  gboolean passing = FALSE;

  for (guint i = 0; frame->latests != NULL && i < frame->latests->len; i++)
    {
      const WeftFrameLatest *latest = &g_array_index (frame->latests, WeftFrameLatest, i);
      const WeftLatest *known = weft_registry_find_latest (self->copy->registry, latest->name);

      if (known == NULL)
        continue;
      if (self->heard != NULL && known->durable && g_strcmp0 (latest->by, self->copy->person) == 0)
        _weft_client_session_hear_latest (self, latest);
      if (!known->durable)
        passing = TRUE;
      else if (!weft_batch_set_latest (round->batch, latest->stream, latest->name, latest->by, latest->value,
                                       latest->at, NULL, error))
        {
          weft_frame_free (frame);
          return FALSE;
        }
    }

  if (passing)
    g_ptr_array_add (round->after, frame);
  else
    weft_frame_free (frame);

  return TRUE;
}

static void
take_heads (WeftClientSession *self, const WeftFrame *frame)
{
  for (guint i = 0; frame->heads != NULL && i < frame->heads->len; i++)
    {
      const WeftFrameHead *head = &g_array_index (frame->heads, WeftFrameHead, i);
      WeftHeld *held = weft_copy_get_stream (self->copy, head->stream);

      if (held != NULL)
        held->head = MAX (held->head, head->seq);
    }
}

static gboolean
take_revoked (WeftClientSession *self, Round *round, const WeftFrame *frame, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *title = NULL;

  if (weft_copy_get_stream (self->copy, frame->stream) == NULL)
    return TRUE;

  title = weft_copy_dup_title (self->copy, frame->stream);
  if (title != NULL && *title != '\0')
    /* Translators: why what waited to be sent is refused; %s is a room */
    reason = g_error_new (WEFT_ERROR, WEFT_ERROR_DENIED, _ ("You are no longer a member of “%s”"), title);
  else
    reason = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_DENIED, _ ("You are no longer a member here"));
  if (!weft_batch_purge (round->batch, frame->stream, reason, error))
    return FALSE;

  _weft_client_session_forget_latests (self, frame->stream);
  g_hash_table_remove (self->snapshots, frame->stream);
  g_hash_table_remove (self->awaited, frame->stream);
  g_ptr_array_add (round->revoked, g_strdup (frame->stream));
  g_ptr_array_add (round->revoked, g_steal_pointer (&title));

  return TRUE;
}

/* Takes over @frame. */
static gboolean
take_frame (WeftClientSession *self, Round *round, WeftFrame *frame, GError **error)
{
  WeftBatchOutcome outcome = WEFT_BATCH_IGNORED;
  gboolean done = TRUE;

  /* A peer that does not greet first is not worth listening to. */
  if (!self->ready && !round->welcomed && frame->type != WEFT_FRAME_WELCOME
      && frame->type != WEFT_FRAME_ERROR)
    {
      weft_frame_free (frame);
      return TRUE;
    }

  switch (frame->type)
    {
    case WEFT_FRAME_WELCOME:
      done = self->ready || take_welcome (self, round, frame, error);
      break;

    case WEFT_FRAME_EVENTS:
      done = weft_batch_fold (round->batch, frame, &outcome, error);
      if (outcome == WEFT_BATCH_GAP)
        _weft_client_session_ask_again_for (self, frame->stream);
      else if (outcome == WEFT_BATCH_APPLIED)
        _weft_client_session_note_answer (self, frame->stream);
      break;

    case WEFT_FRAME_SNAPSHOT:
      return take_snapshot (self, round, frame, error);

    case WEFT_FRAME_PAGE_ROWS:
      return take_page_rows (self, round, frame, error);

    case WEFT_FRAME_ANSWER:
      g_ptr_array_add (round->after, frame);
      return TRUE;

    case WEFT_FRAME_RESULT:
      done = take_results (self, round, frame->results, error);
      break;

    case WEFT_FRAME_LATEST:
      return take_latests (self, round, frame, error);

    case WEFT_FRAME_HEARTBEAT:
      if (frame->time > 0)
        self->offset = frame->time - weft_clock_now (self->copy->clock);
      take_heads (self, frame);
      _weft_client_session_ask_for_missing (self);
      self->all_live |= frame->live;
      if (self->heard != NULL && frame->live)
        done = _weft_client_session_compare_latests (self, error);
      break;

    case WEFT_FRAME_POKE:
      take_heads (self, frame);
      _weft_client_session_take_poke (self, frame);
      break;

    case WEFT_FRAME_RESET:
      g_hash_table_remove (self->snapshots, frame->stream);
      g_hash_table_add (self->awaited, (gpointer) g_intern_string (frame->stream));
      done = weft_batch_forget_position (round->batch, frame->stream, error);
      break;

    case WEFT_FRAME_REVOKED:
      done = take_revoked (self, round, frame, error);
      break;

    case WEFT_FRAME_PRESENCE:
      g_ptr_array_add (round->after, frame);
      return TRUE;

    case WEFT_FRAME_ERROR:
      g_message ("The server refuses a frame: %s: %s", frame->code, frame->message);
      if (_weft_client_session_find_page (self, frame->request) != NULL
          || _weft_client_session_find_ask (self, frame->request) != NULL)
        {
          g_ptr_array_add (round->after, frame);
          return TRUE;
        }
      break;

    default:
      break;
    }

  weft_frame_free (frame);

  return done;
}

static void
round_clear (Round *round)
{
  g_clear_pointer (&round->batch, weft_batch_free);
  g_clear_pointer (&round->pages, g_ptr_array_unref);
  g_clear_pointer (&round->revoked, g_ptr_array_unref);
  g_clear_pointer (&round->after, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Round, round_clear)

static void
pass_on (WeftClientSession *self, WeftFrame *frame)
{
  if (frame->type == WEFT_FRAME_ERROR)
    {
      g_autoptr (GError) error
          = g_error_new_literal (WEFT_ERROR, (int) weft_error_from_wire (frame->code), frame->message);
      Page *page = _weft_client_session_find_page (self, frame->request);
      Ask *ask = _weft_client_session_find_ask (self, frame->request);

      if (page != NULL)
        _weft_client_session_finish_page (self, page, TRUE, error);
      else if (ask != NULL)
        _weft_client_session_finish_ask (self, ask, NULL, error);
      return;
    }

  if (frame->type == WEFT_FRAME_ANSWER)
    {
      Ask *ask = _weft_client_session_find_ask (self, frame->request);

      if (ask != NULL)
        _weft_client_session_finish_ask (self, ask, frame, NULL);
      return;
    }

  if (frame->type == WEFT_FRAME_PRESENCE)
    {
      for (guint i = 0; frame->presences != NULL && i < frame->presences->len; i++)
        {
          const WeftFramePresence *presence = &g_array_index (frame->presences, WeftFramePresence, i);

          self->events.presence (presence->person, presence->state, presence->seen, self->user_data);
        }
      return;
    }

  for (guint i = 0; i < frame->latests->len; i++)
    {
      const WeftFrameLatest *latest = &g_array_index (frame->latests, WeftFrameLatest, i);
      const WeftLatest *known = weft_registry_find_latest (self->copy->registry, latest->name);

      if (known != NULL && !known->durable && g_strcmp0 (latest->by, self->copy->person) != 0)
        self->events.latest (latest->stream, latest->name, latest->by, latest->value, latest->extra,
                             self->user_data);
    }
}

/* Commits, and tells everybody what came of it. Only then is anything sent: what the disk does not hold never
 * happened. */
WeftBatch *
_weft_client_session_begin (WeftClientSession *self, gboolean durable, GError **error)
{
  return weft_copy_refresh (self->copy, error) ? weft_batch_begin (self->copy, durable, error) : NULL;
}

gboolean
_weft_client_session_commit (WeftClientSession *self, WeftBatch *batch, GPtrArray *to_send, GError **error)
{
  g_autoptr (WeftChanges) changes = NULL;
  GPtrArray *ids;

  if (weft_batch_get_outbox_changed (batch))
    {
      self->n_held = 0; /* to be looked at again */
      if (!weft_uploads_tidy (self->copy->uploads, self->copy->database, self->copy->outbox, error))
        return FALSE;
    }
  if (!weft_batch_commit (batch, &changes, error))
    return FALSE;

  if (changes != NULL)
    self->events.changed (changes, self->user_data);

  _weft_client_session_send_operations (self, to_send);

  ids = weft_batch_get_finished (batch);
  for (guint i = 0; i < ids->len; i++)
    self->events.settled (ids->pdata[i], NULL, self->user_data);
  ids = weft_batch_get_failed (batch);
  for (guint i = 0; i < ids->len; i++)
    {
      WeftOutboxEntry *entry = weft_outbox_find (self->copy->outbox, ids->pdata[i]);

      if (entry != NULL && entry->error != NULL)
        self->events.settled (entry->id, entry->error, self->user_data);
    }
  ids = weft_batch_get_broken (batch);
  for (guint i = 0; i < ids->len; i++)
    _weft_client_session_ask_for (self, ids->pdata[i]);

  if (weft_uploads_take_changed (self->copy->uploads) && self->events.uploads != NULL)
    self->events.uploads (self->user_data);
  if (weft_batch_get_outbox_changed (batch))
    self->events.updated (self->user_data);

  return TRUE;
}

void
_weft_client_session_drop_incoming (WeftClientSession *self)
{
  WeftFrame *frame;

  while ((frame = g_queue_pop_head (&self->incoming)) != NULL)
    weft_frame_free (frame);
  self->n_incoming = 0;
  self->n_events = 0;
  self->n_results = 0;
}

/* After a batch that failed: memory follows the disk again. */
void
_weft_client_session_recover (WeftClientSession *self)
{
  g_autoptr (GError) error = NULL;

  /* Pages of a snapshot that is on its way stay: what failed may be a person's doing, and the connection goes
   * on. */
  if (!weft_copy_reload (self->copy, &error))
    g_critical ("The store cannot be read: %s", error->message);
}

/* A refusal is acknowledged, and then nobody else knows of it: were it lost with the power, the server would
 * answer the operation with "done". */
static gboolean
has_refusal (WeftClientSession *self)
{
  for (GList *l = self->incoming.head; l != NULL; l = l->next)
    {
      const WeftFrame *frame = l->data;

      for (guint i = 0; frame->results != NULL && i < frame->results->len; i++)
        if (g_array_index (frame->results, WeftFrameResult, i).error != NULL)
          return TRUE;
    }

  return FALSE;
}

gboolean
_weft_client_session_run_round (WeftClientSession *self, GError **error)
{
  g_auto (Round) round = { NULL };
  g_autoptr (GPtrArray) to_send = g_ptr_array_new ();
  WeftFrame *frame;
  gboolean durable;

  if (!weft_copy_refresh (self->copy, error))
    return FALSE;

  durable = _weft_client_session_may_number (self) || (!self->ready && !g_queue_is_empty (&self->incoming))
            || self->copy->fork_wanted || has_refusal (self);
  round.batch = _weft_client_session_begin (self, durable, error);
  if (round.batch == NULL)
    return FALSE;
  round.pages = g_ptr_array_new ();
  round.revoked = g_ptr_array_new_with_free_func (g_free);
  round.after = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_frame_free);

  while ((frame = g_queue_pop_head (&self->incoming)) != NULL)
    if (!take_frame (self, &round, frame, error))
      return FALSE;
  self->n_incoming = 0;
  self->n_events = 0;
  self->n_results = 0;

  if (!take_early_rows (self, &round, error))
    return FALSE;

  if (self->caught_up && !self->was_settled)
    {
      self->was_settled = TRUE;
      weft_batch_settle (round.batch);
    }

  if (!weft_batch_finish (round.batch, error))
    return FALSE;

  if (round.fork_now
      || (self->copy->fork_wanted && weft_outbox_count (self->copy->outbox, WEFT_OUTBOX_SENT) == 0))
    {
      if (!_weft_client_session_fork_client (self, round.batch, error))
        return FALSE;
      round.fork_now = TRUE;
    }
  else if (!round.welcomed && !_weft_client_session_number_operations (self, round.batch, to_send, error))
    {
      return FALSE;
    }

  if (!_weft_client_session_commit (self, round.batch, to_send, error))
    return FALSE;

  for (guint i = 0; i < round.after->len; i++)
    pass_on (self, round.after->pdata[i]);
  for (guint i = 0; i + 1 < round.revoked->len; i += 2)
    self->events.revoked (round.revoked->pdata[i], round.revoked->pdata[i + 1], self->user_data);

  if (round.fork_now)
    {
      self->events.reconnect (self->user_data);
      return TRUE;
    }

  if (round.welcomed)
    {
      self->ready = TRUE;
      self->open.unsent = self->open.names != NULL;
      self->watched.unsent = self->watched.names != NULL;
      self->open.next = self->watched.next = 0;
      self->told_idle = FALSE;
      _weft_client_session_send_shown (self);
      _weft_client_session_send_again (self);
      self->events.updated (self->user_data);
    }

  _weft_client_session_acknowledge (self);
  _weft_client_session_make_room (self);
  for (guint i = 0; i < round.pages->len; i++)
    _weft_client_session_advance_page (self, round.pages->pdata[i]);
  _weft_client_session_subscribe_asked (self);

  return TRUE;
}

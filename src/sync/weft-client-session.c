/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-client-session.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#include "base/weft-backoff.h"
#include "base/weft-id.h"
#include "store/weft-object.h"
#include "store/weft-step.h"
#include "sync/weft-extent.h"

#define MS G_GINT64_CONSTANT (1000)

#define WINDOW_MIN 32                 /* operations under way at once while few wait */
#define COALESCE_MIN 32               /* pending operations from which on a batch waits for company */
#define COALESCE_MAX (250 * MS)       /* but not longer than this */
#define QUEUE_MAX 4096                /* frames that wait for a batch; then it runs at once */
#define QUIET (100 * MS)              /* silence after subscribing which means that we have caught up */
#define QUIET_MAX (3000 * MS)         /* but our own stream is waited for so long */
#define SNAPSHOT_PAGES_MAX 1024       /* of 64 kB: half a million members */
#define ASK_AGAIN (5000 * MS)         /* a stream is subscribed anew at most this often */
#define UNFIT_TRIES 8                 /* for a snapshot which does not fit; then again with the next connection */
#define PAGE_TIMEOUT (15000 * MS)
#define SEARCH_TIMEOUT (10000 * MS)
#define ASK_TIMEOUT (60000 * MS)      /* a server folds one past at a time */
#define LATEST_INTERVAL (1000 * MS)
#define PING_INTERVAL (WEFT_HEARTBEAT * MS)
#define POSITIONS_PER_FRAME 400       /* 512 may be named, but long ids would go over 64 kB */
#define OPERATION_OVERHEAD 512        /* bytes around the arguments in an operation's frame */

typedef struct
{
  gint64 request;
  const char *stream;    /* interned */
  const char *table;     /* interned */
  gint64 wanted;         /* rows just below this are wanted */
  guint limit;
  gint64 before;         /* what the server was asked for */
  gint64 deadline;
  WeftFrame *early;      /* (nullable): rows from after what is held */
  WeftClientSessionPageFunc func;
  gpointer user_data;
} Page;

/* A question about the past of a stream. */
typedef struct
{
  gint64 request;
  gint64 deadline;
  WeftClientSessionAnswerFunc func;
  gpointer user_data;
} Ask;

/* A stream whose snapshot does not fit our tables: damaged, or of a server which is newer. */
typedef struct
{
  WeftBackoff backoff;
  guint n_tries;
  gint64 due;            /* monotonic; G_MAXINT64: asked for, or given up */
} Unfit;

typedef struct
{
  char *stream;
  char *name;
  gboolean durable;
  gint64 value;
  char *json;            /* (nullable): the value of one that is not durable */
  gboolean unsent;
  gint64 next;           /* not to be sent before */
} OutgoingLatest;

struct _WeftClientSession
{
  WeftCopy *copy;
  WeftClientSessionEvents events;
  gpointer user_data;
  GString *out;

  gboolean connected;
  gboolean ready;        /* welcomed and subscribed */
  gboolean caught_up;
  gboolean was_settled;  /* in this connection */
  gint64 offset;
  gint64 acknowledged;
  gint64 last_sent;
  gint64 last_news;      /* monotonic: last events or snapshot; also when subscribing */
  gint64 subscribed;     /* monotonic */
  gboolean heard;        /* a heartbeat told the heads */

  GQueue incoming;       /* of WeftFrame */
  gint64 first_incoming;
  guint n_events;        /* in the queue */
  guint n_results;

  GHashTable *snapshots; /* interned stream → GPtrArray of WeftFrame: pages so far */
  GHashTable *awaited;   /* set of interned streams: reset, the snapshot is on its way */
  GHashTable *unfit;     /* interned stream → Unfit */
  GHashTable *asked;     /* interned stream → gint64*: when it was last subscribed */
  GPtrArray *to_ask;     /* streams to subscribe after the batch */
  GPtrArray *pages;      /* of Page */
  WeftSearchRequests *searches;
  GPtrArray *asks;       /* of Ask */
  gint64 last_request;

  GHashTable *latests;   /* key → OutgoingLatest */
  char **open;
  char **watched;

  WeftBackoff fault_backoff;
  gint64 resend_at;      /* monotonic; 0: nothing */
  guint n_held;          /* operations which were found to wait for a file when they were last looked at */
};

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

static gint64
now (WeftClientSession *self)
{
  return weft_clock_monotonic (self->copy->clock);
}

static void
send_out (WeftClientSession *self)
{
  self->last_sent = now (self);
  self->events.send (self->out->str, self->out->len, self->user_data);
  g_string_truncate (self->out, 0);
}

static guint
count_pending (WeftClientSession *self)
{
  return weft_outbox_count (self->copy->outbox, WEFT_OUTBOX_WAITING) + weft_outbox_count (self->copy->outbox, WEFT_OUTBOX_SENT) +
         weft_outbox_count (self->copy->outbox, WEFT_OUTBOX_CONFIRMED);
}

/* ── subscribing ────────────────────────────────────────────────────────────────────────────────────── */

static void
add_position (GArray *positions, WeftHeld *held)
{
  WeftFramePosition position = { .stream = held->stream, .position = held->position, .fresh = !held->held };

  g_array_append_val (positions, position);
}

static void
subscribe_all (WeftClientSession *self)
{
  g_autoptr (GArray) positions = g_array_new (FALSE, FALSE, sizeof (WeftFramePosition));
  GHashTableIter iter;
  gpointer held;
  guint done = 0;

  g_hash_table_iter_init (&iter, self->copy->streams);
  while (g_hash_table_iter_next (&iter, NULL, &held))
    if (((WeftHeld *) held)->held)
      add_position (positions, held);

  /* Our own streams come last: what is not named by then has no position, and gets a snapshot. */
  do
    {
      guint n = MIN (positions->len - done, POSITIONS_PER_FRAME);

      weft_frame_write_subscribe (self->out, done + n == positions->len,
                                  n > 0 ? &g_array_index (positions, WeftFramePosition, done) : NULL, n);
      send_out (self);
      done += n;
    }
  while (done < positions->len);

  self->last_news = self->subscribed = now (self);
  self->heard = FALSE;
}

static void
ask_for (WeftClientSession *self, const char *stream)
{
  g_ptr_array_add (self->to_ask, (gpointer) g_intern_string (stream));
}

static void
subscribe_asked (WeftClientSession *self)
{
  g_autoptr (GArray) positions = NULL;

  if (self->to_ask->len == 0)
    return;

  positions = g_array_new (FALSE, FALSE, sizeof (WeftFramePosition));
  for (guint i = 0; i < self->to_ask->len && self->ready; i++)
    {
      const char *stream = self->to_ask->pdata[i];
      gint64 *when = g_hash_table_lookup (self->asked, stream);
      WeftHeld *held = weft_copy_add_stream (self->copy, stream);

      if ((when != NULL && now (self) - *when < ASK_AGAIN) || held->stopped || positions->len == POSITIONS_PER_FRAME)
        continue;
      when = g_new (gint64, 1);
      *when = now (self);
      g_hash_table_insert (self->asked, (gpointer) stream, when);
      g_hash_table_remove (self->snapshots, stream);
      add_position (positions, held);
    }
  g_ptr_array_set_size (self->to_ask, 0);

  if (positions->len > 0)
    {
      weft_frame_write_subscribe (self->out, FALSE, &g_array_index (positions, WeftFramePosition, 0), positions->len);
      send_out (self);
      self->last_news = now (self);
    }
}

/* ── sending operations ─────────────────────────────────────────────────────────────────────────────── */

static int
compare_n (gconstpointer a, gconstpointer b)
{
  const WeftOutboxEntry *first = *(WeftOutboxEntry *const *) a;
  const WeftOutboxEntry *second = *(WeftOutboxEntry *const *) b;

  return (first->n > second->n) - (first->n < second->n);
}

static gboolean
may_number (WeftClientSession *self)
{
  return self->ready && !self->copy->fork_wanted && weft_outbox_count (self->copy->outbox, WEFT_OUTBOX_WAITING) > self->n_held;
}

/* Gives numbers to what may be sent next, inside the batch: a number must be on disk before the server sees it. */
static gboolean
number_operations (WeftClientSession *self, WeftBatch *batch, GPtrArray *to_send, GError **error)
{
  WeftCopy *copy = self->copy;
  guint window = MAX (WINDOW_MIN, count_pending (self) / 4);
  g_autoptr (GHashTable) made = NULL;

  if (!may_number (self))
    return TRUE;

  self->n_held = 0;

  for (GList *l = weft_outbox_peek (copy->outbox); l != NULL && weft_outbox_count (copy->outbox, WEFT_OUTBOX_SENT) < window; l = l->next)
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

static void
send_operations (WeftClientSession *self, GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      WeftOutboxEntry *entry = entries->pdata[i];

      weft_frame_write_operation (self->out, entry->n, entry->id, entry->stream, entry->op, entry->args);
      send_out (self);
    }
}

static void
send_again (WeftClientSession *self)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();

  for (GList *l = weft_outbox_peek (self->copy->outbox); l != NULL; l = l->next)
    if (((WeftOutboxEntry *) l->data)->state == WEFT_OUTBOX_SENT)
      g_ptr_array_add (entries, l->data);
  g_ptr_array_sort (entries, compare_n);
  send_operations (self, entries);
}

static gint64
lowest_unanswered (WeftClientSession *self)
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

static void
acknowledge (WeftClientSession *self)
{
  gint64 n = lowest_unanswered (self) - 1;

  if (!self->ready || n <= self->acknowledged)
    return;

  self->acknowledged = n;
  weft_frame_write_acknowledge (self->out, n);
  send_out (self);
}

/* A client id of its own, for a store that found out that it is a copy (or that the server has forgotten it). */
static gboolean
fork_client (WeftClientSession *self, WeftBatch *batch, GError **error)
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

/* ── latest values ──────────────────────────────────────────────────────────────────────────────────── */

static OutgoingLatest *
get_outgoing (WeftClientSession *self, const char *stream, const char *name)
{
  g_autofree char *key = g_strconcat (stream, "\x1f", name, NULL);
  OutgoingLatest *latest = g_hash_table_lookup (self->latests, key);

  if (latest == NULL)
    {
      latest = g_new0 (OutgoingLatest, 1);
      latest->stream = g_strdup (stream);
      latest->name = g_strdup (name);
      g_hash_table_insert (self->latests, g_steal_pointer (&key), latest);
    }

  return latest;
}

static void
send_latests (WeftClientSession *self)
{
  GHashTableIter iter;
  gpointer value;

  if (!self->ready)
    return;

  g_hash_table_iter_init (&iter, self->latests);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      OutgoingLatest *latest = value;

      if (!latest->unsent)
        {
          if (latest->next <= now (self))
            g_hash_table_iter_remove (&iter);
          continue;
        }
      if (latest->next > now (self))
        continue;

      latest->unsent = FALSE;
      latest->next = now (self) + LATEST_INTERVAL;
      if (latest->durable)
        weft_frame_write_latest_value (self->out, latest->stream, latest->name, latest->value);
      else
        weft_frame_write_latest_object (self->out, latest->stream, latest->name, latest->json);
      send_out (self);
    }
}

/* Our own marks which the server does not know yet: they were set offline, or lost on the way. */
static gboolean
compare_latests (WeftClientSession *self, const WeftFrame *welcome, GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  WeftStatement *statement;
  int step;

  for (guint i = 0; welcome->latests != NULL && i < welcome->latests->len; i++)
    {
      const WeftFrameLatest *latest = &g_array_index (welcome->latests, WeftFrameLatest, i);

      g_hash_table_insert (known, g_strconcat (latest->stream, "\x1f", latest->name, NULL), (gpointer) latest);
    }

  statement = weft_database_query (self->copy->database, error,
                                   "SELECT stream, name, value FROM latest WHERE person = ?1", "t", self->copy->person);
  if (statement == NULL)
    return FALSE;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      const char *stream = weft_statement_get_text (statement, 0);
      const char *name = weft_statement_get_text (statement, 1);
      gint64 value = weft_statement_get_int (statement, 2);
      g_autofree char *key = g_strconcat (stream, "\x1f", name, NULL);
      const WeftFrameLatest *latest = g_hash_table_lookup (known, key);

      if (latest == NULL || latest->value < value)
        {
          OutgoingLatest *outgoing = get_outgoing (self, stream, name);

          outgoing->durable = TRUE;
          outgoing->value = value;
          outgoing->unsent = TRUE;
        }
    }

  return step == 0;
}

/* ── pages of history ───────────────────────────────────────────────────────────────────────────────── */

static void
finish_page (WeftClientSession *self, Page *page, gboolean more, const GError *error)
{
  WeftClientSessionPageFunc func = page->func;
  gpointer user_data = page->user_data;

  g_ptr_array_remove (self->pages, page);
  func (more, error, user_data);
}

/* Looks at what is held now, and either finishes @page or asks for what is missing. */
static void
advance_page (WeftClientSession *self, Page *page)
{
  g_autoptr (GError) error = NULL;
  WeftHeld *held = weft_copy_get_stream (self->copy, page->stream);
  gboolean complete = FALSE;
  gint64 before = page->wanted;
  int found;

  found = weft_extent_find_below (self->copy->database, page->stream, page->table, &before, page->limit, &complete, &error);
  if (found != 0)
    {
      finish_page (self, page, !complete, error);
      return;
    }

  if (held == NULL || (!held->held && !g_hash_table_contains (self->unfit, page->stream)))
    g_set_error_literal (&error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "stream: no such stream");
  else if (held->stopped || !held->held)
    g_set_error_literal (&error, WEFT_ERROR, WEFT_ERROR_UPDATE_NEEDED, _("This needs a newer version of Weft"));
  else if (!self->ready)
    g_set_error_literal (&error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, _("Older entries can be loaded when the server is reached again"));
  if (error != NULL)
    {
      finish_page (self, page, TRUE, error);
      return;
    }

  page->request = ++self->last_request;
  page->before = before;
  page->deadline = now (self) + PAGE_TIMEOUT;
  weft_frame_write_page (self->out, page->request, page->stream, page->table, before, MIN (page->limit, WEFT_PAGE_MAX));
  send_out (self);
}

static void
fail_pages (WeftClientSession *self, gint64 deadline, const char *message)
{
  g_autoptr (GError) error = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, message);

  for (guint i = self->pages->len; i > 0; i--)
    {
      Page *page = self->pages->pdata[i - 1];

      if (page->deadline <= deadline)
        finish_page (self, page, TRUE, error);
    }
}

static Ask *
find_ask (WeftClientSession *self, gint64 request)
{
  for (guint i = 0; i < self->asks->len; i++)
    if (((Ask *) self->asks->pdata[i])->request == request)
      return self->asks->pdata[i];

  return NULL;
}

static void
finish_ask (WeftClientSession *self, Ask *ask, const WeftFrame *answer, const GError *error)
{
  WeftClientSessionAnswerFunc func = ask->func;
  gpointer user_data = ask->user_data;

  g_ptr_array_remove (self->asks, ask);
  func (answer, error, user_data);
}

static void
fail_asks (WeftClientSession *self, gint64 deadline, const char *message)
{
  g_autoptr (GError) error = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, message);

  for (guint i = self->asks->len; i > 0; i--)
    {
      Ask *ask = self->asks->pdata[i - 1];

      if (ask->deadline <= deadline)
        finish_ask (self, ask, NULL, error);
    }
}

static Page *
find_page (WeftClientSession *self, gint64 request)
{
  for (guint i = 0; i < self->pages->len; i++)
    if (((Page *) self->pages->pdata[i])->request == request)
      return self->pages->pdata[i];

  return NULL;
}

/* ── incoming frames, inside a batch ────────────────────────────────────────────────────────────────── */

typedef struct
{
  WeftBatch *batch;
  GPtrArray *pages;      /* of Page: to be looked at again */
  GPtrArray *revoked;    /* of char*: stream, title, stream, title, … */
  GPtrArray *after;      /* of WeftFrame: to be passed on after the commit */
  gboolean fork;
  gboolean fork_now;     /* whatever is under way did not run */
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

      if (!weft_batch_take_result (round->batch, &g_array_index (results, WeftFrameResult, i), &forked, &faulty, error))
        return FALSE;
      round->fork = round->fork || forked;
      if (faulty && self->resend_at == 0)
        self->resend_at = now (self) + weft_backoff_next (&self->fault_backoff) * MS;
      if (!faulty)
        weft_backoff_reset (&self->fault_backoff);
    }

  return TRUE;
}

static gboolean
take_welcome (WeftClientSession *self, Round *round, const WeftFrame *frame, GError **error)
{
  WeftCopy *copy = self->copy;

  if (!weft_copy_set_person (copy, frame->person, frame->workspace, error) || !take_results (self, round, frame->results, error))
    return FALSE;

  self->offset = frame->time > 0 ? frame->time - weft_clock_now (copy->clock) : 0;

  for (guint i = 0; frame->latests != NULL && i < frame->latests->len; i++)
    {
      const WeftFrameLatest *latest = &g_array_index (frame->latests, WeftFrameLatest, i);

      if (latest->extra == NULL &&
          !weft_batch_set_latest (round->batch, latest->stream, latest->name, copy->person, latest->value, latest->at, NULL, error))
        return FALSE;
    }
  if (!compare_latests (self, frame, error))
    return FALSE;

  /* The server has forgotten what it answered (it was restored): its numbers and ours do not meet. What is under way did not run there. */
  if (frame->next > 0 && frame->next < lowest_unanswered (self))
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

static void
note_unfit (WeftClientSession *self, const char *stream)
{
  Unfit *unfit = g_hash_table_lookup (self->unfit, stream);

  if (unfit == NULL)
    {
      unfit = g_new0 (Unfit, 1);
      unfit->backoff = (WeftBackoff) WEFT_BACKOFF_INIT (4000, 300000);
      g_hash_table_insert (self->unfit, (gpointer) stream, unfit);
    }

  if (++unfit->n_tries > UNFIT_TRIES)
    unfit->due = G_MAXINT64;
  else
    unfit->due = now (self) + weft_backoff_next (&unfit->backoff) * MS;
}

static void
ask_for_unfit (WeftClientSession *self)
{
  GHashTableIter iter;
  gpointer stream;
  gpointer value;

  g_hash_table_iter_init (&iter, self->unfit);
  while (g_hash_table_iter_next (&iter, &stream, &value))
    {
      Unfit *unfit = value;

      if (unfit->due > now (self))
        continue;
      unfit->due = G_MAXINT64;
      g_hash_table_remove (self->asked, stream);
      ask_for (self, stream);
    }
  subscribe_asked (self);
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
      /* The first page is 0 or 1; any other is the rest of one that we gave up. */
      if (frame->page > 1)
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
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "%s: a snapshot of more than %d pages", stream, SNAPSHOT_PAGES_MAX);
      weft_frame_free (frame);
      return FALSE;
    }

  g_ptr_array_add (pages, frame);
  if (!frame->last)
    return TRUE;

  if (!weft_batch_replace (round->batch, pages, &outcome, error))
    return FALSE;
  g_hash_table_remove (self->snapshots, stream);
  g_hash_table_remove (self->awaited, stream);
  g_hash_table_remove (self->asked, stream);
  if (outcome == WEFT_BATCH_UNFIT)
    note_unfit (self, stream);
  else
    g_hash_table_remove (self->unfit, stream);

  return TRUE;
}

static gboolean
take_page_rows (WeftClientSession *self, Round *round, WeftFrame *frame, GError **error)
{
  Page *page = find_page (self, frame->request);
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
      ask_for (self, page->stream);
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

      if (page->early != NULL && held != NULL && held->held && held->position.seq >= page->early->seq &&
          !take_page_rows (self, round, g_steal_pointer (&page->early), error))
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
      if (!known->durable)
        passing = TRUE;
      else if (!weft_batch_set_latest (round->batch, latest->stream, latest->name, latest->by, latest->value, latest->at, NULL, error))
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

      /* The server moved on without sending the events: its queue was full, or they were lost. */
      if (held != NULL && held->held)
        {
          held->head = MAX (held->head, head->seq);
          if (held->position.seq < head->seq)
            ask_for (self, head->stream);
        }
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
    reason = g_error_new (WEFT_ERROR, WEFT_ERROR_DENIED, _("You are no longer a member of “%s”"), title);
  else
    reason = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_DENIED, _("You are no longer a member here"));
  if (!weft_batch_purge (round->batch, frame->stream, reason, error))
    return FALSE;

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
  if (!self->ready && !round->welcomed && frame->type != WEFT_FRAME_WELCOME && frame->type != WEFT_FRAME_ERROR)
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
        ask_for (self, frame->stream);
      else if (outcome == WEFT_BATCH_APPLIED)
        g_hash_table_remove (self->asked, frame->stream);
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
      self->heard = TRUE;
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
      if (find_page (self, frame->request) != NULL || find_ask (self, frame->request) != NULL)
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
      g_autoptr (GError) error = g_error_new_literal (WEFT_ERROR, (int) weft_error_from_wire (frame->code), frame->message);
      Page *page = find_page (self, frame->request);
      Ask *ask = find_ask (self, frame->request);

      if (page != NULL)
        finish_page (self, page, TRUE, error);
      else if (ask != NULL)
        finish_ask (self, ask, NULL, error);
      return;
    }

  if (frame->type == WEFT_FRAME_ANSWER)
    {
      Ask *ask = find_ask (self, frame->request);

      if (ask != NULL)
        finish_ask (self, ask, frame, NULL);
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
        self->events.latest (latest->stream, latest->name, latest->by, latest->value, latest->extra, self->user_data);
    }
}

/* Commits, and tells everybody what came of it. Only then is anything sent: what the disk does not hold never happened. */
static gboolean
commit (WeftClientSession *self, WeftBatch *batch, GPtrArray *to_send, GError **error)
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

  send_operations (self, to_send);

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
    ask_for (self, ids->pdata[i]);

  if (weft_uploads_take_changed (self->copy->uploads) && self->events.uploads != NULL)
    self->events.uploads (self->user_data);
  if (weft_batch_get_outbox_changed (batch))
    self->events.updated (self->user_data);

  return TRUE;
}

static void
drop_incoming (WeftClientSession *self)
{
  WeftFrame *frame;

  while ((frame = g_queue_pop_head (&self->incoming)) != NULL)
    weft_frame_free (frame);
  self->n_events = 0;
  self->n_results = 0;
}

/* After a batch that failed: memory follows the disk again. */
static void
recover (WeftClientSession *self)
{
  g_autoptr (GError) error = NULL;

  g_hash_table_remove_all (self->snapshots);
  if (!weft_copy_reload (self->copy, &error))
    g_critical ("The store cannot be read: %s", error->message);
}

static gboolean
run_round (WeftClientSession *self, GError **error)
{
  g_auto (Round) round = { NULL };
  g_autoptr (GPtrArray) to_send = g_ptr_array_new ();
  WeftFrame *frame;
  gboolean durable;

  durable = may_number (self) || (!self->ready && !g_queue_is_empty (&self->incoming)) || self->copy->fork_wanted;
  round.batch = weft_batch_begin (self->copy, durable, error);
  if (round.batch == NULL)
    return FALSE;
  round.pages = g_ptr_array_new ();
  round.revoked = g_ptr_array_new_with_free_func (g_free);
  round.after = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_frame_free);

  while ((frame = g_queue_pop_head (&self->incoming)) != NULL)
    {
      if (frame->type == WEFT_FRAME_EVENTS || frame->type == WEFT_FRAME_SNAPSHOT)
        self->last_news = now (self);
      if (!take_frame (self, &round, frame, error))
        return FALSE;
    }
  self->n_events = 0;
  self->n_results = 0;

  if (!take_early_rows (self, &round, error))
    return FALSE;

  if (self->caught_up && !self->was_settled)
    {
      self->was_settled = TRUE;
      if (!weft_batch_settle (round.batch, error))
        return FALSE;
    }

  if (!weft_batch_finish (round.batch, error))
    return FALSE;

  if (round.fork_now || (self->copy->fork_wanted && weft_outbox_count (self->copy->outbox, WEFT_OUTBOX_SENT) == 0))
    {
      if (!fork_client (self, round.batch, error))
        return FALSE;
      round.fork_now = TRUE;
    }
  else if (!round.welcomed && !number_operations (self, round.batch, to_send, error))
    {
      return FALSE;
    }

  if (!commit (self, round.batch, to_send, error))
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
      subscribe_all (self);
      if (self->open != NULL)
        weft_client_session_set_open (self, (const char *const *) self->open);
      if (self->watched != NULL)
        weft_client_session_set_watched (self, (const char *const *) self->watched);
      send_again (self);
      self->events.updated (self->user_data);
    }

  acknowledge (self);
  for (guint i = 0; i < round.pages->len; i++)
    advance_page (self, round.pages->pdata[i]);
  subscribe_asked (self);

  return TRUE;
}

/* ── time ───────────────────────────────────────────────────────────────────────────────────────────── */

static gint64
get_queue_due (WeftClientSession *self)
{
  guint pending;

  if (g_queue_is_empty (&self->incoming))
    return G_MAXINT64;

  pending = self->ready ? weft_outbox_count (self->copy->outbox, WEFT_OUTBOX_WAITING) +
                            weft_outbox_count (self->copy->outbox, WEFT_OUTBOX_SENT)
                        : 0;
  if (pending < COALESCE_MIN || self->n_events >= pending / 4 || g_queue_get_length (&self->incoming) >= QUEUE_MAX ||
      self->n_results >= weft_outbox_count (self->copy->outbox, WEFT_OUTBOX_SENT))
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

  if (now (self) < self->subscribed + QUIET_MAX && self->copy->person != NULL)
    {
      g_autofree char *own = g_strconcat ("user/", self->copy->person, NULL);
      WeftHeld *held = weft_copy_get_stream (self->copy, own);

      if (held == NULL || !held->held)
        return TRUE;
    }

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
  return may_number (self) &&
         weft_outbox_count (self->copy->outbox, WEFT_OUTBOX_SENT) == 0 && g_queue_is_empty (&self->incoming);
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
  if (!self->caught_up)
    due = MIN (due, self->heard ? 0 : self->last_news + QUIET);
  if (self->resend_at != 0)
    due = MIN (due, self->resend_at);
  due = MIN (due, self->last_sent + PING_INTERVAL);

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
  if (run_round (self, error))
    return TRUE;

  recover (self);

  return FALSE;
}

gboolean
weft_client_session_tick (WeftClientSession *self, GError **error)
{
  if (get_queue_due (self) <= now (self) || may_send_new (self))
    if (!run_round_or_recover (self, error))
      return FALSE;

  weft_search_requests_fail (self->searches, now (self), _("The server did not answer the search; try again"));
  fail_pages (self, now (self), _("The server did not send the older entries; try again"));
  fail_asks (self, now (self), _("The server did not answer; try again"));

  if (!self->ready)
    return TRUE;

  if (!self->caught_up && (self->heard || now (self) >= self->last_news + QUIET) && g_queue_is_empty (&self->incoming))
    {
      if (is_behind (self))
        {
          self->last_news = now (self);
          self->heard = FALSE;
        }
      else
        {
          self->caught_up = TRUE;
          if (!run_round_or_recover (self, error))
            return FALSE;
          self->events.updated (self->user_data);
        }
    }

  if (self->resend_at != 0 && now (self) >= self->resend_at)
    {
      self->resend_at = 0;
      send_again (self);
    }

  send_latests (self);
  ask_for_unfit (self);

  if (now (self) >= self->last_sent + PING_INTERVAL)
    {
      weft_frame_write_ping (self->out);
      send_out (self);
    }

  return TRUE;
}

/* ── public ─────────────────────────────────────────────────────────────────────────────────────────── */

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
  self->latests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) outgoing_latest_free);
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
  g_strfreev (self->open);
  g_strfreev (self->watched);
  g_string_free (self->out, TRUE);
  g_free (self);
}

void
weft_client_session_connect (WeftClientSession *self, const char *agent)
{
  weft_client_session_disconnect (self);

  self->connected = TRUE;
  self->was_settled = FALSE;
  self->acknowledged = lowest_unanswered (self) - 1;
  weft_frame_write_hello (self->out, self->copy->client, agent, self->acknowledged);
  send_out (self);
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
  drop_incoming (self);
  g_hash_table_remove_all (self->snapshots);
  g_hash_table_remove_all (self->awaited);
  g_hash_table_remove_all (self->unfit);
  g_hash_table_remove_all (self->asked);
  g_ptr_array_set_size (self->to_ask, 0);
  weft_search_requests_fail (self->searches, G_MAXINT64, _("The connection was lost while searching"));
  fail_pages (self, G_MAXINT64, _("The connection was lost while loading older entries"));
  fail_asks (self, G_MAXINT64, _("The connection was lost before the answer came"));

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

  batch = weft_batch_begin (self->copy, TRUE, error);
  if (batch != NULL && fork_client (self, batch, error) && weft_batch_commit (batch, NULL, error))
    return TRUE;

  g_clear_pointer (&batch, weft_batch_free);
  recover (self);

  return FALSE;
}

void
weft_client_session_receive (WeftClientSession *self, WeftFrame *frame)
{
  /* What was found touches no row: it need not wait for a batch. */
  if (frame->type == WEFT_FRAME_HITS
      || (frame->type == WEFT_FRAME_ERROR && frame->request != 0 && find_page (self, frame->request) == NULL
          && find_ask (self, frame->request) == NULL))
    {
      if (!weft_search_requests_take (self->searches, frame) && frame->type == WEFT_FRAME_ERROR)
        g_message ("The server refuses a frame: %s: %s", frame->code, frame->message);
      weft_frame_free (frame);
      return;
    }

  if (g_queue_is_empty (&self->incoming))
    self->first_incoming = now (self);

  if (frame->type == WEFT_FRAME_EVENTS)
    self->n_events += frame->events->len;
  else if (frame->type == WEFT_FRAME_RESULT)
    self->n_results++;

  g_queue_push_tail (&self->incoming, frame);
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

static gboolean
check_submission (WeftClientSession *self, WeftSubmission *submission, WeftOutboxEntry *entry, GError **error)
{
  gsize length = strlen (submission->args);
  GPtrArray *steps;

  if (!weft_stream_is_valid (submission->stream))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "stream: “%s” is no stream", submission->stream);
      return FALSE;
    }
  if (length + OPERATION_OVERHEAD > WEFT_FRAME_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "args: %" G_GSIZE_FORMAT " bytes, at most %d", length,
                   WEFT_FRAME_MAX - OPERATION_OVERHEAD);
      return FALSE;
    }
  steps = weft_outbox_entry_get_steps (entry, error);
  for (guint i = 0; steps != NULL && i < steps->len; i++)
    {
      const WeftOperation *operation = ((WeftStep *) steps->pdata[i])->operation;

      if (!weft_registry_allows (self->copy->registry, operation, submission->stream))
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "op: %s does not run on %s", operation->name, submission->stream);
          return FALSE;
        }
    }

  return steps != NULL;
}

gboolean
weft_client_session_submit (WeftClientSession *self, WeftSubmission *submissions, guint n, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_outbox_entry_free);
  g_autoptr (GPtrArray) to_send = g_ptr_array_new ();
  g_autoptr (WeftBatch) batch = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = weft_id_random ();
      g_autoptr (WeftOutboxEntry) entry = NULL;

      entry = weft_outbox_entry_new (self->copy->registry, id, submissions[i].stream, submissions[i].op, submissions[i].args);
      entry->created_at = weft_clock_now (self->copy->clock) + self->offset;
      if (submissions[i].files != NULL)
        weft_outbox_entry_add_files (entry, submissions[i].files);
      if (!check_submission (self, &submissions[i], entry, &submissions[i].error))
        continue;
      entry->fresh = TRUE;
      entry->seen = g_strdup (submissions[i].seen);
      entry->stack = WEFT_UNDO_BACK;
      entry->anew = TRUE;
      entry->group = g_strdup (submissions[i].group);
      submissions[i].id = g_steal_pointer (&id);
      g_ptr_array_add (entries, g_steal_pointer (&entry));
    }

  if (entries->len == 0)
    return TRUE;

  batch = weft_batch_begin (self->copy, TRUE, error);
  if (batch == NULL)
    goto fail;

  for (guint i = 0; i < entries->len; i++)
    if (!weft_uploads_expect (self->copy->uploads, self->copy->database, self->copy->directory, entries->pdata[i], error) ||
        !weft_batch_add (batch, g_steal_pointer (&entries->pdata[i]), error))
      goto fail;

  if (!weft_batch_finish (batch, error) || !number_operations (self, batch, to_send, error) || !commit (self, batch, to_send, error))
    goto fail;

  return TRUE;

fail:
  for (guint i = 0; i < n; i++)
    g_clear_pointer (&submissions[i].id, g_free);
  g_clear_pointer (&batch, weft_batch_free);
  recover (self);

  return FALSE;
}

/* Whatever waits for @hash, and has not been sent. */
static gboolean
fail_waiting (WeftClientSession *self, WeftBatch *batch, const char *hash, const GError *refusal, GError **error)
{
  for (GList *l = weft_outbox_peek (self->copy->outbox); l != NULL; l = l->next)
    {
      WeftOutboxEntry *entry = l->data;

      if (entry->state == WEFT_OUTBOX_WAITING && entry->n == 0 && entry->files != NULL &&
          g_strv_contains ((const char *const *) entry->files, hash) && !weft_batch_fail (batch, entry, refusal, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
weft_client_session_file_uploaded (WeftClientSession *self, const char *hash, const GError *refusal, GError **error)
{
  g_autoptr (WeftBatch) batch = weft_batch_begin (self->copy, TRUE, error);
  g_autoptr (GPtrArray) to_send = g_ptr_array_new ();

  self->n_held = 0;
  if (batch != NULL &&
      weft_uploads_set_state (self->copy->uploads, self->copy->database, hash,
                              refusal == NULL ? WEFT_UPLOAD_DONE : WEFT_UPLOAD_FAILED, error) &&
      (refusal == NULL || fail_waiting (self, batch, hash, refusal, error)) && weft_batch_finish (batch, error) &&
      number_operations (self, batch, to_send, error) && commit (self, batch, to_send, error))
    return TRUE;

  g_clear_pointer (&batch, weft_batch_free);
  recover (self);

  return FALSE;
}

/* The message a person gets to read is about the one thing, not about its place in a group of one. */
static GError *
tell_refusal (WeftOutboxEntry *entry)
{
  static const char prefix[] = "operations[0].";
  GError *error = g_error_copy (entry->unpredicted);

  if (entry->steps != NULL && entry->steps->len == 1 && g_str_has_prefix (error->message, prefix))
    {
      char *message = g_strdup (error->message + strlen (prefix));

      g_free (error->message);
      error->message = message;
    }

  return error;
}

/* Without its refusal the top of a stack would stand in the way of what lies under it. */
static gboolean
drop_top (WeftClientSession *self, WeftUndoStack stack, GError **error)
{
  g_autoptr (WeftBatch) batch = weft_batch_begin (self->copy, FALSE, error);
  g_autoptr (GPtrArray) to_send = g_ptr_array_new ();
  g_autoptr (GPtrArray) steps = batch != NULL ? weft_undo_pop (self->copy->database, stack, error) : NULL;

  return steps != NULL && commit (self, batch, to_send, error);
}

char *
weft_client_session_step_back (WeftClientSession *self, WeftUndoStack stack, GError **error)
{
  g_autoptr (WeftBatch) batch = weft_batch_begin (self->copy, TRUE, error);
  g_autoptr (GPtrArray) to_send = g_ptr_array_new ();
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();
  g_autoptr (GPtrArray) steps = NULL;
  g_autoptr (GError) refusal = NULL;
  g_autofree char *group = weft_id_random ();

  if (batch == NULL || (steps = weft_undo_pop (self->copy->database, stack, error)) == NULL)
    goto fail;
  if (steps->len == 0)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
                           stack == WEFT_UNDO_BACK ? "There is nothing to undo" : "There is nothing to redo");
      goto fail;
    }

  for (guint i = 0; i < steps->len && refusal == NULL; i++)
    {
      const WeftUndoStep *step = steps->pdata[i];
      g_autofree char *id = weft_id_random ();
      WeftOutboxEntry *entry;

      if (step->why != NULL)
        {
          g_set_error_literal (&refusal, WEFT_ERROR, WEFT_ERROR_DENIED, step->why);
          break;
        }
      entry = weft_outbox_entry_new (self->copy->registry, id, step->stream, step->op, step->args);
      entry->created_at = weft_clock_now (self->copy->clock) + self->offset;
      entry->fresh = TRUE;
      entry->stack = stack == WEFT_UNDO_BACK ? WEFT_UNDO_FORTH : WEFT_UNDO_BACK;
      entry->group = g_strdup (group);
      g_ptr_array_add (entries, entry);
      if (!weft_batch_add (batch, entry, error))
        goto fail;
    }

  /* All of it or none: what stands in the way of one part stands in the way of all. */
  if (refusal == NULL && !weft_batch_finish (batch, error))
    goto fail;
  for (guint i = 0; i < entries->len && refusal == NULL; i++)
    if (((WeftOutboxEntry *) entries->pdata[i])->unpredicted != NULL)
      refusal = tell_refusal (entries->pdata[i]);

  if (refusal == NULL)
    {
      if (!number_operations (self, batch, to_send, error) || !commit (self, batch, to_send, error))
        goto fail;
      return g_strdup (((WeftOutboxEntry *) entries->pdata[entries->len - 1])->id);
    }

  g_clear_pointer (&batch, weft_batch_free);
  recover (self);
  if (drop_top (self, stack, error))
    g_propagate_error (error, g_steal_pointer (&refusal));

  return NULL;

fail:
  g_clear_pointer (&batch, weft_batch_free);
  recover (self);

  return NULL;
}

static gboolean
submit_one (WeftClientSession *self, const char *stream, const char *op, const char *args, GError **error)
{
  WeftSubmission submission = { .stream = stream, .op = op, .args = args };
  gboolean stored = weft_client_session_submit (self, &submission, 1, error);

  g_free (submission.id);
  if (submission.error != NULL)
    g_propagate_error (error, submission.error);

  return stored && submission.error == NULL;
}

/* The operation which lost, with @mine in @field and everything else as it is now. */
static char *
write_kept (WeftClientSession *self, const char *stream, const WeftOperation *operation, const char *id, const char *field, const char *mine,
            gboolean both, GError **error)
{
  g_autoptr (JsonObject) args = json_object_new ();
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; operation->fields[i] != NULL; i++)
    {
      const char *name = operation->fields[i];
      const WeftObjectField *known = weft_object_find_field (operation->object, name);
      g_autoptr (JsonNode) value = NULL;

      if (g_strcmp0 (name, operation->object->key) == 0)
        json_object_set_string_member (args, name, id);
      if (known == NULL || known->is_order)
        continue;
      if (!weft_object_read (operation->object, self->copy->database, stream, id, known, &value, error))
        return NULL;
      if (!g_str_equal (name, field))
        {
          if (value != NULL)
            json_object_set_member (args, name, g_steal_pointer (&value));
        }
      else if (both && value != NULL && JSON_NODE_HOLDS_VALUE (value))
        {
          g_autofree char *text = g_strconcat (json_node_get_string (value), "\n\n", mine, NULL);

          json_object_set_string_member (args, name, text);
        }
      else
        {
          json_object_set_string_member (args, name, mine);
        }
    }
  weft_step_write_args (args, NULL, out, NULL);

  return g_string_free_and_steal (g_steal_pointer (&out));
}

gboolean
weft_client_session_resolve_conflict (WeftClientSession *self, const char *id, gboolean mine, gboolean both, GError **error)
{
  g_autofree char *own = g_strconcat ("user/", self->copy->person != NULL ? self->copy->person : "", NULL);
  g_autofree char *dismissal = g_strdup_printf ("{\"id\":\"%s\"}", id);
  g_auto (GStrv) cells = g_new0 (char *, 6);
  g_autofree char *args = NULL;
  const WeftOperation *operation;
  WeftStatement *statement;
  int step;

  statement = weft_database_query (self->copy->database, error,
                                   "SELECT target, op, object, field, mine FROM conflict WHERE stream = ?1 AND id = ?2", "tt", own, id);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  for (int i = 0; step > 0 && i < 5; i++)
    cells[i] = weft_statement_dup_text (statement, i);
  weft_statement_reset (statement);
  if (step == 0)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "id: no such conflict; it may be settled already");
      return FALSE;
    }

  operation = weft_registry_find_operation (self->copy->registry, cells[1]);
  if (mine && (operation == NULL || operation->object == NULL))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UPDATE_NEEDED, "op: this program does not know “%s”", cells[1]);
      return FALSE;
    }

  /* First the text is safe, then it is off the list. */
  return (!mine ||
          ((args = write_kept (self, cells[0], operation, cells[2], cells[3], cells[4], both, error)) != NULL &&
           submit_one (self, cells[0], cells[1], args, error))) &&
         submit_one (self, own, "conflict.dismiss", dismissal, error);
}

static WeftOutboxEntry *
find_entry (WeftClientSession *self, const char *id, GError **error)
{
  WeftOutboxEntry *entry = weft_outbox_find (self->copy->outbox, id);

  if (entry == NULL)
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "id: no such operation is waiting");

  return entry;
}

static gboolean
has_same_files (WeftOutboxEntry *a, WeftOutboxEntry *b)
{
  if (a->files == NULL || b->files == NULL || a->stream != b->stream || g_strv_length (a->files) != g_strv_length (b->files))
    return FALSE;
  for (guint i = 0; a->files[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) b->files, a->files[i]))
      return FALSE;

  return TRUE;
}

static gboolean
may_discard (WeftOutboxEntry *entry)
{
  return entry->state == WEFT_OUTBOX_FAILED || (entry->state == WEFT_OUTBOX_WAITING && entry->n == 0);
}

/* A message and the files on it wait for the same files, and share their fate: one without the other is of no use. */
static GPtrArray *
find_together (WeftClientSession *self, WeftOutboxEntry *entry, gboolean failed)
{
  GPtrArray *together = g_ptr_array_new ();

  for (GList *l = weft_outbox_peek_stream (self->copy->outbox, entry->stream); l != NULL; l = l->next)
    {
      WeftOutboxEntry *other = l->data;

      if (other == entry || (has_same_files (entry, other) && (failed ? other->state == WEFT_OUTBOX_FAILED : may_discard (other))))
        g_ptr_array_add (together, other);
    }

  return together;
}

static gboolean
wait_again (WeftClientSession *self, WeftOutboxEntry *entry, GError **error)
{
  g_autofree char *new_id = weft_id_random ();

  weft_outbox_set_id (self->copy->outbox, entry, new_id);
  entry->n = 0;
  entry->n_tries = 0;
  g_clear_error (&entry->error);
  /* Whoever tries again has seen what stood in the way. */
  weft_outbox_entry_forget_base (entry);

  return weft_uploads_expect (self->copy->uploads, self->copy->database, self->copy->directory, entry, error)
         && weft_outbox_save (self->copy->outbox, self->copy->database, entry, WEFT_OUTBOX_WAITING, error);
}

gboolean
weft_client_session_retry (WeftClientSession *self, const char *id, GError **error)
{
  g_autoptr (WeftBatch) batch = NULL;
  g_autoptr (GPtrArray) to_send = g_ptr_array_new ();
  g_autoptr (GPtrArray) together = NULL;
  WeftOutboxEntry *entry = find_entry (self, id, error);
  gboolean waiting;

  if (entry == NULL)
    return FALSE;
  if (entry->state != WEFT_OUTBOX_FAILED)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_CONFLICT, "id: this operation has not failed");
      return FALSE;
    }

  together = find_together (self, entry, TRUE);
  batch = weft_batch_begin (self->copy, TRUE, error);
  if (batch != NULL)
    {
      waiting = TRUE;
      for (guint i = 0; i < together->len && waiting; i++)
        waiting = wait_again (self, together->pdata[i], error);
      if (waiting &&
          weft_batch_rebase (batch, entry->stream, error) && weft_batch_finish (batch, error) &&
          number_operations (self, batch, to_send, error) && commit (self, batch, to_send, error))
        return TRUE;
    }

  g_clear_pointer (&batch, weft_batch_free);
  recover (self);

  return FALSE;
}

gboolean
weft_client_session_discard (WeftClientSession *self, const char *id, GError **error)
{
  g_autoptr (WeftBatch) batch = NULL;
  g_autoptr (GPtrArray) to_send = g_ptr_array_new ();
  g_autoptr (GPtrArray) together = NULL;
  WeftOutboxEntry *entry = find_entry (self, id, error);
  gboolean discarded;

  if (entry == NULL)
    return FALSE;
  if (!may_discard (entry))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_CONFLICT, "id: this operation is with the server already");
      return FALSE;
    }

  together = find_together (self, entry, FALSE);
  batch = weft_batch_begin (self->copy, TRUE, error);
  discarded = batch != NULL;
  for (guint i = 0; i < together->len && discarded; i++)
    discarded = weft_batch_discard (batch, together->pdata[i], error);
  if (discarded && commit (self, batch, to_send, error))
    return TRUE;

  g_clear_pointer (&batch, weft_batch_free);
  recover (self);

  return FALSE;
}

gboolean
weft_client_session_set_latest (WeftClientSession *self, const char *stream, const char *name, gint64 value, GError **error)
{
  g_autoptr (WeftBatch) batch = NULL;
  g_autoptr (GPtrArray) to_send = g_ptr_array_new ();
  gboolean moved = FALSE;

  if (self->copy->person == NULL)
    return TRUE;

  batch = weft_batch_begin (self->copy, FALSE, error);
  if (batch == NULL ||
      !weft_batch_set_latest (batch, stream, name, self->copy->person, value,
                              weft_clock_now (self->copy->clock) + self->offset, &moved, error) ||
      !commit (self, batch, to_send, error))
    {
      g_clear_pointer (&batch, weft_batch_free);
      recover (self);
      return FALSE;
    }

  if (moved)
    {
      OutgoingLatest *latest = get_outgoing (self, stream, name);

      latest->durable = TRUE;
      latest->value = value;
      latest->unsent = TRUE;
      send_latests (self);
    }

  return TRUE;
}

void
weft_client_session_set_latest_object (WeftClientSession *self, const char *stream, const char *name, const char *json)
{
  OutgoingLatest *latest;

  if (!self->ready)
    return;

  latest = get_outgoing (self, stream, name);
  g_set_str (&latest->json, json);
  latest->unsent = TRUE;
  send_latests (self);
}

void
weft_client_session_set_open (WeftClientSession *self, const char *const *streams)
{
  char **copy = g_strdupv ((char **) streams);

  g_strfreev (self->open);
  self->open = copy;
  if (self->ready)
    {
      weft_frame_write_open (self->out, (const char *const *) self->open);
      send_out (self);
    }
}

void
weft_client_session_set_watched (WeftClientSession *self, const char *const *people)
{
  char **copy = g_new0 (char *, WEFT_FRAME_PEOPLE_MAX + 1);

  for (guint i = 0; people[i] != NULL && i < WEFT_FRAME_PEOPLE_MAX; i++)
    copy[i] = g_strdup (people[i]);
  g_strfreev (self->watched);
  self->watched = copy;
  if (self->ready)
    {
      weft_frame_write_watch (self->out, (const char *const *) self->watched);
      send_out (self);
    }
}

void
weft_client_session_search (WeftClientSession *self,
                            const char *query,
                            const char *zone,
                            const char *cursor,
                            guint limit,
                            WeftSearchRequestFunc func,
                            gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!self->ready)
    {
      error = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, _("There is no connection to the server"));
      func (NULL, error, user_data);
      return;
    }

  weft_search_requests_add (self->searches, ++self->last_request, now (self) + SEARCH_TIMEOUT, func, user_data);
  weft_frame_write_search (self->out, self->last_request, query, zone, cursor, MIN (limit, WEFT_SEARCH_PAGE_MAX));
  send_out (self);
}

void
weft_client_session_ask (WeftClientSession *self,
                         const WeftQuestion *question,
                         WeftClientSessionAnswerFunc func,
                         gpointer user_data)
{
  Ask *ask;

  if (!self->ready)
    {
      g_autoptr (GError) error
          = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, _("There is no connection to the server"));

      func (NULL, error, user_data);
      return;
    }

  ask = g_new0 (Ask, 1);
  ask->request = ++self->last_request;
  ask->deadline = now (self) + ASK_TIMEOUT;
  ask->func = func;
  ask->user_data = user_data;
  g_ptr_array_add (self->asks, ask);
  weft_frame_write_ask (self->out, ask->request, question);
  send_out (self);
}

void
weft_client_session_load_page (WeftClientSession *self,
                        const char *stream,
                        const char *table,
                        gint64 before,
                        guint limit,
                        WeftClientSessionPageFunc func,
                        gpointer user_data)
{
  Page *page = g_new0 (Page, 1);

  page->stream = g_intern_string (stream);
  page->table = g_intern_string (table);
  page->wanted = before;
  page->limit = MAX (limit, 1);
  page->deadline = G_MAXINT64;
  page->func = func;
  page->user_data = user_data;
  g_ptr_array_add (self->pages, page);
  advance_page (self, page);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-client-session-private.h"

#include "proto/weft-latest-digest.h"

#include <glib/gi18n-lib.h>

#include "sync/weft-extent.h"

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

static gboolean
is_held (WeftClientSession *self, const char *stream)
{
  WeftHeld *held = weft_copy_get_stream (self->copy, stream);

  return held != NULL && held->held;
}

void
_weft_client_session_send_latests (WeftClientSession *self)
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
          if (latest->next <= _weft_client_session_now (self))
            g_hash_table_iter_remove (&iter);
          continue;
        }
      if (latest->next > _weft_client_session_now (self))
        continue;
      /* Its stream is still being made: the server would know none of that name. */
      if (latest->durable && !is_held (self, latest->stream))
        {
          latest->next = _weft_client_session_now (self) + LATEST_INTERVAL;
          continue;
        }

      latest->unsent = FALSE;
      latest->next = _weft_client_session_now (self) + LATEST_INTERVAL;
      if (latest->durable)
        weft_frame_write_latest_value (self->out, latest->stream, latest->name, latest->value);
      else
        weft_frame_write_latest_object (self->out, latest->stream, latest->name, latest->json);
      _weft_client_session_send_out (self);
    }
}

void
_weft_client_session_forget_latests (WeftClientSession *self, const char *stream)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->latests);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_str_equal (((OutgoingLatest *) value)->stream, stream))
      g_hash_table_iter_remove (&iter);
}

#define OWN_LATESTS "SELECT stream, name, value FROM latest WHERE person = ?1"

static char *
make_latest_key (const char *stream, const char *name)
{
  return g_strconcat (stream, "\x1f", name, NULL);
}

char *
_weft_client_session_sum_latests (WeftClientSession *self)
{
  g_autoptr (GError) error = NULL;
  WeftLatestDigest digest = { 0 };
  WeftStatement *statement;
  int step;

  if (self->copy->person == NULL)
    return NULL;
  statement = weft_database_query (self->copy->database, &error, OWN_LATESTS, "t", self->copy->person);
  if (statement == NULL)
    return NULL;
  while ((step = weft_statement_step (statement, &error)) > 0)
    weft_latest_digest_add (&digest, weft_statement_get_text (statement, 0),
                            weft_statement_get_text (statement, 1), weft_statement_get_int (statement, 2));

  return step == 0 ? weft_latest_digest_to_text (&digest) : NULL;
}

void
_weft_client_session_hear_latest (WeftClientSession *self, const WeftFrameLatest *latest)
{
  g_hash_table_replace (self->heard, make_latest_key (latest->stream, latest->name),
                        g_memdup2 (&latest->value, sizeof latest->value));
}

/* Our own marks which the server does not know yet: they were set offline, or lost on the way. */
gboolean
_weft_client_session_compare_latests (WeftClientSession *self, GError **error)
{
  g_autoptr (GHashTable) heard = g_steal_pointer (&self->heard);
  WeftStatement *statement;
  int step;

  statement = weft_database_query (self->copy->database, error, OWN_LATESTS, "t", self->copy->person);
  if (statement == NULL)
    return FALSE;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      const char *stream = weft_statement_get_text (statement, 0);
      const char *name = weft_statement_get_text (statement, 1);
      gint64 value = weft_statement_get_int (statement, 2);
      g_autofree char *key = make_latest_key (stream, name);
      const gint64 *known = g_hash_table_lookup (heard, key);

      if (known == NULL || *known < value)
        {
          OutgoingLatest *outgoing = get_outgoing (self, stream, name);

          outgoing->durable = TRUE;
          outgoing->value = value;
          outgoing->unsent = TRUE;
        }
    }

  return step == 0;
}

void
_weft_client_session_finish_page (WeftClientSession *self, Page *page, gboolean more, const GError *error)
{
  WeftClientSessionPageFunc func = page->func;
  gpointer user_data = page->user_data;

  g_ptr_array_remove (self->pages, page);
  func (more, error, user_data);
}

/* Looks at what is held now, and either finishes @page or asks for what is missing. */
void
_weft_client_session_advance_page (WeftClientSession *self, Page *page)
{
  g_autoptr (GError) error = NULL;
  WeftHeld *held = weft_copy_get_stream (self->copy, page->stream);
  gboolean complete = FALSE;
  gint64 before = page->wanted;
  int found;

  found = weft_extent_find_below (self->copy->database, page->stream, weft_registry_find_table (self->copy->registry, page->table),
                                  &before, page->limit, &complete, &error);
  if (found != 0)
    {
      _weft_client_session_finish_page (self, page, !complete, error);
      return;
    }

  if (held == NULL || (!held->held && !g_hash_table_contains (self->unfit, page->stream)))
    g_set_error_literal (&error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "stream: no such stream");
  else if (held->stopped || !held->held)
    g_set_error_literal (&error, WEFT_ERROR, WEFT_ERROR_UPDATE_NEEDED,
                         _ ("This needs a newer version of Weft"));
  else if (!self->ready)
    g_set_error_literal (&error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE,
                         _ ("Older entries can be loaded when the server is reached again"));
  if (error != NULL)
    {
      _weft_client_session_finish_page (self, page, TRUE, error);
      return;
    }

  page->request = ++self->last_request;
  page->before = before;
  page->deadline = _weft_client_session_now (self) + PAGE_TIMEOUT;
  weft_frame_write_page (self->out, page->request, page->stream, page->table, before,
                         MIN (page->limit, WEFT_PAGE_MAX));
  _weft_client_session_send_out (self);
}

void
_weft_client_session_fail_pages (WeftClientSession *self, gint64 deadline, const char *message)
{
  g_autoptr (GError) error = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, message);

  for (guint i = self->pages->len; i > 0; i--)
    {
      Page *page = self->pages->pdata[i - 1];

      if (page->deadline <= deadline)
        _weft_client_session_finish_page (self, page, TRUE, error);
    }
}

Ask *
_weft_client_session_find_ask (WeftClientSession *self, gint64 request)
{
  for (guint i = 0; i < self->asks->len; i++)
    if (((Ask *) self->asks->pdata[i])->request == request)
      return self->asks->pdata[i];

  return NULL;
}

void
_weft_client_session_finish_ask (WeftClientSession *self,
                                 Ask *ask,
                                 const WeftFrame *answer,
                                 const GError *error)
{
  WeftClientSessionAnswerFunc func = ask->func;
  gpointer user_data = ask->user_data;

  g_ptr_array_remove (self->asks, ask);
  func (answer, error, user_data);
}

void
_weft_client_session_fail_asks (WeftClientSession *self, gint64 deadline, const char *message)
{
  g_autoptr (GError) error = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, message);

  for (guint i = self->asks->len; i > 0; i--)
    {
      Ask *ask = self->asks->pdata[i - 1];

      if (ask->deadline <= deadline)
        _weft_client_session_finish_ask (self, ask, NULL, error);
    }
}

Page *
_weft_client_session_find_page (WeftClientSession *self, gint64 request)
{
  for (guint i = 0; i < self->pages->len; i++)
    if (((Page *) self->pages->pdata[i])->request == request)
      return self->pages->pdata[i];

  return NULL;
}

gboolean
weft_client_session_set_latest (
    WeftClientSession *self, const char *stream, const char *name, gint64 value, GError **error)
{
  g_autoptr (WeftBatch) batch = NULL;
  g_autoptr (GPtrArray) to_send = g_ptr_array_new ();
  gboolean moved = FALSE;

  if (self->copy->person == NULL)
    return TRUE;

  batch = _weft_client_session_begin (self, FALSE, error);
  if (batch == NULL
      || !weft_batch_set_latest (batch, stream, name, self->copy->person, value,
                                 weft_clock_now (self->copy->clock) + self->offset, &moved, error)
      || !_weft_client_session_commit (self, batch, to_send, error))
    {
      g_clear_pointer (&batch, weft_batch_free);
      _weft_client_session_recover (self);
      return FALSE;
    }

  if (moved)
    {
      OutgoingLatest *latest = get_outgoing (self, stream, name);

      latest->durable = TRUE;
      latest->value = value;
      latest->unsent = TRUE;
      _weft_client_session_send_latests (self);
    }

  return TRUE;
}

void
weft_client_session_set_latest_object (WeftClientSession *self,
                                       const char *stream,
                                       const char *name,
                                       const char *json)
{
  OutgoingLatest *latest;

  if (!self->ready)
    return;

  latest = get_outgoing (self, stream, name);
  g_set_str (&latest->json, json);
  latest->unsent = TRUE;
  _weft_client_session_send_latests (self);
}

void
_weft_client_session_send_shown (WeftClientSession *self)
{
  gint64 now = _weft_client_session_now (self);

  if (self->ready && self->open.unsent && self->open.next <= now)
    {
      self->open.unsent = FALSE;
      self->open.next = now + OPEN_INTERVAL;
      weft_frame_write_open (self->out, (const char *const *) self->open.names);
      _weft_client_session_send_out (self);
    }
  if (self->ready && self->watched.unsent && self->watched.next <= now)
    {
      self->watched.unsent = FALSE;
      self->watched.next = now + WATCH_INTERVAL;
      weft_frame_write_watch (self->out, (const char *const *) self->watched.names);
      _weft_client_session_send_out (self);
    }
  if (self->ready && self->idle != self->told_idle)
    {
      self->told_idle = self->idle;
      weft_frame_write_idle (self->out, self->idle);
      _weft_client_session_send_out (self);
    }
}

static void
show (WeftClientSession *self, Shown *shown, const char *const *names, guint max)
{
  char **copy = g_new0 (char *, max + 1);

  for (guint i = 0; names[i] != NULL && i < max; i++)
    copy[i] = g_strdup (names[i]);
  if (shown->names == NULL || !g_strv_equal ((const char *const *) shown->names, (const char *const *) copy))
    shown->unsent = TRUE;
  g_strfreev (shown->names);
  shown->names = copy;
  _weft_client_session_send_shown (self);
}

void
weft_client_session_set_open (WeftClientSession *self, const char *const *streams)
{
  show (self, &self->open, streams, WEFT_FRAME_STREAMS_MAX);
}

void
_weft_client_session_open_again (WeftClientSession *self, const char *stream)
{
  if (self->open.names != NULL && g_strv_contains ((const char *const *) self->open.names, stream))
    self->open.unsent = TRUE;
}

void
weft_client_session_set_idle (WeftClientSession *self, gboolean idle)
{
  self->idle = idle;
  _weft_client_session_send_shown (self);
}

void
weft_client_session_set_watched (WeftClientSession *self, const char *const *people)
{
  show (self, &self->watched, people, WEFT_FRAME_PEOPLE_MAX);
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
      error = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE,
                                   _ ("There is no connection to the server"));
      func (NULL, error, user_data);
      return;
    }

  weft_search_requests_add (self->searches, ++self->last_request,
                            _weft_client_session_now (self) + SEARCH_TIMEOUT, func, user_data);
  weft_frame_write_search (self->out, self->last_request, query, zone, cursor,
                           MIN (limit, WEFT_SEARCH_PAGE_MAX));
  _weft_client_session_send_out (self);
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
      g_autoptr (GError) error = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE,
                                                      _ ("There is no connection to the server"));

      func (NULL, error, user_data);
      return;
    }

  ask = g_new0 (Ask, 1);
  ask->request = ++self->last_request;
  ask->deadline = _weft_client_session_now (self) + ASK_TIMEOUT;
  ask->func = func;
  ask->user_data = user_data;
  g_ptr_array_add (self->asks, ask);
  weft_frame_write_ask (self->out, ask->request, question);
  _weft_client_session_send_out (self);
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
  _weft_client_session_advance_page (self, page);
}

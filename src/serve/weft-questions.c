/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-access.h"
#include "serve/weft-audit.h"
#include "serve/weft-engine-private.h"
#include "serve/weft-past.h"
#include "serve/weft-session-private.h"

#define ENVELOPE 512 /* bytes of a frame around its items */

/* Who reads a stream reads its past, as far as it is kept. */
static gboolean
check_role (
    WeftSession *self, WeftDatabase *database, const char *stream, const WeftHead *head, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  WeftRole role = weft_access_get_role (database, stream, self->person, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return (role != WEFT_ROLE_NONE && head->exists) || weft_access_set_not_found (error);
}

/* The audit tells of people and addresses: it is shown on `workspace`, to those who administer it. */
static gboolean
check_administrator (WeftSession *self, WeftDatabase *database, const char *stream, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  WeftRole role = weft_access_get_role (database, stream, self->person, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (g_str_equal (stream, WEFT_STREAM_WORKSPACE) && role >= WEFT_ROLE_ADMIN)
    return TRUE;

  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_DENIED,
                       "what: the audit is the workspace's, and for its administrators");
  return FALSE;
}

static gboolean
list (WeftSession *self,
      const WeftSessionWork *work,
      WeftDatabase *database,
      WeftHead *head,
      WeftPastPage *page,
      gint64 *seq,
      GError **error)
{
  WeftRegistry *registry = weft_engine_get_registry (self->hub->engine);
  g_autoptr (WeftDatabase) rows = NULL;
  g_autoptr (WeftDatabase) before = NULL;
  gsize max_bytes = WEFT_FRAME_MAX - ENVELOPE;

  if (g_str_equal (work->what, "audit"))
    {
      g_auto (WeftAuditFilter) filter = { NULL };

      *seq = head->head;
      return check_administrator (self, database, work->stream, error)
             && weft_audit_filter_parse (&filter, work->row, work->from, work->to, error)
             && weft_audit_list (database, &filter, work->cursor, (guint) work->limit, max_bytes, page, error);
    }

  *seq = work->to >= 0 ? MIN (work->to, G_MAXINT64 - 1) : head->head;
  if (g_str_equal (work->what, "activity"))
    {
      gint64 cursor = work->cursor >= 0 ? work->cursor : *seq + 1;

      return weft_past_list_activity (database, registry, work->stream, cursor, (guint) work->limit,
                                      max_bytes, page, error);
    }

  if (g_str_equal (work->what, "versions"))
    return weft_past_list_versions (database, registry, work->stream, work->row, work->cursor, (guint) work->limit,
                                    max_bytes, page, error);

  if (work->to < 0 && work->at >= 0
      && !weft_past_find (database, registry, work->stream, head, work->at + 1, seq, error))
    return FALSE;
  if (g_str_equal (work->what, "events"))
    return weft_past_list_events (database, registry, work->stream, work->row, work->from,
                                  work->cursor >= 0 && work->cursor <= *seq ? work->cursor : *seq + 1, (guint) work->limit, max_bytes,
                                  page, error);
  if (g_str_equal (work->what, "rows") && *seq == head->floor)
    return weft_past_list_baseline (database, registry, work->stream, work->cursor, (guint) work->limit, max_bytes, page,
                                    error);
  rows = weft_past_open (database, registry, work->stream, head, *seq, NULL, error);
  if (rows == NULL)
    return FALSE;
  if (g_str_equal (work->what, "rows"))
    return weft_past_list_rows (rows, registry, work->stream, work->cursor, (guint) work->limit, max_bytes,
                                page, error);

  before = weft_past_open (database, registry, work->stream, head, work->from >= 0 ? work->from : head->floor,
                           NULL, error);
  if (before == NULL)
    {
      if (error != NULL && *error != NULL && g_str_has_prefix ((*error)->message, "to: "))
        {
          char *message = g_strconcat ("from", (*error)->message + 2, NULL);

          g_free ((*error)->message);
          (*error)->message = message;
        }
      return FALSE;
    }

  return weft_past_list_changes (before, rows, registry, work->stream, work->cursor, (guint) work->limit,
                                 max_bytes, page, error);
}

static gboolean
answer (WeftSession *self, const WeftSessionWork *work, WeftDatabase *database, GError **error)
{
  g_auto (WeftPastPage) page = { 0 };
  GString *out;
  WeftHead head;
  gint64 seq;

  if (!weft_log_read_head (database, work->stream, &head, error)
      || !check_role (self, database, work->stream, &head, error)
      || !list (self, work, database, &head, &page, &seq, error))
    return FALSE;

  out = g_string_new (NULL);
  weft_frame_write_answer (out, work->request, work->stream, seq, page.next, page.items);
  _weft_session_send (self, out);

  return TRUE;
}

gboolean
_weft_session_answer_question (WeftSession *self, const WeftSessionWork *work)
{
  gboolean folds = g_str_equal (work->what, "rows") || g_str_equal (work->what, "changes")
                   || (g_str_equal (work->what, "events") && work->row != NULL);
  g_autoptr (GError) error = NULL;
  WeftDatabase *database;

  /* Folding, and looking through a log, take time and memory: one at a time, so that the other workers are there for everybody else. */
  if (folds && !g_mutex_trylock (&self->hub->asking))
    {
      g_usleep (1000);
      return FALSE;
    }

  database = weft_engine_acquire_reader (self->hub->engine, &error);
  if (database != NULL)
    {
      if (weft_database_begin_read (database, &error))
        answer (self, work, database, &error);
      weft_database_rollback (database);
      weft_engine_release_reader (self->hub->engine, database);
    }
  if (folds)
    g_mutex_unlock (&self->hub->asking);
  if (error != NULL)
    _weft_session_refuse_request (self, work->request, error);

  return TRUE;
}

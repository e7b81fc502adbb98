/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-sync-core.h"

#include <glib/gi18n-lib.h>

#include "store/weft-scrub.h"
#include "store/weft-search-follower.h"
#include "store/weft-search-work.h"
#include "store/weft-sqlite.h"
#include "sync/weft-file-cache.h"
#include "sync/weft-named-files.h"

#define MS G_GINT64_CONSTANT (1000)
#define SCRUB_PAUSE (20 * MS)                           /* between two steps of taking out what was erased */
#define SCRUB_CLOSING (G_GINT64_CONSTANT (2) * 1000000) /* µs for which closing waits for that */
#define SCRUB_IDLE (500 * MS)                           /* of quiet before that */
#define REFRESH_MIN 1000                                /* ms until a fresh token is asked for, at least */

struct _WeftSyncCore
{
  WeftRegistry *registry;
  WeftClock *clock;
  const WeftSyncLink *link;
  gpointer link_data;
  WeftSyncCoreEvents events;
  gpointer user_data;

  WeftCopy *copy;
  WeftClientSession *session;
  WeftSearchFollower *follower;
  gint64 scrub_at; /* G_MAXINT64: never, as the next */
  gint64 refresh_at;
  const char *transport; /* by which it is connected; NULL: it is not */
  char *page;            /* of the portal in the way */
  gboolean refreshing;   /* the token which was asked for is for the open connection */
  WeftSyncState state;
  char *reason;
  guint n_refusals;
  gint64 last_sync;
};

static gint64
now (WeftSyncCore *self)
{
  return weft_clock_monotonic (self->clock);
}

static void
tell_status (WeftSyncCore *self, gboolean outbox_changed)
{
  WeftOutbox *outbox = self->copy->outbox;
  const WeftSyncStatus status = {
    .state = self->state,
    .reason = g_strdup (self->reason),
    .transport = self->transport,
    .page = g_strdup (self->page),
    .person = g_strdup (self->copy->person),
    .role = weft_copy_get_role (self->copy, WEFT_STREAM_WORKSPACE),
    .n_waiting = weft_outbox_count (outbox, WEFT_OUTBOX_WAITING)
                 + weft_outbox_count (outbox, WEFT_OUTBOX_SENT)
                 + weft_outbox_count (outbox, WEFT_OUTBOX_CONFIRMED),
    .n_failed = weft_outbox_count (outbox, WEFT_OUTBOX_FAILED),
    .n_refusals = self->n_refusals,
    .last_sync = self->last_sync,
  };

  self->events.status (&status, outbox_changed, self->user_data);
}

/* ── what is due ────────────────────────────────────────────────────────────────────────────────────── */

static void
follow (WeftSyncCore *self)
{
  g_autoptr (GError) error = NULL;

  if (!weft_copy_set_durable (self->copy, FALSE, &error)
      || !weft_search_follower_step (self->follower, now (self), &error))
    g_warning ("The search index does not catch up: %s", error->message);
}

static void
scrub (WeftSyncCore *self)
{
  g_autoptr (GError) error = NULL;
  gboolean wanted = FALSE;
  gboolean done = TRUE;

  if (!weft_copy_set_durable (self->copy, FALSE, &error)
      || !weft_scrub_is_wanted (self->copy->database, &wanted, &error)
      || !weft_scrub_step (WEFT_SQLITE (self->copy->database), self->registry, &done, &error))
    {
      g_warning ("The store keeps what was erased: %s", error->message);
    }
  else if (!done)
    {
      /* A reader may hold the WAL; it does not for long. */
      self->scrub_at = now (self) + SCRUB_PAUSE;
      return;
    }
  /* While the store is open the owner knows which files are held though no row names them yet. */
  if (wanted && done)
    self->events.erased (self->user_data);

  self->scrub_at = G_MAXINT64;
}

static void
run_idle (WeftSyncCore *self)
{
  if (weft_search_follower_get_due (self->follower) <= now (self))
    follow (self);
  else if (self->scrub_at <= now (self))
    scrub (self);
}

static void
run_tick (WeftSyncCore *self)
{
  g_autoptr (GError) error = NULL;

  if (!weft_client_session_tick (self->session, &error))
    weft_sync_core_store_failed (self, error);
}

static void
run_refresh (WeftSyncCore *self)
{
  self->refresh_at = G_MAXINT64;
  if (self->link->is_open (self->link_data))
    {
      self->refreshing = TRUE;
      self->events.need_token (TRUE, self->user_data);
    }
}

/* ── from the session ───────────────────────────────────────────────────────────────────────────────── */

static void
on_session_send (const char *frame, gsize length, gpointer user_data)
{
  WeftSyncCore *self = user_data;

  self->link->send (frame, self->link_data);
}

static void
on_session_changed (WeftChanges *changes, gpointer user_data)
{
  WeftSyncCore *self = user_data;

  self->events.changed (changes, self->user_data);
  self->scrub_at = now (self) + SCRUB_IDLE;
  weft_search_follower_wrote (self->follower, now (self));
}

static void
on_session_latest (const char *stream,
                   const char *name,
                   const char *person,
                   gint64 value,
                   JsonNode *extra,
                   gpointer user_data)
{
  WeftSyncCore *self = user_data;

  self->events.latest (stream, name, person, value, extra, self->user_data);
}

static void
on_session_presence (const char *person, const char *state, gint64 seen, gpointer user_data)
{
  WeftSyncCore *self = user_data;

  self->events.presence (person, state, seen, self->user_data);
}

static void
on_session_revoked (const char *stream, const char *title, gpointer user_data)
{
  WeftSyncCore *self = user_data;

  self->events.revoked (stream, title, self->user_data);
}

static void
on_session_settled (const char *id, const GError *error, gpointer user_data)
{
  WeftSyncCore *self = user_data;

  if (error != NULL)
    self->n_refusals++;
  self->events.settled (id, error, self->user_data);
}

static void
on_session_updated (gpointer user_data)
{
  WeftSyncCore *self = user_data;

  if (weft_client_session_is_ready (self->session))
    self->link->proved_good (self->link_data);

  if (weft_client_session_has_caught_up (self->session))
    {
      self->last_sync = weft_clock_now (self->clock);
      if (self->state == WEFT_SYNC_CATCHING_UP)
        {
          self->state = WEFT_SYNC_ONLINE;
          g_clear_pointer (&self->reason, g_free);
        }
    }
  tell_status (self, TRUE);
}

static void
on_session_uploads (gpointer user_data)
{
  WeftSyncCore *self = user_data;

  self->events.uploads (weft_uploads_get_waiting (self->copy->uploads), self->user_data);
}

static void
on_session_reconnect (gpointer user_data)
{
  WeftSyncCore *self = user_data;

  self->link->reopen (self->link_data);
}

static const WeftClientSessionEvents session_events = {
  .send = on_session_send,
  .changed = on_session_changed,
  .latest = on_session_latest,
  .presence = on_session_presence,
  .revoked = on_session_revoked,
  .settled = on_session_settled,
  .uploads = on_session_uploads,
  .updated = on_session_updated,
  .reconnect = on_session_reconnect,
};

/* ── beside the thread ──────────────────────────────────────────────────────────────────────────────── */

static WeftDatabase *
open_reader (gpointer user_data, GError **error)
{
  WeftSyncCore *self = user_data;
  g_autofree char *path = weft_copy_get_path (self->copy->directory);

  return weft_sqlite_open (path, WEFT_SQLITE_READ_ONLY, error);
}

static void
on_indexed (gpointer user_data)
{
  WeftSyncCore *self = user_data;

  self->events.indexed (self->user_data);
}

static const WeftSearchFollowerFuncs follower_funcs = { open_reader, on_indexed };

/* ── the end ────────────────────────────────────────────────────────────────────────────────────────── */

/* Nobody holds a file any more but those operations which are still to go. */
static gboolean
drop_unnamed_files (WeftSyncCore *self, GError **error)
{
  g_autoptr (WeftFileCache) cache = NULL;
  g_autoptr (GHashTable) named = NULL;
  gboolean wanted = FALSE;

  if (self->copy->directory == NULL)
    return TRUE;
  if (!weft_scrub_is_wanted (self->copy->database, &wanted, error))
    return FALSE;
  if (!wanted)
    return TRUE;

  named = weft_named_files_read (self->copy->database, self->registry, error);
  if (named == NULL)
    return FALSE;
  for (GList *l = weft_outbox_peek (self->copy->outbox); l != NULL; l = l->next)
    {
      const WeftOutboxEntry *entry = l->data;

      for (guint i = 0; entry->files != NULL && entry->files[i] != NULL; i++)
        g_hash_table_add (named, g_strdup (entry->files[i]));
    }
  cache = weft_file_cache_new (self->copy->directory, WEFT_FILE_CACHE_MAX);
  weft_file_cache_evict (cache, named);

  return TRUE;
}

/* Public API */

WeftSyncCore *
weft_sync_core_open (WeftRegistry *registry,
                     const char *directory,
                     WeftClock *clock,
                     gboolean strict,
                     const WeftSyncLink *link,
                     gpointer link_data,
                     const WeftSyncCoreEvents *events,
                     gpointer user_data,
                     GError **error)
{
  WeftCopy *copy = weft_copy_open (registry, directory, clock, error);
  WeftSyncCore *self;

  if (copy == NULL)
    return NULL;

  self = g_new0 (WeftSyncCore, 1);
  self->registry = g_object_ref (registry);
  self->clock = g_object_ref (clock != NULL ? clock : weft_clock_get_system ());
  self->link = link;
  self->link_data = link_data;
  self->events = *events;
  self->user_data = user_data;
  self->state = WEFT_SYNC_OFFLINE;
  self->refresh_at = G_MAXINT64;
  self->scrub_at = now (self) + SCRUB_IDLE;
  self->copy = copy;
  self->copy->strict = strict;
  /* A test has few rows. */
  self->follower
      = weft_search_follower_new (copy->database, registry, strict ? 1 : WEFT_SEARCH_WORTHWHILE,
                                  directory != NULL && events->indexed != NULL ? &follower_funcs : NULL,
                                  self);
  weft_search_follower_wrote (self->follower, now (self)); /* by the last run */
  self->session = weft_client_session_new (copy, &session_events, self);

  return self;
}

void
weft_sync_core_begin (WeftSyncCore *self)
{
  on_session_uploads (self); /* what the last run left */
  self->n_refusals = weft_outbox_count (self->copy->outbox, WEFT_OUTBOX_FAILED);
  tell_status (self, FALSE);
}

/* Who comes only for a moment, as weftctl does, is never idle. */
void
weft_sync_core_tidy (WeftSyncCore *self)
{
  gint64 deadline = g_get_monotonic_time () + SCRUB_CLOSING;
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;

  if (!drop_unnamed_files (self, &error))
    {
      g_warning ("Files stay which were erased: %s", error->message);
      g_clear_error (&error);
    }
  while (!done && g_get_monotonic_time () < deadline)
    if (!weft_scrub_step (WEFT_SQLITE (self->copy->database), self->registry, &done, &error))
      {
        g_warning ("The store keeps what was erased until it is opened again: %s", error->message);
        return;
      }
}

void
weft_sync_core_free (WeftSyncCore *self)
{
  g_clear_pointer (&self->follower, weft_search_follower_free);
  g_clear_pointer (&self->session, weft_client_session_free);
  g_clear_pointer (&self->copy, weft_copy_free);
  g_object_unref (self->registry);
  g_object_unref (self->clock);
  g_free (self->reason);
  g_free (self->page);
  g_free (self);
}

WeftCopy *
weft_sync_core_get_copy (WeftSyncCore *self)
{
  return self->copy;
}

WeftClientSession *
weft_sync_core_get_session (WeftSyncCore *self)
{
  return self->session;
}

gint64
weft_sync_core_get_due (WeftSyncCore *self, WeftSyncCoreTimer timer)
{
  switch (timer)
    {
    case WEFT_SYNC_CORE_TICK:
      return weft_client_session_get_due (self->session);

    case WEFT_SYNC_CORE_REFRESH:
      return self->refresh_at;

    case WEFT_SYNC_CORE_IDLE:
      return MIN (weft_search_follower_get_due (self->follower), self->scrub_at);

    case WEFT_SYNC_CORE_N_TIMERS:
    default:
      g_assert_not_reached ();
    }
}

void
weft_sync_core_run (WeftSyncCore *self, WeftSyncCoreTimer timer)
{
  switch (timer)
    {
    case WEFT_SYNC_CORE_TICK:
      run_tick (self);
      break;

    case WEFT_SYNC_CORE_REFRESH:
      run_refresh (self);
      break;

    case WEFT_SYNC_CORE_IDLE:
      run_idle (self);
      break;

    case WEFT_SYNC_CORE_N_TIMERS:
    default:
      g_assert_not_reached ();
    }
}

void
weft_sync_core_opened (WeftSyncCore *self)
{
  weft_client_session_connect (self->session, "weft/" WEFT_VERSION);
}

void
weft_sync_core_received (WeftSyncCore *self, WeftFrame *frame)
{
  weft_client_session_receive (self->session, frame);
  /* Whatever the server does: while the store works nothing is read. */
  if (weft_client_session_is_flooded (self->session))
    run_tick (self);
}

void
weft_sync_core_lost (WeftSyncCore *self, guint close_code)
{
  g_autoptr (GError) error = NULL;

  weft_client_session_disconnect (self->session);
  self->refresh_at = G_MAXINT64;
  self->refreshing = FALSE;

  if (close_code == WEFT_CLOSE_REPLACED && !weft_client_session_take_replaced (self->session, &error))
    g_warning ("Cannot take a new client id: %s", error->message);
}

void
weft_sync_core_set_way (WeftSyncCore *self, const char *transport, const char *page)
{
  self->transport = transport;
  g_set_str (&self->page, page);
}

void
weft_sync_core_set_state (WeftSyncCore *self, WeftSyncState state, const char *reason)
{
  self->state = state;
  g_set_str (&self->reason, reason);
  tell_status (self, FALSE);
}

void
weft_sync_core_set_token (WeftSyncCore *self, const char *token, gint64 refresh_in, const GError *error)
{
  if (self->refreshing)
    {
      /* For the open connection. If there is none to be had, the server will say when it minds. */
      self->refreshing = FALSE;
      if (token != NULL && self->link->is_open (self->link_data))
        {
          g_autoptr (GString) out = g_string_new (NULL);

          weft_frame_write_authenticate (out, token);
          self->link->send (out->str, self->link_data);
          self->link->set_token (token, NULL, self->link_data);
        }
      else if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED))
        {
          self->link->halt (WEFT_SYNC_SIGNED_OUT, error->message, self->link_data);
        }
    }
  else
    {
      self->link->set_token (token, error, self->link_data);
    }

  if (token != NULL || error != NULL)
    self->refresh_at = now (self) + MAX (refresh_in, REFRESH_MIN) * MS;
}

void
weft_sync_core_store_failed (WeftSyncCore *self, const GError *error)
{
  g_autofree char *reason = NULL;

  g_warning ("The store fails: %s", error->message);

  if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_EXISTS))
    {
      self->link->halt (WEFT_SYNC_SIGNED_OUT, error->message, self->link_data);
      return;
    }

  if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_FULL))
    reason = g_strdup (_ ("The disk is full"));
  else
    reason = g_strdup_printf (_ ("This computer's copy cannot be written: %s"), error->message);
  self->link->fail (reason, self->link_data);
}

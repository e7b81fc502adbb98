/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-sync-thread.h"

#include <glib/gi18n-lib.h>

#include "base/weft-json.h"
#include "store/weft-scrub.h"
#include "store/weft-search.h"
#include "sync/weft-file-cache.h"
#include "sync/weft-named-files.h"
#include "sync/weft-socket.h"

#define FRAME_INTERVAL (16 * G_GINT64_CONSTANT (1000)) /* µs between two deliveries to the owner */
#define SCRUB_PAUSE 20                                 /* ms between two steps of taking out what was erased */
#define SCRUB_CLOSING (G_GINT64_CONSTANT (2) * 1000000) /* µs for which closing waits for that */
#define INDEX_IDLE 500                                 /* ms of quiet before the search index catches up */
#define INDEX_ROWS 500                                 /* rows a slice */
#define REFRESH_MIN 1000                               /* ms until a fresh token is asked for, at least */
#define TICK_PRIORITY (G_PRIORITY_DEFAULT + 10)        /* after what the socket has to read */

/* What waits to be told to the owner. */
typedef struct
{
  WeftSyncStatus status;
  gboolean has_status;
  WeftChanges *changes;
  gboolean outbox_changed;
  GPtrArray *uploads;    /* (nullable): of WeftPendingUpload */
  GPtrArray *notices;    /* of Notice, in order */
} Outgoing;

typedef enum
{
  NOTICE_NEED_TOKEN,
  NOTICE_LATEST,
  NOTICE_PRESENCE,
  NOTICE_REVOKED,
  NOTICE_ERASED,
} NoticeKind;

typedef struct
{
  NoticeKind kind;
  gboolean force;
  char *stream;
  char *name;            /* of a latest; state of a presence; title of a revoked stream */
  char *person;
  gint64 value;
  JsonNode *extra;
} Notice;

typedef struct _Job Job;
typedef void (*JobFunc) (WeftSyncThread *self, Job *job);

struct _Job
{
  JobFunc func;
  char *stream;          /* or an operation's id, or a token */
  char *name;            /* of an operation, a latest, a table */
  char *text;            /* arguments, or a value */
  char *seen;            /* what an operation is based on */
  char *group;           /* of an operation */
  char **list;
  gint64 value;
  guint limit;
  GError *error;
  WeftQuestion *question; /* without its strings */
  DexPromise *promise;
};

struct _WeftSyncThread
{
  gatomicrefcount ref_count;

  /* Constant. */
  WeftRegistry *registry;
  WeftClock *clock;
  char *address_text;
  char *directory;
  gboolean strict;
  GMainContext *context;
  GMainContext *owner;
  GThread *thread;

  /* The owner's. */
  WeftSyncThreadEvents events;
  gpointer user_data;
  gboolean closed;       /* nothing is called any more */

  /* Between both, under the lock. */
  GMutex lock;
  GQueue jobs;           /* of Job */
  gboolean jobs_scheduled;
  guint n_holds;         /* jobs wait while the owner puts some together */
  gboolean ended;        /* no more jobs are taken */
  Outgoing outgoing;
  gboolean delivery_scheduled;
  gint64 last_delivery;

  /* The thread's. */
  GMainLoop *loop;
  WeftAddress *address;
  WeftCopy *copy;
  WeftClientSession *session;
  WeftSocket *socket;
  GSource *tick;
  GSource *indexing;
  GSource *refresh;      /* a fresh token for the open connection */
  gboolean refreshing;
  DexPromise *opened;
  DexPromise *closing;
  GHashTable *awaiting;  /* id → GPtrArray of DexPromise */
  WeftSyncState state;
  char *reason;
  gint64 last_sync;
};

void
weft_sync_status_clear (WeftSyncStatus *self)
{
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->person, g_free);
}

static void
notice_free (Notice *notice)
{
  g_free (notice->stream);
  g_free (notice->name);
  g_free (notice->person);
  g_clear_pointer (&notice->extra, json_node_unref);
  g_free (notice);
}

static void
job_free (Job *job)
{
  g_free (job->stream);
  g_free (job->seen);
  g_free (job->group);
  g_free (job->name);
  g_free (job->text);
  g_strfreev (job->list);
  g_clear_error (&job->error);
  g_free (job->question);
  dex_clear (&job->promise);
  g_free (job);
}

static void
outgoing_clear (Outgoing *outgoing)
{
  weft_sync_status_clear (&outgoing->status);
  g_clear_pointer (&outgoing->changes, weft_changes_unref);
  g_clear_pointer (&outgoing->uploads, g_ptr_array_unref);
  g_clear_pointer (&outgoing->notices, g_ptr_array_unref);
  *outgoing = (Outgoing) { 0 };
}

static WeftSyncThread *
thread_ref (WeftSyncThread *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

static void
thread_unref (gpointer data)
{
  WeftSyncThread *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  outgoing_clear (&self->outgoing);
  g_mutex_clear (&self->lock);
  g_main_context_unref (self->context);
  g_main_context_unref (self->owner);
  g_object_unref (self->registry);
  g_object_unref (self->clock);
  g_free (self->address_text);
  g_free (self->directory);
  g_free (self);
}

/* ── to the owner ───────────────────────────────────────────────────────────────────────────────────── */

static void
tell_notice (WeftSyncThread *self, const Notice *notice)
{
  switch (notice->kind)
    {
    case NOTICE_NEED_TOKEN:
      self->events.need_token (notice->force, self->user_data);
      break;
    case NOTICE_LATEST:
      self->events.latest (notice->stream, notice->name, notice->person, notice->value, notice->extra, self->user_data);
      break;
    case NOTICE_PRESENCE:
      self->events.presence (notice->person, notice->name, notice->value, self->user_data);
      break;
    case NOTICE_REVOKED:
      self->events.revoked (notice->stream, notice->name, self->user_data);
      break;
    case NOTICE_ERASED:
      self->events.erased (self->user_data);
      break;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
deliver (gpointer user_data)
{
  WeftSyncThread *self = user_data;
  Outgoing outgoing;

  g_mutex_lock (&self->lock);
  outgoing = self->outgoing;
  self->outgoing = (Outgoing) { 0 };
  self->delivery_scheduled = FALSE;
  self->last_delivery = g_get_monotonic_time ();
  g_mutex_unlock (&self->lock);

  /* What is called may close us. */
  if (outgoing.has_status && !self->closed)
    self->events.status (&outgoing.status, self->user_data);
  if (outgoing.changes != NULL && weft_changes_get_n (outgoing.changes) > 0 && !self->closed)
    self->events.changed (outgoing.changes, self->user_data);
  if (outgoing.outbox_changed && !self->closed)
    self->events.outbox_changed (self->user_data);
  if (outgoing.uploads != NULL && !self->closed)
    self->events.uploads (outgoing.uploads, self->user_data);
  for (guint i = 0; outgoing.notices != NULL && i < outgoing.notices->len && !self->closed; i++)
    tell_notice (self, outgoing.notices->pdata[i]);

  outgoing_clear (&outgoing);

  return G_SOURCE_REMOVE;
}

/* With the lock held. */
static void
schedule_delivery (WeftSyncThread *self)
{
  g_autoptr (GSource) source = NULL;
  gint64 wait;

  if (self->delivery_scheduled)
    return;

  wait = self->last_delivery + FRAME_INTERVAL - g_get_monotonic_time ();
  source = wait > 0 ? g_timeout_source_new ((guint) ((wait + 999) / 1000)) : g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver, thread_ref (self), thread_unref);
  g_source_attach (source, self->owner);
  self->delivery_scheduled = TRUE;
}

static void
add_notice (WeftSyncThread *self, Notice *notice)
{
  g_mutex_lock (&self->lock);
  if (self->outgoing.notices == NULL)
    self->outgoing.notices = g_ptr_array_new_with_free_func ((GDestroyNotify) notice_free);
  g_ptr_array_add (self->outgoing.notices, notice);
  schedule_delivery (self);
  g_mutex_unlock (&self->lock);
}

static void
tell_status (WeftSyncThread *self)
{
  WeftOutbox *outbox = self->copy->outbox;

  g_mutex_lock (&self->lock);
  weft_sync_status_clear (&self->outgoing.status);
  self->outgoing.has_status = TRUE;
  self->outgoing.status = (WeftSyncStatus) {
    .state = self->state,
    .reason = g_strdup (self->reason),
    .person = g_strdup (self->copy->person),
    .role = weft_copy_get_role (self->copy, WEFT_STREAM_WORKSPACE),
    .n_waiting = weft_outbox_count (outbox, WEFT_OUTBOX_WAITING) + weft_outbox_count (outbox, WEFT_OUTBOX_SENT) +
                 weft_outbox_count (outbox, WEFT_OUTBOX_CONFIRMED),
    .n_failed = weft_outbox_count (outbox, WEFT_OUTBOX_FAILED),
    .last_sync = self->last_sync,
  };
  schedule_delivery (self);
  g_mutex_unlock (&self->lock);
}

/* ── the thread's clockwork ─────────────────────────────────────────────────────────────────────────── */

static void
update_tick (WeftSyncThread *self)
{
  gint64 due = weft_client_session_get_due (self->session);

  if (due == G_MAXINT64)
    g_source_set_ready_time (self->tick, -1);
  else if (due == 0)
    g_source_set_ready_time (self->tick, 0);
  else
    g_source_set_ready_time (self->tick, g_get_monotonic_time () + MAX (due - weft_clock_monotonic (self->clock), 0));
}

/* While the store is open the owner knows which files are held though no row names them yet. */
static void
tell_erased (WeftSyncThread *self)
{
  Notice *notice = g_new0 (Notice, 1);

  notice->kind = NOTICE_ERASED;
  add_notice (self, notice);
}

static gboolean
on_index (gpointer user_data)
{
  WeftSyncThread *self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean wanted = FALSE;
  guint n_left = 0;
  gboolean done = TRUE;

  if (weft_copy_set_durable (self->copy, FALSE, &error) &&
      weft_search_index (self->copy->database, self->registry, INDEX_ROWS, &n_left, &error) && n_left > 0)
    {
      g_source_set_ready_time (self->indexing, 0);
      return G_SOURCE_CONTINUE;
    }
  if (error != NULL)
    g_warning ("The search index does not catch up: %s", error->message);
  else if (!weft_scrub_is_wanted (self->copy->database, &wanted, &error)
           || !weft_scrub_step (WEFT_SQLITE (self->copy->database), self->registry, &done, &error))
    g_warning ("The store keeps what was erased: %s", error->message);
  else if (!done)
    {
      /* A reader may hold the WAL; it does not for long. */
      g_source_set_ready_time (self->indexing, g_get_monotonic_time () + SCRUB_PAUSE * G_GINT64_CONSTANT (1000));
      return G_SOURCE_CONTINUE;
    }
  if (wanted && done)
    tell_erased (self);

  g_source_set_ready_time (self->indexing, -1);

  return G_SOURCE_CONTINUE;
}

static void
index_soon (WeftSyncThread *self)
{
  g_source_set_ready_time (self->indexing, g_get_monotonic_time () + INDEX_IDLE * G_GINT64_CONSTANT (1000));
}

static void
store_failed (WeftSyncThread *self, const GError *error)
{
  g_autofree char *reason = NULL;

  g_warning ("The store fails: %s", error->message);

  if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_EXISTS))
    {
      weft_socket_halt (self->socket, WEFT_SYNC_SIGNED_OUT, error->message);
      return;
    }

  if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_FULL))
    reason = g_strdup (_("The disk is full"));
  else
    reason = g_strdup_printf (_("This computer's copy cannot be written: %s"), error->message);
  weft_socket_fail (self->socket, reason);
}

static void
run_tick (WeftSyncThread *self)
{
  g_autoptr (GError) error = NULL;

  if (!weft_client_session_tick (self->session, &error))
    store_failed (self, error);
}

static gboolean
on_tick (gpointer user_data)
{
  WeftSyncThread *self = user_data;

  run_tick (self);
  update_tick (self);

  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch_ready (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

/* A source which is only ever woken by its ready time. */
static GSource *
new_ready_source (WeftSyncThread *self, GSourceFunc func, int priority)
{
  static GSourceFuncs funcs = { .dispatch = dispatch_ready };
  GSource *source = g_source_new (&funcs, sizeof (GSource));

  g_source_set_priority (source, priority);
  g_source_set_callback (source, func, self, NULL);
  g_source_attach (source, self->context);

  return source;
}

/* ── from the session ───────────────────────────────────────────────────────────────────────────────── */

static void
on_session_send (const char *frame, gsize length, gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_socket_send (self->socket, frame);
}

static void
on_session_changed (WeftChanges *changes, gpointer user_data)
{
  WeftSyncThread *self = user_data;

  g_mutex_lock (&self->lock);
  if (self->outgoing.changes != NULL)
    weft_changes_merge (self->outgoing.changes, changes);
  else
    self->outgoing.changes = weft_changes_ref (changes);
  schedule_delivery (self);
  g_mutex_unlock (&self->lock);

  index_soon (self);
}

static void
on_session_latest (const char *stream, const char *name, const char *person, gint64 value, JsonNode *extra, gpointer user_data)
{
  Notice *notice = g_new0 (Notice, 1);

  notice->kind = NOTICE_LATEST;
  notice->stream = g_strdup (stream);
  notice->name = g_strdup (name);
  notice->person = g_strdup (person);
  notice->value = value;
  notice->extra = extra != NULL ? json_node_copy (extra) : NULL;
  add_notice (user_data, notice);
}

static void
on_session_presence (const char *person, const char *state, gint64 seen, gpointer user_data)
{
  Notice *notice = g_new0 (Notice, 1);

  notice->kind = NOTICE_PRESENCE;
  notice->person = g_strdup (person);
  notice->name = g_strdup (state);
  notice->value = seen;
  add_notice (user_data, notice);
}

static void
on_session_revoked (const char *stream, const char *title, gpointer user_data)
{
  Notice *notice = g_new0 (Notice, 1);

  notice->kind = NOTICE_REVOKED;
  notice->stream = g_strdup (stream);
  notice->name = g_strdup (title);
  add_notice (user_data, notice);
}

static void
on_session_settled (const char *id, const GError *error, gpointer user_data)
{
  WeftSyncThread *self = user_data;
  g_autoptr (GPtrArray) promises = NULL;
  g_autofree char *key = NULL;

  if (!g_hash_table_steal_extended (self->awaiting, id, (gpointer *) &key, (gpointer *) &promises))
    return;

  for (guint i = 0; i < promises->len; i++)
    {
      if (error != NULL)
        dex_promise_reject (promises->pdata[i], g_error_copy (error));
      else
        dex_promise_resolve_boolean (promises->pdata[i], TRUE);
    }
}

static void
set_state (WeftSyncThread *self, WeftSyncState state, const char *reason)
{
  self->state = state;
  g_set_str (&self->reason, reason);
  tell_status (self);
}

static void
on_session_updated (gpointer user_data)
{
  WeftSyncThread *self = user_data;

  if (weft_client_session_is_ready (self->session))
    weft_socket_proved_good (self->socket);

  if (weft_client_session_has_caught_up (self->session))
    {
      self->last_sync = weft_clock_now (self->clock);
      if (self->state == WEFT_SYNC_CATCHING_UP)
        {
          self->state = WEFT_SYNC_ONLINE;
          g_clear_pointer (&self->reason, g_free);
        }
    }

  g_mutex_lock (&self->lock);
  self->outgoing.outbox_changed = TRUE;
  g_mutex_unlock (&self->lock);
  tell_status (self);
}

static void
on_session_uploads (gpointer user_data)
{
  WeftSyncThread *self = user_data;

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->outgoing.uploads, g_ptr_array_unref);
  self->outgoing.uploads = weft_uploads_get_waiting (self->copy->uploads);
  schedule_delivery (self);
  g_mutex_unlock (&self->lock);
}

static void
on_session_reconnect (gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_socket_reopen (self->socket);
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

/* ── from the socket ────────────────────────────────────────────────────────────────────────────────── */

static void
ask_token (WeftSyncThread *self, gboolean force_refresh)
{
  Notice *notice = g_new0 (Notice, 1);

  notice->kind = NOTICE_NEED_TOKEN;
  notice->force = force_refresh;
  add_notice (self, notice);
}

static void
on_socket_need_token (gboolean force_refresh, gpointer user_data)
{
  ask_token (user_data, force_refresh);
}

static void
on_socket_opened (gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_client_session_connect (self->session, "weft/" WEFT_VERSION);
  update_tick (self);
}

static void
on_socket_received (WeftFrame *frame, gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_client_session_receive (self->session, frame);
  update_tick (self);
}

static void
on_socket_lost (guint close_code, gpointer user_data)
{
  WeftSyncThread *self = user_data;
  g_autoptr (GError) error = NULL;

  weft_client_session_disconnect (self->session);
  g_source_set_ready_time (self->refresh, -1);
  self->refreshing = FALSE;

  if (close_code == WEFT_CLOSE_REPLACED && !weft_client_session_take_replaced (self->session, &error))
    g_warning ("Cannot take a new client id: %s", error->message);

  update_tick (self);
}

static void
on_socket_state (WeftSyncState state, const char *reason, gpointer user_data)
{
  set_state (user_data, state, reason);
}

static const WeftSocketEvents socket_events = {
  .need_token = on_socket_need_token,
  .opened = on_socket_opened,
  .received = on_socket_received,
  .lost = on_socket_lost,
  .state_changed = on_socket_state,
};

static gboolean
on_refresh_due (gpointer user_data)
{
  WeftSyncThread *self = user_data;

  g_source_set_ready_time (self->refresh, -1);
  if (weft_socket_is_open (self->socket))
    {
      self->refreshing = TRUE;
      ask_token (self, TRUE);
    }

  return G_SOURCE_CONTINUE;
}

/* ── jobs ───────────────────────────────────────────────────────────────────────────────────────────── */

static void
run_start (WeftSyncThread *self, Job *job)
{
  weft_socket_start (self->socket);
}

static void
run_stop (WeftSyncThread *self, Job *job)
{
  weft_socket_stop (self->socket);
}

static void
run_retry (WeftSyncThread *self, Job *job)
{
  weft_socket_retry (self->socket);
}

static void
run_set_network (WeftSyncThread *self, Job *job)
{
  weft_socket_set_network (self->socket, job->value != 0);
}

static void
run_set_token (WeftSyncThread *self, Job *job)
{
  if (self->refreshing)
    {
      /* For the open connection. If there is none to be had, the server will say when it minds. */
      self->refreshing = FALSE;
      if (job->stream != NULL && weft_socket_is_open (self->socket))
        {
          g_autoptr (GString) out = g_string_new (NULL);

          weft_frame_write_authenticate (out, job->stream);
          weft_socket_send (self->socket, out->str);
        }
      else if (g_error_matches (job->error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED))
        {
          weft_socket_halt (self->socket, WEFT_SYNC_SIGNED_OUT, job->error->message);
        }
    }
  else
    {
      weft_socket_set_token (self->socket, job->stream, job->error);
    }

  if (job->stream != NULL || job->error != NULL)
    g_source_set_ready_time (self->refresh, g_get_monotonic_time () + MAX (job->value, REFRESH_MIN) * 1000);
}

static void
run_await (WeftSyncThread *self, Job *job)
{
  WeftOutboxEntry *entry = weft_outbox_find (self->copy->outbox, job->stream);
  GPtrArray *promises;

  /* What is not in the outbox any more is in the rows. */
  if (entry == NULL)
    {
      dex_promise_resolve_boolean (job->promise, TRUE);
      return;
    }
  if (entry->state == WEFT_OUTBOX_FAILED && entry->error != NULL)
    {
      dex_promise_reject (job->promise, g_error_copy (entry->error));
      return;
    }

  promises = g_hash_table_lookup (self->awaiting, job->stream);
  if (promises == NULL)
    {
      promises = g_ptr_array_new_with_free_func (dex_unref);
      g_hash_table_insert (self->awaiting, g_strdup (job->stream), promises);
    }
  g_ptr_array_add (promises, dex_ref (job->promise));
}

static void
finish_job (Job *job, gboolean success, GError *error)
{
  if (success)
    dex_promise_resolve_boolean (job->promise, TRUE);
  else
    dex_promise_reject (job->promise, error);
}

static void
run_resolve_conflict (WeftSyncThread *self, Job *job)
{
  GError *error = NULL;
  gboolean success = weft_client_session_resolve_conflict (self->session, job->stream, job->value != 0, job->limit != 0, &error);

  finish_job (job, success, error);
}

static void
run_step_back (WeftSyncThread *self, Job *job)
{
  GError *error = NULL;
  char *id = weft_client_session_step_back (self->session, (WeftUndoStack) job->value, &error);

  if (id != NULL)
    dex_promise_resolve_string (job->promise, id);
  else
    dex_promise_reject (job->promise, error);
}

static void
run_retry_operation (WeftSyncThread *self, Job *job)
{
  GError *error = NULL;
  gboolean success = weft_client_session_retry (self->session, job->stream, &error);

  finish_job (job, success, error);
}

static void
run_discard_operation (WeftSyncThread *self, Job *job)
{
  GError *error = NULL;
  gboolean success = weft_client_session_discard (self->session, job->stream, &error);

  if (success)
    {
      g_autoptr (GError) discarded = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "The operation was discarded");

      on_session_settled (job->stream, discarded, self);
    }
  finish_job (job, success, error);
}

static void
on_page (gboolean more, const GError *error, gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;

  if (error != NULL)
    dex_promise_reject (promise, g_error_copy (error));
  else
    dex_promise_resolve_boolean (promise, more);
}

static void
on_hits (WeftSearchResult *result, const GError *error, gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;

  if (error != NULL)
    dex_promise_reject (promise, g_error_copy (error));
  else
    dex_promise_resolve_boxed (promise, WEFT_TYPE_SEARCH_RESULT, result);
}

static void
run_search (WeftSyncThread *self, Job *job)
{
  weft_client_session_search (self->session, job->text, job->name, job->stream, job->limit, on_hits,
                              g_steal_pointer (&job->promise));
}

static void
run_load_page (WeftSyncThread *self, Job *job)
{
  weft_client_session_load_page (self->session, job->stream, job->name, job->value, job->limit, on_page, g_steal_pointer (&job->promise));
}

static void
on_answer (const WeftFrame *answer, const GError *error, gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;
  g_autoptr (GString) text = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (error != NULL)
    {
      dex_promise_reject (promise, g_error_copy (error));
      return;
    }

  text = g_string_new (NULL);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, json_node_get_object (answer->root));
  weft_json_node (text, NULL, node);
  dex_promise_resolve_string (promise, g_string_free_and_steal (g_steal_pointer (&text)));
}

static void
run_ask (WeftSyncThread *self, Job *job)
{
  WeftQuestion question = *job->question;

  question.stream = job->stream;
  question.what = job->name;
  weft_client_session_ask (self->session, &question, on_answer, g_steal_pointer (&job->promise));
}

static void
run_set_latest (WeftSyncThread *self, Job *job)
{
  g_autoptr (GError) error = NULL;

  if (!weft_client_session_set_latest (self->session, job->stream, job->name, job->value, &error))
    store_failed (self, error);
}

static void
run_set_latest_object (WeftSyncThread *self, Job *job)
{
  weft_client_session_set_latest_object (self->session, job->stream, job->name, job->text);
}

static void
run_set_open (WeftSyncThread *self, Job *job)
{
  weft_client_session_set_open (self->session, (const char *const *) job->list);
}

static void
run_set_watched (WeftSyncThread *self, Job *job)
{
  weft_client_session_set_watched (self->session, (const char *const *) job->list);
}

static void
run_file_uploaded (WeftSyncThread *self, Job *job)
{
  g_autoptr (GError) error = NULL;

  if (!weft_client_session_file_uploaded (self->session, job->stream, job->error, &error))
    store_failed (self, error);
}

static void
run_close (WeftSyncThread *self, Job *job)
{
  self->closing = g_steal_pointer (&job->promise);
  g_main_loop_quit (self->loop);
}

static void
run_submit (WeftSyncThread *self, Job *job)
{
  g_assert_not_reached (); /* run_submits() takes them */
}

/* Operations that come together reach the disk together. */
static void
run_submits (WeftSyncThread *self, GPtrArray *jobs)
{
  g_autofree WeftSubmission *submissions = g_new0 (WeftSubmission, jobs->len);
  g_autoptr (GError) error = NULL;
  gboolean stored;

  for (guint i = 0; i < jobs->len; i++)
    {
      Job *job = jobs->pdata[i];

      submissions[i] = (WeftSubmission) {
        .stream = job->stream,
        .op = job->name,
        .args = job->text,
        .files = (const char *const *) job->list,
        .seen = job->seen,
        .group = job->group,
      };
    }

  stored = weft_client_session_submit (self->session, submissions, jobs->len, &error);

  for (guint i = 0; i < jobs->len; i++)
    {
      Job *job = jobs->pdata[i];

      if (submissions[i].error != NULL)
        dex_promise_reject (job->promise, g_steal_pointer (&submissions[i].error));
      else if (!stored)
        dex_promise_reject (job->promise, g_error_copy (error));
      else
        dex_promise_resolve_string (job->promise, g_steal_pointer (&submissions[i].id));
      g_free (submissions[i].id);
    }
}

static gboolean
on_jobs (gpointer user_data)
{
  WeftSyncThread *self = user_data;
  g_autoptr (GPtrArray) submits = g_ptr_array_new_with_free_func ((GDestroyNotify) job_free);
  GQueue jobs;
  Job *job;
  gboolean ended;

  g_mutex_lock (&self->lock);
  self->jobs_scheduled = FALSE;
  ended = self->ended;
  if (ended || self->n_holds > 0)
    g_queue_init (&jobs);
  else
    {
      jobs = self->jobs;
      g_queue_init (&self->jobs);
    }
  g_mutex_unlock (&self->lock);
  if (ended)
    return G_SOURCE_REMOVE; /* end_jobs() has taken them */

  while ((job = g_queue_pop_head (&jobs)) != NULL)
    {
      if (job->func == run_submit)
        {
          g_ptr_array_add (submits, job);
          continue;
        }
      if (submits->len > 0)
        {
          run_submits (self, submits);
          g_ptr_array_set_size (submits, 0);
        }
      job->func (self, job);
      job_free (job);
    }
  if (submits->len > 0)
    run_submits (self, submits);

  update_tick (self);

  return G_SOURCE_REMOVE;
}

/* The lock is held. */
static void
schedule_jobs (WeftSyncThread *self)
{
  g_autoptr (GSource) source = NULL;

  if (self->jobs_scheduled || self->n_holds > 0 || g_queue_is_empty (&self->jobs))
    return;

  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_jobs, self, NULL);
  g_source_attach (source, self->context);
  self->jobs_scheduled = TRUE;
}

static void
push (WeftSyncThread *self, Job *job)
{
  gboolean ended;

  g_mutex_lock (&self->lock);
  ended = self->ended;
  if (!ended)
    {
      g_queue_push_tail (&self->jobs, job);
      schedule_jobs (self);
    }
  g_mutex_unlock (&self->lock);

  if (ended)
    {
      if (job->promise != NULL)
        dex_promise_reject (job->promise, g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "The workspace is closed"));
      job_free (job);
    }
}

static Job *
job_new (JobFunc func, const char *stream, const char *name)
{
  Job *job = g_new0 (Job, 1);

  job->func = func;
  job->stream = g_strdup (stream);
  job->name = g_strdup (name);

  return job;
}

static DexFuture *
push_with_promise (WeftSyncThread *self, Job *job)
{
  DexPromise *promise = dex_promise_new ();

  job->promise = dex_ref (promise);
  push (self, job);

  return DEX_FUTURE (promise);
}

/* ── the thread ─────────────────────────────────────────────────────────────────────────────────────── */

static void
end_jobs (WeftSyncThread *self)
{
  Job *job;

  g_mutex_lock (&self->lock);
  self->ended = TRUE;
  g_mutex_unlock (&self->lock);

  while ((job = g_queue_pop_head (&self->jobs)) != NULL)
    {
      if (job->func == run_close)
        self->closing = g_steal_pointer (&job->promise);
      else if (job->promise != NULL)
        dex_promise_reject (job->promise, g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "The workspace is closed"));
      job_free (job);
    }
}

static gboolean
open_store (WeftSyncThread *self, GError **error)
{
  self->address = weft_address_parse (self->address_text, error);
  if (self->address == NULL)
    return FALSE;

  self->copy = weft_copy_open (self->registry, self->directory, self->clock, error);
  if (self->copy == NULL)
    return FALSE;

  self->copy->strict = self->strict;
  self->session = weft_client_session_new (self->copy, &session_events, self);
  self->socket = weft_socket_new (self->address, &socket_events, self);
  self->tick = new_ready_source (self, on_tick, TICK_PRIORITY);
  self->indexing = new_ready_source (self, on_index, G_PRIORITY_LOW);
  self->refresh = new_ready_source (self, on_refresh_due, G_PRIORITY_DEFAULT);
  on_session_uploads (self); /* what the last run left */

  return TRUE;
}

static void
free_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* Nobody holds a file any more but those operations which are still to go. */
static gboolean
drop_unnamed_files (WeftSyncThread *self, GError **error)
{
  g_autoptr (WeftFileCache) cache = NULL;
  g_autoptr (GHashTable) named = NULL;
  gboolean wanted = FALSE;

  if (self->directory == NULL)
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
  cache = weft_file_cache_new (self->directory, WEFT_FILE_CACHE_MAX);
  weft_file_cache_evict (cache, named);

  return TRUE;
}

/* Who comes only for a moment, as weftctl does, is never idle. */
static void
scrub_before_closing (WeftSyncThread *self)
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

static void
close_store (WeftSyncThread *self)
{
  GHashTableIter iter;
  gpointer promises;

  g_hash_table_iter_init (&iter, self->awaiting);
  while (g_hash_table_iter_next (&iter, NULL, &promises))
    for (guint i = 0; i < ((GPtrArray *) promises)->len; i++)
      dex_promise_reject (((GPtrArray *) promises)->pdata[i],
                          g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "The workspace is closed; the operation stays in the outbox"));
  g_clear_pointer (&self->awaiting, g_hash_table_unref);

  free_source (&self->tick);
  free_source (&self->indexing);
  free_source (&self->refresh);
  g_clear_pointer (&self->socket, weft_socket_free);

  /* Let libsoup send the close frame and end what it has begun. */
  for (guint i = 0; i < 100 && g_main_context_iteration (self->context, FALSE); i++)
    ;

  g_clear_pointer (&self->session, weft_client_session_free);
  if (self->copy != NULL)
    scrub_before_closing (self);
  g_clear_pointer (&self->copy, weft_copy_free);
  g_clear_pointer (&self->address, weft_address_free);
  g_clear_pointer (&self->reason, g_free);
}

static gpointer
run_thread (gpointer data)
{
  WeftSyncThread *self = data;
  GError *error = NULL;

  g_main_context_push_thread_default (self->context);
  self->loop = g_main_loop_new (self->context, FALSE);
  self->awaiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);

  if (open_store (self, &error))
    {
      tell_status (self);
      dex_promise_resolve_boolean (self->opened, TRUE);
      index_soon (self);
      update_tick (self);
      g_main_loop_run (self->loop);
    }
  else
    {
      dex_promise_reject (self->opened, error);
    }
  dex_clear (&self->opened);

  end_jobs (self);
  close_store (self);
  g_main_loop_unref (self->loop);
  g_main_context_pop_thread_default (self->context);

  if (self->closing != NULL)
    dex_promise_resolve_boolean (self->closing, TRUE);
  dex_clear (&self->closing);
  thread_unref (self);

  return NULL;
}

WeftSyncThread *
weft_sync_thread_new (WeftRegistry *registry,
                      const char *address,
                      const char *directory,
                      WeftClock *clock,
                      gboolean strict,
                      DexPromise *opened,
                      const WeftSyncThreadEvents *events,
                      gpointer user_data)
{
  WeftSyncThread *self = g_new0 (WeftSyncThread, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  g_queue_init (&self->jobs);
  self->registry = g_object_ref (registry);
  self->clock = g_object_ref (clock != NULL ? clock : weft_clock_get_system ());
  self->address_text = g_strdup (address);
  self->directory = g_strdup (directory);
  self->strict = strict;
  self->opened = dex_ref (opened);
  self->events = *events;
  self->user_data = user_data;
  self->context = g_main_context_new ();
  self->owner = g_main_context_ref_thread_default ();
  self->state = WEFT_SYNC_OFFLINE;
  self->thread = g_thread_new ("weft-sync", run_thread, thread_ref (self));

  return self;
}

DexFuture *
weft_sync_thread_close (WeftSyncThread *self)
{
  Job *job = job_new (run_close, NULL, NULL);
  DexPromise *promise = dex_promise_new ();
  gboolean ended;

  self->closed = TRUE;
  job->promise = dex_ref (promise);

  g_mutex_lock (&self->lock);
  ended = self->ended;
  g_mutex_unlock (&self->lock);
  if (ended)
    {
      dex_promise_resolve_boolean (promise, TRUE);
      job_free (job);
    }
  else
    {
      push (self, job);
    }

  return DEX_FUTURE (promise);
}

void
weft_sync_thread_free (WeftSyncThread *self)
{
  if (!self->closed)
    dex_future_disown (weft_sync_thread_close (self));
  g_thread_join (self->thread);
  thread_unref (self);
}

void
weft_sync_thread_start (WeftSyncThread *self)
{
  push (self, job_new (run_start, NULL, NULL));
}

void
weft_sync_thread_stop (WeftSyncThread *self)
{
  push (self, job_new (run_stop, NULL, NULL));
}

void
weft_sync_thread_retry (WeftSyncThread *self)
{
  push (self, job_new (run_retry, NULL, NULL));
}

void
weft_sync_thread_set_network (WeftSyncThread *self, gboolean available)
{
  Job *job = job_new (run_set_network, NULL, NULL);

  job->value = available;
  push (self, job);
}

void
weft_sync_thread_set_token (WeftSyncThread *self, const char *token, gint64 refresh_in, const GError *error)
{
  Job *job = job_new (run_set_token, token, NULL);

  job->value = refresh_in;
  job->error = error != NULL ? g_error_copy (error) : NULL;
  push (self, job);
}

DexFuture *
weft_sync_thread_submit (WeftSyncThread *self, const char *stream, const char *op, const char *args, const char *const *files, const char *seen, const char *group)
{
  Job *job = job_new (run_submit, stream, op);

  job->text = g_strdup (args);
  job->list = g_strdupv ((char **) files);
  job->seen = g_strdup (seen);
  job->group = g_strdup (group);

  return push_with_promise (self, job);
}

void
weft_sync_thread_hold (WeftSyncThread *self)
{
  g_mutex_lock (&self->lock);
  self->n_holds++;
  g_mutex_unlock (&self->lock);
}

void
weft_sync_thread_release (WeftSyncThread *self)
{
  g_mutex_lock (&self->lock);
  self->n_holds--;
  if (!self->ended)
    schedule_jobs (self);
  g_mutex_unlock (&self->lock);
}

void
weft_sync_thread_file_uploaded (WeftSyncThread *self, const char *hash, const GError *refusal)
{
  Job *job = job_new (run_file_uploaded, hash, NULL);

  job->error = refusal != NULL ? g_error_copy (refusal) : NULL;
  push (self, job);
}

DexFuture *
weft_sync_thread_await (WeftSyncThread *self, const char *id)
{
  return push_with_promise (self, job_new (run_await, id, NULL));
}

DexFuture *
weft_sync_thread_resolve_conflict (WeftSyncThread *self, const char *id, gboolean mine, gboolean both)
{
  Job *job = job_new (run_resolve_conflict, id, NULL);

  job->value = mine;
  job->limit = both;

  return push_with_promise (self, job);
}

DexFuture *
weft_sync_thread_step_back (WeftSyncThread *self, WeftUndoStack stack)
{
  Job *job = job_new (run_step_back, NULL, NULL);

  job->value = stack;

  return push_with_promise (self, job);
}

DexFuture *
weft_sync_thread_retry_operation (WeftSyncThread *self, const char *id)
{
  return push_with_promise (self, job_new (run_retry_operation, id, NULL));
}

DexFuture *
weft_sync_thread_discard_operation (WeftSyncThread *self, const char *id)
{
  return push_with_promise (self, job_new (run_discard_operation, id, NULL));
}

DexFuture *
weft_sync_thread_search (WeftSyncThread *self, const char *query, const char *zone, const char *cursor, guint limit)
{
  Job *job = job_new (run_search, cursor, zone);

  job->text = g_strdup (query);
  job->limit = limit;

  return push_with_promise (self, job);
}

DexFuture *
weft_sync_thread_ask (WeftSyncThread *self, const WeftQuestion *question)
{
  Job *job = job_new (run_ask, question->stream, question->what);

  job->question = g_memdup2 (question, sizeof *question);

  return push_with_promise (self, job);
}

DexFuture *
weft_sync_thread_load_page (WeftSyncThread *self, const char *stream, const char *table, gint64 before, guint limit)
{
  Job *job = job_new (run_load_page, stream, table);

  job->value = before;
  job->limit = limit;

  return push_with_promise (self, job);
}

void
weft_sync_thread_set_latest (WeftSyncThread *self, const char *stream, const char *name, gint64 value)
{
  Job *job = job_new (run_set_latest, stream, name);

  job->value = value;
  push (self, job);
}

void
weft_sync_thread_set_latest_object (WeftSyncThread *self, const char *stream, const char *name, const char *json)
{
  Job *job = job_new (run_set_latest_object, stream, name);

  job->text = g_strdup (json);
  push (self, job);
}

void
weft_sync_thread_set_open (WeftSyncThread *self, const char *const *streams)
{
  Job *job = job_new (run_set_open, NULL, NULL);

  job->list = g_strdupv ((char **) streams);
  push (self, job);
}

void
weft_sync_thread_set_watched (WeftSyncThread *self, const char *const *people)
{
  Job *job = job_new (run_set_watched, NULL, NULL);

  job->list = g_strdupv ((char **) people);
  push (self, job);
}

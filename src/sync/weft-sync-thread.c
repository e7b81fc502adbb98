/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-sync-thread-private.h"

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

  g_mutex_clear (&self->lock);
  g_main_context_unref (self->context);
  weft_sync_delivery_unref (self->delivery);
  g_object_unref (self->registry);
  g_object_unref (self->clock);
  g_free (self->address_text);
  g_free (self->directory);
  g_free (self);
}

/* ── the thread's clockwork ─────────────────────────────────────────────────────────────────────────── */

void
_weft_sync_thread_update_timers (WeftSyncThread *self)
{
  for (WeftSyncCoreTimer timer = 0; timer < WEFT_SYNC_CORE_N_TIMERS; timer++)
    {
      gint64 due = weft_sync_core_get_due (self->core, timer);

      if (due == G_MAXINT64)
        g_source_set_ready_time (self->timers[timer], -1);
      else if (due == 0)
        g_source_set_ready_time (self->timers[timer], 0);
      else
        g_source_set_ready_time (self->timers[timer],
                                 g_get_monotonic_time () + MAX (due - weft_clock_monotonic (self->clock), 0));
    }
}

static gboolean
on_tick (gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_core_run (self->core, WEFT_SYNC_CORE_TICK);
  _weft_sync_thread_update_timers (self);

  return G_SOURCE_CONTINUE;
}

static gboolean
on_refresh (gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_core_run (self->core, WEFT_SYNC_CORE_REFRESH);
  _weft_sync_thread_update_timers (self);

  return G_SOURCE_CONTINUE;
}

static gboolean
on_idle (gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_core_run (self->core, WEFT_SYNC_CORE_IDLE);
  _weft_sync_thread_update_timers (self);

  return G_SOURCE_CONTINUE;
}

static gboolean
on_indexed (gpointer user_data)
{
  WeftSyncThread *self = user_data;

  g_source_set_ready_time (self->indexed, -1);

  return on_idle (self);
}

static const struct
{
  GSourceFunc func;
  int priority;
} timers[] = {
  [WEFT_SYNC_CORE_TICK] = { on_tick, G_PRIORITY_DEFAULT + 10 }, /* after what the socket has to read */
  [WEFT_SYNC_CORE_REFRESH] = { on_refresh, G_PRIORITY_DEFAULT },
  [WEFT_SYNC_CORE_IDLE] = { on_idle, G_PRIORITY_LOW },
};
G_STATIC_ASSERT (G_N_ELEMENTS (timers) == WEFT_SYNC_CORE_N_TIMERS);

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

/* ── from the core ──────────────────────────────────────────────────────────────────────────────────── */

static void
on_core_need_token (gboolean force_refresh, gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_delivery_add_need_token (self->delivery, force_refresh);
}

static void
on_core_status (const WeftSyncStatus *status, gboolean outbox, gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_delivery_add_status (self->delivery, status, outbox);
}

static void
on_core_changed (WeftChanges *changes, gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_delivery_add_changes (self->delivery, changes);
}

static void
on_core_uploads (GPtrArray *uploads, gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_delivery_add_uploads (self->delivery, uploads);
}

void
_weft_sync_thread_settle (WeftSyncThread *self, const char *id, const GError *error)
{
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
on_core_settled (const char *id, const GError *error, gpointer user_data)
{
  _weft_sync_thread_settle (user_data, id, error);
}

static void
on_core_latest (const char *stream, const char *name, const char *person, gint64 value, JsonNode *extra, gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_delivery_add_latest (self->delivery, stream, name, person, value, extra);
}

static void
on_core_presence (const char *person, const char *state, gint64 seen, gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_delivery_add_presence (self->delivery, person, state, seen);
}

static void
on_core_revoked (const char *stream, const char *title, gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_delivery_add_revoked (self->delivery, stream, title);
}

static void
on_core_erased (gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_delivery_add_erased (self->delivery);
}

/* In another thread: the timers are set by this one alone, or it could take back what it does not know of yet. */
static void
on_core_indexed (gpointer user_data)
{
  WeftSyncThread *self = user_data;

  g_source_set_ready_time (self->indexed, 0);
}

static const WeftSyncCoreEvents core_events = {
  .need_token = on_core_need_token,
  .status = on_core_status,
  .changed = on_core_changed,
  .uploads = on_core_uploads,
  .settled = on_core_settled,
  .latest = on_core_latest,
  .presence = on_core_presence,
  .revoked = on_core_revoked,
  .erased = on_core_erased,
  .indexed = on_core_indexed,
};

/* ── between the core and the socket ────────────────────────────────────────────────────────────────── */

static gboolean
link_is_open (gpointer link)
{
  return weft_socket_is_open (((WeftSyncThread *) link)->socket);
}

static void
link_send (const char *frame, gpointer link)
{
  weft_socket_send (((WeftSyncThread *) link)->socket, frame);
}

static void
link_set_token (const char *token, const GError *error, gpointer link)
{
  weft_socket_set_token (((WeftSyncThread *) link)->socket, token, error);
}

static void
link_proved_good (gpointer link)
{
  weft_socket_proved_good (((WeftSyncThread *) link)->socket);
}

static void
link_reopen (gpointer link)
{
  weft_socket_reopen (((WeftSyncThread *) link)->socket);
}

static void
link_fail (const char *reason, gpointer link)
{
  weft_socket_fail (((WeftSyncThread *) link)->socket, reason);
}

static void
link_halt (WeftSyncState state, const char *reason, gpointer link)
{
  weft_socket_halt (((WeftSyncThread *) link)->socket, state, reason);
}

static const WeftSyncLink core_link = {
  .is_open = link_is_open,
  .send = link_send,
  .set_token = link_set_token,
  .proved_good = link_proved_good,
  .reopen = link_reopen,
  .fail = link_fail,
  .halt = link_halt,
};

static void
on_socket_need_token (gboolean force_refresh, gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_delivery_add_need_token (self->delivery, force_refresh);
}

static void
on_socket_opened (gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_core_opened (self->core);
  _weft_sync_thread_update_timers (self);
}

static void
on_socket_received (WeftFrame *frame, gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_core_received (self->core, frame);
  _weft_sync_thread_update_timers (self);
}

static void
on_socket_lost (guint close_code, gpointer user_data)
{
  WeftSyncThread *self = user_data;

  weft_sync_core_lost (self->core, close_code);
  _weft_sync_thread_update_timers (self);
}

static void
on_socket_state (WeftSyncState state, const char *reason, gpointer user_data)
{
  WeftSyncThread *self = user_data;

  g_autofree char *page = state == WEFT_SYNC_PORTAL ? weft_socket_dup_page (self->socket) : NULL;

  weft_sync_core_set_way (self->core, weft_socket_get_transport (self->socket), page);
  weft_sync_core_set_state (self->core, state, reason);
}

static const WeftSocketEvents socket_events = {
  .need_token = on_socket_need_token,
  .opened = on_socket_opened,
  .received = on_socket_received,
  .lost = on_socket_lost,
  .state_changed = on_socket_state,
};

/* ── the thread ─────────────────────────────────────────────────────────────────────────────────────── */

static gboolean
open_store (WeftSyncThread *self, GError **error)
{
  self->address = weft_address_parse (self->address_text, error);
  if (self->address == NULL)
    return FALSE;

  self->core = weft_sync_core_open (self->registry, self->directory, self->clock, self->strict, &core_link, self,
                                    &core_events, self, error);
  if (self->core == NULL)
    return FALSE;

  self->session = weft_sync_core_get_session (self->core);
  self->socket = weft_socket_new (self->address, &socket_events, self);
  for (WeftSyncCoreTimer timer = 0; timer < WEFT_SYNC_CORE_N_TIMERS; timer++)
    self->timers[timer] = new_ready_source (self, timers[timer].func, timers[timer].priority);
  self->indexed = new_ready_source (self, on_indexed, timers[WEFT_SYNC_CORE_IDLE].priority);

  return TRUE;
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

  for (guint i = 0; i < G_N_ELEMENTS (self->timers); i++)
    {
      if (self->timers[i] != NULL)
        g_source_destroy (self->timers[i]);
      g_clear_pointer (&self->timers[i], g_source_unref);
    }
  if (self->indexed != NULL)
    g_source_destroy (self->indexed);
  g_clear_pointer (&self->socket, weft_socket_free);

  /* Let libsoup send the close frame and end what it has begun. */
  for (guint i = 0; i < 100 && g_main_context_iteration (self->context, FALSE); i++)
    ;

  if (self->core != NULL)
    weft_sync_core_tidy (self->core);
  self->session = NULL;
  g_clear_pointer (&self->core, weft_sync_core_free);

  /* Until now the core's other thread may have set it ready. */
  g_clear_pointer (&self->indexed, g_source_unref);
  g_clear_pointer (&self->address, weft_address_free);
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
      weft_sync_core_begin (self->core);
      dex_promise_resolve_boolean (self->opened, TRUE);
      _weft_sync_thread_update_timers (self);
      g_main_loop_run (self->loop);
    }
  else
    {
      dex_promise_reject (self->opened, error);
    }
  dex_clear (&self->opened);

  _weft_sync_thread_end_jobs (self);
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
  self->context = g_main_context_new ();
  self->delivery = weft_sync_delivery_new (events, user_data);
  self->thread = g_thread_new ("weft-sync", run_thread, thread_ref (self));

  return self;
}

void
weft_sync_thread_free (WeftSyncThread *self)
{
  if (!self->closed)
    dex_future_disown (weft_sync_thread_close (self));
  g_thread_join (self->thread);
  thread_unref (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-socket.h"

#include <glib/gi18n-lib.h>

#include "base/weft-backoff.h"
#include "sync/weft-http.h"
#include "sync/weft-probe.h"

#define BACKOFF_BASE 500          /* ms */
#define BACKOFF_MAX 30000
#define UNREACHABLE_AFTER 4       /* failed attempts */
#define PROBE_TIMEOUT 15          /* s to see who answers */
#define TOKEN_TIMEOUT 30          /* s for a token */
#define WATCH_INTERVAL 2000       /* ms */

typedef enum
{
  IDLE,                  /* not wanted, halted, or waiting for the network */
  WAITING,               /* for the next attempt */
  PROBING,               /* who answers there */
  ASKING,                /* for a token */
  OPENING,
  OPEN,
} Phase;

struct _WeftSocket
{
  const WeftAddress *address;
  WeftSocketEvents events;
  gpointer user_data;
  SoupSession *session;

  Phase phase;
  gboolean wanted;
  gboolean halted;
  gboolean network;
  gboolean was_open;         /* ever: then it is re-connecting */
  gboolean force_refresh;
  guint refused_tokens;      /* in a row */
  guint failures;            /* in a row */
  gint64 not_before;         /* ms: the server does not want to be asked until then */
  WeftBackoff backoff;
  gboolean portal;           /* the system says that the network wants a sign-in */
  char *page;                /* (nullable): where to */

  WeftTransportTiming timing;
  WeftTransportChoice choice;
  WeftTransport *transport;
  gint64 opened_at;          /* ms */
  WeftTransport *trial;      /* (nullable): a better one, tried while this one works */
  char *token;               /* the last */
  GCancellable *cancellable; /* of a probe */
  GSource *timer;            /* next attempt, or time-out of this one */
  GSource *watch;
  GSource *up;               /* next trial, or time-out of this one */
  gint64 last_heard;         /* µs */
  guint64 n_bytes;           /* which had come in then, if that is known */
};

static void attempt (WeftSocket *self);

static void
set_state (WeftSocket *self, WeftSyncState state, const char *reason)
{
  self->events.state_changed (state, reason, self->user_data);
}

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static GSource *
new_timer (WeftSocket *self, guint ms, GSourceFunc func)
{
  GSource *source = g_timeout_source_new (ms);

  g_source_set_callback (source, func, self, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());

  return source;
}

static void
set_timer (WeftSocket *self, guint ms, GSourceFunc func)
{
  clear_source (&self->timer);
  self->timer = new_timer (self, ms, func);
}

static gint64
now_ms (void)
{
  return g_get_monotonic_time () / 1000;
}

static void
cancel_probe (WeftSocket *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
drop_connection (WeftSocket *self)
{
  clear_source (&self->timer);
  clear_source (&self->watch);
  clear_source (&self->up);
  cancel_probe (self);
  g_clear_pointer (&self->trial, weft_transport_free);
  g_clear_pointer (&self->transport, weft_transport_free);
}

static void
lose (WeftSocket *self, guint close_code)
{
  gboolean was_open = self->phase == OPEN;

  drop_connection (self);
  self->phase = IDLE;
  if (was_open)
    self->events.lost (close_code, self->user_data);
}

static gboolean
on_attempt_due (gpointer user_data)
{
  WeftSocket *self = user_data;

  clear_source (&self->timer);
  attempt (self);

  return G_SOURCE_REMOVE;
}

/* Whatever happens, and whoever asks: until then we do not. */
static void
note_retry_after (WeftSocket *self, guint ms)
{
  if (ms > 0)
    self->not_before = MAX (self->not_before, now_ms () + ms);
}

/* The attempt came to nothing: again, later. */
static void
fail (WeftSocket *self, WeftSyncState state, const char *reason)
{
  gint64 wait = MAX (self->not_before - now_ms (), 0) + weft_backoff_next (&self->backoff);

  self->failures++;
  if (state == WEFT_SYNC_RECONNECTING && self->failures >= UNREACHABLE_AFTER)
    state = WEFT_SYNC_UNREACHABLE;
  else if (state == WEFT_SYNC_RECONNECTING && !self->was_open)
    state = WEFT_SYNC_CONNECTING;

  self->phase = WAITING;
  set_timer (self, (guint) wait, on_attempt_due);
  set_state (self, state, reason);
}

static void
halt (WeftSocket *self, WeftSyncState state, const char *reason)
{
  self->halted = TRUE;
  lose (self, 0);
  set_state (self, state, reason);
}

/* Who answers in the server's place */

static void
on_portal_probed (WeftProbeResult result, const char *page, const GError *error, gpointer user_data)
{
  WeftSocket *self = user_data;

  g_clear_object (&self->cancellable);
  if (self->phase != WAITING || (result != WEFT_PROBE_PORTAL && !self->portal))
    return;

  g_set_str (&self->page, page);
  set_state (self, WEFT_SYNC_PORTAL, _("A sign-in page of this network stands in the way; open a web page to sign in"));
}

/* An attempt came to nothing: is it a network that wants a sign-in? */
static void
look_for_portal (WeftSocket *self)
{
  if (self->address->local || self->session == NULL)
    return;

  cancel_probe (self);
  self->cancellable = g_cancellable_new ();
  if (weft_probe_is_needed (self->address))
    weft_probe_start (self->session, self->address, self->cancellable, on_portal_probed, self);
  else
    weft_probe_start_plain (self->session, self->address, self->cancellable, on_portal_probed, self);
}

static void
fail_with_portal (WeftSocket *self, const char *page)
{
  g_set_str (&self->page, page);
  fail (self, WEFT_SYNC_PORTAL, _("A sign-in page of this network stands in the way; open a web page to sign in"));
}

/* The end of a connection, or of an attempt */

static void
take_refused_token (WeftSocket *self)
{
  self->force_refresh = TRUE;
  if (self->refused_tokens++ == 0)
    attempt (self);
  else
    fail (self, WEFT_SYNC_RECONNECTING, _("The server does not accept the sign-in"));
}

static void
take_close_code (WeftSocket *self, guint code)
{
  switch (code)
    {
    case WEFT_CLOSE_UNAUTHENTICATED:
      take_refused_token (self);
      break;
    case WEFT_CLOSE_SUSPENDED:
      halt (self, WEFT_SYNC_SIGNED_OUT, _("Your account was suspended; ask an administrator"));
      break;
    case WEFT_CLOSE_UPDATE_NEEDED:
      halt (self, WEFT_SYNC_UPDATE_NEEDED, _("The server needs a newer version of Weft"));
      break;
    case WEFT_CLOSE_RATE_LIMITED:
      fail (self, WEFT_SYNC_RECONNECTING, _("The server asks to slow down"));
      break;
    case WEFT_CLOSE_DRAINING:
      fail (self, WEFT_SYNC_RECONNECTING, _("The server is restarting"));
      break;
    default:
      fail (self, WEFT_SYNC_RECONNECTING, _("The connection was lost"));
      break;
    }
}

static void
take_end (WeftSocket *self, WeftTransportFault fault, guint close_code, const char *reason, const char *page)
{
  WeftTransportKind kind = weft_transport_get_kind (self->transport);
  gint64 now = now_ms ();
  gint64 lasted = self->phase == OPEN ? now - self->opened_at : -1;
  gboolean at_once = weft_transport_choice_ended (&self->choice, kind, fault, lasted, now);
  g_autofree char *kept_reason = g_strdup (reason != NULL ? reason : _("The connection was lost"));
  g_autofree char *kept_page = g_strdup (page);

  /* What it was told by goes with the transport. */
  lose (self, fault == WEFT_TRANSPORT_CLOSED ? close_code : 0);
  if (!self->wanted || self->halted || self->phase != IDLE)
    return;

  if (fault == WEFT_TRANSPORT_CLOSED)
    take_close_code (self, close_code);
  else if (fault == WEFT_TRANSPORT_PORTAL)
    fail_with_portal (self, kept_page);
  else if (at_once)
    {
      g_info ("The network lets no %s pass; trying by %s", weft_transport_kind_get_name (kind),
                 weft_transport_kind_get_name (self->choice.kind));
      attempt (self);
    }
  else
    {
      fail (self, WEFT_SYNC_RECONNECTING, kept_reason);
      if (fault != WEFT_TRANSPORT_BAD_FRAME)
        look_for_portal (self);
    }
}

static gboolean
on_attempt_timeout (gpointer user_data)
{
  WeftSocket *self = user_data;

  if (self->phase == OPENING)
    take_end (self, WEFT_TRANSPORT_NOT_PASSED, 0, _("The server does not answer"), NULL);
  else
    {
      lose (self, 0);
      fail (self, WEFT_SYNC_RECONNECTING, _("The server does not answer"));
    }

  return G_SOURCE_REMOVE;
}

static gboolean
on_watch (gpointer user_data)
{
  WeftSocket *self = user_data;

  guint64 n_bytes = weft_transport_count_bytes (self->transport);

  if (now_ms () - self->opened_at > self->timing.brief)
    weft_transport_choice_held (&self->choice);
  if (n_bytes != self->n_bytes)
    {
      self->n_bytes = n_bytes;
      self->last_heard = g_get_monotonic_time ();
    }
  if (g_get_monotonic_time () - self->last_heard < WEFT_SILENCE_MAX * G_GINT64_CONSTANT (1000))
    return G_SOURCE_CONTINUE;

  take_end (self, WEFT_TRANSPORT_LOST, 0, _("The server has gone silent"), NULL);

  return G_SOURCE_REMOVE;
}

/* The transport in use */

static void plan_trial (WeftSocket *self);

static void
on_opened (gpointer user_data)
{
  WeftSocket *self = user_data;

  clear_source (&self->timer);
  self->phase = OPEN;
  self->was_open = TRUE;
  self->opened_at = now_ms ();
  self->last_heard = g_get_monotonic_time ();
  g_clear_pointer (&self->page, g_free);
  self->watch = new_timer (self, WATCH_INTERVAL, on_watch);
  weft_transport_choice_opened (&self->choice, weft_transport_get_kind (self->transport), self->opened_at);
  plan_trial (self);

  set_state (self, WEFT_SYNC_CATCHING_UP, NULL);
  self->events.opened (self->user_data);
}

static void
on_received (WeftFrame *frame, gpointer user_data)
{
  WeftSocket *self = user_data;

  self->last_heard = g_get_monotonic_time ();
  self->events.received (frame, self->user_data);
}

static void
on_ended (const WeftTransportEnd *end, gpointer user_data)
{
  note_retry_after (user_data, end->retry_after);
  take_end (user_data, end->fault, end->close_code, end->reason, end->page);
}

static const WeftTransportEvents transport_events = { on_opened, on_received, on_ended };

/* A better one, tried while this one works */

static void
on_trial_opened (gpointer user_data)
{
  WeftSocket *self = user_data;
  WeftTransport *better = g_steal_pointer (&self->trial);

  lose (self, 0);
  if (!self->wanted || self->halted || self->phase != IDLE)
    {
      weft_transport_free (better);
      return;
    }
  self->transport = better;
  weft_transport_set_events (better, &transport_events);
  weft_transport_choice_try_opened (&self->choice, now_ms ());
  on_opened (self);
}

static void
end_trial (WeftSocket *self)
{
  g_clear_pointer (&self->trial, weft_transport_free);
  weft_transport_choice_try_failed (&self->choice, now_ms ());
  plan_trial (self);
}

static void
on_trial_received (WeftFrame *frame, gpointer user_data)
{
  weft_frame_free (frame);
}

static void
on_trial_ended (const WeftTransportEnd *end, gpointer user_data)
{
  note_retry_after (user_data, end->retry_after);
  end_trial (user_data);
}

static const WeftTransportEvents trial_events = { on_trial_opened, on_trial_received, on_trial_ended };

static gboolean
on_trial_timeout (gpointer user_data)
{
  end_trial (user_data);

  return G_SOURCE_REMOVE;
}

static void
start_trial (WeftSocket *self)
{
  self->trial = weft_transport_new (WEFT_TRANSPORT_WEBSOCKET, self->session, self->address, self->token,
                                    &trial_events, self);
  clear_source (&self->up);
  self->up = new_timer (self, self->timing.open[WEFT_TRANSPORT_WEBSOCKET], on_trial_timeout);
}

static void
on_trial_probed (WeftProbeResult result, const char *page, const GError *error, gpointer user_data)
{
  WeftSocket *self = user_data;

  g_clear_object (&self->cancellable);
  if (result == WEFT_PROBE_SERVER)
    start_trial (self);
  else
    end_trial (self);
}

static gboolean
on_trial_due (gpointer user_data)
{
  WeftSocket *self = user_data;

  clear_source (&self->up);
  if (weft_probe_is_needed (self->address))
    {
      self->cancellable = g_cancellable_new ();
      weft_probe_start (self->session, self->address, self->cancellable, on_trial_probed, self);
    }
  else
    start_trial (self);

  return G_SOURCE_REMOVE;
}

static void
plan_trial (WeftSocket *self)
{
  clear_source (&self->up);
  if (self->choice.up_at != G_MAXINT64)
    self->up = new_timer (self, (guint) CLAMP (self->choice.up_at - now_ms (), 0, G_MAXINT), on_trial_due);
}

/* An attempt */

static void
ask_token (WeftSocket *self)
{
  gboolean force = self->force_refresh;

  self->phase = ASKING;
  self->force_refresh = FALSE;
  set_timer (self, TOKEN_TIMEOUT * 1000, on_attempt_timeout);
  self->events.need_token (force, self->user_data);
}

static void
on_probed (WeftProbeResult result, const char *page, const GError *error, gpointer user_data)
{
  WeftSocket *self = user_data;

  g_clear_object (&self->cancellable);
  clear_source (&self->timer);
  if (result == WEFT_PROBE_SERVER)
    ask_token (self);
  else if (result == WEFT_PROBE_PORTAL || self->portal)
    fail_with_portal (self, page);
  else
    {
      note_retry_after (self, weft_error_get_retry_after (error));
      fail (self, WEFT_SYNC_RECONNECTING, error->message);
    }
}

static void
attempt (WeftSocket *self)
{
  if (!self->wanted || self->halted)
    return;

  if (!self->network && !self->address->local)
    {
      self->phase = IDLE;
      set_state (self, WEFT_SYNC_OFFLINE, _("No network"));
      return;
    }

  if (now_ms () < self->not_before)
    {
      self->phase = WAITING;
      set_timer (self, (guint) (self->not_before - now_ms ()), on_attempt_due);
      set_state (self, WEFT_SYNC_RECONNECTING, _("The server asks to slow down"));
      return;
    }

  if (self->failures == 0)
    set_state (self, self->was_open ? WEFT_SYNC_RECONNECTING : WEFT_SYNC_CONNECTING, NULL);
  if (self->session == NULL)
    self->session = weft_address_new_session (self->address, "weft/" WEFT_VERSION);

  cancel_probe (self);
  if (!weft_probe_is_needed (self->address))
    {
      ask_token (self);
      return;
    }
  self->phase = PROBING;
  set_timer (self, PROBE_TIMEOUT * 1000, on_attempt_timeout);
  self->cancellable = g_cancellable_new ();
  weft_probe_start (self->session, self->address, self->cancellable, on_probed, self);
}

/* Public API */

WeftSocket *
weft_socket_new (const WeftAddress *address, const WeftSocketEvents *events, gpointer user_data)
{
  WeftSocket *self = g_new0 (WeftSocket, 1);

  self->address = address;
  self->events = *events;
  self->user_data = user_data;
  self->network = TRUE;
  self->backoff = (WeftBackoff) WEFT_BACKOFF_INIT (BACKOFF_BASE, BACKOFF_MAX);
  self->timing = weft_default_transport_timing;
  weft_transport_choice_init (&self->choice, &self->timing);

  return self;
}

void
weft_socket_free (WeftSocket *self)
{
  drop_connection (self);
  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_free (self->page);
  g_free (self->token);
  g_free (self);
}

void
weft_socket_start (WeftSocket *self)
{
  if (self->wanted)
    return;

  self->wanted = TRUE;
  self->halted = FALSE;
  self->failures = 0;
  weft_backoff_reset (&self->backoff);
  attempt (self);
}

void
weft_socket_stop (WeftSocket *self)
{
  self->wanted = FALSE;
  lose (self, 0);
  set_state (self, WEFT_SYNC_OFFLINE, _("Working offline"));
}

void
weft_socket_retry (WeftSocket *self)
{
  if (!self->wanted || self->phase == OPEN || self->phase == OPENING || self->phase == ASKING
      || self->phase == PROBING)
    return;

  self->halted = FALSE;
  self->failures = 0;
  self->refused_tokens = 0;
  weft_backoff_reset (&self->backoff);
  clear_source (&self->timer);
  attempt (self);
}

void
weft_socket_reopen (WeftSocket *self)
{
  lose (self, 0);
  attempt (self);
}

void
weft_socket_fail (WeftSocket *self, const char *reason)
{
  lose (self, 0);
  if (self->wanted && !self->halted)
    fail (self, WEFT_SYNC_RECONNECTING, reason);
}

void
weft_socket_halt (WeftSocket *self, WeftSyncState state, const char *reason)
{
  halt (self, state, reason);
}

void
weft_socket_set_network (WeftSocket *self, gboolean available, gboolean portal)
{
  gboolean was = self->network;

  self->network = available;
  self->portal = portal;
  if (!self->wanted || self->halted || self->address->local)
    return;

  /* Another network may let pass what the last did not. */
  if (available)
    weft_transport_choice_changed_network (&self->choice, self->phase == OPEN, now_ms ());
  if (available && self->phase == OPEN && self->trial == NULL && self->cancellable == NULL)
    plan_trial (self);
  else if (available && (self->phase == WAITING || self->phase == IDLE))
    {
      self->failures = 0;
      weft_backoff_reset (&self->backoff);
      clear_source (&self->timer);
      attempt (self);
    }
  else if (!available && was && self->phase != OPEN)
    {
      /* An open connection may survive; silence will tell. */
      lose (self, 0);
      set_state (self, WEFT_SYNC_OFFLINE, _("No network"));
    }
}

void
weft_socket_set_token (WeftSocket *self, const char *token, const GError *error)
{
  if (token != NULL)
    g_set_str (&self->token, token);
  if (self->phase == OPEN && token != NULL)
    weft_transport_set_token (self->transport, token);
  if (self->phase != ASKING)
    return;
  clear_source (&self->timer);

  if (token == NULL)
    {
      self->phase = IDLE;
      if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED))
        halt (self, WEFT_SYNC_SIGNED_OUT, error->message);
      else
        {
          note_retry_after (self, weft_error_get_retry_after (error));
          fail (self, WEFT_SYNC_RECONNECTING, error->message);
          look_for_portal (self);
        }
      return;
    }

  self->phase = OPENING;
  set_timer (self, self->timing.open[self->choice.kind], on_attempt_timeout);
  self->transport = weft_transport_new (self->choice.kind, self->session, self->address, token, &transport_events, self);
}

void
weft_socket_proved_good (WeftSocket *self)
{
  self->failures = 0;
  self->refused_tokens = 0;
  weft_backoff_reset (&self->backoff);
}

gboolean
weft_socket_is_open (WeftSocket *self)
{
  return self->phase == OPEN && weft_transport_is_open (self->transport);
}

void
weft_socket_send (WeftSocket *self, const char *frame)
{
  if (weft_socket_is_open (self))
    weft_transport_send (self->transport, frame);
}

void
weft_socket_set_timing (WeftSocket *self, const WeftTransportTiming *timing)
{
  self->timing = *timing;
  weft_transport_choice_reset (&self->choice);
}

const char *
weft_socket_get_transport (WeftSocket *self)
{
  return self->phase == OPEN ? weft_transport_kind_get_name (weft_transport_get_kind (self->transport)) : NULL;
}

char *
weft_socket_dup_page (WeftSocket *self)
{
  return self->page != NULL ? g_strdup (self->page) : weft_address_dup_plain (self->address, "/");
}

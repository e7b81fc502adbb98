/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-socket.h"

#include <glib/gi18n-lib.h>

#include "base/weft-backoff.h"
#include "sync/weft-http.h"

#define BACKOFF_BASE 500          /* ms */
#define BACKOFF_MAX 30000
#define UNREACHABLE_AFTER 4       /* failed attempts */
#define OPEN_TIMEOUT 20           /* s for the handshake */
#define TOKEN_TIMEOUT 30          /* s for a token */
#define WATCH_INTERVAL 2000       /* ms */
#define PAYLOAD_MAX (4 * WEFT_FRAME_MAX)

typedef enum
{
  IDLE,                  /* not wanted, halted, or waiting for the network */
  WAITING,               /* for the next attempt */
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
  WeftBackoff backoff;

  SoupWebsocketConnection *connection;
  GCancellable *cancellable;
  GSource *timer;            /* next attempt, or time-out of this one */
  GSource *watch;
  gint64 last_heard;         /* µs */
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

static void
set_timer (WeftSocket *self, guint ms, GSourceFunc func)
{
  clear_source (&self->timer);
  self->timer = g_timeout_source_new (ms);
  g_source_set_callback (self->timer, func, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

static void
drop_connection (WeftSocket *self)
{
  clear_source (&self->timer);
  clear_source (&self->watch);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  if (self->connection != NULL)
    {
      g_autoptr (SoupWebsocketConnection) connection = g_steal_pointer (&self->connection);

      g_signal_handlers_disconnect_by_data (connection, self);
      if (soup_websocket_connection_get_state (connection) == SOUP_WEBSOCKET_STATE_OPEN)
        soup_websocket_connection_close (connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
    }
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

/* The attempt came to nothing: again, later. */
static void
fail (WeftSocket *self, WeftSyncState state, const char *reason)
{
  guint wait = weft_backoff_next (&self->backoff);

  self->failures++;
  if (state == WEFT_SYNC_RECONNECTING && self->failures >= UNREACHABLE_AFTER)
    state = WEFT_SYNC_UNREACHABLE;
  else if (state == WEFT_SYNC_RECONNECTING && !self->was_open)
    state = WEFT_SYNC_CONNECTING;

  self->phase = WAITING;
  set_timer (self, wait, on_attempt_due);
  set_state (self, state, reason);
}

static void
halt (WeftSocket *self, WeftSyncState state, const char *reason)
{
  self->halted = TRUE;
  lose (self, 0);
  set_state (self, state, reason);
}

static gboolean
on_attempt_timeout (gpointer user_data)
{
  WeftSocket *self = user_data;

  lose (self, 0);
  fail (self, WEFT_SYNC_RECONNECTING, _("The server does not answer"));

  return G_SOURCE_REMOVE;
}

static gboolean
on_watch (gpointer user_data)
{
  WeftSocket *self = user_data;

  if (g_get_monotonic_time () - self->last_heard < WEFT_SILENCE_MAX * G_GINT64_CONSTANT (1000))
    return G_SOURCE_CONTINUE;

  lose (self, 0);
  fail (self, WEFT_SYNC_RECONNECTING, _("The server has gone silent"));

  return G_SOURCE_REMOVE;
}

static void
on_message (SoupWebsocketConnection *connection, int type, GBytes *message, gpointer user_data)
{
  WeftSocket *self = user_data;
  g_autoptr (GError) error = NULL;
  WeftFrame *frame;

  self->last_heard = g_get_monotonic_time ();
  if (type != SOUP_WEBSOCKET_DATA_TEXT)
    return;

  frame = weft_frame_parse (g_bytes_get_data (message, NULL), g_bytes_get_size (message), &error);
  if (frame == NULL)
    {
      g_warning ("The server sends a frame that is none: %s", error->message);
      lose (self, 0);
      fail (self, WEFT_SYNC_RECONNECTING, _("The server sends what this program does not understand"));
      return;
    }

  self->events.received (frame, self->user_data);
}

static void
on_closed (SoupWebsocketConnection *connection, gpointer user_data)
{
  WeftSocket *self = user_data;
  guint code = soup_websocket_connection_get_close_code (connection);

  lose (self, code);
  if (!self->wanted || self->halted)
    return;

  switch (code)
    {
    case WEFT_CLOSE_UNAUTHENTICATED:
      self->force_refresh = TRUE;
      if (self->refused_tokens++ == 0)
        attempt (self);
      else
        fail (self, WEFT_SYNC_RECONNECTING, _("The server does not accept the sign-in"));
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

static gboolean
looks_like_portal (SoupMessage *message)
{
  guint status = soup_message_get_status (message);
  const char *type = soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);

  return SOUP_STATUS_IS_REDIRECTION (status) || status == 511 /* RFC 6585, section 6 */ ||
         (SOUP_STATUS_IS_SUCCESSFUL (status) && g_strcmp0 (type, "text/html") == 0);
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WeftSocket *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupWebsocketConnection) connection = NULL;
  SoupMessage *message = soup_session_get_async_result_message (SOUP_SESSION (source), result);
  guint status = soup_message_get_status (message);

  connection = soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* self may be gone */

  clear_source (&self->timer);
  g_clear_object (&self->cancellable);

  if (connection == NULL)
    {
      self->phase = IDLE;
      if (status == SOUP_STATUS_UNAUTHORIZED)
        {
          self->force_refresh = TRUE;
          if (self->refused_tokens++ == 0)
            attempt (self);
          else
            fail (self, WEFT_SYNC_RECONNECTING, _("The server does not accept the sign-in"));
        }
      else if (status == SOUP_STATUS_FORBIDDEN)
        {
          halt (self, WEFT_SYNC_SIGNED_OUT, _("Your account was suspended; ask an administrator"));
        }
      else if (status == 426)
        {
          halt (self, WEFT_SYNC_UPDATE_NEEDED, _("The server needs a newer version of Weft"));
        }
      else if (looks_like_portal (message))
        {
          fail (self, WEFT_SYNC_PORTAL, _("A sign-in page of this network stands in the way; open a web page to sign in"));
        }
      else if (status != 0 && status != SOUP_STATUS_SWITCHING_PROTOCOLS)
        {
          g_autofree char *reason = g_strdup_printf (_("The server refuses the connection (HTTP status %u)"), status);

          fail (self, WEFT_SYNC_RECONNECTING, reason);
        }
      else
        {
          g_autoptr (GError) described = weft_http_describe (error);

          fail (self, WEFT_SYNC_RECONNECTING, described->message);
        }
      return;
    }

  self->phase = OPEN;
  self->was_open = TRUE;
  self->connection = g_steal_pointer (&connection);
  self->last_heard = g_get_monotonic_time ();
  soup_websocket_connection_set_max_incoming_payload_size (self->connection, PAYLOAD_MAX);
  g_signal_connect (self->connection, "message", G_CALLBACK (on_message), self);
  g_signal_connect (self->connection, "closed", G_CALLBACK (on_closed), self);

  self->watch = g_timeout_source_new (WATCH_INTERVAL);
  g_source_set_callback (self->watch, on_watch, self, NULL);
  g_source_attach (self->watch, g_main_context_get_thread_default ());

  set_state (self, WEFT_SYNC_CATCHING_UP, NULL);
  self->events.opened (self->user_data);
}

static void
attempt (WeftSocket *self)
{
  gboolean force = self->force_refresh;

  if (!self->wanted || self->halted)
    return;

  if (!self->network && !self->address->local)
    {
      self->phase = IDLE;
      set_state (self, WEFT_SYNC_OFFLINE, _("No network"));
      return;
    }

  if (self->failures == 0)
    set_state (self, self->was_open ? WEFT_SYNC_RECONNECTING : WEFT_SYNC_CONNECTING, NULL);

  self->phase = ASKING;
  self->force_refresh = FALSE;
  set_timer (self, TOKEN_TIMEOUT * 1000, on_attempt_timeout);
  self->events.need_token (force, self->user_data);
}

WeftSocket *
weft_socket_new (const WeftAddress *address, const WeftSocketEvents *events, gpointer user_data)
{
  WeftSocket *self = g_new0 (WeftSocket, 1);

  self->address = address;
  self->events = *events;
  self->user_data = user_data;
  self->network = TRUE;
  self->backoff = (WeftBackoff) WEFT_BACKOFF_INIT (BACKOFF_BASE, BACKOFF_MAX);

  return self;
}

void
weft_socket_free (WeftSocket *self)
{
  drop_connection (self);
  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
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
  if (!self->wanted || self->phase == OPEN || self->phase == OPENING || self->phase == ASKING)
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
weft_socket_set_network (WeftSocket *self, gboolean available)
{
  gboolean was = self->network;

  self->network = available;
  if (!self->wanted || self->halted || self->address->local)
    return;

  if (available && (self->phase == WAITING || self->phase == IDLE))
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
  g_autoptr (SoupMessage) message = NULL;
  g_autofree char *bearer = NULL;
  char *protocols[] = { (char *) WEFT_PROTOCOL, NULL };

  if (self->phase != ASKING)
    return;
  clear_source (&self->timer);

  if (token == NULL)
    {
      self->phase = IDLE;
      if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED))
        halt (self, WEFT_SYNC_SIGNED_OUT, error->message);
      else
        fail (self, WEFT_SYNC_RECONNECTING, error->message);
      return;
    }

  if (self->session == NULL)
    self->session = weft_address_new_session (self->address, "weft/" WEFT_VERSION);

  message = weft_address_new_message (self->address, "GET", "/v1/sync");
  bearer = g_strconcat ("Bearer ", token, NULL);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", bearer);

  self->phase = OPENING;
  self->cancellable = g_cancellable_new ();
  set_timer (self, OPEN_TIMEOUT * 1000, on_attempt_timeout);
  soup_session_websocket_connect_async (self->session, message, NULL, protocols, G_PRIORITY_DEFAULT, self->cancellable,
                                        on_connected, self);
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
  return self->phase == OPEN && soup_websocket_connection_get_state (self->connection) == SOUP_WEBSOCKET_STATE_OPEN;
}

void
weft_socket_send (WeftSocket *self, const char *frame)
{
  if (weft_socket_is_open (self))
    soup_websocket_connection_send_text (self->connection, frame);
}

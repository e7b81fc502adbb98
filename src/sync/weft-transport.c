/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "proto/weft-close-reason.h"
#include "sync/weft-transport-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sync/weft-http.h"
#include "sync/weft-probe.h"

/* For the kinds */

WeftTransport *
_weft_transport_ref (WeftTransport *self)
{
  self->ref_count++;

  return self;
}

void
_weft_transport_unref (WeftTransport *self)
{
  if (--self->ref_count > 0)
    return;

  self->klass->finalize (self);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_free (self->token);
  g_free (self);
}

void
_weft_transport_set_open (WeftTransport *self)
{
  if (self->over || self->open)
    return;

  self->open = TRUE;
  self->events.opened (self->user_data);
}

void
_weft_transport_receive (WeftTransport *self, const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  WeftFrame *frame;

  if (self->over)
    return;

  frame = weft_frame_parse (text, length, &error);
  if (frame == NULL)
    {
      g_warning ("The server sends a frame that is none: %s", error->message);
      _weft_transport_end (self, WEFT_TRANSPORT_BAD_FRAME, 0,
                           _ ("The server sends what this program does not understand"));
      return;
    }

  self->events.received (frame, self->user_data);
}

static void
end (WeftTransport *self, const WeftTransportEnd *how)
{
  if (self->over)
    return;

  self->over = TRUE;
  self->open = FALSE;
  self->klass->stop (self);
  self->events.ended (how, self->user_data);
}

void
_weft_transport_end (WeftTransport *self, WeftTransportFault fault, guint close_code, const char *reason)
{
  end (self, &(WeftTransportEnd) { .fault = fault, .close_code = close_code, .reason = reason });
}

void
_weft_transport_end_closed (WeftTransport *self, guint close_code, const char *reason)
{
  end (self, &(WeftTransportEnd) { .fault = WEFT_TRANSPORT_CLOSED,
                                   .close_code = close_code,
                                   .retry_after = weft_close_reason_get_retry_after (reason) });
}

/* Whether weftd itself gave this answer: a proxy's own 403 is no suspension. */
static gboolean
is_ours (SoupMessage *message)
{
  const char *server = soup_message_headers_get_one (soup_message_get_response_headers (message), "Server");
  const char *type
      = soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);

  return g_strcmp0 (type, "application/json") == 0 || (server != NULL && g_str_has_prefix (server, "weftd"));
}

/* What an answer of weftd's own means; 0: it is none. */
static guint
close_code_of_answer (SoupMessage *message)
{
  guint status = soup_message_get_status (message);

  if (status == 401)
    return WEFT_CLOSE_UNAUTHENTICATED;
  if (!is_ours (message))
    return 0;

  switch (status)
    {
    case 403:
      return WEFT_CLOSE_SUSPENDED;
    case 426:
      return WEFT_CLOSE_UPDATE_NEEDED;
    case 429:
      return WEFT_CLOSE_RATE_LIMITED;
    case 503:
      return WEFT_CLOSE_DRAINING;
    default:
      return 0;
    }
}

void
_weft_transport_end_refused (WeftTransport *self, SoupMessage *message, const GError *error)
{
  guint status = soup_message_get_status (message);
  guint close_code = close_code_of_answer (message);
  guint retry_after = weft_http_get_retry_after (message);
  g_autofree char *reason = NULL;
  g_autofree char *page = NULL;
  g_autoptr (GError) described = NULL;

  if (weft_probe_is_portal (message, &page))
    {
      end (self, &(WeftTransportEnd) { .fault = WEFT_TRANSPORT_PORTAL, .page = page });
      return;
    }
  if (status == SOUP_STATUS_PROXY_UNAUTHORIZED || weft_http_is_proxy_refusal (error))
    {
      _weft_transport_end (
          self, WEFT_TRANSPORT_UNREACHABLE, 0,
          _ ("The network's proxy wants a sign-in of its own; ask whoever runs the network"));
      return;
    }
  if (close_code != 0)
    {
      end (self, &(WeftTransportEnd) {
                     .fault = WEFT_TRANSPORT_CLOSED, .close_code = close_code, .retry_after = retry_after });
      return;
    }
  if (status != 0 && status != SOUP_STATUS_SWITCHING_PROTOCOLS)
    {
      reason = g_strdup_printf (_ ("The server refuses the connection (HTTP status %u)"), status);
      end (self, &(WeftTransportEnd) {
                     .fault = WEFT_TRANSPORT_NOT_PASSED, .reason = reason, .retry_after = retry_after });
      return;
    }

  described = error != NULL ? weft_http_describe (error) : NULL;
  _weft_transport_end (self,
                       error == NULL || weft_http_is_cut (error) ? WEFT_TRANSPORT_NOT_PASSED
                                                                 : WEFT_TRANSPORT_UNREACHABLE,
                       0, described != NULL ? described->message : _ ("The connection was lost"));
}

SoupMessage *
_weft_transport_new_message (WeftTransport *self, const char *method, const char *path)
{
  SoupMessage *message = weft_address_new_message (self->address, method, path);
  g_autofree char *bearer = g_strconcat ("Bearer ", self->token, NULL);

  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", bearer);

  return message;
}

/* Public API */

const char *
weft_transport_kind_get_name (WeftTransportKind kind)
{
  static const char *const names[] = { "websocket", "stream", "poll" };

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == WEFT_TRANSPORT_N_KINDS);
  return names[kind];
}

static gboolean
begin (gpointer user_data)
{
  WeftTransport *self = user_data;

  if (!self->over)
    self->klass->begin (self);

  return G_SOURCE_REMOVE;
}

WeftTransport *
weft_transport_new (WeftTransportKind kind,
                    SoupSession *session,
                    const WeftAddress *address,
                    const char *token,
                    const WeftTransportEvents *events,
                    gpointer user_data)
{
  WeftTransport *self = kind == WEFT_TRANSPORT_WEBSOCKET ? _weft_websocket_transport_new ()
                                                         : _weft_channel_transport_new (kind);
  g_autoptr (GSource) source = g_idle_source_new ();

  self->ref_count = 1;
  self->kind = kind;
  self->session = g_object_ref (session);
  self->address = address;
  self->token = g_strdup (token);
  self->events = *events;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();

  /* An end that is known at once is told later: the owner does not have us yet. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, begin, _weft_transport_ref (self), (GDestroyNotify) _weft_transport_unref);
  g_source_attach (source, g_main_context_get_thread_default ());

  return self;
}

void
weft_transport_set_events (WeftTransport *self, const WeftTransportEvents *events)
{
  self->events = *events;
}

void
weft_transport_free (WeftTransport *self)
{
  if (!self->over)
    {
      self->over = TRUE;
      self->open = FALSE;
      self->klass->stop (self);
    }
  _weft_transport_unref (self);
}

WeftTransportKind
weft_transport_get_kind (WeftTransport *self)
{
  return self->kind;
}

gboolean
weft_transport_is_open (WeftTransport *self)
{
  return self->open;
}

guint64
weft_transport_count_bytes (WeftTransport *self)
{
  return self->open ? self->klass->count_bytes (self) : 0;
}

void
weft_transport_send (WeftTransport *self, const char *frame)
{
  if (self->open)
    self->klass->send (self, frame);
}

void
weft_transport_set_token (WeftTransport *self, const char *token)
{
  g_set_str (&self->token, token);
}

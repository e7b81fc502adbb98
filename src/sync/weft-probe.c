/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-probe.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "proto/weft-frame.h"
#include "sync/weft-http.h"

#define READ_MAX 64
#define PAGE_MAX 2000 /* characters of an address */

typedef struct
{
  SoupMessage *message;
  GInputStream *input;
  GCancellable *cancellable;
  gboolean plain; /* where TLS should be */
  char body[READ_MAX];
  gsize length;
  WeftProbeFunc func;
  gpointer user_data;
} Probe;

static void
probe_free (Probe *probe)
{
  g_object_unref (probe->message);
  g_clear_object (&probe->input);
  g_clear_object (&probe->cancellable);
  g_free (probe);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Probe, probe_free)

/* Where the network wants people to go. Only a web page is ever opened. */
static char *
dup_page (SoupMessage *message)
{
  const char *location
      = soup_message_headers_get_one (soup_message_get_response_headers (message), "Location");
  g_autoptr (GUri) uri = NULL;
  g_autofree char *text = NULL;

  if (location == NULL || strlen (location) > PAGE_MAX)
    return NULL;
  uri = g_uri_parse_relative (soup_message_get_uri (message), location, SOUP_HTTP_URI_FLAGS, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || g_uri_get_userinfo (uri) != NULL
      || (!g_str_equal (g_uri_get_scheme (uri), "http") && !g_str_equal (g_uri_get_scheme (uri), "https")))
    return NULL;

  return g_uri_to_string (uri);
}

gboolean
weft_probe_is_portal (SoupMessage *message, char **page)
{
  guint status = soup_message_get_status (message);
  const char *type
      = soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);

  if (!SOUP_STATUS_IS_REDIRECTION (status) && status != 511 /* RFC 6585, section 6 */
      && !(SOUP_STATUS_IS_SUCCESSFUL (status) && g_strcmp0 (type, "text/html") == 0))
    return FALSE;

  *page = dup_page (message);
  return TRUE;
}

/* A server which sends plain HTTP to its own TLS is no portal. */
static gboolean
leads_home (SoupMessage *message, const char *page)
{
  g_autoptr (GUri) uri = page != NULL ? g_uri_parse (page, SOUP_HTTP_URI_FLAGS, NULL) : NULL;

  return uri != NULL && g_str_equal (g_uri_get_scheme (uri), "https")
         && g_ascii_strcasecmp (g_uri_get_host (uri), g_uri_get_host (soup_message_get_uri (message))) == 0;
}

static WeftProbeResult
judge (SoupMessage *message, const char *body, gsize length, gboolean plain, char **page)
{
  gboolean exact = soup_message_get_status (message) == 200 && length == strlen (WEFT_PROBE_BODY)
                   && memcmp (body, WEFT_PROBE_BODY, length) == 0;

  if (exact)
    return plain ? WEFT_PROBE_OTHER : WEFT_PROBE_SERVER;
  if (!weft_probe_is_portal (message, page) || (plain && leads_home (message, *page)))
    return WEFT_PROBE_OTHER;

  return WEFT_PROBE_PORTAL;
}

static GError *
new_error (WeftProbeResult result)
{
  return g_error_new_literal (
      WEFT_ERROR, WEFT_ERROR_UNAVAILABLE,
      result == WEFT_PROBE_PORTAL
          ? _ ("A sign-in page of this network stands in the way; open a web page to sign in")
          : _ ("What answers at this address is no Weft server"));
}

static void
tell (Probe *probe)
{
  g_autofree char *page = NULL;
  WeftProbeResult result = judge (probe->message, probe->body, probe->length, probe->plain, &page);
  g_autoptr (GError) error = result != WEFT_PROBE_SERVER ? new_error (result) : NULL;

  weft_error_set_retry_after (error, weft_http_get_retry_after (probe->message));
  probe->func (result, page, error, probe->user_data);
}

static void
tell_error (Probe *probe, const GError *error)
{
  g_autoptr (GError) described = weft_http_describe (error);

  if (!g_cancellable_is_cancelled (probe->cancellable))
    probe->func (WEFT_PROBE_NONE, NULL, described, probe->user_data);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Probe) probe = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &probe->length, &error))
    tell_error (probe, error);
  else if (!g_cancellable_is_cancelled (probe->cancellable))
    tell (probe);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Probe) probe = user_data;
  g_autoptr (GError) error = NULL;
  Probe *reading;

  probe->input = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (probe->input == NULL)
    {
      tell_error (probe, error);
      return;
    }
  reading = g_steal_pointer (&probe);
  g_input_stream_read_all_async (reading->input, reading->body, READ_MAX, G_PRIORITY_DEFAULT,
                                 reading->cancellable, on_read, reading);
}

/* On a connection of its own: one from before may still lead where the way led then. */
static SoupMessage *
new_message (const WeftAddress *address)
{
  SoupMessage *message = weft_address_new_message (address, "GET", WEFT_PROBE_PATH);

  soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);

  return message;
}

static void
start (SoupSession *session,
       SoupMessage *message,
       gboolean plain,
       GCancellable *cancellable,
       WeftProbeFunc func,
       gpointer user_data)
{
  Probe *probe = g_new0 (Probe, 1);

  probe->message = message;
  probe->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  probe->plain = plain;
  probe->func = func;
  probe->user_data = user_data;
  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, cancellable, on_sent, probe);
}

/* Public API */

gboolean
weft_probe_is_needed (const WeftAddress *address)
{
  return !address->local && !g_str_has_prefix (address->origin, "https:");
}

void
weft_probe_start (SoupSession *session,
                  const WeftAddress *address,
                  GCancellable *cancellable,
                  WeftProbeFunc func,
                  gpointer user_data)
{
  start (session, new_message (address), FALSE, cancellable, func, user_data);
}

void
weft_probe_start_plain (SoupSession *session,
                        const WeftAddress *address,
                        GCancellable *cancellable,
                        WeftProbeFunc func,
                        gpointer user_data)
{
  g_autofree char *uri = weft_address_dup_plain (address, WEFT_PROBE_PATH);
  SoupMessage *message = soup_message_new ("GET", uri);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_NEW_CONNECTION);
  start (session, message, TRUE, cancellable, func, user_data);
}

gboolean
weft_probe_run (SoupSession *session, const WeftAddress *address, GCancellable *cancellable, GError **error)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GInputStream) input = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *page = NULL;
  char body[READ_MAX];
  gsize length = 0;
  WeftProbeResult result;

  if (!weft_probe_is_needed (address))
    return TRUE;

  message = new_message (address);
  input = soup_session_send (session, message, cancellable, &local_error);
  if (input == NULL
      || !g_input_stream_read_all (input, body, sizeof body, &length, cancellable, &local_error))
    {
      g_propagate_error (error, g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                                    ? g_steal_pointer (&local_error)
                                    : weft_http_describe (local_error));
      return FALSE;
    }
  result = judge (message, body, length, FALSE, &page);
  if (result == WEFT_PROBE_SERVER)
    return TRUE;

  g_propagate_error (error, new_error (result));
  return FALSE;
}

static void
on_probed (WeftProbeResult result, const char *page, const GError *error, gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;

  if (result == WEFT_PROBE_SERVER)
    dex_promise_resolve_boolean (promise, TRUE);
  else
    dex_promise_reject (promise, g_error_copy (error));
}

DexFuture *
weft_probe_future (SoupSession *session, const WeftAddress *address)
{
  DexPromise *promise;

  if (!weft_probe_is_needed (address))
    return dex_future_new_for_boolean (TRUE);

  promise = dex_promise_new ();
  weft_probe_start (session, address, NULL, on_probed, dex_ref (promise));

  return DEX_FUTURE (promise);
}

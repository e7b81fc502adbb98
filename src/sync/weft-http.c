/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-http.h"

#include <glib/gi18n-lib.h>

#include "base/weft-error.h"

#define BODY_MAX (1024 * 1024)
#define READ_SIZE 16384
#define RETRY_AFTER_MAX 3600 /* s: whatever a server says, we look again some day */

GError *
weft_http_describe (const GError *error)
{
  if (error->domain == WEFT_ERROR)
    return g_error_copy (error);

  if (weft_http_is_proxy_refusal (error))
    return g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, _("The network's proxy wants a sign-in of its own; ask whoever runs the network"));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, _("The server is not running, or not at this address"));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, _("The server does not answer"));
  if (error->domain == G_RESOLVER_ERROR)
    return g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, _("The server's name is not known; check the address and the network"));
  if (error->domain == G_TLS_ERROR)
    return g_error_new (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, _("No safe connection to the server: %s"), error->message);

  return g_error_new (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, _("The server cannot be reached: %s"), error->message);
}

gboolean
weft_http_is_cut (const GError *error)
{
  return error->domain == SOUP_WEBSOCKET_ERROR || g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING)
         || g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_ENCODING)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

gboolean
weft_http_is_proxy_refusal (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_NEED_AUTH)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_AUTH_FAILED);
}

GError *
weft_http_error (guint status, const char *body, gsize length)
{
  g_autoptr (JsonNode) node = weft_json_parse (body, length, NULL);
  JsonObject *object = NULL;
  const char *code = NULL;
  const char *message = NULL;
  WeftError guess;

  if (node != NULL && weft_json_get_object (json_node_get_object (node), "error", &object, NULL) &&
      weft_json_get_string (object, "code", &code, NULL))
    {
      if (!weft_json_get_string (object, "message", &message, NULL))
        message = code;
      return g_error_new_literal (WEFT_ERROR, weft_error_from_wire (code), message);
    }

  /* A word of the server's is JSON: what a proxy says of the way is no refusal of the person. */
  switch (status)
    {
    case SOUP_STATUS_PROXY_UNAUTHORIZED:
      return g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE,
                                  _("The network's proxy wants a sign-in of its own; ask whoever runs the network"));
    case 401:
    case 403:
      guess = WEFT_ERROR_UNAVAILABLE;
      break;
    case 426:
      guess = WEFT_ERROR_UPDATE_NEEDED;
      break;
    case 429:
      guess = WEFT_ERROR_RATE_LIMITED;
      break;
    default:
      guess = status >= 500 ? WEFT_ERROR_UNAVAILABLE : WEFT_ERROR_CORRUPT;
      break;
    }

  return g_error_new (WEFT_ERROR, guess, _("What answers at this address is no Weft server (HTTP status %u)"), status);
}

guint
weft_http_get_retry_after (SoupMessage *message)
{
  guint status = soup_message_get_status (message);
  const char *text = soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");
  g_autoptr (GDateTime) date = NULL;
  gint64 seconds = 0;

  if (text == NULL || (status != 429 && status != 503))
    return 0;
  if (!g_ascii_string_to_signed (text, 10, 0, G_MAXINT32, &seconds, NULL))
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

      date = soup_date_time_new_from_http_string (text);
      if (date != NULL)
        seconds = g_date_time_difference (date, now) / G_TIME_SPAN_SECOND;
    }

  return (guint) CLAMP (seconds, 0, RETRY_AFTER_MAX) * 1000;
}

static void
take_answer (DexPromise *promise, SoupMessage *message, GBytes *body)
{
  guint status = soup_message_get_status (message);
  GValue value = G_VALUE_INIT;

  if (!SOUP_STATUS_IS_SUCCESSFUL (status))
    {
      GError *error = weft_http_error (status, g_bytes_get_data (body, NULL), g_bytes_get_size (body));

      weft_error_set_retry_after (error, weft_http_get_retry_after (message));
      dex_promise_reject (promise, error);
      return;
    }

  g_value_init (&value, G_TYPE_BYTES);
  g_value_set_boxed (&value, body);
  dex_promise_resolve (promise, &value);
  g_value_unset (&value);
}

typedef struct
{
  DexPromise *promise;
  SoupMessage *message;
  GInputStream *input;
  GByteArray *body;
} Reading;

static void
reading_free (Reading *reading)
{
  dex_unref (reading->promise);
  g_object_unref (reading->message);
  g_clear_object (&reading->input);
  g_byte_array_unref (reading->body);
  g_free (reading);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

static void on_read (GObject *source, GAsyncResult *result, gpointer user_data);

static void
read_more (Reading *reading)
{
  g_input_stream_read_bytes_async (reading->input, READ_SIZE, G_PRIORITY_DEFAULT, NULL, on_read, reading);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Reading) reading = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (bytes == NULL)
    {
      dex_promise_reject (reading->promise, weft_http_describe (error));
      return;
    }

  if (g_bytes_get_size (bytes) == 0)
    {
      g_autoptr (GBytes) body = g_bytes_new (reading->body->data, reading->body->len);

      take_answer (reading->promise, reading->message, body);
      return;
    }

  /* Whatever answers there may never stop: letting go of the stream ends the connection. */
  g_byte_array_append (reading->body, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (reading->body->len > BODY_MAX)
    {
      dex_promise_reject (reading->promise, g_error_new (WEFT_ERROR, WEFT_ERROR_TOO_LARGE,
                                                         "The server's answer has more than %d bytes", BODY_MAX));
      return;
    }

  read_more (g_steal_pointer (&reading));
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Reading) reading = user_data;
  g_autoptr (GError) error = NULL;

  reading->input = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (reading->input == NULL)
    dex_promise_reject (reading->promise, weft_http_describe (error));
  else
    read_more (g_steal_pointer (&reading));
}

DexFuture *
weft_http_send (SoupSession *session, SoupMessage *message)
{
  DexPromise *promise = dex_promise_new ();
  Reading *reading = g_new0 (Reading, 1);

  reading->promise = dex_ref (promise);
  reading->message = g_object_ref (message);
  reading->body = g_byte_array_new ();
  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, NULL, on_sent, reading);

  return DEX_FUTURE (promise);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-http.h"

#include "base/weft-error.h"

#define BODY_MAX (1024 * 1024)

GError *
weft_http_describe (const GError *error)
{
  if (error->domain == WEFT_ERROR)
    return g_error_copy (error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "The server is not running, or not at this address");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "The server does not answer");
  if (error->domain == G_RESOLVER_ERROR)
    return g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "The server's name is not known; check the address and the network");
  if (error->domain == G_TLS_ERROR)
    return g_error_new (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "No safe connection to the server: %s", error->message);

  return g_error_new (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "The server cannot be reached: %s", error->message);
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

  switch (status)
    {
    case 401:
      guess = WEFT_ERROR_UNAUTHENTICATED;
      break;
    case 403:
      guess = WEFT_ERROR_DENIED;
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

  return g_error_new (WEFT_ERROR, guess, "What answers at this address is no Weft server (HTTP status %u)", status);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  SoupMessage *message = soup_session_get_async_result_message (SOUP_SESSION (source), result);
  guint status = soup_message_get_status (message);
  GValue value = G_VALUE_INIT;

  body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  if (body == NULL)
    {
      dex_promise_reject (promise, weft_http_describe (error));
      return;
    }
  if (!SOUP_STATUS_IS_SUCCESSFUL (status))
    {
      dex_promise_reject (promise, weft_http_error (status, g_bytes_get_data (body, NULL), g_bytes_get_size (body)));
      return;
    }
  if (g_bytes_get_size (body) > BODY_MAX)
    {
      dex_promise_reject (promise, g_error_new (WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "The server's answer has %" G_GSIZE_FORMAT
                                                " bytes, at most %d", g_bytes_get_size (body), BODY_MAX));
      return;
    }

  g_value_init (&value, G_TYPE_BYTES);
  g_value_set_boxed (&value, body);
  dex_promise_resolve (promise, &value);
  g_value_unset (&value);
}

DexFuture *
weft_http_send (SoupSession *session, SoupMessage *message)
{
  DexPromise *promise = dex_promise_new ();

  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, on_read, dex_ref (promise));

  return DEX_FUTURE (promise);
}

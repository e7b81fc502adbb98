/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-fetch.h"

#include <libsoup/soup.h>
#include <string.h>

#include "base/weft-error.h"

#define ADDRESS_MAX 2000
#define ADDRESSES_TRIED 4
#define PIECE 16384

void
weft_fetched_clear (WeftFetched *self)
{
  g_clear_pointer (&self->type, g_free);
  g_clear_pointer (&self->charset, g_free);
  g_clear_pointer (&self->location, g_free);
  g_clear_pointer (&self->body, g_bytes_unref);
}

/* Returns: (nullable) */
static GUri *
parse (const char *address, GError **error)
{
  g_autoptr (GUri) uri = NULL;
  const char *wrong = NULL;

  if (strlen (address) > ADDRESS_MAX)
    wrong = "too long";
  else if (!g_utf8_validate (address, -1, NULL) || strpbrk (address, " \t\r\n") != NULL
           || (uri = g_uri_parse (address, SOUP_HTTP_URI_FLAGS, NULL)) == NULL)
    wrong = "not an address";
  else if (strcmp (g_uri_get_scheme (uri), "http") != 0 && strcmp (g_uri_get_scheme (uri), "https") != 0)
    wrong = "not of http or https";
  else if (g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    wrong = "without a host";
  else if (g_uri_get_user (uri) != NULL)
    wrong = "with a name or password";
  if (wrong == NULL)
    return g_steal_pointer (&uri);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "address: %s", wrong);

  return NULL;
}

gboolean
weft_fetch_check (const char *address, GError **error)
{
  g_autoptr (GUri) uri = parse (address, error);

  return uri != NULL;
}

/* What the resolver makes of a host which is a number, in whatever form, is what would be connected to: it is
 * held against the reach like any other. All of a name's addresses must be good: one that also leads inwards
 * is not to be trusted at all. */
static GList *
look_up (GUri *uri, const WeftReach *reach, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  GList *addresses = g_resolver_lookup_by_name (resolver, g_uri_get_host (uri), cancellable, &local_error);

  if (addresses == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "its host is not known: %s",
                   local_error->message);
      return NULL;
    }
  for (GList *l = addresses; l != NULL; l = l->next)
    if (!weft_reach_admits (reach, l->data))
      {
        g_resolver_free_addresses (addresses);
        g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_DENIED,
                             "address: leads into a network which this server does not reach from here");
        return NULL;
      }

  return addresses;
}

static SoupMessage *
make_message (const WeftFetch *fetch, GUri *uri)
{
  SoupMessage *message = soup_message_new_from_uri (fetch->method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  soup_message_headers_replace (headers, "Accept-Encoding", "identity");
  soup_message_headers_replace (headers, "Connection", "close");
  for (const char *const *h = fetch->headers; h != NULL && *h != NULL; h += 2)
    soup_message_headers_replace (headers, h[0], h[1]);
  if (fetch->body != NULL)
    soup_message_set_request_body_from_bytes (message, fetch->type, fetch->body);

  return message;
}

static gboolean
read_body (GInputStream *stream,
           const WeftFetch *fetch,
           GCancellable *cancellable,
           WeftFetched *fetched,
           GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *piece = g_malloc (PIECE);
  gssize n = 0;

  while (
      bytes->len < fetch->max
      && (n = g_input_stream_read (stream, piece, MIN (PIECE, fetch->max - bytes->len), cancellable, error))
             > 0)
    g_byte_array_append (bytes, piece, (guint) n);
  if (n < 0)
    return FALSE;
  fetched->whole = n == 0 && bytes->len < fetch->max;
  fetched->body = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));

  return TRUE;
}

static gboolean
ask (const WeftFetch *fetch,
     GUri *uri,
     GInetAddress *to,
     GCancellable *cancellable,
     WeftFetched *fetched,
     GError **error)
{
  int port = g_uri_get_port (uri) > 0                        ? g_uri_get_port (uri)
             : strcmp (g_uri_get_scheme (uri), "https") == 0 ? 443
                                                             : 80;
  g_autoptr (GSocketAddress) place = g_inet_socket_address_new (to, (guint16) port);
  g_autoptr (SoupSession) session
      = soup_session_new_with_options ("remote-connectable", place, "proxy-resolver", NULL, "timeout",
                                       fetch->seconds, "user-agent", "weftd/" WEFT_VERSION, NULL);
  g_autoptr (SoupMessage) message = make_message (fetch, uri);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GHashTable) parameters = NULL;
  SoupMessageHeaders *headers;
  const char *type;

  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  stream = soup_session_send (session, message, cancellable, error);
  if (stream == NULL)
    return FALSE;
  fetched->status = soup_message_get_status (message);
  headers = soup_message_get_response_headers (message);
  type = soup_message_headers_get_content_type (headers, &parameters);
  fetched->charset = parameters != NULL ? g_strdup (g_hash_table_lookup (parameters, "charset")) : NULL;
  fetched->location = g_strdup (soup_message_headers_get_one (headers, "Location"));
  fetched->type = type != NULL ? g_ascii_strdown (type, -1) : NULL;

  return read_body (stream, fetch, cancellable, fetched, error);
}

/* The whole of it, not only silence: a byte a second is too slow. */
typedef struct
{
  GMutex mutex;
  GCond cond;
  gint64 until; /* µs */
  gboolean done;
  gboolean late;
  GCancellable *cancellable;
} Deadline;

static gpointer
watch (gpointer user_data)
{
  Deadline *deadline = user_data;

  g_mutex_lock (&deadline->mutex);
  while (!deadline->done && g_cond_wait_until (&deadline->cond, &deadline->mutex, deadline->until))
    continue;
  deadline->late = !deadline->done;
  g_mutex_unlock (&deadline->mutex);
  if (deadline->late)
    g_cancellable_cancel (deadline->cancellable);

  return NULL;
}

static void
on_cancelled (GCancellable *outer, GCancellable *inner)
{
  g_cancellable_cancel (inner);
}

static gboolean
run (const WeftFetch *fetch,
     const WeftReach *reach,
     GCancellable *cancellable,
     WeftFetched *fetched,
     GError **error)
{
  g_autoptr (GUri) uri = parse (fetch->address, error);
  g_autoptr (GError) local_error = NULL;
  GList *addresses;
  guint tried = 0;
  gboolean done = FALSE;

  if (uri == NULL)
    return FALSE;
  addresses = look_up (uri, reach, cancellable, error);
  if (addresses == NULL)
    return FALSE;
  for (GList *l = addresses;
       l != NULL && !done && tried < ADDRESSES_TRIED && !g_cancellable_is_cancelled (cancellable);
       l = l->next, tried++)
    {
      weft_fetched_clear (fetched);
      g_clear_error (&local_error);
      done = ask (fetch, uri, l->data, cancellable, fetched, &local_error);
      /* Only one who cannot be had at all is passed over: others may have heard what was said. */
      if (!done && !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED)
          && !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE)
          && !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE))
        break;
    }
  g_resolver_free_addresses (addresses);
  if (!done)
    {
      weft_fetched_clear (fetched);
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "no answer: %s",
                   local_error != NULL ? local_error->message : "it was broken off");
    }

  return done;
}

gboolean
weft_fetch_run (const WeftFetch *fetch,
                const WeftReach *reach,
                GCancellable *cancellable,
                WeftFetched *fetched,
                GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GCancellable) inner = g_cancellable_new ();
  g_autoptr (GError) local_error = NULL;
  Deadline deadline
      = { .until = g_get_monotonic_time () + (gint64) fetch->seconds * G_USEC_PER_SEC, .cancellable = inner };
  gulong handler
      = cancellable != NULL ? g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), inner, NULL) : 0;
  GThread *watcher;
  gboolean done;

  *fetched = (WeftFetched) { 0 };
  g_mutex_init (&deadline.mutex);
  g_cond_init (&deadline.cond);
  watcher = g_thread_new ("weft-deadline", watch, &deadline);
  g_main_context_push_thread_default (context);
  done = run (fetch, reach, inner, fetched, &local_error);
  g_main_context_pop_thread_default (context);

  g_mutex_lock (&deadline.mutex);
  deadline.done = TRUE;
  g_cond_signal (&deadline.cond);
  g_mutex_unlock (&deadline.mutex);
  g_thread_join (watcher);
  g_mutex_clear (&deadline.mutex);
  g_cond_clear (&deadline.cond);
  if (handler != 0)
    g_cancellable_disconnect (cancellable, handler);

  if (!done && deadline.late)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "no answer within %u s", fetch->seconds);
  else if (!done)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return done;
}

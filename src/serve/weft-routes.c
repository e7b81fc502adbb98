/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-routes.h"

#include <string.h>

#include "serve/weft-engine-private.h"
#include "serve/weft-visit-private.h"

#define THREADS 4
#define QUEUE 200 /* requests: each may hold its whole body */

struct _WeftRoutes
{
  WeftEngine *engine;
  GMainContext *context;
  GThreadPool *pool;
  WeftAllowances *allowances;
  guint n_visits; /* under way; only the main loop */
};

typedef struct
{
  WeftRoutes *routes;
  const WeftServerRoute *route;
} Place;

typedef struct
{
  WeftVisit visit;
  WeftRoutes *routes;
  const WeftServerRoute *route;
  SoupServerMessage *message;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  call->routes->n_visits--;
  g_object_unref (call->message);
  g_free (call->visit.path);
  g_free (call->visit.type);
  g_bytes_unref (call->visit.body);
  g_free (call->visit.text);
  g_free (call);
}

static void
answer (SoupServerMessage *message, guint status, const char *text, guint wait)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, status, NULL);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  if (wait > 0)
    {
      g_autofree char *seconds = g_strdup_printf ("%u", wait);

      soup_message_headers_replace (headers, "Retry-After", seconds);
    }
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_COPY, text, strlen (text));
}

static gboolean
on_visited (gpointer user_data)
{
  Call *call = user_data;

  answer (call->message, call->visit.status, call->visit.text != NULL ? call->visit.text : "",
          call->visit.wait);
  soup_server_message_unpause (call->message);

  return G_SOURCE_REMOVE;
}

static void
work (gpointer data, gpointer user_data)
{
  Call *call = data;

  call->route->answer (&call->visit);
  g_main_context_invoke_full (call->routes->context, G_PRIORITY_DEFAULT, on_visited, call, call_free);
}

static void
on_request (
    SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  Place *place = user_data;
  WeftRoutes *self = place->routes;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  const char *type;
  GByteArray *bytes;
  Call *call;

  if (!weft_http_expect_method (message, "POST"))
    return;
  if (g_thread_pool_unprocessed (self->pool) >= QUEUE)
    {
      answer (message, 503, "busy", WEFT_VISIT_WAIT);
      return;
    }

  bytes = g_byte_array_sized_new ((guint) body->length + 1);
  if (body->length > 0)
    g_byte_array_append (bytes, (const guint8 *) body->data, (guint) body->length);
  g_byte_array_append (bytes, (const guint8 *) "", 1);

  type = soup_message_headers_get_content_type (soup_server_message_get_request_headers (message), NULL);
  call = g_new0 (Call, 1);
  call->routes = self;
  call->route = place->route;
  call->message = g_object_ref (message);
  call->visit.engine = self->engine;
  call->visit.allowances = self->allowances;
  call->visit.path = g_strdup (path + MIN (strlen (place->route->path), strlen (path)));
  if (*call->visit.path == '/')
    memmove (call->visit.path, call->visit.path + 1, strlen (call->visit.path));
  call->visit.type = type != NULL ? g_ascii_strdown (type, -1) : NULL;
  call->visit.body = g_byte_array_free_to_bytes (bytes);
  call->visit.status = 500;
  self->n_visits++;
  soup_server_message_pause (message);
  g_thread_pool_push (self->pool, call, NULL);
}

/* Public API */

WeftRoutes *
weft_routes_new (WeftHttp *http, WeftEngine *engine, guint rate)
{
  WeftRoutes *self = g_new0 (WeftRoutes, 1);
  const WeftServerModule *const *modules = _weft_engine_get_modules (engine);

  self->engine = g_object_ref (engine);
  self->context = g_main_context_ref_thread_default ();
  self->pool = g_thread_pool_new (work, self, THREADS, FALSE, NULL);
  self->allowances = weft_allowances_new (rate);

  for (guint i = 0; modules[i] != NULL; i++)
    for (const WeftServerRoute *route = modules[i]->routes; route != NULL && route->path != NULL; route++)
      {
        Place *place = g_new0 (Place, 1);

        *place = (Place) { self, route };
        weft_http_add_full (http, route->path, route->body_max, on_request, place, g_free);
      }

  return self;
}

void
weft_routes_free (WeftRoutes *self)
{
  g_thread_pool_free (self->pool, FALSE, TRUE);
  while (self->n_visits > 0)
    g_main_context_iteration (self->context, TRUE);
  weft_allowances_free (self->allowances);
  g_main_context_unref (self->context);
  g_object_unref (self->engine);
  g_free (self);
}

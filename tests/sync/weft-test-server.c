/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "weft-test-server.h"

#include <string.h>

#include "weft-test-peer.h"

static void
answer (SoupServerMessage *message, guint status, const char *body)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, body, strlen (body));
}

static void
give_tokens (WeftTestServer *self, SoupServerMessage *message)
{
  g_autofree char *body = NULL;

  self->n_tokens++;
  g_free (self->access);
  g_free (self->refresh);
  self->access = g_strdup_printf ("access-%u", self->n_tokens);
  self->refresh = g_strdup_printf ("refresh-%u", self->n_tokens);
  body = g_strdup_printf ("{\"access\":\"%s\",\"expires_in\":%u,\"refresh\":\"%s\",\"person\":\"" ME "\",\"workspace\":\"" WORKSPACE "\","
                          "\"workspace_name\":\"Loom\",\"name\":\"Mai Đặng\"}",
                          self->access, self->expires_in, self->refresh);
  answer (message, 200, body);
}

static JsonNode *
get_body (SoupServerMessage *message)
{
  g_autoptr (GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));

  return weft_json_parse (g_bytes_get_data (body, NULL), g_bytes_get_size (body), NULL);
}

static void
on_sign_in (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  g_autoptr (JsonNode) body = get_body (message);
  const char *password = NULL;

  if (body == NULL || !weft_json_get_string (json_node_get_object (body), "password", &password, NULL) ||
      !g_str_equal (password, "correct"))
    answer (message, 401, "{\"error\":{\"code\":\"unauthenticated\",\"field\":\"password\",\"message\":\"password: not the right one\"}}");
  else
    give_tokens (user_data, message);
}

static void
on_refresh (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  WeftTestServer *self = user_data;
  g_autoptr (JsonNode) body = get_body (message);
  const char *refresh = NULL;

  self->n_refreshes++;
  if (self->refuse_refresh || body == NULL || !weft_json_get_string (json_node_get_object (body), "refresh", &refresh, NULL) ||
      g_strcmp0 (refresh, self->refresh) != 0)
    answer (message, 401, "{\"error\":{\"code\":\"unauthenticated\",\"message\":\"refresh: unknown\"}}");
  else
    give_tokens (self, message);
}

static void
on_sign_out (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  answer (message, 200, "{}");
}

static void
on_handshake (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  WeftTestServer *self = user_data;
  g_autofree char *expected = g_strconcat ("Bearer ", self->access, NULL);
  const char *given = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Authorization");

  self->n_handshakes++;
  if (self->portal)
    {
      soup_server_message_set_redirect (message, 302, "/login-page");
      return;
    }
  if (self->refuse_handshakes > 0 || g_strcmp0 (given, expected) != 0)
    {
      if (self->refuse_handshakes > 0)
        self->refuse_handshakes--;
      answer (message, 401, "{\"error\":{\"code\":\"unauthenticated\",\"message\":\"expired\"}}");
    }
}

static void
on_page (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  /* Whoever comes here with a token has given it to the network's owner. */
  g_assert_null (soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Authorization"));
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "text/html", SOUP_MEMORY_STATIC, "<p>Room number?", 15);
}

static void
send_snapshots (WeftTestServer *self)
{
  weft_test_server_send (self, "{\"type\":\"snapshot\",\"stream\":\"" USER "\",\"position\":\"0000000000000007.1.0000000000000001\","
                               "\"page\":0,\"last\":true,\"tables\":[]}");
  weft_test_server_send (self, "{\"type\":\"snapshot\",\"stream\":\"" ROOM "\",\"position\":\"0000000000000007.3.0000000000000001\","
                               "\"page\":0,\"last\":true,\"tables\":[{\"table\":\"room\",\"columns\":[\"stream\",\"kind\",\"name\",\"topic\","
                               "\"created_by\",\"created_at\"],\"rows\":[[\"" ROOM "\",\"room\",\"general\",\"\",\"" HA "\",1700000000000]]},"
                               "{\"table\":\"member\",\"columns\":[\"stream\",\"person\",\"role\",\"since\"],\"rows\":[[\"" ROOM "\",\"" ME "\","
                               "\"member\",1700000000000]]}]}");
}

static void
on_message (SoupWebsocketConnection *connection, int type, GBytes *bytes, gpointer user_data)
{
  WeftTestServer *self = user_data;
  g_autoptr (GError) error = NULL;
  WeftFrame *frame = weft_frame_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);

  g_assert_no_error (error);
  g_ptr_array_add (self->frames, frame);

  if (frame->type == WEFT_FRAME_HELLO && !self->silent)
    {
      g_autoptr (GString) out = g_string_new (NULL);
      g_autoptr (GPtrArray) results = g_ptr_array_new ();

      weft_frame_begin_welcome (out, ME, WORKSPACE, g_get_real_time () / 1000, 1);
      weft_frame_end_welcome (out, results, NULL, 0);
      weft_test_server_send (self, out->str);
    }
  else if (frame->type == WEFT_FRAME_SUBSCRIBE)
    {
      if (frame->positions->len == 0)
        send_snapshots (self);
      weft_test_server_send (self, "{\"type\":\"heartbeat\",\"time\":0,\"live\":true,\"heads\":[]}");
    }
}

static void
on_websocket (SoupServer *soup, SoupServerMessage *message, const char *path, SoupWebsocketConnection *connection, gpointer user_data)
{
  WeftTestServer *self = user_data;

  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  g_set_object (&self->connection, connection);
  g_signal_connect (connection, "message", G_CALLBACK (on_message), self);
}

static void
on_probe (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_STATIC, WEFT_PROBE_BODY, strlen (WEFT_PROBE_BODY));
}

static WeftTestServer *
new_server (GTlsCertificate *certificate)
{
  WeftTestServer *self = g_new0 (WeftTestServer, 1);
  char *protocols[] = { (char *) WEFT_PROTOCOL, NULL };
  g_autoptr (GError) error = NULL;
  GSList *uris;

  self->expires_in = 900;
  self->frames = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_frame_free);
  self->soup = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->soup, "/v1/sign-in", on_sign_in, self, NULL);
  soup_server_add_handler (self->soup, "/v1/refresh", on_refresh, self, NULL);
  soup_server_add_handler (self->soup, "/v1/sign-out", on_sign_out, self, NULL);
  soup_server_add_handler (self->soup, "/login-page", on_page, self, NULL);
  soup_server_add_websocket_handler (self->soup, "/v1/sync", NULL, protocols, on_websocket, self, NULL);
  soup_server_add_early_handler (self->soup, "/v1/sync", on_handshake, self, NULL);
  soup_server_add_handler (self->soup, WEFT_PROBE_PATH, on_probe, self, NULL);
  if (certificate != NULL)
    soup_server_set_tls_certificate (self->soup, certificate);
  soup_server_listen_local (self->soup, 0, SOUP_SERVER_LISTEN_IPV4_ONLY | (certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0), &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->soup);
  self->address = g_strdup_printf ("%s://127.0.0.1:%d", certificate != NULL ? "https" : "http", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  return self;
}

WeftTestServer *
weft_test_server_new (void)
{
  return new_server (NULL);
}

WeftTestServer *
weft_test_server_new_secure (GTlsCertificate *certificate)
{
  return new_server (certificate);
}

void
weft_test_server_free (WeftTestServer *self)
{
  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  g_clear_object (&self->connection);
  soup_server_disconnect (self->soup);
  g_object_unref (self->soup);
  g_ptr_array_unref (self->frames);
  g_free (self->address);
  g_free (self->access);
  g_free (self->refresh);
  g_free (self);
}

void
weft_test_server_send (WeftTestServer *self, const char *frame)
{
  soup_websocket_connection_send_text (self->connection, frame);
}

void
weft_test_server_close (WeftTestServer *self, guint code)
{
  soup_websocket_connection_close (self->connection, code, NULL);
}

const WeftFrame *
weft_test_server_find (WeftTestServer *self, WeftFrameType type)
{
  for (guint i = self->frames->len; i > 0; i--)
    if (((WeftFrame *) self->frames->pdata[i - 1])->type == type)
      return self->frames->pdata[i - 1];

  return NULL;
}

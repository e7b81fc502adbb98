/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-http.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/weft-id.h"
#include "base/weft-json.h"
#include "base/weft-text.h"
#include "proto/weft-frame.h"
#include "serve/weft-audit.h"
#include "serve/weft-engine-private.h"
#include "serve/weft-metrics.h"

#define RETRY_AFTER 5      /* s: where nothing better is known (RFC 9110, section 10.2.3) */
#define PASSWORD_THREADS 2 /* each takes 19 MiB and a core for some tens of ms */
#define PASSWORD_QUEUE 64
#define OTHER_THREADS 4
#define OTHER_QUEUE 1000
#define JOBS_MAX 1000 /* in one answer */

struct _WeftHttp
{
  WeftFront *front; /* unowned */
  WeftEngine *engine;
  SoupServer *server; /* unowned */
  GMainContext *context;
  GThreadPool *passwords;
  GThreadPool *others;
  char *setup_code;
  gboolean metrics;
  guint n_calls; /* under way; only the main loop */
};

/** Call: one request on its way through a worker. */
typedef struct _Call Call;
struct _Call
{
  WeftHttp *http;
  SoupServerMessage *message;
  JsonNode *root;
  JsonObject *body;
  char *origin; /* who asks: see weft_http_get_address() */
  char *bearer;
  gboolean is_unix;
  gboolean is_own_user;
  void (*run) (Call *call);
  WeftTokens *tokens;
  GString *text; /* (nullable): what is answered */
  gboolean done;
  GError *error;
};

/* Answers */

static guint
status_of (const GError *error)
{
  if (error->domain != WEFT_ERROR)
    return 500;

  switch ((WeftError) error->code)
    {
    case WEFT_ERROR_INVALID:
      return 400;
    case WEFT_ERROR_UNAUTHENTICATED:
      return 401;
    case WEFT_ERROR_DENIED:
      return 403;
    case WEFT_ERROR_NOT_FOUND:
      return 404;
    case WEFT_ERROR_CONFLICT:
    case WEFT_ERROR_EXISTS:
    case WEFT_ERROR_FORKED:
    case WEFT_ERROR_DONE:
      return 409;
    case WEFT_ERROR_TOO_LARGE:
      return 413;
    case WEFT_ERROR_UPDATE_NEEDED:
      return 426;
    case WEFT_ERROR_RATE_LIMITED:
      return 429;
    case WEFT_ERROR_UNAVAILABLE:
      return 503;
    case WEFT_ERROR_FULL:
      return 507;
    default:
      return 500;
    }
}

void
weft_http_answer (SoupServerMessage *message, guint status, GString *json)
{
  gsize length = json->len;

  soup_server_message_set_status (message, status, NULL);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Cache-Control",
                                "no-store");
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE,
                                    g_string_free (json, FALSE), length);
}

void
weft_http_refuse (SoupServerMessage *message, const GError *error)
{
  GString *out = g_string_new (NULL);
  const char *colon = strstr (error->message, ": ");
  g_autofree char *field = NULL;
  gboolean ours = error->domain == WEFT_ERROR && error->code != WEFT_ERROR_INTERNAL
                  && error->code != WEFT_ERROR_CORRUPT;

  if (!ours)
    g_warning ("%s: %s", soup_server_message_get_method (message), error->message);
  if (ours && colon != NULL && colon - error->message <= 40
      && !memchr (error->message, ' ', colon - error->message))
    field = g_strndup (error->message, colon - error->message);

  weft_json_begin (out, NULL);
  weft_json_begin (out, "error");
  weft_json_string (out, "code", weft_error_to_wire (ours ? (WeftError) error->code : WEFT_ERROR_INTERNAL));
  if (field != NULL)
    weft_json_string (out, "field", field);
  weft_json_string (out, "message", ours ? error->message : "The server failed; try again");
  weft_json_end (out);
  weft_json_end (out);

  if (error->domain == WEFT_ERROR && error->code == WEFT_ERROR_UNAUTHENTICATED)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "WWW-Authenticate",
                                  "Bearer");
  if (error->domain == WEFT_ERROR
      && (error->code == WEFT_ERROR_RATE_LIMITED || error->code == WEFT_ERROR_UNAVAILABLE))
    {
      guint ms = weft_error_get_retry_after (error);
      g_autofree char *seconds = g_strdup_printf ("%u", ms > 0 ? (ms + 999) / 1000 : RETRY_AFTER);

      soup_message_headers_replace (soup_server_message_get_response_headers (message), "Retry-After", seconds);
    }
  weft_http_answer (message, status_of (error), out);
}

static void
refuse (SoupServerMessage *message, WeftError code, const char *text)
{
  g_autoptr (GError) error = g_error_new_literal (WEFT_ERROR, code, text);

  weft_http_refuse (message, error);
}

static void
answer_tokens (SoupServerMessage *message, const WeftTokens *tokens)
{
  GString *out = g_string_new (NULL);

  weft_json_begin (out, NULL);
  weft_json_string (out, "access", tokens->access);
  weft_json_int (out, "expires_in", tokens->expires_in);
  weft_json_string (out, "refresh", tokens->refresh);
  weft_json_string (out, "person", tokens->person);
  weft_json_string (out, "workspace", tokens->workspace);
  weft_json_string (out, "workspace_name", tokens->workspace_name);
  weft_json_string (out, "name", tokens->name);
  weft_json_end (out);
  weft_http_answer (message, 200, out);
}

/* Who asks */

static const char *
get_header (SoupServerMessage *message, const char *name)
{
  return soup_message_headers_get_list (soup_server_message_get_request_headers (message), name);
}

/* What comes through a proxy is not from this machine, whoever the proxy is and whatever it says. */
static gboolean
is_forwarded (SoupServerMessage *message)
{
  return get_header (message, "Forwarded") != NULL || get_header (message, "X-Forwarded-For") != NULL;
}

/* Returns: (transfer none) (nullable): NULL on the Unix socket. */
static GInetAddress *
get_peer_address (SoupServerMessage *message)
{
  GSocketAddress *address = soup_server_message_get_remote_address (message);

  return address != NULL && G_IS_INET_SOCKET_ADDRESS (address)
             ? g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address))
             : NULL;
}

/* The user at the Unix socket: uid + 1; 0 elsewhere. */
static guint
get_peer_user (SoupServerMessage *message)
{
  GSocketAddress *address = soup_server_message_get_remote_address (message);

  return address != NULL && !is_forwarded (message)
             ? GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (address), WEFT_HTTP_PEER))
             : 0;
}

char *
weft_http_get_address (SoupServerMessage *message)
{
  const WeftProxies *proxies = g_object_get_data (G_OBJECT (message), WEFT_HTTP_PROXIES);
  char *client
      = weft_proxies_find_client (proxies, get_peer_address (message), get_header (message, "Forwarded"),
                                  get_header (message, "X-Forwarded-For"));

  return client != NULL ? client : g_strdup ("unix");
}

static gboolean
is_near (SoupServerMessage *message)
{
  GInetAddress *address = get_peer_address (message);

  return get_peer_user (message) != 0
         || (address != NULL && g_inet_address_get_is_loopback (address) && !is_forwarded (message));
}

char *
weft_http_get_bearer (SoupServerMessage *message)
{
  const char *header
      = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Authorization");

  if (header == NULL || g_ascii_strncasecmp (header, "Bearer ", 7) != 0 || header[7] == '\0'
      || strlen (header) > 500)
    return NULL;

  return g_strdup (header + 7);
}

/* Calls, on a worker */

static gboolean
get_line (Call *call, const char *key, gboolean required, const char **value)
{
  *value = NULL;
  if (!required && !weft_json_has (call->body, key))
    return TRUE;
  if (!weft_json_get_string (call->body, key, value, &call->error))
    return FALSE;
  if (strlen (*value) > 4000)
    {
      g_set_error (&call->error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s: %zu bytes, at most 4000", key,
                   strlen (*value));
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_password_given (Call *call, const char *password)
{
  if (password != NULL || call->is_unix)
    return TRUE;

  g_set_error_literal (&call->error, WEFT_ERROR, WEFT_ERROR_INVALID,
                       "password: is needed, except on the server's own machine by its Unix socket");
  return FALSE;
}

static void
forget_setup_code (WeftHttp *self)
{
  g_autofree char *path = g_build_filename (_weft_engine_get_directory (self->engine), "setup-code", NULL);

  g_unlink (path);
}

static void
run_found (Call *call)
{
  const char *workspace;
  const char *name;
  const char *login;
  const char *password;
  const char *setup;

  if (!get_line (call, "workspace", TRUE, &workspace) || !get_line (call, "name", TRUE, &name)
      || !get_line (call, "login", TRUE, &login) || !get_line (call, "password", FALSE, &password)
      || !get_line (call, "setup", FALSE, &setup) || !check_password_given (call, password))
    return;
  if (!call->is_unix
      && (setup == NULL || call->http->setup_code == NULL || !g_str_equal (setup, call->http->setup_code)))
    {
      if (weft_authority_is_founded (weft_front_get_authority (call->http->front), NULL))
        g_set_error_literal (&call->error, WEFT_ERROR, WEFT_ERROR_EXISTS,
                             "workspace: this server has one already; ask for an invitation");
      else
        g_set_error_literal (&call->error, WEFT_ERROR, WEFT_ERROR_DENIED,
                             "setup: not the code which weftd printed and wrote to the file setup-code");
      return;
    }

  call->tokens = weft_authority_found (weft_front_get_authority (call->http->front), workspace, name, login,
                                       password, &call->error);
  if (call->tokens != NULL)
    {
      forget_setup_code (call->http);
      weft_audit_post (call->http->engine, call->tokens->person, "found", login, call->origin);
    }
}

/* @what: what was tried; @login: (nullable). */
static void
note (Call *call, const char *what, const char *login)
{
  g_autofree char *failed = g_strconcat (what, "-failed", NULL);
  gboolean in = call->tokens != NULL;

  /* Faults of the server, and what was not even looked at, tell nothing of anybody. */
  if (!in && !g_error_matches (call->error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED))
    return;
  weft_audit_post (call->http->engine, in ? call->tokens->person : "", in ? what : failed, login,
                   call->origin);
}

static void
run_join (Call *call)
{
  const char *invitation;
  const char *name;
  const char *login;
  const char *password;

  if (!get_line (call, "invitation", TRUE, &invitation) || !get_line (call, "name", TRUE, &name)
      || !get_line (call, "login", TRUE, &login) || !get_line (call, "password", FALSE, &password)
      || !check_password_given (call, password))
    return;

  call->tokens = weft_authority_join (weft_front_get_authority (call->http->front), invitation, name, login,
                                      password, &call->error);
  if (call->tokens != NULL)
    weft_audit_post (call->http->engine, call->tokens->person, "join", login, call->origin);
}

static void
run_sign_in (Call *call)
{
  WeftAuthority *authority = weft_front_get_authority (call->http->front);
  const char *login;
  const char *password;
  gboolean local = FALSE;

  if (weft_json_has (call->body, "local") && !weft_json_get_bool (call->body, "local", &local, &call->error))
    return;
  if (local && !call->is_own_user)
    g_set_error_literal (&call->error, WEFT_ERROR, WEFT_ERROR_DENIED,
                         "local: only by the Unix socket, and only the user who runs weftd");
  else if (local)
    {
      call->tokens = weft_authority_sign_in_owner (authority, &call->error);
      if (call->tokens != NULL)
        note (call, "sign-in", NULL);
    }
  else if (get_line (call, "login", TRUE, &login) && get_line (call, "password", TRUE, &password))
    {
      call->tokens = weft_authority_sign_in (authority, login, password, call->is_unix ? NULL : call->origin,
                                             &call->error);
      note (call, "sign-in", login);
    }
}

static void
run_refresh (Call *call)
{
  const char *refresh;

  if (get_line (call, "refresh", TRUE, &refresh))
    call->tokens = weft_authority_refresh (weft_front_get_authority (call->http->front), refresh,
                                           call->origin, &call->error);
}

static void
run_sign_out (Call *call)
{
  if (call->bearer == NULL)
    g_set_error_literal (&call->error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED,
                         "token: send one as Authorization: Bearer TOKEN");
  else
    {
      WeftAuthority *authority = weft_front_get_authority (call->http->front);
      g_autofree char *person = NULL;
      g_autofree char *family = NULL;
      gint64 expires_at;

      if (!weft_authority_check (authority, call->bearer, &person, &family, &expires_at))
        person = g_strdup ("");
      call->done = weft_authority_sign_out (authority, call->bearer, &call->error);
      if (call->done)
        weft_audit_post (call->http->engine, person, "sign-out", NULL, call->origin);
    }
}

/* Whether an administrator of the workspace asks. */
static gboolean
expect_administrator (Call *call, WeftDatabase *database)
{
  WeftAuthority *authority = weft_front_get_authority (call->http->front);
  g_autofree char *person = NULL;
  g_autofree char *family = NULL;
  gint64 expires_at;

  if (call->bearer == NULL || !weft_authority_check (authority, call->bearer, &person, &family, &expires_at))
    g_set_error_literal (&call->error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED,
                         "token: send one as Authorization: Bearer TOKEN");
  else if (weft_engine_get_role (database, WEFT_STREAM_WORKSPACE, person, &call->error) < WEFT_ROLE_ADMIN
           && call->error == NULL)
    g_set_error_literal (&call->error, WEFT_ERROR, WEFT_ERROR_DENIED,
                         "token: this is for administrators of the workspace");

  return call->error == NULL;
}

static void
run_jobs (Call *call)
{
  WeftDatabase *database = weft_engine_acquire_reader (call->http->engine, &call->error);
  const char *stream;

  if (database != NULL && expect_administrator (call, database) && get_line (call, "stream", FALSE, &stream))
    {
      call->text = g_string_new (NULL);
      weft_json_begin (call->text, NULL);
      weft_jobs_write (database, stream, JOBS_MAX, call->text, &call->error);
      weft_json_end (call->text);
    }
  if (database != NULL)
    weft_engine_release_reader (call->http->engine, database);
}

static gboolean
on_call_done (gpointer user_data)
{
  Call *call = user_data;

  if (call->error != NULL)
    weft_http_refuse (call->message, call->error);
  else if (call->tokens != NULL)
    answer_tokens (call->message, call->tokens);
  else if (call->text != NULL)
    weft_http_answer (call->message, 200, g_steal_pointer (&call->text));
  else
    weft_http_answer (call->message, 200, g_string_new ("{}"));
  soup_server_message_unpause (call->message);

  return G_SOURCE_REMOVE;
}

static void
call_free (gpointer data)
{
  Call *call = data;

  call->http->n_calls--;
  g_clear_object (&call->message);
  g_clear_pointer (&call->root, json_node_unref);
  g_clear_pointer (&call->tokens, weft_tokens_free);
  if (call->text != NULL)
    g_string_free (call->text, TRUE);
  g_clear_error (&call->error);
  g_free (call->origin);
  g_free (call->bearer);
  g_free (call);
}

static void
work (gpointer data, gpointer user_data)
{
  Call *call = data;

  call->run (call);
  g_main_context_invoke_full (call->http->context, G_PRIORITY_DEFAULT, on_call_done, call, call_free);
}

/* Requests, on the main loop */

static const struct
{
  const char *path;
  void (*run) (Call *call);
  gboolean password;
} calls[] = {
  { "/v1/found", run_found, TRUE },        { "/v1/join", run_join, TRUE },
  { "/v1/sign-in", run_sign_in, TRUE },    { "/v1/refresh", run_refresh, FALSE },
  { "/v1/sign-out", run_sign_out, FALSE }, { "/v1/jobs", run_jobs, FALSE },
};

static void
on_call (
    SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  WeftHttp *self = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = NULL;
  GThreadPool *pool;
  Call *call;
  guint index;

  for (index = 0; index < G_N_ELEMENTS (calls); index++)
    if (g_str_equal (calls[index].path, path))
      break;
  if (index == G_N_ELEMENTS (calls))
    {
      refuse (message, WEFT_ERROR_NOT_FOUND, "path: there is nothing here");
      return;
    }
  if (!weft_http_expect_method (message, "POST"))
    return;

  if (body->length > 0 || calls[index].run != run_sign_out)
    {
      root = weft_json_parse (body->data != NULL ? body->data : "", body->length, &error);
      if (root == NULL)
        {
          weft_http_refuse (message, error);
          return;
        }
    }

  pool = calls[index].password ? self->passwords : self->others;
  if (g_thread_pool_unprocessed (pool) >= (calls[index].password ? PASSWORD_QUEUE : OTHER_QUEUE))
    {
      refuse (message, WEFT_ERROR_UNAVAILABLE, "The server is busy; try again in a moment");
      return;
    }

  call = g_new0 (Call, 1);
  call->http = self;
  call->message = g_object_ref (message);
  call->root = g_steal_pointer (&root);
  call->body = call->root != NULL ? json_node_get_object (call->root) : NULL;
  call->origin = weft_http_get_address (message);
  call->bearer = weft_http_get_bearer (message);
  call->is_unix = get_peer_user (message) != 0;
  call->is_own_user = get_peer_user (message) == (guint) getuid () + 1;
  call->run = calls[index].run;
  self->n_calls++;
  soup_server_message_pause (message);
  g_thread_pool_push (pool, call, NULL);
}

gboolean
weft_http_expect_method (SoupServerMessage *message, const char *expected)
{
  const char *method = soup_server_message_get_method (message);
  g_autofree char *text = NULL;

  if (g_str_equal (method, expected))
    return TRUE;

  text = g_strdup_printf ("method: %s is taken here", expected);
  refuse (message, WEFT_ERROR_INVALID, text);
  soup_server_message_set_status (message, 405, NULL);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Allow", expected);
  return FALSE;
}

static gboolean
expect_get (SoupServerMessage *message)
{
  return g_str_equal (soup_server_message_get_method (message), "HEAD")
         || weft_http_expect_method (message, "GET");
}

static void
on_about (
    SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  WeftHttp *self = user_data;
  g_autofree char *name = NULL;
  GString *out;

  if (!g_str_equal (path, "/v1"))
    {
      refuse (message, WEFT_ERROR_NOT_FOUND, "path: there is nothing here");
      return;
    }
  if (!expect_get (message))
    return;

  weft_authority_is_founded (weft_front_get_authority (self->front), &name);
  out = g_string_new (NULL);
  weft_json_begin (out, NULL);
  weft_json_string (out, "name", name);
  weft_json_string (out, "id", weft_engine_get_workspace (self->engine));
  weft_json_string (out, "protocol", WEFT_PROTOCOL);
  weft_json_string (out, "version", WEFT_VERSION);
  weft_json_end (out);
  weft_http_answer (message, 200, out);
}

static void
on_health (
    SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  if (!expect_get (message))
    return;
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_STATIC, "ok\n", 3);
}

/* For clients who cannot tell who answers: nothing else says just this. */
static void
on_probe (
    SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  if (!g_str_equal (path, WEFT_PROBE_PATH))
    {
      refuse (message, WEFT_ERROR_NOT_FOUND, "path: there is nothing here");
      return;
    }
  if (!expect_get (message))
    return;
  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Cache-Control",
                                "no-store");
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_STATIC, WEFT_PROBE_BODY,
                                    strlen (WEFT_PROBE_BODY));
}

static void
on_metrics (
    SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  WeftHttp *self = user_data;
  GString *out;
  gsize length;

  if (!self->metrics && !is_near (message))
    {
      refuse (message, WEFT_ERROR_NOT_FOUND, "path: there is nothing here");
      return;
    }
  if (!expect_get (message))
    return;

  out = g_string_new (NULL);
  weft_metrics_write (out, self->engine, weft_front_get_hub (self->front));
  length = out->len;
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "text/plain; version=0.0.4; charset=utf-8", SOUP_MEMORY_TAKE,
                                    g_string_free (out, FALSE), length);
}

static void
on_nothing (
    SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  refuse (message, WEFT_ERROR_NOT_FOUND, "path: there is nothing here");
}

/* Before the body is read: nothing larger than what is taken comes into memory. */
void
weft_http_check_body (SoupServerMessage *message, gsize max)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autofree char *text = NULL;

  switch (soup_message_headers_get_encoding (headers))
    {
    case SOUP_ENCODING_CONTENT_LENGTH:
      if (soup_message_headers_get_content_length (headers) <= (goffset) max)
        return;
      text = g_strdup_printf ("body: %" G_GOFFSET_FORMAT " bytes, at most %zu",
                              soup_message_headers_get_content_length (headers), max);
      refuse (message, WEFT_ERROR_TOO_LARGE, text);
      break;
    case SOUP_ENCODING_NONE:
      return;
    default:
      refuse (message, WEFT_ERROR_INVALID, "body: send it with a Content-Length");
      soup_server_message_set_status (message, 411, NULL);
      break;
    }
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection", "close");
  /* It is read to its end all the same, but not kept. */
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
}

static void
on_early (
    SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  weft_http_check_body (message, GPOINTER_TO_SIZE (user_data));
}

/* Public API */

WeftHttp *
weft_http_new (WeftFront *front, WeftEngine *engine, SoupServer *server)
{
  WeftHttp *self = g_new0 (WeftHttp, 1);

  self->front = front;
  self->engine = g_object_ref (engine);
  self->server = server;
  self->context = g_main_context_ref_thread_default ();
  self->passwords = g_thread_pool_new (work, self, PASSWORD_THREADS, FALSE, NULL);
  self->others = g_thread_pool_new (work, self, OTHER_THREADS, FALSE, NULL);

  weft_http_add (self, NULL, WEFT_HTTP_BODY_MAX, on_nothing, self);
  weft_http_add (self, "/v1", WEFT_HTTP_BODY_MAX, on_about, self);
  weft_http_add (self, "/healthz", WEFT_HTTP_BODY_MAX, on_health, self);
  weft_http_add (self, WEFT_PROBE_PATH, WEFT_HTTP_BODY_MAX, on_probe, self);
  weft_http_add (self, "/metrics", WEFT_HTTP_BODY_MAX, on_metrics, self);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    weft_http_add (self, calls[i].path, WEFT_HTTP_BODY_MAX, on_call, self);

  return self;
}

void
weft_http_free (WeftHttp *self)
{
  g_thread_pool_free (self->passwords, FALSE, TRUE);
  g_thread_pool_free (self->others, FALSE, TRUE);
  /* What the workers did is on its way to the main loop. */
  while (self->n_calls > 0)
    g_main_context_iteration (self->context, TRUE);
  g_clear_object (&self->engine);
  g_main_context_unref (self->context);
  g_free (self->setup_code);
  g_free (self);
}

void
weft_http_add (
    WeftHttp *self, const char *path, gsize body_max, SoupServerCallback callback, gpointer user_data)
{
  weft_http_add_full (self, path, body_max, callback, user_data, NULL);
}

void
weft_http_add_full (WeftHttp *self,
                    const char *path,
                    gsize body_max,
                    SoupServerCallback callback,
                    gpointer user_data,
                    GDestroyNotify destroy)
{
  /* A path's handler hides the early one of the path above it. */
  soup_server_add_early_handler (self->server, path, on_early, GSIZE_TO_POINTER (body_max), NULL);
  soup_server_add_handler (self->server, path, callback, user_data, destroy);
}

void
weft_http_set_metrics (WeftHttp *self, gboolean open)
{
  self->metrics = open;
}

gboolean
weft_http_prepare_setup (WeftHttp *self, GError **error)
{
  g_autofree char *path = g_build_filename (_weft_engine_get_directory (self->engine), "setup-code", NULL);
  g_autofree char *line = NULL;

  if (weft_authority_is_founded (weft_front_get_authority (self->front), NULL))
    {
      g_unlink (path);
      return TRUE;
    }

  self->setup_code = weft_secret_new (16);
  line = g_strconcat (self->setup_code, "\n", NULL);
  return g_file_set_contents_full (path, line, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

const char *
weft_http_get_setup_code (WeftHttp *self)
{
  return self->setup_code;
}

guint
weft_http_get_n_calls (WeftHttp *self)
{
  return self->n_calls;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-front.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "proto/weft-frame.h"
#include "serve/weft-channels.h"
#include "serve/weft-door.h"
#include "serve/weft-file-service.h"
#include "serve/weft-http.h"
#include "serve/weft-routes.h"
#include "serve/weft-websocket.h"
#include "serve/weft-wire-stream.h"

#define BACKLOG 4096
#define RESERVE 64               /* descriptors for the database and what else is not a client */
#define ARRIVALS_MAX 16384       /* connections at once which have not asked for anything yet */
#define PATIENCE "weft-patience" /* data of a message: the timer while it is read */
#define STREAM "weft-stream"     /* data of a client's address: the stream libsoup was given */
#define SYNC_PATH "/v1/sync"

struct _WeftFront
{
  GObject parent_instance;

  WeftEngine *engine;
  WeftLimits limits;
  WeftAuthority *authority;
  WeftHub *hub;
  SoupServer *server;
  int silence; /* the other end of what libsoup listens on */
  WeftHttp *http;
  WeftChannels *channels;
  WeftProxies *proxies;
  WeftFileService *files;
  WeftRoutes *routes;
  WeftDoor *door;
  WeftTls *tls;       /* (nullable): for all network addresses */
  GPtrArray *sockets; /* of GSocket: the network's */
  char *path;         /* (nullable): the Unix socket's */
  gboolean owns_path; /* it is ours to remove */
  int fd_end;         /* clients' descriptors are below */
  gint64 warned_at;   /* µs; atomic */
};

G_DEFINE_FINAL_TYPE (WeftFront, weft_front, G_TYPE_OBJECT)

/* The WebSocket handshake, where the door has not seen to it: see on_upgrade () */

typedef struct
{
  WeftFront *front;
  char *person;
  char *family;
  gint64 expires_at;
} Upgrade;

static void
upgrade_free (gpointer data, GClosure *closure)
{
  Upgrade *upgrade = data;

  g_object_unref (upgrade->front);
  g_free (upgrade->person);
  g_free (upgrade->family);
  g_free (upgrade);
}

static void
on_upgraded (SoupServerMessage *message, gpointer user_data)
{
  Upgrade *upgrade = user_data;
  g_autoptr (SoupServerMessage) kept = g_object_ref (message);
  g_autofree char *address = weft_http_get_address (message);
  WeftWire wire;

  if (weft_wire_stream_take (message, &wire))
    weft_hub_accept (upgrade->front->hub, weft_websocket_new (&wire, NULL, &upgrade->front->limits), address,
                     upgrade->person, upgrade->family, upgrade->expires_at);
}

static gboolean
offers_protocol (SoupServerMessage *message)
{
  const char *header = soup_message_headers_get_list (soup_server_message_get_request_headers (message),
                                                      "Sec-WebSocket-Protocol");

  return header != NULL && soup_header_contains (header, WEFT_PROTOCOL);
}

static void
on_sync (
    SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  static const char *const protocols[] = { WEFT_PROTOCOL, NULL };
  WeftFront *self = user_data;
  g_autofree char *token = weft_http_get_bearer (message);
  g_autoptr (GError) error = NULL;
  Upgrade *upgrade;

  if (!g_str_equal (path, SYNC_PATH))
    g_set_error_literal (&error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "path: there is nothing here");
  else if (!soup_websocket_server_check_handshake (message, NULL, NULL, NULL, NULL))
    g_set_error_literal (&error, WEFT_ERROR, WEFT_ERROR_INVALID, "upgrade: a WebSocket is spoken here");
  else if (!offers_protocol (message))
    g_set_error_literal (&error, WEFT_ERROR, WEFT_ERROR_INVALID,
                         "Sec-WebSocket-Protocol: expected " WEFT_PROTOCOL);
  if (error != NULL)
    {
      weft_http_refuse (message, error);
      return;
    }

  upgrade = g_new0 (Upgrade, 1);
  upgrade->front = g_object_ref (self);
  if (token == NULL
      || !weft_authority_check (self->authority, token, &upgrade->person, &upgrade->family,
                                &upgrade->expires_at))
    {
      upgrade_free (upgrade, NULL);
      g_set_error_literal (&error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED,
                           "token: missing, unknown or expired");
      weft_http_refuse (message, error);
      return;
    }
  if (!soup_websocket_server_process_handshake (message, NULL, (char **) protocols, NULL, NULL))
    {
      upgrade_free (upgrade, NULL);
      return;
    }
  g_signal_connect_data (message, "wrote-informational", G_CALLBACK (on_upgraded), upgrade, upgrade_free, 0);
}

/* libsoup itself would wait for a request for ever, and who sends none could take all descriptors */

void
weft_front_cut (SoupServerMessage *message)
{
  GSocketAddress *address = soup_server_message_get_remote_address (message);
  WeftWireStream *stream = address != NULL ? g_object_get_data (G_OBJECT (address), STREAM) : NULL;

  if (stream != NULL)
    weft_wire_stream_cut (stream);
}

void
weft_front_prolong (WeftFront *self, SoupServerMessage *message)
{
  GSource *source = g_object_get_data (G_OBJECT (message), PATIENCE);

  if (source != NULL)
    g_source_set_ready_time (source,
                             g_get_monotonic_time () + self->limits.request * G_GINT64_CONSTANT (1000));
}

static gboolean
on_patience_over (gpointer user_data)
{
  weft_front_cut (user_data);

  return G_SOURCE_REMOVE;
}

static void
end_patience (gpointer data)
{
  GSource *source = data;

  g_source_destroy (source);
  g_source_unref (source);
}

static void
on_request_started (SoupServer *server, SoupServerMessage *message, gpointer user_data)
{
  WeftFront *self = user_data;
  GSource *source = g_timeout_source_new ((guint) self->limits.request);

  g_object_set_data (G_OBJECT (message), WEFT_HTTP_PROXIES, self->proxies);
  g_source_set_callback (source, on_patience_over, message, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  g_object_set_data_full (G_OBJECT (message), PATIENCE, source, end_patience);
}

static void
on_request_arrived (SoupServer *server, SoupServerMessage *message, gpointer user_data)
{
  g_object_set_data (G_OBJECT (message), PATIENCE, NULL);
}

/* Coming in by the door, on the poller's threads */

/* Without a descriptor left accept() fails at once, again and again, and nothing can be read from disk. As
 * the lowest free number is given, a high one says that we are near that. */
static gboolean
on_admit (int fd, gpointer user_data)
{
  WeftFront *self = user_data;
  gint64 now = g_get_monotonic_time ();
  gint64 warned_at;

  if (fd < self->fd_end)
    return TRUE;

  warned_at = __atomic_load_n (&self->warned_at, __ATOMIC_RELAXED);
  if ((warned_at == 0 || now - warned_at > 60 * G_USEC_PER_SEC)
      && __atomic_compare_exchange_n (&self->warned_at, &warned_at, now, FALSE, __ATOMIC_RELAXED,
                                      __ATOMIC_RELAXED))
    g_warning ("Turning connections away: nearly all descriptors are open (RLIMIT_NOFILE)");

  return FALSE;
}

/* Only what needs no thought: whatever is to be refused, libsoup refuses, in one place for all. */
static gboolean
on_upgrade (const WeftUpgrade *asked, GSocketAddress *remote, WeftWire *wire, gpointer user_data)
{
  WeftFront *self = user_data;
  GInetAddress *peer = G_IS_INET_SOCKET_ADDRESS (remote)
                           ? g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote))
                           : NULL;
  g_autofree char *person = NULL;
  g_autofree char *family = NULL;
  g_autofree char *address = NULL;
  g_autoptr (GBytes) answer = NULL;
  gint64 expires_at;

  if (!g_str_equal (asked->path, SYNC_PATH) || !g_str_equal (asked->protocol, WEFT_PROTOCOL)
      || !weft_authority_check_known (self->authority, asked->bearer, &person, &family, &expires_at))
    return FALSE;

  address = weft_proxies_find_client (self->proxies, peer, asked->forwarded, asked->x_forwarded_for);
  answer = weft_upgrade_answer (asked);
  weft_hub_accept (self->hub, weft_websocket_new (wire, answer, &self->limits),
                   address != NULL ? address : "unix", person, family, expires_at);

  return TRUE;
}

/* All other requests, on the main loop */

/* Who connects. GCredentials refuses to tell where the other end is in another process space (a container,
 * the next instance of a Flatpak) and so has no process number here. */
static gboolean
read_peer (int fd, uid_t *uid)
{
  struct ucred peer;
  socklen_t size = sizeof peer;

  if (getsockopt (fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
    {
      g_warning ("Cannot tell who connects: %s", g_strerror (errno));
      return FALSE;
    }
  *uid = peer.uid;
  return TRUE;
}

static void
on_other (WeftWire *wire, GSocketAddress *local, GSocketAddress *remote, gpointer user_data)
{
  WeftFront *self = user_data;
  g_autoptr (GIOStream) stream = NULL;
  g_autoptr (GError) error = NULL;

  if (G_IS_UNIX_SOCKET_ADDRESS (local))
    {
      uid_t uid;

      if (!read_peer (wire->fd, &uid))
        return;
      g_object_set_data (G_OBJECT (remote), WEFT_HTTP_PEER, GUINT_TO_POINTER (uid + 1));
    }

  stream = weft_wire_stream_new (wire);
  g_object_set_data_full (G_OBJECT (remote), STREAM, g_object_ref (stream), g_object_unref);
  if (!soup_server_accept_iostream (self->server, stream, local, remote, &error))
    g_warning ("Cannot accept a connection: %s", error->message);
}

static const WeftDoorHandler door_handler = { on_admit, on_upgrade, on_other };

static gboolean
clear_socket (const char *path, GError **error)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocket) probe = NULL;
  struct stat status;

  if (g_lstat (path, &status) != 0)
    return TRUE;
  if (!S_ISSOCK (status.st_mode))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "socket: %s is there and is no socket", path);
      return FALSE;
    }

  /* One that nobody answers was left by a crash. */
  probe = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  if (probe == NULL)
    return FALSE;
  if (g_socket_connect (probe, address, NULL, NULL))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "socket: another server answers at %s", path);
      return FALSE;
    }
  g_unlink (path);

  return TRUE;
}

static void
stop_listening (WeftFront *self)
{
  if (self->door != NULL)
    weft_door_close (self->door);
  g_ptr_array_set_size (self->sockets, 0);
  if (self->owns_path)
    g_unlink (self->path);
  self->owns_path = FALSE;
}

/* GObject */

static void
weft_front_finalize (GObject *object)
{
  WeftFront *self = WEFT_FRONT (object);

  stop_listening (self);
  soup_server_disconnect (self->server);
  g_clear_pointer (&self->channels, weft_channels_free);
  g_clear_pointer (&self->files, weft_file_service_free);
  g_clear_pointer (&self->routes, weft_routes_free);
  g_clear_pointer (&self->http, weft_http_free);
  g_clear_pointer (&self->proxies, weft_proxies_free);
  g_clear_pointer (&self->hub, weft_hub_free);
  g_clear_pointer (&self->authority, weft_authority_free);
  g_clear_pointer (&self->door, weft_door_free);
  g_clear_object (&self->server);
  close (self->silence);
  g_clear_pointer (&self->tls, weft_tls_free);
  g_ptr_array_unref (self->sockets);
  g_clear_object (&self->engine);
  g_free (self->path);

  G_OBJECT_CLASS (weft_front_parent_class)->finalize (object);
}

static void
weft_front_class_init (WeftFrontClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_front_finalize;
}

static void
weft_front_init (WeftFront *self)
{
}

static int
get_fd_end (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur > G_MAXINT)
    return G_MAXINT;

  return (int) (limit.rlim_cur - MIN (RESERVE, limit.rlim_cur / 4));
}

/* libsoup ends each connection after an answer unless it listens somewhere. It hears nothing here. */
static int
listen_to_silence (SoupServer *server)
{
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GError) error = NULL;
  int ends[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0)
    g_error ("Cannot make a pair of sockets: %s", g_strerror (errno));
  socket = g_socket_new_from_fd (ends[0], &error);
  if (socket == NULL || !soup_server_listen_socket (server, socket, 0, &error))
    g_error ("Cannot serve HTTP: %s", error->message);

  return ends[1];
}

/* Public API */

WeftFront *
weft_front_new (WeftEngine *engine, const WeftLimits *limits)
{
  WeftFront *self;

  g_return_val_if_fail (WEFT_IS_ENGINE (engine), NULL);

  self = g_object_new (WEFT_TYPE_FRONT, NULL);
  self->engine = g_object_ref (engine);
  self->limits = limits != NULL ? *limits : weft_default_limits;
  self->fd_end = get_fd_end ();
  self->authority = weft_authority_new (engine, &self->limits);
  self->hub = weft_hub_new (engine, self->authority, &self->limits);
  self->proxies = weft_proxies_new ();
  self->sockets = g_ptr_array_new_with_free_func (g_object_unref);
  self->server = soup_server_new ("server-header", "weftd", NULL);
  g_signal_connect (self->server, "request-started", G_CALLBACK (on_request_started), self);
  g_signal_connect (self->server, "request-read", G_CALLBACK (on_request_arrived), self);
  g_signal_connect (self->server, "request-aborted", G_CALLBACK (on_request_arrived), self);
  self->silence = listen_to_silence (self->server);
  self->http = weft_http_new (self, engine, self->server);
  weft_http_add (self->http, SYNC_PATH, WEFT_HTTP_BODY_MAX, on_sync, self);
  self->channels = weft_channels_new (self->http, self->hub, self->authority, &self->limits);
  self->routes = weft_routes_new (self->http, engine, self->limits.posts);
  self->files = weft_file_service_new (self, engine, self->server, &self->limits);

  return self;
}

gboolean
weft_front_trust_proxy (WeftFront *self, const char *text, GError **error)
{
  g_return_val_if_fail (WEFT_IS_FRONT (self), FALSE);

  return weft_proxies_trust (self->proxies, text, error);
}

gboolean
weft_front_set_certificate (WeftFront *self, const char *certificate, const char *key, GError **error)
{
  g_return_val_if_fail (WEFT_IS_FRONT (self), FALSE);
  g_return_val_if_fail (self->tls == NULL && self->sockets->len == 0, FALSE);

  self->tls = weft_tls_new (certificate, key, error);

  return self->tls != NULL;
}

gboolean
weft_front_start (WeftFront *self, GError **error)
{
  g_return_val_if_fail (WEFT_IS_FRONT (self), FALSE);

  if (!weft_authority_load (self->authority, error) || !weft_http_prepare_setup (self->http, error))
    return FALSE;
  weft_hub_start (self->hub);
  self->door = weft_door_new (weft_hub_get_poller (self->hub), &self->limits, ARRIVALS_MAX, &door_handler, self);
  weft_file_service_start (self->files);

  return TRUE;
}

static GSocketAddress *
parse_address (const char *text, GError **error)
{
  g_autofree char *host = NULL;
  const char *colon = strrchr (text, ':');
  GSocketAddress *address = NULL;
  gint64 port;

  if (colon != NULL && g_ascii_string_to_signed (colon + 1, 10, 0, 65535, &port, NULL))
    {
      host = g_strndup (text, (gsize) (colon - text));
      if (host[0] == '[' && g_str_has_suffix (host, "]"))
        {
          memmove (host, host + 1, strlen (host));
          host[strlen (host) - 1] = '\0';
        }
      if (g_str_equal (host, "localhost"))
        g_set_str (&host, "127.0.0.1");
      address = g_inet_socket_address_new_from_string (host[0] == '\0' ? "::" : host, (guint) port);
    }
  if (address == NULL)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                 "listen: %s: expected ADDRESS:PORT, such as 127.0.0.1:8080 or [::1]:8080", text);

  return address;
}

static void
listen_network (WeftFront *self, GSocket *socket)
{
  g_ptr_array_add (self->sockets, g_object_ref (socket));
  weft_door_open (self->door, socket, self->tls);
}

gboolean
weft_front_listen (WeftFront *self, const char *address, GError **error)
{
  g_autoptr (GSocketAddress) parsed = NULL;
  g_autoptr (GSocket) socket = NULL;

  g_return_val_if_fail (WEFT_IS_FRONT (self) && self->door != NULL, FALSE);

  parsed = parse_address (address, error);
  if (parsed == NULL)
    return FALSE;

  socket = g_socket_new (g_socket_address_get_family (parsed), G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                         error);
  if (socket == NULL)
    return FALSE;
  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!g_socket_bind (socket, parsed, TRUE, error) || !g_socket_listen (socket, error))
    {
      g_prefix_error (error, "listen: %s: ", address);
      return FALSE;
    }

  listen_network (self, socket);

  return TRUE;
}

gboolean
weft_front_listen_unix (WeftFront *self, const char *path, GError **error)
{
  g_autofree char *directory = g_path_get_dirname (path);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocket) socket = NULL;
  mode_t mask;
  gboolean bound;

  g_return_val_if_fail (WEFT_IS_FRONT (self) && self->door != NULL, FALSE);
  g_return_val_if_fail (self->path == NULL, FALSE);

  if (strlen (path) >= sizeof ((struct sockaddr_un *) 0)->sun_path)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "socket: %s: %zu bytes, at most %zu", path,
                   strlen (path), sizeof ((struct sockaddr_un *) 0)->sun_path - 1);
      return FALSE;
    }
  if (g_mkdir_with_parents (directory, 0700) != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL, "socket: %s: %s", directory, g_strerror (errno));
      return FALSE;
    }
  if (!clear_socket (path, error))
    return FALSE;

  socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  if (socket == NULL)
    return FALSE;
  g_socket_set_listen_backlog (socket, BACKLOG);
  address = g_unix_socket_address_new (path);
  mask = umask (0077);
  bound = g_socket_bind (socket, address, FALSE, error) && g_socket_listen (socket, error);
  umask (mask);
  if (!bound)
    {
      g_prefix_error (error, "socket: %s: ", path);
      return FALSE;
    }
  self->path = g_strdup (path);
  self->owns_path = TRUE;
  weft_door_open (self->door, socket, NULL);

  return TRUE;
}

gboolean
weft_front_listen_socket (WeftFront *self, int fd, GError **error)
{
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketAddress) local = NULL;

  g_return_val_if_fail (WEFT_IS_FRONT (self), FALSE);

  socket = g_socket_new_from_fd (fd, error);
  if (socket == NULL)
    {
      close (fd);
      return FALSE;
    }
  if (g_socket_get_family (socket) != G_SOCKET_FAMILY_UNIX)
    {
      listen_network (self, socket);
      return TRUE;
    }

  local = g_socket_get_local_address (socket, error);
  if (local == NULL)
    return FALSE;
  if (self->path != NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "socket: %s: one Unix socket is all that is listened on",
                   g_unix_socket_address_get_path (G_UNIX_SOCKET_ADDRESS (local)));
      return FALSE;
    }
  self->path = g_strdup (g_unix_socket_address_get_path (G_UNIX_SOCKET_ADDRESS (local)));
  weft_door_open (self->door, socket, NULL);

  return TRUE;
}

char **
weft_front_get_addresses (WeftFront *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (self->path != NULL)
    g_strv_builder_take (builder, g_strconcat ("unix:", self->path, NULL));
  for (guint i = 0; i < self->sockets->len; i++)
    {
      g_autoptr (GSocketAddress) address = g_socket_get_local_address (self->sockets->pdata[i], NULL);
      g_autofree char *text = NULL;

      if (address == NULL)
        continue;
      text = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
      g_strv_builder_take (builder, g_strconcat (self->tls != NULL ? "https://" : "http://", text, NULL));
    }

  return g_strv_builder_end (builder);
}

void
weft_front_set_metrics (WeftFront *self, gboolean open)
{
  g_return_if_fail (WEFT_IS_FRONT (self));

  weft_http_set_metrics (self->http, open);
}

const char *
weft_front_get_setup_code (WeftFront *self)
{
  g_return_val_if_fail (WEFT_IS_FRONT (self), NULL);

  return weft_http_get_setup_code (self->http);
}

guint
weft_front_get_n_clients (WeftFront *self)
{
  g_return_val_if_fail (WEFT_IS_FRONT (self), 0);

  return weft_hub_get_n_sessions (self->hub) + weft_http_get_n_calls (self->http);
}

static gboolean
do_nothing (WeftDatabase *database, gpointer user_data, GError **error)
{
  return TRUE;
}

static gboolean
wake_up (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
weft_front_drain (WeftFront *self, guint timeout)
{
  GMainContext *context = g_main_context_get_thread_default ();
  g_autoptr (GSource) source = g_timeout_source_new (20);
  gint64 until = g_get_monotonic_time () + timeout * G_GINT64_CONSTANT (1000);

  g_return_if_fail (WEFT_IS_FRONT (self));

  stop_listening (self);

  /* Behind everything that is queued; its results are then on their way. */
  weft_engine_call (self->engine, do_nothing, NULL, NULL);
  weft_hub_drain (self->hub);
  /* libsoup ends what it still has, so those who wait for an answer get it first. */
  weft_channels_drain (self->channels);
  soup_server_disconnect (self->server);
  /* No poll comes any more which could be told the end. */
  weft_channels_stop (self->channels);

  g_source_set_callback (source, wake_up, NULL, NULL);
  g_source_attach (source, context);
  while (weft_front_get_n_clients (self) > 0 && g_get_monotonic_time () < until)
    g_main_context_iteration (context, TRUE);
  g_source_destroy (source);
  weft_hub_stop (self->hub);
}

WeftHub *
weft_front_get_hub (WeftFront *self)
{
  return self->hub;
}

WeftAuthority *
weft_front_get_authority (WeftFront *self)
{
  return self->authority;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "proto/weft-frame.h"

G_BEGIN_DECLS

/* A real weftd in a directory of its own, and a small blocking client of its protocol which can also say what no client should. */

typedef struct
{
  char *directory;
  char *data;
  GSubprocess *process;
  char *socket;          /* path */
  char *address;         /* host:port, NULL without --listen */
  gboolean keep;         /* the directory belongs to somebody else */
  char *anna;            /* access token of the first person, after serve_daemon_found() */
  char *anna_id;
} ServeDaemon;

/** serve_daemon_new: @options: (array zero-terminated=1) (nullable): more of the command line. */
ServeDaemon *serve_daemon_new (const char *const *options);
/** serve_daemon_new_in: on the data of an earlier one. */
ServeDaemon *serve_daemon_new_in (const char *directory, const char *const *options);
/** serve_daemon_free: SIGTERM; it must end well. */
void serve_daemon_free (ServeDaemon *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ServeDaemon, serve_daemon_free)
void serve_daemon_kill (ServeDaemon *self);

/** serve_daemon_post: Returns: (transfer full): the body of the answer. @over: "unix", "tcp", "tls". */
char *serve_daemon_request (ServeDaemon *self, const char *over, const char *method, const char *path, const char *token, const char *body, guint *status);
/** serve_daemon_found: a workspace with "anna" (password "correct horse"), by the Unix socket. */
void serve_daemon_found (ServeDaemon *self);
/** serve_daemon_join: lets somebody in. Returns: (transfer full): their access token. */
char *serve_daemon_join (ServeDaemon *self, const char *login, const char *role, const char *stream, char **person, char **refresh);
/** serve_member_of: Returns: (transfer full): a string member of a JSON object, NULL if it has none. Dots go down. */
char *serve_member_of (const char *json, const char *path);

typedef struct
{
  GSocketConnection *connection;
  GIOStream *stream;
  GByteArray *buffer;
  char *client;
  gint64 n;
  guint close_code;
} ServeSocket;

/** serve_socket_open: up to the WebSocket handshake. @status: (out) (optional): the HTTP status; NULL is returned unless it is 101. */
ServeSocket *serve_socket_open (ServeDaemon *daemon, const char *over, const char *token, guint *status);
/** serve_socket_hello: opens and says hello as @client (NULL: a new one), checks the welcome. */
ServeSocket *serve_socket_hello (ServeDaemon *daemon, const char *token, const char *client);
void serve_socket_free (ServeSocket *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ServeSocket, serve_socket_free)

void serve_socket_send (ServeSocket *self, const char *text);
void serve_socket_send_string (ServeSocket *self, GString *text); /* takes it */
/** serve_socket_send_raw: a frame with any first byte. */
void serve_socket_send_raw (ServeSocket *self, guint8 first, gboolean masked, gconstpointer data, gsize length);
void serve_socket_send_bytes (ServeSocket *self, gconstpointer data, gsize length);

/** serve_socket_next: Returns: (transfer full): the next frame; NULL at the end, with the code in @close_code (0: without one). */
WeftFrame *serve_socket_next (ServeSocket *self);
/** serve_socket_expect: the next frame but heartbeats and presence, which must be of @type. */
WeftFrame *serve_socket_expect (ServeSocket *self, WeftFrameType type);
/** serve_socket_seek: skips frames until one of @type, and for @stream if not NULL. */
WeftFrame *serve_socket_seek (ServeSocket *self, WeftFrameType type, const char *stream);
/** serve_socket_expect_close: skips what comes until the end. */
void serve_socket_expect_close (ServeSocket *self, guint code);

/** serve_socket_run: sends an operation and waits for its result, skipping what else comes. Returns: (transfer full): the refusal as "code: message", NULL if it ran. */
char *serve_socket_run (ServeSocket *self, const char *stream, const char *op, const char *format, ...) G_GNUC_PRINTF (4, 5);
void serve_socket_operate (ServeSocket *self, gint64 n, const char *id, const char *stream, const char *op, const char *args);
void serve_socket_subscribe_mine (ServeSocket *self);
/** serve_socket_room: makes a room. Returns: (transfer full): its stream. */
char *serve_socket_room (ServeSocket *self, const char *name, const char *member);
void serve_socket_message (ServeSocket *self, const char *room, const char *text);

G_END_DECLS

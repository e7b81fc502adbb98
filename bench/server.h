/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** Server: a real weftd on a Unix socket in a directory of its own. */
typedef struct _Server Server;

/**
 * server_start:
 * @program: path of weftd
 * @directory: (nullable): the workspace; a new one if %NULL
 * @socket: (nullable): where it listens; in the directory if %NULL
 */
Server *server_start (const char *program, const char *directory, const char *socket, GError **error);
/** server_start_measured: on a core of its own (measured.h), also on a port of the loopback, over TLS if there is a @certificate. */
Server *server_start_measured (const char *program, const char *certificate, const char *key);
/** server_stop: ends it; its directory goes if it was a new one. */
void server_stop (Server *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Server, server_stop)

const char *server_get_directory (Server *self);
const char *server_get_socket (Server *self);
/** server_get_address: Returns: (transfer none): "unix:/…". */
const char *server_get_address (Server *self);
GPid server_get_pid (Server *self);
/** server_get_port: Returns: of a server that was started to be measured. */
guint16 server_get_port (Server *self);
/** server_get_time: Returns: µs of processor time it has used. */
gint64 server_get_time (Server *self);

/** bench_remove: removes @directory and all that is in it. */
void bench_remove (const char *directory);
/** bench_new_directory: Returns: (transfer full): a new one under the directory for temporary files. */
char *bench_new_directory (GError **error);

G_END_DECLS

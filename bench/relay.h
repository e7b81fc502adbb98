/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * Relay:
 *
 * A cable that can be cut: takes TCP connections on the loopback, passes them on to a Unix socket, and counts
 * the bytes. It has a thread of its own.
 */
typedef struct _Relay Relay;

Relay *relay_new (const char *socket_path, GError **error);
void relay_free (Relay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Relay, relay_free)

/** relay_get_address: Returns: (transfer none): "http://127.0.0.1:PORT". */
const char *relay_get_address (Relay *self);
guint16 relay_get_port (Relay *self);

/** relay_cut: ends all connections, and every new one at once. */
void relay_cut (Relay *self);
void relay_mend (Relay *self);

/** relay_get_received: Returns: bytes that the clients were sent. */
guint64 relay_get_received (Relay *self);
/** relay_get_sent: Returns: bytes that the clients sent. */
guint64 relay_get_sent (Relay *self);

G_END_DECLS

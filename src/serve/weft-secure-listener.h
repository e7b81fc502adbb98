/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * WeftSecureListener:
 *
 * Accepts connections on listening sockets and agrees on TLS (RFC 8446) with them, within a time limit: libsoup's own listeners wait for a
 * handshake for ever, and who never ends one could take all descriptors. Of the thread which made it.
 */
typedef struct _WeftSecureListener WeftSecureListener;

/** WeftSecureFunc: @connection is ready to be spoken over; @connection is encrypted, @below is what it is on. */
typedef void (*WeftSecureFunc) (GIOStream *connection, GSocketConnection *below, gpointer user_data);
/** WeftSecureAdmitFunc: Returns: whether a connection on @socket may come at all. */
typedef gboolean (*WeftSecureAdmitFunc) (GSocket *socket, gpointer user_data);

/** weft_secure_listener_new: @patience: ms for a handshake. */
WeftSecureListener *weft_secure_listener_new (GTlsCertificate *certificate, gint64 patience, WeftSecureAdmitFunc admit, WeftSecureFunc func, gpointer user_data);
/** weft_secure_listener_free: nothing is called any more. */
void weft_secure_listener_free (WeftSecureListener *self);
/** weft_secure_listener_add: @socket: listens already. */
gboolean weft_secure_listener_add (WeftSecureListener *self, GSocket *socket, GError **error);
/** weft_secure_listener_stop: nobody new; handshakes under way are given up. */
void weft_secure_listener_stop (WeftSecureListener *self);

G_END_DECLS

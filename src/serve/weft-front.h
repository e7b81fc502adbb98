/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libsoup/soup.h>

#include "serve/weft-authority.h"
#include "serve/weft-engine.h"
#include "serve/weft-hub.h"
#include "serve/weft-limits.h"
#include "serve/weft-proxies.h"

G_BEGIN_DECLS

#define WEFT_TYPE_FRONT (weft_front_get_type ())
G_DECLARE_FINAL_TYPE (WeftFront, weft_front, WEFT, FRONT, GObject)

/**
 * WeftFront:
 *
 * The server's network side: what comes in by the door (weft-door.h) over TCP, TLS and a Unix socket. A WebSocket belongs to the hub at once; all else is HTTP, spoken by libsoup
 * on the thread's main context.
 */

/** weft_front_new: @engine is not open yet; becomes its subscriber. */
WeftFront *weft_front_new (WeftEngine *engine, const WeftLimits *limits);

/** weft_front_trust_proxy: before anybody connects; @text: see weft_proxies_trust(). */
gboolean weft_front_trust_proxy (WeftFront *self, const char *text, GError **error);

/** weft_front_start: the engine is open now. */
gboolean weft_front_start (WeftFront *self, GError **error);

/** weft_front_set_certificate: network addresses which are listened on from here on speak TLS; see weft_tls_new(). Once. */
gboolean weft_front_set_certificate (WeftFront *self, const char *certificate, const char *key, GError **error);

/** weft_front_listen: once started. @address: "127.0.0.1:8080", "[::1]:0", ":8080" (all addresses). */
gboolean weft_front_listen (WeftFront *self, const char *address, GError **error);

/** weft_front_listen_unix: @path is made, with its directories (0700), and removed again at the end. */
gboolean weft_front_listen_unix (WeftFront *self, const char *path, GError **error);

/**
 * weft_front_listen_socket:
 * @fd: (transfer full): a listening stream socket of the Internet or of this machine, opened by somebody else, who also removes it
 */
gboolean weft_front_listen_socket (WeftFront *self, int fd, GError **error);

/** weft_front_get_addresses: Returns: (transfer full): "http://127.0.0.1:8080", "unix:/run/…": where it listens. */
char **weft_front_get_addresses (WeftFront *self);

/** weft_front_set_metrics: whether /metrics is open to anybody; else only to this machine. */
void weft_front_set_metrics (WeftFront *self, gboolean open);

/** weft_front_get_setup_code: Returns: (transfer none) (nullable): the code that founding over TCP takes; also in the file setup-code. NULL once founded. */
const char *weft_front_get_setup_code (WeftFront *self);

/** weft_front_get_n_clients: connections of clients, and requests which are being worked on. */
guint weft_front_get_n_clients (WeftFront *self);

/** weft_front_drain: accepts nothing more, finishes what is queued, sends its results and closes all connections; waits at most @timeout ms. */
void weft_front_drain (WeftFront *self, guint timeout);

/** weft_front_prolong: bytes have come of @message: the rest of it has the whole time for a request again. */
void weft_front_prolong (WeftFront *self, SoupServerMessage *message);
/** weft_front_cut: ends the connection of @message. */
void weft_front_cut (SoupServerMessage *message);

/* For /metrics and tests */
WeftHub *weft_front_get_hub (WeftFront *self);
WeftAuthority *weft_front_get_authority (WeftFront *self);

G_END_DECLS

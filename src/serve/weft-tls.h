/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "serve/weft-wire.h"

G_BEGIN_DECLS

/**
 * WeftTls:
 *
 * Who the server is to those who connect over TLS (1.3, RFC 8446, or 1.2, RFC 5246): a certificate with its chain and key, and what session tickets are sealed with.
 * That key is made at the start and never leaves memory; GnuTLS derives from it another each 18 hours, and a ticket is good for 6. A client that brings a
 * ticket is not sent the certificate again, and neither end signs or checks anything. No early data is taken: it could be played again. Safe from any thread.
 */
typedef struct _WeftTls WeftTls;

/**
 * weft_tls_new:
 * @certificate: file of PEM: the certificate, then those between it and its authority
 * @key: (nullable): file of PEM; %NULL: in the same file
 */
WeftTls *weft_tls_new (const char *certificate, const char *key, GError **error);
/** weft_tls_free: after the last wire that it began. */
void weft_tls_free (WeftTls *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftTls, weft_tls_free)

/** weft_tls_begin: what @wire carries is encrypted from here on; its handshake is to come. */
gboolean weft_tls_begin (WeftTls *self, WeftWire *wire);

/** weft_tls_get_n_resumed: handshakes of the process which took up a session of before. */
guint64 weft_tls_get_n_resumed (void);
guint64 weft_tls_get_n_handshakes (void);

G_END_DECLS

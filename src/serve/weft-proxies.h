/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * WeftProxies: whose word is taken for where a request comes from.
 *
 * A proxy says on whose behalf it asks in X-Forwarded-For, or in Forwarded (RFC 7239). Anybody can write such
 * headers, so they are read only if the connection comes from a proxy which is trusted, from the right, past
 * trusted proxies, to the first address which is none. Whatever cannot be read ends the search at the last
 * proxy which was believed: what is forged can hide who asks, and then shares that proxy's limits, but never
 * names somebody else.
 */
typedef struct _WeftProxies WeftProxies;

#define WEFT_PROXIES_HOPS_MAX 16

WeftProxies *weft_proxies_new (void);
void weft_proxies_free (WeftProxies *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftProxies, weft_proxies_free)

/** weft_proxies_trust: @text: "192.0.2.7", "2001:db8::/32", or "unix": whoever may use the Unix socket. */
gboolean weft_proxies_trust (WeftProxies *self, const char *text, GError **error);

/**
 * weft_proxies_find_client:
 * @peer: (nullable): who is connected; %NULL: by the Unix socket
 * @forwarded, @x_forwarded_for: (nullable): the headers, several of a name joined by commas. If there are both,
 * they must agree: most proxies pass on what they do not write themselves
 *
 * Returns: (transfer full) (nullable): the address of who asks, an IPv4 one always as such; %NULL if that is
 * somebody at the Unix socket
 */
char *weft_proxies_find_client (const WeftProxies *self,
                                GInetAddress *peer,
                                const char *forwarded,
                                const char *x_forwarded_for);

/** weft_proxies_get_limit_key: Returns: (transfer full): what is limited as one: an IPv4 address, or the 64 bits
 * of an IPv6 one which say the network: whoever has one has them all. */
char *weft_proxies_get_limit_key (const char *address);

G_END_DECLS

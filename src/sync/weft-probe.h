/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>
#include <libsoup/soup.h>

#include "sync/weft-address.h"

G_BEGIN_DECLS

/**
 * WeftProbe:
 *
 * Whether what answers at the server's address is a Weft server. Over TLS its certificate says so, on this computer the address; over plain HTTP across a network
 * anybody on the way can answer, such as the sign-in page of a hotel, so a resource without secrets is asked for first, whose body nobody else has: no
 * token or password goes to who does not give it.
 */
typedef enum
{
  WEFT_PROBE_SERVER,      /* it is one */
  WEFT_PROBE_PORTAL,      /* a page of the network answers in its place */
  WEFT_PROBE_OTHER,       /* something else */
  WEFT_PROBE_NONE,        /* nothing answers */
} WeftProbeResult;

/** weft_probe_is_needed: whether the address does not speak for itself. */
gboolean weft_probe_is_needed (const WeftAddress *address);

/** WeftProbeFunc: @page: (nullable): where to sign in to the network. @error: (nullable): in words, if it is no server. */
typedef void (*WeftProbeFunc) (WeftProbeResult result, const char *page, const GError *error, gpointer user_data);

/** weft_probe_start: asks; @func is called on the thread-default context unless @cancellable was cancelled. */
void weft_probe_start (SoupSession *session, const WeftAddress *address, GCancellable *cancellable, WeftProbeFunc func, gpointer user_data);
/**
 * weft_probe_start_plain: asks by plain HTTP where the server speaks TLS: a portal answers that with its page, a server with nothing or a redirect to itself. Never
 * WEFT_PROBE_SERVER.
 */
void weft_probe_start_plain (SoupSession *session, const WeftAddress *address, GCancellable *cancellable, WeftProbeFunc func, gpointer user_data);

/** weft_probe_run: blocking. Returns: TRUE if it is a server, or need not be asked. */
gboolean weft_probe_run (SoupSession *session, const WeftAddress *address, GCancellable *cancellable, GError **error);
/** weft_probe_future: Returns: (transfer full): resolves to TRUE if it is a server, or need not be asked. */
DexFuture *weft_probe_future (SoupSession *session, const WeftAddress *address) G_GNUC_WARN_UNUSED_RESULT;

/**
 * weft_probe_is_portal:
 * @page: (out) (nullable) (transfer full): where its answer leads
 *
 * Returns: whether the answer to @message is one a portal gives and weftd never does
 */
gboolean weft_probe_is_portal (SoupMessage *message, char **page);

G_END_DECLS

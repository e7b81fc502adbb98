/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>
#include <libsoup/soup.h>

#include "base/weft-json.h"

G_BEGIN_DECLS

/**
 * weft_http_send:
 *
 * Sends @message and reads the whole answer, at most 1 MB.
 *
 * Returns: (transfer full): resolves to the body (G_TYPE_BYTES) of a good answer; rejects with the server's refusal, with
 *   WEFT_ERROR_UNAVAILABLE if it cannot be reached, or with WEFT_ERROR_CORRUPT if what answers is no Weft server
 */
DexFuture *weft_http_send (SoupSession *session, SoupMessage *message) G_GNUC_WARN_UNUSED_RESULT;

/**
 * weft_http_get_retry_after: RFC 9110, section 10.2.3.
 *
 * Returns: ms for which the answer to @message asks not to be asked again, at most an hour; 0: it does not say, or is no 429 or 503
 */
guint weft_http_get_retry_after (SoupMessage *message);

/** weft_http_error: Returns: (transfer full): what an answer that is no success means. */
GError *weft_http_error (guint status, const char *body, gsize length);

/** weft_http_is_cut: whether something answered, but not to the end, or with no HTTP. */
gboolean weft_http_is_cut (const GError *error);
/** weft_http_is_proxy_refusal: whether a proxy on the way wants a sign-in of its own. */
gboolean weft_http_is_proxy_refusal (const GError *error);
/** weft_http_describe: Returns: (transfer full): @error of GIO or libsoup in our domain, for people. */
GError *weft_http_describe (const GError *error);

G_END_DECLS

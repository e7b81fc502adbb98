/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "serve/weft-front.h"

G_BEGIN_DECLS

#define WEFT_HTTP_BODY_MAX 65536

/**
 * WeftHttp:
 *
 * What is asked by plain HTTP: founding, joining, signing in, refreshing, health and metrics. Whatever waits for a password's hash or a commit runs
 * on a worker of a bounded pool, while the message pauses.
 */
typedef struct _WeftHttp WeftHttp;

WeftHttp *weft_http_new (WeftFront *front, WeftEngine *engine, SoupServer *server);
/** weft_http_free: waits for requests under way; their answers still go out if the main context is run after. */
void weft_http_free (WeftHttp *self);
/** weft_http_add: handles @path (NULL: whatever nobody handles) for bodies of at most @body_max bytes. */
void weft_http_add (WeftHttp *self, const char *path, gsize body_max, SoupServerCallback callback, gpointer user_data);
/** weft_http_add_full: likewise; @destroy: of @user_data, with the server. */
void weft_http_add_full (WeftHttp *self, const char *path, gsize body_max, SoupServerCallback callback, gpointer user_data, GDestroyNotify destroy);
void weft_http_set_metrics (WeftHttp *self, gboolean open);
/** weft_http_prepare_setup: makes the code which founding over TCP takes, unless there is a workspace. */
gboolean weft_http_prepare_setup (WeftHttp *self, GError **error);
const char *weft_http_get_setup_code (WeftHttp *self);

/** weft_http_get_n_calls: requests which are being worked on. */
guint weft_http_get_n_calls (WeftHttp *self);

/** weft_http_refuse: answers with an error, as JSON. */
void weft_http_refuse (SoupServerMessage *message, const GError *error);
/** weft_http_answer: @json: (transfer full). */
void weft_http_answer (SoupServerMessage *message, guint status, GString *json);
/** weft_http_check_body: before the body is read: refuses one that is too large, or of which nobody knows how large it is. */
void weft_http_check_body (SoupServerMessage *message, gsize max);
/** weft_http_expect_method: FALSE, with the answer given, for any other. */
gboolean weft_http_expect_method (SoupServerMessage *message, const char *expected);
/** weft_http_get_address: Returns: (transfer full): of who asks, through proxies that are trusted: an IP address, or "unix". */
char *weft_http_get_address (SoupServerMessage *message);
/** weft_http_get_bearer: Returns: (transfer full) (nullable): the token of the Authorization header. */
char *weft_http_get_bearer (SoupServerMessage *message);
/** WEFT_HTTP_PEER: name of the data on a remote address of a Unix socket's client: its uid + 1. */
#define WEFT_HTTP_PEER "weft-peer"
/** WEFT_HTTP_PROXIES: name of the data on every message: the front's #WeftProxies. */
#define WEFT_HTTP_PROXIES "weft-proxies"

G_END_DECLS

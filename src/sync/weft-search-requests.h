/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-frame.h"
#include "proto/weft-registry.h"
#include "store/weft-search.h"

G_BEGIN_DECLS

/** WeftSearchRequests: searches which the server has been asked for and has not answered yet. */
typedef struct _WeftSearchRequests WeftSearchRequests;

/** WeftSearchRequestFunc: called once. @result: (transfer full) (nullable): NULL with @error. */
typedef void (*WeftSearchRequestFunc) (WeftSearchResult *result, const GError *error, gpointer user_data);

WeftSearchRequests *weft_search_requests_new (WeftRegistry *registry);
void weft_search_requests_free (WeftSearchRequests *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftSearchRequests, weft_search_requests_free)

/** weft_search_requests_add: @deadline: µs of the monotonic clock. */
void weft_search_requests_add (WeftSearchRequests *self, gint64 request, gint64 deadline, WeftSearchRequestFunc func, gpointer user_data);

/** weft_search_requests_take: whether @frame, `hits` or `error`, answers one of them. Rows of tables that this program does not know are left out. */
gboolean weft_search_requests_take (WeftSearchRequests *self, const WeftFrame *frame);

/** weft_search_requests_fail: gives up those due at @deadline. */
void weft_search_requests_fail (WeftSearchRequests *self, gint64 deadline, const char *message);

/** weft_search_requests_get_due: G_MAXINT64: none waits. */
gint64 weft_search_requests_get_due (WeftSearchRequests *self);

G_END_DECLS

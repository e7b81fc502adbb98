/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

#define WEFT_TYPE_JOIN_REQUESTS (weft_join_requests_get_type ())
G_DECLARE_FINAL_TYPE (WeftJoinRequests, weft_join_requests, WEFT, JOIN_REQUESTS, GObject)

/**
 * WeftJoinRequests:
 *
 * The people who have asked to be let into a room, a GListModel of WeftPerson, who asked first before the others.
 */
WeftJoinRequests *weft_join_requests_new (WeftPeople *people, const char *stream);

const char *weft_join_requests_get_stream (WeftJoinRequests *self);

G_END_DECLS

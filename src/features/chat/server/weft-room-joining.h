/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-server-module.h"

G_BEGIN_DECLS

/* Who comes to be in a room, and what they may do there: what only the server knows of it. */

#define WEFT_ROOM_MEMBERS_MAX 10000

/** weft_room_joining_join: handles join-room. */
gboolean weft_room_joining_join (WeftHandling *handling, gconstpointer data, GError **error);

/* Reactions. */
gboolean weft_room_joining_on_member_added (WeftHandling *handling, const char *stream, gconstpointer data, GError **error);
gboolean weft_room_joining_on_member_removed (WeftHandling *handling, const char *stream, gconstpointer data, GError **error);
gboolean weft_room_joining_on_pinned (WeftHandling *handling, const char *stream, gconstpointer data, GError **error);
gboolean weft_room_joining_on_message_sent (WeftHandling *handling, const char *stream, gconstpointer data, GError **error);
gboolean weft_room_joining_on_join_answered (WeftHandling *handling, const char *stream, gconstpointer data, GError **error);
gboolean weft_room_joining_on_room_changed (WeftHandling *handling, const char *stream, gconstpointer data, GError **error);
gboolean weft_room_joining_on_access_set (WeftHandling *handling, const char *stream, gconstpointer data, GError **error);

G_END_DECLS

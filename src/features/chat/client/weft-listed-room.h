/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define WEFT_TYPE_LISTED_ROOM (weft_listed_room_get_type ())
G_DECLARE_FINAL_TYPE (WeftListedRoom, weft_listed_room, WEFT, LISTED_ROOM, GObject)

/**
 * WeftListedRoom:
 *
 * A room that everybody in the workspace may join, or ask to be let into. Made by WeftRoomDirectory; it does not change.
 */
WeftListedRoom *weft_listed_room_new (const char *stream, const char *name, const char *topic, gboolean asks, gboolean joined, gboolean waiting);

const char *weft_listed_room_get_stream (WeftListedRoom *self);
const char *weft_listed_room_get_name (WeftListedRoom *self);
const char *weft_listed_room_get_topic (WeftListedRoom *self);
/** weft_listed_room_get_asks: one asks to be let in. */
gboolean weft_listed_room_get_asks (WeftListedRoom *self);
/** weft_listed_room_get_joined: one is a member. */
gboolean weft_listed_room_get_joined (WeftListedRoom *self);
/** weft_listed_room_get_waiting: one has asked, and waits for an answer. */
gboolean weft_listed_room_get_waiting (WeftListedRoom *self);

G_END_DECLS

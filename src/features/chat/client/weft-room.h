/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/chat/client/weft-room-reading.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ROOM (weft_room_get_type ())
G_DECLARE_FINAL_TYPE (WeftRoom, weft_room, WEFT, ROOM, GObject)

/** WeftRoomSection: where in the list it stands. */
typedef enum
{
  WEFT_ROOM_SECTION_PINNED,
  WEFT_ROOM_SECTION_FOLDER,
  WEFT_ROOM_SECTION_ROOMS,
  WEFT_ROOM_SECTION_DIRECT,
  WEFT_ROOM_SECTION_ARCHIVED,
} WeftRoomSection;

/**
 * WeftRoom:
 *
 * A room or a direct conversation of which one is a member. Made by WeftRoomList, which keeps it up to date.
 *
 * Properties: `stream`, `direct`, `name` (of a direct conversation the others' names), `topic`, `partner` (the other person of a conversation of two,
 * else %NULL), `first` and `second` (the names of two of the others in a conversation of more than two, else %NULL), `n-unread`, `n-mentions`, `draft` (whether there is one), `last-at` (ms, 0: nobody wrote yet), `open` (shown now); what
 * its administrators decided: `access` ("private", "ask", "public"), `about`, `emblem` (an emoji, or empty), `picture` (nullable), `yarn`, `post`, `invite`, `pin` (the role it takes to write, to add people, to
 * pin messages),
 * and one's own `role` there; and what one made of it for oneself: `pinned`, `archived`,
 * `muted`, `level` (of what one wants to hear, a WeftNoticeLevel) , `level-default` (in all such rooms) and `level-chosen` (for this one), `marked` (as unread), `folder` (id) and `folder-name` (%NULL: in none).
 */
const char *weft_room_get_stream (WeftRoom *self);
gboolean weft_room_get_direct (WeftRoom *self);
const char *weft_room_get_name (WeftRoom *self);
const char *weft_room_get_topic (WeftRoom *self);
const char *weft_room_get_partner (WeftRoom *self);
const char *weft_room_get_first (WeftRoom *self);
const char *weft_room_get_second (WeftRoom *self);
guint weft_room_get_n_unread (WeftRoom *self);
guint weft_room_get_n_mentions (WeftRoom *self);
gboolean weft_room_get_draft (WeftRoom *self);
gint64 weft_room_get_last_at (WeftRoom *self);
gboolean weft_room_get_open (WeftRoom *self);
const char *weft_room_get_access (WeftRoom *self);
const char *weft_room_get_about (WeftRoom *self);
const char *weft_room_get_emblem (WeftRoom *self);
/** weft_room_get_picture: (nullable): the hash of the file */
const char *weft_room_get_picture (WeftRoom *self);
gint64 weft_room_get_picture_size (WeftRoom *self); /* bytes */
const char *weft_room_get_yarn (WeftRoom *self);
const char *weft_room_get_post (WeftRoom *self);
const char *weft_room_get_invite (WeftRoom *self);
const char *weft_room_get_pin (WeftRoom *self);
const char *weft_room_get_role (WeftRoom *self);
/** weft_room_get_self: notes to oneself: a direct conversation with nobody else. Its name is empty. */
gboolean weft_room_get_self (WeftRoom *self);
gboolean weft_room_get_pinned (WeftRoom *self);
gboolean weft_room_get_archived (WeftRoom *self);
gboolean weft_room_get_muted (WeftRoom *self);
WeftNoticeLevel weft_room_get_level (WeftRoom *self);
/** weft_room_get_level_default: what `level` is where one has chosen none. */
WeftNoticeLevel weft_room_get_level_default (WeftRoom *self);
gboolean weft_room_get_level_chosen (WeftRoom *self);
/** weft_room_get_n_counted: how many of the unread messages a badge counts: those of which one is told, by level and mute. */
guint weft_room_get_n_counted (WeftRoom *self);
gboolean weft_room_get_marked (WeftRoom *self);
const char *weft_room_get_folder (WeftRoom *self);
const char *weft_room_get_folder_name (WeftRoom *self);
/** weft_room_get_muted_until: ms; 0: not muted; %G_MAXINT64: for good */
gint64 weft_room_get_muted_until (WeftRoom *self);
/** weft_room_get_marked_from: the ordinal from which on it is marked as unread; 0: it is not. */
gint64 weft_room_get_marked_from (WeftRoom *self);
/** weft_room_get_cleared: the ordinal up to which one has deleted the conversation for oneself */
gint64 weft_room_get_cleared (WeftRoom *self);
gint64 weft_room_get_last_ordinal (WeftRoom *self);
void weft_room_set_open (WeftRoom *self, gboolean open);

WeftRoomSection weft_room_get_section (WeftRoom *self);
/** weft_room_compare_sections: folders by their names; 0: both stand in one section. */
int weft_room_compare_sections (WeftRoom *self, WeftRoom *other);

/* For WeftRoomList. */
WeftRoom *weft_room_new (const char *stream);
void weft_room_update (WeftRoom *self, const WeftRoomRecord *record, gint64 now);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define WEFT_TYPE_ROOM (weft_room_get_type ())
G_DECLARE_FINAL_TYPE (WeftRoom, weft_room, WEFT, ROOM, GObject)

/**
 * WeftRoom:
 *
 * A room or a direct conversation of which one is a member. Made by WeftRoomList, which keeps it up to date.
 *
 * Properties: `stream`, `direct`, `name` (of a direct conversation the others' names), `topic`, `partner` (the other person of a conversation of two,
 * else %NULL), `first` and `second` (the names of two of the others in a conversation of more than two, else %NULL), `n-unread`, `n-mentions`, `draft` (whether there is one), `last-at` (ms, 0: nobody wrote yet), `open` (shown now).
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
void weft_room_set_open (WeftRoom *self, gboolean open);

/* For WeftRoomList. */
typedef struct
{
  char *stream;
  gboolean direct;
  char *name;
  char *topic;
  char *partner;
  char *first;
  char *second;
  char *people;       /* of a direct conversation: ids of the others, joined by ' ' */
  guint n_unread;
  guint n_mentions;
  gboolean draft;
  gint64 last_at;
  gint64 last_ordinal;
  gint64 delivered;
} WeftRoomRecord;

WeftRoom *weft_room_new (const char *stream);
void weft_room_update (WeftRoom *self, const WeftRoomRecord *record);
gint64 weft_room_get_last_ordinal (WeftRoom *self);

G_END_DECLS

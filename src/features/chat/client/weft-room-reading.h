/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/notices/shared/weft-notice-level.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

/* The rooms that one belongs to as the store has them, for WeftRoomList. */

typedef struct
{
  char *stream;
  gboolean direct;
  gboolean self;      /* notes to oneself, a direct conversation with nobody else */
  char *name;
  char *topic;
  char *partner;
  char *first;
  char *second;
  char *people;       /* of a direct conversation: ids of the others, joined by ' ' */
  char *access;       /* "private", "ask", "public" */
  char *about;
  char *emblem;       /* an emoji, or empty */
  char *picture;      /* (nullable): hash of the file */
  gint64 picture_size; /* bytes */
  char *yarn;
  char *post;         /* the role it takes to write: "guest", "member", "admin" */
  char *invite;       /* to add people: "member", "admin" */
  char *pin;          /* to pin messages, as `post` */
  char *role;         /* one's own there */
  char *folder;       /* (nullable) */
  char *folder_name;  /* (nullable) */
  WeftNoticeLevel level; /* of what one wants to hear */
  WeftNoticeLevel level_default; /* … in all such rooms */
  gboolean level_chosen;         /* for this room, not for all */
  guint n_unread;
  guint n_mentions;   /* of oneself, and of one's keywords */
  gboolean draft;
  gboolean pinned;
  gboolean marked;    /* as unread */
  gint64 marked_from; /* ordinal; 0: it is not */
  gboolean hidden;    /* deleted for oneself, and nothing new there */
  gint64 archived_to; /* ordinal; -1: not put away */
  gint64 cleared;     /* ordinal */
  gint64 muted_until; /* ms; 0: not, G_MAXINT64: for good */
  gint64 last_at;
  gint64 last_ordinal;
  gint64 delivered;
} WeftRoomRecord;

/** WeftRoomFolder: one of one's own sections. */
typedef struct
{
  char *id;
  char *name;
} WeftRoomFolder;

typedef struct
{
  GPtrArray *rooms;   /* of WeftRoomRecord */
  GPtrArray *folders; /* of WeftRoomFolder */
} WeftRoomReading;

GType weft_room_reading_get_type (void);

/** weft_room_reading_read: resolves to a boxed WeftRoomReading. */
DexFuture *weft_room_reading_read (WeftSync *sync) G_GNUC_WARN_UNUSED_RESULT;

/** weft_room_reading_load: Returns: (transfer full) (nullable): a boxed WeftRoomReading of what @database, a store, has for @person; on a
 * reader's thread. */
WeftRoomReading *weft_room_reading_load (WeftDatabase *database, const char *person, GError **error);

G_END_DECLS

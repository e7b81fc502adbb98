/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/** WeftPresence: told by colour and by shape: a disc, a ring, a barred disc, a hollow ring. */
typedef enum
{
  WEFT_PRESENCE_NONE, /* nothing is drawn */
  WEFT_PRESENCE_ONLINE,
  WEFT_PRESENCE_AWAY,
  WEFT_PRESENCE_BUSY,
  WEFT_PRESENCE_OFFLINE,
} WeftPresence;

GType weft_presence_get_type (void);
#define WEFT_TYPE_PRESENCE (weft_presence_get_type ())

/** weft_presence_from_wire: "online", "away", "busy", "offline"; anything else (also NULL) is
 * %WEFT_PRESENCE_NONE. */
WeftPresence weft_presence_from_wire (const char *state);
/** weft_presence_get_label: Returns: (transfer none) (nullable): the word for people: "Online". */
const char *weft_presence_get_label (WeftPresence self);

#define WEFT_TYPE_AVATAR (weft_avatar_get_type ())
G_DECLARE_FINAL_TYPE (WeftAvatar, weft_avatar, WEFT, AVATAR, GtkWidget)

/**
 * WeftAvatar:
 *
 * A person's face with their presence at its lower end corner. For screen readers it is presentation only:
 * the row around it names the person.
 *
 * Properties: `name`, `size` (px, default 36), `presence`.
 *
 * Several people are two smaller faces, the second above the first (weft_avatar_set_second()); then it is wider than
 * `size`, and no presence is drawn.
 */
GtkWidget *weft_avatar_new (int size, const char *name);
void weft_avatar_set_name (WeftAvatar *self, const char *name);
const char *weft_avatar_get_name (WeftAvatar *self);
/** weft_avatar_set_person: @id: (nullable): who it is: if they have a picture, it is shown in the place of initials. */
void weft_avatar_set_person (WeftAvatar *self, const char *id);
/** weft_avatar_set_square: of a place, not of a person: with round corners. FALSE by itself. */
void weft_avatar_set_square (WeftAvatar *self, gboolean square);
/** weft_avatar_set_second: @name: (nullable): the second of several people; %NULL: there is one only. */
void weft_avatar_set_second (WeftAvatar *self, const char *name);
void weft_avatar_set_size (WeftAvatar *self, int size);
void weft_avatar_set_presence (WeftAvatar *self, WeftPresence presence);
WeftPresence weft_avatar_get_presence (WeftAvatar *self);

/**
 * weft_avatar_snapshot_face:
 * @widget: whose font is used
 * @name: whose initials and colour
 * @rect: where; square
 *
 * Draws the same face as WeftAvatar, for rows which draw themselves.
 */
void weft_avatar_snapshot_face (GtkWidget *widget,
                                GtkSnapshot *snapshot,
                                const char *name,
                                const graphene_rect_t *rect);

/** weft_avatar_snapshot_person: the same of a person: @id: (nullable): theirs; their picture, if there is one. */
void weft_avatar_snapshot_person (GtkWidget *widget, GtkSnapshot *snapshot, const char *id, const char *name, const graphene_rect_t *rect);

/** weft_avatar_get_yarn: the index (0 to 6) of the yarn that stands for a name; for quote bars. */
guint weft_avatar_get_yarn (const char *name);

G_END_DECLS

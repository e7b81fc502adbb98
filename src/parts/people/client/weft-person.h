/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "parts/people/client/weft-person-state.h"

G_BEGIN_DECLS

#define WEFT_TYPE_PERSON (weft_person_get_type ())
G_DECLARE_FINAL_TYPE (WeftPerson, weft_person, WEFT, PERSON, GObject)

/**
 * WeftPerson:
 *
 * A person of the workspace. Made by WeftPeople, which keeps it up to date.
 *
 * Properties: `id`, `name`, `title`, `status` (what they say of themselves now, with their emoji: "🌴 On leave"), `role` ("guest", "member", "admin"), `presence`
 * ("online", "away", "offline", "busy": here, but not to be disturbed; %NULL while unknown), `emoji` (of the status; %NULL: none), `suspended`, `me`.
 */
WeftPerson *weft_person_new (const char *id);

const char *weft_person_get_id (WeftPerson *self);
const char *weft_person_get_name (WeftPerson *self);
/** weft_person_get_folded: Returns: (transfer none): the name as weft_text_fold() makes it, made once for all who look for it. */
const char *weft_person_get_folded (WeftPerson *self);
/** weft_person_compare: by name as the language sorts them, then by id; its key is made once, too. */
int weft_person_compare (WeftPerson *self, WeftPerson *other);
const char *weft_person_get_title (WeftPerson *self);
const char *weft_person_get_status (WeftPerson *self);
/** weft_person_get_emoji: Returns: (nullable) */
const char *weft_person_get_emoji (WeftPerson *self);
const char *weft_person_get_role (WeftPerson *self);
const char *weft_person_get_presence (WeftPerson *self);
/** weft_person_get_picture: Returns: (nullable): the hash of a file of the workspace's stream. weft_person_get_picture_size: its bytes. */
const char *weft_person_get_picture (WeftPerson *self);
gint64 weft_person_get_picture_size (WeftPerson *self);
/** weft_person_get_seen: (property `seen`): when they were last here, ms, down to some minutes; 0: that is not known, or not to be. */
gint64 weft_person_get_seen (WeftPerson *self);
/** weft_person_get_guest_until: when the server shuts a guest out, ms since 1970; 0: no end. */
gint64 weft_person_get_guest_until (WeftPerson *self);
gboolean weft_person_get_suspended (WeftPerson *self);
gboolean weft_person_get_me (WeftPerson *self);

/* For WeftPeople. */
void weft_person_update (WeftPerson *self,
                         const char *name,
                         const char *title,
                         const char *status,
                         const char *role,
                         gboolean suspended,
                         gboolean me,
                         const WeftPersonState *state);
void weft_person_set_picture (WeftPerson *self, const char *picture, gint64 size);
void weft_person_set_guest_until (WeftPerson *self, gint64 until);
/** weft_person_refresh: what their state means at @now, in ms. Returns: when it may mean something else; %G_MAXINT64: never */
gint64 weft_person_refresh (WeftPerson *self, gint64 now);
void weft_person_set_presence (WeftPerson *self, const char *presence);
void weft_person_set_seen (WeftPerson *self, gint64 seen);

G_END_DECLS

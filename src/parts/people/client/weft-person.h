/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define WEFT_TYPE_PERSON (weft_person_get_type ())
G_DECLARE_FINAL_TYPE (WeftPerson, weft_person, WEFT, PERSON, GObject)

/**
 * WeftPerson:
 *
 * A person of the workspace. Made by WeftPeople, which keeps it up to date.
 *
 * Properties: `id`, `name`, `title`, `status`, `role` ("guest", "member", "admin"), `presence` ("online", "away", "offline", or %NULL while unknown),
 * `suspended`, `me`.
 */
WeftPerson *weft_person_new (const char *id);

const char *weft_person_get_id (WeftPerson *self);
const char *weft_person_get_name (WeftPerson *self);
const char *weft_person_get_title (WeftPerson *self);
const char *weft_person_get_status (WeftPerson *self);
const char *weft_person_get_role (WeftPerson *self);
const char *weft_person_get_presence (WeftPerson *self);
gboolean weft_person_get_suspended (WeftPerson *self);
gboolean weft_person_get_me (WeftPerson *self);

/* For WeftPeople. */
void weft_person_update (WeftPerson *self, const char *name, const char *title, const char *status, const char *role, gboolean suspended, gboolean me);
void weft_person_set_presence (WeftPerson *self, const char *presence);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/people/client/weft-person.h"

G_BEGIN_DECLS

#define WEFT_TYPE_PERSON_GROUP (weft_person_group_get_type ())
G_DECLARE_FINAL_TYPE (WeftPersonGroup, weft_person_group, WEFT, PERSON_GROUP, GObject)

/**
 * WeftPersonGroup: people of the workspace whom a message names by one word, "@warehouse". Immutable.
 * @handle: that word
 * @about: what it is for, or ""
 * @people: (array zero-terminated=1): ids, in order; also of those whom nobody tells anything any more
 */
WeftPersonGroup *weft_person_group_new (const char *id, const char *handle, const char *about, const char *const *people);

const char *weft_person_group_get_id (WeftPersonGroup *self);
const char *weft_person_group_get_handle (WeftPersonGroup *self);
const char *weft_person_group_get_about (WeftPersonGroup *self);

/** weft_person_group_has: whether @person is in it. */
gboolean weft_person_group_has (WeftPersonGroup *self, const char *person);
/** weft_person_group_tells: whether @person hears of what is said to it where they are: one in it, who is neither suspended nor a guest. */
gboolean weft_person_group_tells (WeftPersonGroup *self, WeftPerson *person);
/** weft_person_group_is_same: whether both show the same. */
gboolean weft_person_group_is_same (WeftPersonGroup *self, WeftPersonGroup *other);

#define WEFT_PERSON_GROUP_HANDLE_MAX 40 /* characters */
#define WEFT_PERSON_GROUP_ABOUT_MAX 200 /* characters */

G_END_DECLS

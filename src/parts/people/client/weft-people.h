/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "parts/people/client/weft-person.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_PEOPLE (weft_people_get_type ())
G_DECLARE_FINAL_TYPE (WeftPeople, weft_people, WEFT, PEOPLE, GObject)

/**
 * WeftPeople:
 *
 * Everybody in the workspace, a GListModel of WeftPerson in the order of their names, oneself included; for a guest, whom they share a stream with.
 * Empty until the first read is done.
 *
 * Signals: `changed ()`: somebody was added or has another name.
 */
WeftPeople *weft_people_new (WeftSync *sync);

WeftSync *weft_people_get_sync (WeftPeople *self);
/** weft_people_get_stream: Returns: (transfer none): whose rows they are, and their pictures' files: `workspace`, or a guest's own. */
const char *weft_people_get_stream (WeftPeople *self);
/** weft_people_lookup: Returns: (transfer none) (nullable): the person */
WeftPerson *weft_people_lookup (WeftPeople *self, const char *id);
/** weft_people_get_me: Returns: (transfer none) (nullable): oneself */
WeftPerson *weft_people_get_me (WeftPeople *self);

#define WEFT_TYPE_MEMBER_LIST (weft_member_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftMemberList, weft_member_list, WEFT, MEMBER_LIST, GObject)

/**
 * WeftMemberList:
 *
 * The members of one stream as a GListModel of WeftPerson, in the order of their names.
 *
 * Signals: `changed ()`: after any change, also of a role.
 */
WeftMemberList *weft_member_list_new (WeftPeople *people, const char *stream);
/** weft_member_list_get_role: Returns: (transfer none) (nullable): "guest", "member", "admin"; %NULL: no member. A guest of the workspace is one everywhere. */
const char *weft_member_list_get_role (WeftMemberList *self, const char *person);

/* Operations on the members of a stream; each resolves as weft_sync_submit() does. */
DexFuture *weft_people_add_member (WeftPeople *self, const char *stream, const char *person) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_people_remove_member (WeftPeople *self, const char *stream, const char *person) G_GNUC_WARN_UNUSED_RESULT;
/** weft_people_set_member_role: @role: "guest", "member", "admin" */
DexFuture *weft_people_set_member_role (WeftPeople *self, const char *stream, const char *person, const char *role) G_GNUC_WARN_UNUSED_RESULT;
/** weft_people_set_role: in the workspace: "guest", "member", "admin"; for its administrators */
DexFuture *weft_people_set_role (WeftPeople *self, const char *person, const char *role) G_GNUC_WARN_UNUSED_RESULT;
/** weft_people_limit_guest: @until: when the server shuts them out, ms since 1970; 0: no end. For administrators of the workspace */
DexFuture *weft_people_limit_guest (WeftPeople *self, const char *person, gint64 until) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_people_leave (WeftPeople *self, const char *stream) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/* Who may what: the one place in which a person's role in a stream is decided. What the people part's tables mean is known here by
 * contract: `person (stream 'workspace', id, role, suspended)` and `member (stream, person, role)`. */

#define WEFT_PERSON_SYSTEM "system"

/**
 * weft_access_get_role:
 *
 * A suspended or unknown person is nothing anywhere. In `workspace` a person has their role there, but guests do not read it; `user/<id>` is
 * that person's own, as a member; any other stream has its members, of whom a guest of the workspace is never more than a guest.
 *
 * Returns: the role, %WEFT_ROLE_NONE for whom the stream does not exist; NONE with @error set if reading fails
 */
WeftRole weft_access_get_role (WeftDatabase *database, const char *stream, const char *person, GError **error);

/** weft_access_get_workspace_role: the person's role in the workspace, guests too; NONE if suspended or unknown. */
WeftRole weft_access_get_workspace_role (WeftDatabase *database, const char *person, GError **error);

/** weft_access_set_not_found: the one answer about a stream that is not there, or not for this person. Returns: FALSE. */
gboolean weft_access_set_not_found (GError **error);

/** weft_access_get_streams: Returns: (transfer full) (array zero-terminated=1): all streams that @person reads: their own first, then `workspace`. */
char **weft_access_get_streams (WeftDatabase *database, const char *person, GError **error);

/** weft_access_may_see: whether @person may know whether @other is there: guests only of those who share a stream with them. */
gboolean weft_access_may_see (WeftDatabase *database, const char *person, const char *other);

/** weft_access_is_membership: whether events named @name change who belongs to their stream; such an event names `person`. */
gboolean weft_access_is_membership (const char *name);

G_END_DECLS

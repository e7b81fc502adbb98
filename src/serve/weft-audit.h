/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-engine.h"
#include "serve/weft-past.h"

G_BEGIN_DECLS

/* Who did what to the workspace: what administers it, signing in and out and failing to, tokens used twice, exports, erasures. Only added to; each entry holds
 * a running SHA-256 over those before it, so that one changed or taken out by hand is noticed. It is nobody's but the administrators'.
 *
 *   audit (n, at, actor, action, target, address, hash)   `erased` 1: of a person who is to be forgotten: only the hash is left of what it said */

#define WEFT_AUDIT_DAYS 365 /* kept, unless the administrator says otherwise */
#define WEFT_AUDIT_MAX 200  /* bytes of a target, an action or an address */

/**
 * weft_audit_add:
 * @actor: a person's id, "system", or "" for somebody unknown
 * @action: an operation's name, or "sign-in", "sign-in-failed", "sign-out", "token-reused", "export", …
 * @target: (nullable): what it was done to
 * @address: (nullable): of the peer
 *
 * In the caller's transaction.
 */
gboolean weft_audit_add (WeftDatabase *database, gint64 at, const char *actor, const char *action, const char *target, const char *address, GError **error);

/** weft_audit_post: the same, in a transaction to come; any thread. */
void weft_audit_post (WeftEngine *engine, const char *actor, const char *action, const char *target, const char *address);

/** weft_audit_forget: takes what tells who @person is out of the entries, which stay. @login: (nullable). */
gboolean weft_audit_forget (WeftDatabase *database, const char *person, const char *login, GError **error);

/** weft_audit_trim: forgets the entries from before @before (ms), at most @limit. */
gboolean weft_audit_trim (WeftDatabase *database, gint64 before, gint64 limit, GError **error);

/** weft_audit_list: {"n", "at", "actor", "action", "target", "address"}, newest first. @cursor: only below this n. */
gboolean weft_audit_list (WeftDatabase *database, gint64 cursor, guint limit, gsize max_bytes, WeftPastPage *page, GError **error);

/** weft_audit_check: @wrong: (out): the n of the first entry which is not what was written, or before which some are missing; 0 if all are whole. */
gboolean weft_audit_check (WeftDatabase *database, gint64 *wrong, GError **error);

G_END_DECLS

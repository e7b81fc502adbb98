/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-engine.h"
#include "serve/weft-past.h"

G_BEGIN_DECLS

/* Who did what to the workspace: what administers it, signing in and out and failing to, tokens used twice, exports, erasures. Only added to; each entry holds
 * a running SHA-256 over those before it, so that one changed or taken out by hand is noticed. It is nobody's but the administrators'.
 *
 *   audit (n, at, actor, action, target, address, erased, hash, device, detail)   `erased` 1: of a person who is to be forgotten: only the hash is left of what it said;
 *                                                                               device and detail are NULL in what older programs wrote */

#define WEFT_AUDIT_DAYS 365 /* kept, unless the administrator says otherwise */
#define WEFT_AUDIT_MAX 200  /* bytes of a target, an action, an address or a detail */

/** WeftAuditEntry: strings are borrowed, what is too long is cut. */
typedef struct
{
  gint64 at;           /* ms */
  const char *actor;   /* a person's id, "system", or "" for somebody unknown */
  const char *action;  /* an operation's name, or "sign-in", "sign-in-failed", "sign-out", "locked-out", "token-reused", "export", … */
  const char *target;  /* (nullable): what it was done to: a login, or a stream and, behind a space, a person */
  const char *address; /* (nullable): of the peer */
  const char *device;  /* (nullable): the client which asked for it */
  const char *detail;  /* (nullable): a JSON object: how. Nothing that people write */
} WeftAuditEntry;

/** weft_audit_add: In the caller's transaction. */
gboolean weft_audit_add (WeftDatabase *database, const WeftAuditEntry *entry, GError **error);

/** weft_audit_post: the same, in a transaction to come, with its time; any thread. */
void weft_audit_post (WeftEngine *engine, const char *actor, const char *action, const char *target, const char *address);

/**
 * weft_audit_dup_detail:
 * @args: of @operation
 *
 * What the audit keeps of how an operation was asked for: switches, choices, numbers and ids, but no person (that is the target), no secret's hash and
 * nothing that people write.
 *
 * Returns: (transfer full) (nullable)
 */
char *weft_audit_dup_detail (const WeftOperation *operation, JsonObject *args);

/** weft_audit_forget: takes what tells who @person is out of the entries, which stay. @login: (nullable). */
gboolean weft_audit_forget (WeftDatabase *database, const char *person, const char *login, GError **error);

/** weft_audit_trim: forgets the entries from before @before (ms), at most @limit. */
gboolean weft_audit_trim (WeftDatabase *database, gint64 before, gint64 limit, GError **error);

/** WeftAuditFilter: what is asked of the audit. */
typedef struct
{
  char *person; /* (nullable): who did it, or to whom it was done: an id */
  char *kind;   /* (nullable): "account" (signing in and out), "data" (exports and imports), or the module of an operation: "people" */
  gint64 from;  /* ms; -1: from the beginning */
  gint64 to;    /* ms, not part of it itself; -1: up to now */
} WeftAuditFilter;

/**
 * weft_audit_filter_parse:
 * @row: (nullable): "audit:PERSON" and "KIND", parted by a tab; each may be empty
 *
 * %WEFT_ERROR_INVALID names `row` if it is something else.
 */
gboolean weft_audit_filter_parse (WeftAuditFilter *filter, const char *row, gint64 from, gint64 to, GError **error);
void weft_audit_filter_clear (WeftAuditFilter *filter);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftAuditFilter, weft_audit_filter_clear)

/** weft_audit_list: {"n", "at", "actor", "action", "target", "address", "device"?, "detail"?}, newest first. @cursor: only below this n. */
gboolean weft_audit_list (WeftDatabase *database, const WeftAuditFilter *filter, gint64 cursor, guint limit, gsize max_bytes, WeftPastPage *page, GError **error);

/** weft_audit_check: @wrong: (out): the n of the first entry which is not what was written, or before which some are missing; 0 if all are whole. */
gboolean weft_audit_check (WeftDatabase *database, gint64 *wrong, GError **error);

G_END_DECLS

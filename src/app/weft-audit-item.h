/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define WEFT_TYPE_AUDIT_ITEM (weft_audit_item_get_type ())
G_DECLARE_FINAL_TYPE (WeftAuditItem, weft_audit_item, WEFT, AUDIT_ITEM, GObject)

/**
 * WeftAuditItem:
 *
 * One entry of the audit: who did what, to whom or what, when, and from where. Never changes.
 */

/** weft_audit_item_collect_names: adds to @named the ids and streams whose names weft_audit_item_parse() needs. */
void weft_audit_item_collect_names (JsonObject *object, GHashTable *named);

/**
 * weft_audit_item_parse:
 * @object: an item of the frame `answer`
 * @names: id or stream → name; who is not in it was erased
 *
 * Returns: (transfer full) (nullable): %NULL with @error
 */
WeftAuditItem *weft_audit_item_parse (JsonObject *object, GHashTable *names, GError **error);

gint64 weft_audit_item_get_n (WeftAuditItem *self);
gint64 weft_audit_item_get_at (WeftAuditItem *self);           /* ms */
const char *weft_audit_item_get_who (WeftAuditItem *self);     /* a name, or words in its place */
const char *weft_audit_item_get_what (WeftAuditItem *self);    /* translated */
const char *weft_audit_item_get_about (WeftAuditItem *self);   /* to whom or what, and how; "" if that is nothing */
const char *weft_audit_item_get_from (WeftAuditItem *self);    /* address and device; "" if neither is known */
/** weft_audit_item_dup_spoken: Returns: (transfer full): the entry as one sentence. */
char *weft_audit_item_dup_spoken (WeftAuditItem *self);

G_END_DECLS

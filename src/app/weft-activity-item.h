/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define WEFT_TYPE_ACTIVITY_ITEM (weft_activity_item_get_type ())
G_DECLARE_FINAL_TYPE (WeftActivityItem, weft_activity_item, WEFT, ACTIVITY_ITEM, GObject)

/** WeftActivityItem: one thing that happened in a stream: who did what, when. Never changes. */

/**
 * weft_activity_item_parse:
 * @object: an item of an answer about `activity` (docs/protocol.md)
 * @stream: where it happened
 * @names: of char* by char*: what people and streams are called, by id and by stream; who is not in it has no name
 * @me: (nullable): own id
 *
 * Returns: (transfer full) (nullable): %NULL with %WEFT_ERROR_INVALID naming the member
 */
WeftActivityItem *
weft_activity_item_parse (
    JsonObject *object, const char *stream, GHashTable *names, const char *me, GError **error);

/** weft_activity_item_collect_names: adds the ids and streams which @object names to @named (a set of char*). */
void weft_activity_item_collect_names (JsonObject *object, GHashTable *named);

/** weft_activity_item_get_seq: the event's number in its stream. */
gint64 weft_activity_item_get_seq (WeftActivityItem *self);
/** weft_activity_item_get_at: ms since 1970 UTC. */
gint64 weft_activity_item_get_at (WeftActivityItem *self);
/** weft_activity_item_get_author: Returns: (nullable): the name of who did it; %NULL: nobody, or nobody
 * known. */
const char *weft_activity_item_get_author (WeftActivityItem *self);
/** weft_activity_item_get_text: what was done, as a sentence in the person's language. */
const char *weft_activity_item_get_text (WeftActivityItem *self);
/** weft_activity_item_get_link: the `weft:` link of what it happened to: a thing, or the place. */
const char *weft_activity_item_get_link (WeftActivityItem *self);
/** weft_activity_item_get_erased: whether its content was erased since. */
gboolean weft_activity_item_get_erased (WeftActivityItem *self);

G_END_DECLS

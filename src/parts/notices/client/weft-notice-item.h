/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

#define WEFT_TYPE_NOTICE_ITEM (weft_notice_item_get_type ())
G_DECLARE_FINAL_TYPE (WeftNoticeItem, weft_notice_item, WEFT, NOTICE_ITEM, GObject)

/** WeftNoticeSeverity: how it is told. */
typedef enum
{
  WEFT_NOTICE_INFO,
  WEFT_NOTICE_WARNING,
  WEFT_NOTICE_URGENT,
} WeftNoticeSeverity;

/**
 * WeftNoticeItem:
 *
 * Something a person should know of, as a row of `notice` says it. Immutable: a notice that has been seen is
 * another item.
 */

/** WEFT_NOTICE_ITEM_COLUMNS: what weft_notice_item_read() wants: of `notice n`, `person p` who is its author,
 * and `muted u` of its place. */
#define WEFT_NOTICE_ITEM_COLUMNS                                                                             \
  "n.id, n.event, n.kind, n.severity, n.fields, n.link, n.object, n.author, p.name, n.seen, n.at, u.target IS NOT NULL"

/**
 * weft_notice_item_read:
 * @statement: stands on a row of WEFT_NOTICE_ITEM_COLUMNS
 * @person: whose notices they are
 *
 * A notice has been seen when the row says so, or what it is about has been read, wherever that was: the
 * durable latest value `read` of the event's module says how far a person has read in the table which the
 * event is about, by the column that cuts it into pages.
 *
 * Returns: (transfer full) (nullable): %NULL on error
 */
WeftNoticeItem *weft_notice_item_read (WeftStatement *statement,
                                       WeftDatabase *database,
                                       WeftRegistry *registry,
                                       const char *person,
                                       GError **error);

const char *weft_notice_item_get_id (WeftNoticeItem *self);
/** weft_notice_item_get_event: the name of what happened: "thread.message-sent". */
const char *weft_notice_item_get_event (WeftNoticeItem *self);
WeftNoticeSeverity weft_notice_item_get_severity (WeftNoticeItem *self);
/** weft_notice_item_get_title: Returns: (nullable): what stands for the author: "Reminder"; translated. */
const char *weft_notice_item_get_title (WeftNoticeItem *self);
/** weft_notice_item_get_text: what it says; "" if that was erased. */
const char *weft_notice_item_get_text (WeftNoticeItem *self);
/** weft_notice_item_get_author: Returns: (nullable): a person's id; %NULL for the server. */
const char *weft_notice_item_get_author (WeftNoticeItem *self);
/** weft_notice_item_get_author_name: Returns: (nullable). */
const char *weft_notice_item_get_author_name (WeftNoticeItem *self);
/** weft_notice_item_get_stream: where it leads. */
const char *weft_notice_item_get_stream (WeftNoticeItem *self);
/** weft_notice_item_get_link: the `weft:` link of what it is about; it opens that. */
const char *weft_notice_item_get_link (WeftNoticeItem *self);
/** weft_notice_item_is_at: whether who looks at @place sees it: at its stream, and where it happened within something there
 * (in a thread), at that: "STREAM#ID". @place: (nullable). */
gboolean weft_notice_item_is_at (WeftNoticeItem *self, const char *place);
/** weft_notice_item_get_within: Returns: (nullable): the id of the thing there in which it happened: a thread. */
const char *weft_notice_item_get_within (WeftNoticeItem *self);
/** weft_notice_item_get_leads_away: whether it happened elsewhere than where it leads, so that to look there
 * is not to see it: a reminder. */
gboolean weft_notice_item_get_leads_away (WeftNoticeItem *self);
/** weft_notice_item_get_stands: whether it stands until the person does what it asks for, however often they have looked at its place. */
gboolean weft_notice_item_get_stands (WeftNoticeItem *self);
/** weft_notice_item_get_at: ms. */
gint64 weft_notice_item_get_at (WeftNoticeItem *self);
/** weft_notice_item_get_mark: Returns: (nullable): the mark which says that it has been read, once it has come to @ordinal; %NULL: there is none, it
 * has been read, or what it is about is not held here. */
const WeftLatest *weft_notice_item_get_mark (WeftNoticeItem *self, gint64 *ordinal);
gboolean weft_notice_item_get_seen (WeftNoticeItem *self);
/** weft_notice_item_get_field: Returns: (nullable): a text which its declaration keeps: the "id" of a
 * reminder. */
const char *weft_notice_item_get_field (WeftNoticeItem *self, const char *name);

/** weft_notice_item_equal: whether nobody would see that one takes the other's place. */
gboolean weft_notice_item_equal (WeftNoticeItem *self, WeftNoticeItem *other);

/** weft_notice_item_get_muted: whether nothing more is heard of its place. */
gboolean weft_notice_item_get_muted (WeftNoticeItem *self);

G_END_DECLS

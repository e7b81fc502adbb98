/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "parts/thread/client/weft-message-pages.h"
#include "parts/thread/client/weft-message.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_MESSAGE_LIST (weft_message_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftMessageList, weft_message_list, WEFT, MESSAGE_LIST, GObject)

/**
 * WeftMessageList:
 *
 * The messages of one stream as a GListModel of WeftMessage. Position = ordinal − 1: there are as many items as messages were ever
 * sent, and behind them those of one's own which the room does not have: refused ones and ones that could not be predicted.
 * Only some windows of rows are held; an item outside is a placeholder until its page is read, which asking for it begins, from the
 * server if this computer does not hold it. It is empty until the first read is done (`ready`).
 *
 * Properties: `root` (notified when the title or the state of the thread changes as well), `ready`, `last-ordinal`, `own-read` (one's own read mark when the list became ready; it does not move).
 *
 * Signals: `arrived (GPtrArray of WeftMessage)`: messages of others are there that were not before, after the list was ready.
 */
WeftMessageList *weft_message_list_new (WeftSync *sync, const char *stream);
/** weft_message_list_new_thread: the replies to the message at @root, an ordinal in the room: the list's own ordinals begin with 1. It has no read mark. */
WeftMessageList *weft_message_list_new_thread (WeftSync *sync, const char *stream, gint64 root);
gint64 weft_message_list_get_root_ordinal (WeftMessageList *self); /* 0: it is the room */
/** weft_message_list_get_root: Returns: (transfer none) (nullable): the message under which the thread is, once it has been read; it counts no replies itself. */
WeftMessage *weft_message_list_get_root (WeftMessageList *self);
const char *weft_message_list_get_title (WeftMessageList *self);   /* (nullable): of the thread */
gboolean weft_message_list_get_resolved (WeftMessageList *self);

WeftSync *weft_message_list_get_sync (WeftMessageList *self);
const char *weft_message_list_get_stream (WeftMessageList *self);
gboolean weft_message_list_get_ready (WeftMessageList *self);
gint64 weft_message_list_get_last_ordinal (WeftMessageList *self);
gint64 weft_message_list_get_own_read (WeftMessageList *self);

/** weft_message_list_peek: Returns: (transfer none) (nullable): the item at @position if it is in memory; never begins a read. */
WeftMessage *weft_message_list_peek (WeftMessageList *self, guint position);

/** weft_message_list_get_last_own: Returns: (transfer none) (nullable): the newest own message that is in memory and can be edited. */
WeftMessage *weft_message_list_get_last_own (WeftMessageList *self);

/** weft_message_list_find_operation: Returns: (transfer none) (nullable): the message which waits, or was refused, as operation @id. */
WeftMessage *weft_message_list_find_operation (WeftMessageList *self, const char *id);

/** weft_message_list_mark_read: sets one's read mark to @ordinal; it only moves forward. */
void weft_message_list_mark_read (WeftMessageList *self, gint64 ordinal);

/** weft_message_list_get_n_pages: pages in memory, for tests of its bounds. */
guint weft_message_list_get_n_pages (WeftMessageList *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/client/weft-kept-message.h"
#include "sync/weft-item-list.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_KEPT_LIST (weft_kept_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftKeptList, weft_kept_list, WEFT, KEPT_LIST, WeftItemList)

/**
 * WeftKeptList:
 *
 * The messages pinned in a stream, or all which the person saved, a GListModel of WeftKeptMessage: what was kept last comes first. Those which this
 * computer does not hold are fetched, so that they can be shown.
 */
WeftKeptList *weft_kept_list_new_pinned (WeftSync *sync, const char *stream);
WeftKeptList *weft_kept_list_new_saved (WeftSync *sync);
WeftSync *weft_kept_list_get_sync (WeftKeptList *self);

/** weft_kept_list_remove: takes @message down, or off the person's list. Resolves as weft_sync_submit() does. */
DexFuture *weft_kept_list_remove (WeftKeptList *self, WeftKeptMessage *message) G_GNUC_WARN_UNUSED_RESULT;

/* The operations behind it; each resolves as weft_sync_submit() does. */
DexFuture *weft_kept_pin (WeftSync *sync, const char *stream, const char *id) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_kept_unpin (WeftSync *sync, const char *stream, const char *id) G_GNUC_WARN_UNUSED_RESULT;
/** weft_kept_save: @window: the message's number in @stream. */
DexFuture *weft_kept_save (WeftSync *sync, const char *stream, const char *id, gint64 window) G_GNUC_WARN_UNUSED_RESULT;
/** weft_kept_save_several: @messages: (element-type WeftMessage): of @stream; all of them or none, and one undo. */
DexFuture *weft_kept_save_several (WeftSync *sync, const char *stream, GPtrArray *messages) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_kept_unsave (WeftSync *sync, const char *id) G_GNUC_WARN_UNUSED_RESULT;
/** weft_kept_hide: deletes a message for oneself alone. @window: its number in @stream. */
DexFuture *weft_kept_hide (WeftSync *sync, const char *stream, const char *id, gint64 window) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/notices/client/weft-notice-item.h"
#include "sync/weft-item-list.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_NOTICE_LIST (weft_notice_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftNoticeList, weft_notice_list, WEFT, NOTICE_LIST, WeftItemList)

/**
 * WeftNoticeList:
 *
 * One's own notices, the newest first, as a GListModel of WeftNoticeItem; at most 500, as the rows are.
 *
 * Property (notified): `n-unseen`.
 *
 * Signals: `arrived (GPtrArray of WeftNoticeItem)`: unseen ones which came after it was ready, the newest
 * first; told after items-changed.
 */
WeftNoticeList *weft_notice_list_new (WeftSync *sync);

WeftSync *weft_notice_list_get_sync (WeftNoticeList *self);
guint weft_notice_list_get_n_unseen (WeftNoticeList *self);
/** weft_notice_list_find: Returns: (transfer none) (nullable). */
WeftNoticeItem *weft_notice_list_find (WeftNoticeList *self, const char *id);

/** weft_notice_list_see: marks one as seen, on all of one's devices. */
void weft_notice_list_see (WeftNoticeList *self, const char *id);
/** weft_notice_list_see_place: the person looks at @place, as weft_notice_item_is_at() has it: what happened there is seen. */
void weft_notice_list_see_place (WeftNoticeList *self, const char *place);
/** weft_notice_list_read_place: the person has read, without looking there, all in @stream of which they were told: its notices are seen, and their mark comes as
 * far as that. */
void weft_notice_list_read_place (WeftNoticeList *self, const char *stream);
void weft_notice_list_see_all (WeftNoticeList *self);
/** weft_notice_list_mute: to hear nothing of what happens in @stream any more, or to hear it again. Resolves to
 * the operation's id when it is on disk. */
DexFuture *
weft_notice_list_mute (WeftNoticeList *self, const char *stream, gboolean muted) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

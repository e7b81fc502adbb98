/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "parts/notices/client/weft-notice-item.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_NOTICE_LIST (weft_notice_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftNoticeList, weft_notice_list, WEFT, NOTICE_LIST, GObject)

/**
 * WeftNoticeList:
 *
 * One's own notices, the newest first, as a GListModel of WeftNoticeItem; at most 500, as the rows are.
 *
 * Properties (notified): `ready` (read for the first time), `n-unseen`.
 *
 * Signals: `arrived (GPtrArray of WeftNoticeItem)`: unseen ones which came after it was ready, the newest
 * first; told after items-changed.
 */
WeftNoticeList *weft_notice_list_new (WeftSync *sync);

WeftSync *weft_notice_list_get_sync (WeftNoticeList *self);
gboolean weft_notice_list_get_ready (WeftNoticeList *self);
guint weft_notice_list_get_n_unseen (WeftNoticeList *self);
/** weft_notice_list_find: Returns: (transfer none) (nullable). */
WeftNoticeItem *weft_notice_list_find (WeftNoticeList *self, const char *id);

/** weft_notice_list_see: marks one as seen, on all of one's devices. */
void weft_notice_list_see (WeftNoticeList *self, const char *id);
/** weft_notice_list_see_place: the person looks at @stream: what happened there is seen. */
void weft_notice_list_see_place (WeftNoticeList *self, const char *stream);
void weft_notice_list_see_all (WeftNoticeList *self);

G_END_DECLS

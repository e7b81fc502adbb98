/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "app/weft-activity-page.h"
#include "sync/weft-item-list.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ACTIVITY_LIST (weft_activity_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftActivityList, weft_activity_list, WEFT, ACTIVITY_LIST, WeftItemList)

/** WEFT_ACTIVITY_MAX: as many are kept; nobody scrolls further. */
#define WEFT_ACTIVITY_MAX 2000

/**
 * WeftActivityLoad:
 * @cursor: -1: the newest
 *
 * Returns: (transfer full): see weft_activity_page_load()
 */
typedef DexFuture *(*WeftActivityLoad) (gint64 cursor, gpointer user_data);

/**
 * WeftActivityList:
 *
 * What happened in one stream, newest first, page by page: a GListModel of WeftActivityItem. It begins to
 * load by itself.
 *
 * Signals: `changed ()`: what the getters below say, which is not told by items-changed.
 */
WeftActivityList *
weft_activity_list_new (WeftActivityLoad load, gpointer user_data, GDestroyNotify user_data_destroy);

/** weft_activity_list_load_more: the next older page, unless there is none or one is on its way. */
void weft_activity_list_load_more (WeftActivityList *self);
/** weft_activity_list_refresh: puts in what has happened since; after a failure it tries again. */
void weft_activity_list_refresh (WeftActivityList *self);

/** weft_activity_list_get_more: whether there are older ones which may be loaded. */
gboolean weft_activity_list_get_more (WeftActivityList *self);
/** weft_activity_list_get_full: whether older ones are there, but not here: %WEFT_ACTIVITY_MAX. */
gboolean weft_activity_list_get_full (WeftActivityList *self);
/** weft_activity_list_get_error: Returns: (nullable): why the last loading failed. */
const GError *weft_activity_list_get_error (WeftActivityList *self);

G_END_DECLS

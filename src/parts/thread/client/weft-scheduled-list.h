/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/client/weft-saying.h"
#include "sync/weft-row-list.h"

G_BEGIN_DECLS

#define WEFT_TYPE_SCHEDULED (weft_scheduled_get_type ())
G_DECLARE_FINAL_TYPE (WeftScheduled, weft_scheduled, WEFT, SCHEDULED, GObject)

/** WeftScheduled: a message of one's own which is sent at a time, or was not when it came. Immutable. */
const char *weft_scheduled_get_id (WeftScheduled *self);
const char *weft_scheduled_get_target (WeftScheduled *self);  /* the stream */
gint64 weft_scheduled_get_at (WeftScheduled *self);           /* ms */
const char *weft_scheduled_get_text (WeftScheduled *self);
/** weft_scheduled_get_refusal: (nullable): "left", "suspended", or the server's words; NULL: it waits. */
const char *weft_scheduled_get_refusal (WeftScheduled *self);

#define WEFT_TYPE_SCHEDULED_LIST (weft_scheduled_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftScheduledList, weft_scheduled_list, WEFT, SCHEDULED_LIST, WeftRowList)

/** WeftScheduledList: all of them as a GListModel of WeftScheduled; what is sent first comes first. */
WeftScheduledList *weft_scheduled_list_new (WeftSync *sync);

/* The operations; each resolves as weft_sync_submit() does. They work offline: one whose time has come by then is sent at once, and marked as late. */

/** weft_scheduled_add: @at: ms, 120 days from now at the latest. Of @saying its id, its text, what it answers, and its thread. @files: (nullable): as
 * weft_saying_send() takes them; they hang on it on one's own stream until then. */
DexFuture *weft_scheduled_add (WeftSync *sync, const char *stream, const WeftSaying *saying, gint64 at, const char *const *files) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_scheduled_set (WeftSync *sync, const char *id, const char *text, gint64 at) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_scheduled_remove (WeftSync *sync, const char *id) G_GNUC_WARN_UNUSED_RESULT;
/** weft_scheduled_send: now. */
DexFuture *weft_scheduled_send (WeftSync *sync, const char *id, gint64 at) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_REMINDER (weft_reminder_get_type ())
G_DECLARE_FINAL_TYPE (WeftReminder, weft_reminder, WEFT, REMINDER, GObject)

/** WeftReminder: one's own reminder, as its row says it. Immutable: one that was put off is another object.
 */
WeftReminder *
weft_reminder_new (const char *id, const char *text, gint64 at, gboolean fired, const char *link);
const char *weft_reminder_get_id (WeftReminder *self);
const char *weft_reminder_get_text (WeftReminder *self);
/** weft_reminder_get_at: ms. */
gint64 weft_reminder_get_at (WeftReminder *self);
/** weft_reminder_get_fired: whether its time has come, and nobody has put it off or is done with it. */
gboolean weft_reminder_get_fired (WeftReminder *self);
/** weft_reminder_get_link: Returns: (nullable): the `weft:` link of what it is about. */
const char *weft_reminder_get_link (WeftReminder *self);
gboolean weft_reminder_equal (WeftReminder *self, WeftReminder *other);

/* Operations on one's own reminders; each resolves as weft_sync_submit() does, also without a connection. */

/**
 * weft_reminders_set:
 * @at: ms
 * @text: of what; one line of at most 500 characters is kept
 * @link: (nullable): a `weft:` link: where it is
 */
DexFuture *
weft_reminders_set (WeftSync *sync, gint64 at, const char *text, const char *link) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_reminders_snooze (WeftSync *sync, const char *id, gint64 at) G_GNUC_WARN_UNUSED_RESULT;
/** weft_reminders_dismiss: it is done, or not wanted any more. */
DexFuture *weft_reminders_dismiss (WeftSync *sync, const char *id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

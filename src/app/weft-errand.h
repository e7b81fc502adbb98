/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-window.h"

G_BEGIN_DECLS

/**
 * WeftErrand:
 *
 * What somebody pressed on the desktop: a notification or one of its buttons. The desktop may start Weft for
 * it, so that it has to wait until its workspace is open.
 */
typedef struct _WeftErrand WeftErrand;

/** weft_errand_new: @action: "open-notice", "reply-notice", "answer-notice", "acknowledge", "open-notices", "open-command", "read-place", "snooze-reminder" or
 * "finish-reminder", with the parameter of that action. */
WeftErrand *weft_errand_new (const char *action, GVariant *parameter);
void weft_errand_free (WeftErrand *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftErrand, weft_errand_free)

/** weft_errand_get_workspace: the id of the workspace it is about. */
const char *weft_errand_get_workspace (WeftErrand *self);

/** weft_errand_needs_window: whether something is to be shown. */
gboolean weft_errand_needs_window (WeftErrand *self);

/**
 * weft_errand_run:
 * @window: (nullable): which shows @workspace; needed for what is to be shown
 *
 * Returns: whether it is done; if not, @workspace is not open yet
 */
gboolean weft_errand_run (WeftErrand *self, WeftWindow *window, WeftWorkspace *workspace);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/weft-conflict-list.h"
#include "app/weft-workspace.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CONNECTION_BANNER (weft_connection_banner_get_type ())
G_DECLARE_FINAL_TYPE (WeftConnectionBanner, weft_connection_banner, WEFT, CONNECTION_BANNER, AdwBin)

/**
 * WeftConnectionBanner:
 *
 * Above the content: that the workspace is not connected, or what waits for the person in the outbox, with what can be done about it. What was refused or
 * changed twice is said aloud, once.
 *
 * Signals: `changed ()`: what it would say is otherwise, also while it says nothing.
 */

/** weft_connection_banner_new: @conflicts: the open workspace's. */
GtkWidget *weft_connection_banner_new (WeftConflictList *conflicts);

/** weft_connection_banner_set_workspace: (nullable): one that is open. */
void weft_connection_banner_set_workspace (WeftConnectionBanner *self, WeftWorkspace *workspace);

/** weft_connection_banner_set_outbox_shown: what waits there need not be pointed at. */
void weft_connection_banner_set_outbox_shown (WeftConnectionBanner *self, gboolean shown);

/** weft_connection_banner_get_words: Returns: (nullable): what is wrong, whether it is shown here or not. */
const char *weft_connection_banner_get_words (WeftConnectionBanner *self);

/** weft_connection_banner_get_icon: of what is wrong. */
const char *weft_connection_banner_get_icon (WeftConnectionBanner *self);

/** weft_connection_banner_get_state: of the connection; %WEFT_SYNC_CONNECTING also where signing in is on its way. */
WeftSyncState weft_connection_banner_get_state (WeftConnectionBanner *self);

G_END_DECLS

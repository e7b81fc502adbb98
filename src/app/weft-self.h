/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/people/client/weft-person-state.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_SELF (weft_self_get_type ())
G_DECLARE_FINAL_TYPE (WeftSelf, weft_self, WEFT, SELF, GObject)

/**
 * WeftSelf:
 *
 * Oneself in a workspace, and what the workspace is called, as the rows say.
 *
 * Properties (notified): `name`, `title`, `status`, `login`, `role`, `workspace-name`; all NULL until they
 * have been read; and `quiet`: whether one does not want to be disturbed now.
 *
 * Signal: `state-changed ()`: weft_self_get_state() is another.
 */
WeftSelf *weft_self_new (WeftSync *sync);
WeftSync *weft_self_get_sync (WeftSelf *self);
/** weft_self_get_name: @self: (nullable). */
const char *weft_self_get_name (WeftSelf *self);
const char *weft_self_get_title (WeftSelf *self);
const char *weft_self_get_status (WeftSelf *self);
const char *weft_self_get_login (WeftSelf *self);
const char *weft_self_get_role (WeftSelf *self);
/** weft_self_dup_stream: Returns: (transfer full): where one's own name and picture are changed: on the workspace, by guests on their own stream. */
char *weft_self_dup_stream (WeftSelf *self);
/** weft_self_get_state: Returns: (transfer none) (nullable): before it has been read. */
const WeftPersonState *weft_self_get_state (WeftSelf *self);
/** weft_self_get_quiet: @self: (nullable). */
gboolean weft_self_get_quiet (WeftSelf *self);
const char *weft_self_get_workspace_name (WeftSelf *self);

G_END_DECLS

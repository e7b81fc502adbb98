/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-workspace.h"

G_BEGIN_DECLS

#define WEFT_TYPE_WORKSPACES (weft_workspaces_get_type ())
G_DECLARE_FINAL_TYPE (WeftWorkspaces, weft_workspaces, WEFT, WORKSPACES, GObject)

/**
 * WeftWorkspaces:
 *
 * The workspaces of one profile, a GListModel of WeftWorkspace, kept in workspaces.ini in the profile's
 * folder. Each has its own store, outbox and connection; one that hangs holds no other.
 */

/** weft_workspaces_new: @directory: the profile's folder, made when first needed. */
WeftWorkspaces *weft_workspaces_new (const char *directory);

const char *weft_workspaces_get_directory (WeftWorkspaces *self);

/** weft_workspaces_load: reads workspaces.ini. Resolves to TRUE; rejects if it is there and cannot be read.
 */
DexFuture *weft_workspaces_load (WeftWorkspaces *self) G_GNUC_WARN_UNUSED_RESULT;
/** weft_workspaces_save: resolves when workspaces.ini is on disk. */
DexFuture *weft_workspaces_save (WeftWorkspaces *self) G_GNUC_WARN_UNUSED_RESULT;

/** weft_workspaces_create: Returns: (transfer full): a new workspace with a folder of its own, not in the
 * list yet. @address: see weft_workspace_new(). */
WeftWorkspace *
weft_workspaces_create (WeftWorkspaces *self, WeftWorkspaceKind kind, const char *name, const char *address);
void weft_workspaces_add (WeftWorkspaces *self, WeftWorkspace *workspace);
void weft_workspaces_remove (WeftWorkspaces *self, WeftWorkspace *workspace);
/** weft_workspaces_find: Returns: (transfer none) (nullable). */
WeftWorkspace *weft_workspaces_find (WeftWorkspaces *self, const char *id);
WeftWorkspace *weft_workspaces_find_kind (WeftWorkspaces *self, WeftWorkspaceKind kind);
/** weft_workspaces_find_address: Returns: (transfer none) (nullable): the one at @address (normalized). */
WeftWorkspace *weft_workspaces_find_address (WeftWorkspaces *self, const char *address);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-self.h"
#include "parts/notices/client/weft-notice-list.h"
#include "parts/reminders/client/weft-reminder-list.h"
#include "sync/weft-sync.h"
#include "ui/weft-cards.h"
#include "ui/weft-feature.h"

G_BEGIN_DECLS

/** WeftWorkspaceKind: where its server runs. */
typedef enum
{
  WEFT_WORKSPACE_REMOTE,   /* at an address */
  WEFT_WORKSPACE_EMBEDDED, /* on this computer, started by the app */
  WEFT_WORKSPACE_DEMO,     /* embedded, with a play of teammates */
} WeftWorkspaceKind;

const char *weft_workspace_kind_to_key (WeftWorkspaceKind kind);
WeftWorkspaceKind weft_workspace_kind_from_key (const char *key);

/** WeftWorkspaceState: how far it is. */
typedef enum
{
  WEFT_WORKSPACE_CLOSED,
  WEFT_WORKSPACE_OPENING,
  WEFT_WORKSPACE_OPEN,   /* cached rows can be read; whether it is connected is WeftSync's to say */
  WEFT_WORKSPACE_FAILED, /* see weft_workspace_get_problem() */
} WeftWorkspaceState;

GType weft_workspace_state_get_type (void);

#define WEFT_TYPE_WORKSPACE (weft_workspace_get_type ())
G_DECLARE_FINAL_TYPE (WeftWorkspace, weft_workspace, WEFT, WORKSPACE, GObject)

/**
 * WeftWorkspace:
 *
 * One workspace of the profile: an account, its store and connection, the server if it runs here, and a page
 * of every feature.
 *
 * Properties (notified): `name` (for people), `state`, `person`, `mentions` (in all its features), `news`,
 * `connecting`, `place`, `quiet` (whether one does not want to be disturbed now).
 *
 * Its folder holds `store` (of WeftSync) and, if the server runs here, `server`.
 */

/**
 * weft_workspace_new:
 * @id: UUID, names its folder and its section in workspaces.ini
 * @directory: its folder
 * @name: (nullable): what it was called last
 * @address: (nullable): %NULL if its server runs here
 * @person: (nullable): own id, %NULL before the first sign-in
 */
WeftWorkspace *weft_workspace_new (const char *id,
                                   WeftWorkspaceKind kind,
                                   const char *directory,
                                   const char *name,
                                   const char *address,
                                   const char *person);

const char *weft_workspace_get_id (WeftWorkspace *self);
WeftWorkspaceKind weft_workspace_get_kind (WeftWorkspace *self);
const char *weft_workspace_get_directory (WeftWorkspace *self);
const char *weft_workspace_get_name (WeftWorkspace *self);
void weft_workspace_set_name (WeftWorkspace *self, const char *name);
/** weft_workspace_get_address: Returns: (nullable): also the socket of an embedded one. */
const char *weft_workspace_get_address (WeftWorkspace *self);
/** weft_workspace_get_person: Returns: (nullable): own id. */
const char *weft_workspace_get_person (WeftWorkspace *self);
WeftWorkspaceState weft_workspace_get_state (WeftWorkspace *self);
/** weft_workspace_get_problem: Returns: (nullable): what stands in the way of opening it. */
const GError *weft_workspace_get_problem (WeftWorkspace *self);
/** weft_workspace_get_account, weft_workspace_get_sync: Returns: (transfer none) (nullable): NULL before it
 * was opened once. */
WeftAccount *weft_workspace_get_account (WeftWorkspace *self);
WeftSync *weft_workspace_get_sync (WeftWorkspace *self);
guint weft_workspace_get_n_mentions (WeftWorkspace *self);
gboolean weft_workspace_get_has_news (WeftWorkspace *self);
/** weft_workspace_get_connecting: whether its server is being started or signed in to; WeftSync does not try
 * yet. */
gboolean weft_workspace_get_connecting (WeftWorkspace *self);

/** weft_workspace_get_cards, weft_workspace_get_notices, weft_workspace_get_reminders: Returns: (transfer none) (nullable): NULL unless it is OPEN. */
WeftCards *weft_workspace_get_cards (WeftWorkspace *self);
WeftNoticeList *weft_workspace_get_notices (WeftWorkspace *self);
WeftReminderList *weft_workspace_get_reminders (WeftWorkspace *self);
/** weft_workspace_get_self: Returns: (transfer none) (nullable): oneself there; NULL unless it is OPEN. */
WeftSelf *weft_workspace_get_self (WeftWorkspace *self);
gboolean weft_workspace_get_quiet (WeftWorkspace *self);
/** weft_workspace_set_place: @place: (nullable): what the person looks at in an active window, as weft_notice_item_is_at() has it; NULL: nothing here. Its notices
 * are seen. */
void weft_workspace_set_place (WeftWorkspace *self, const char *place);
const char *weft_workspace_get_place (WeftWorkspace *self);

/**
 * weft_workspace_open: starts the server if it runs here, opens the store, shows what is cached and connects.
 * Resolves to TRUE once rows can be read; a server that does not answer is no error. Rejects with what a
 * person must know; the state is then FAILED.
 */
DexFuture *weft_workspace_open (WeftWorkspace *self) G_GNUC_WARN_UNUSED_RESULT;

/** weft_workspace_close: resolves when the store is closed. */
DexFuture *weft_workspace_close (WeftWorkspace *self) G_GNUC_WARN_UNUSED_RESULT;

/** weft_workspace_found: makes a new workspace on this computer: starts the server, makes workspace and
 * person. Call before weft_workspace_open(). */
DexFuture *weft_workspace_found (WeftWorkspace *self,
                                 const char *workspace,
                                 const char *person,
                                 const char *login) G_GNUC_WARN_UNUSED_RESULT;
/** weft_workspace_sign_in: the state must not be OPENING. @login NULL: as the user who runs the server. */
DexFuture *weft_workspace_sign_in (WeftWorkspace *self,
                                   const char *login,
                                   const char *password) G_GNUC_WARN_UNUSED_RESULT;
/** weft_workspace_join: with the code of an invitation. */
DexFuture *weft_workspace_join (WeftWorkspace *self,
                                const char *code,
                                const char *name,
                                const char *login,
                                const char *password) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_workspace_sign_out (WeftWorkspace *self) G_GNUC_WARN_UNUSED_RESULT;

/** weft_workspace_get_page: Returns: (transfer none): the page of @feature here; the workspace must have been
 * opened. */
WeftFeaturePage *weft_workspace_get_page (WeftWorkspace *self, const WeftFeature *feature);

G_END_DECLS

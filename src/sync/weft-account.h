/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "base/weft-clock.h"
#include "base/weft-error.h"

G_BEGIN_DECLS

#define WEFT_TYPE_TOKEN_STORE (weft_token_store_get_type ())
G_DECLARE_INTERFACE (WeftTokenStore, weft_token_store, WEFT, TOKEN_STORE, GObject)

/**
 * WeftTokenStore:
 *
 * Where refresh tokens rest. The app keeps them with libsecret, weftctl in a file only its owner can read, tests in memory.
 */
struct _WeftTokenStoreInterface
{
  GTypeInterface parent_iface;

  /* Resolve to a string (NULL if there is none), or reject; never block, never wait longer than some seconds. */
  DexFuture *(*load) (WeftTokenStore *self, const char *address, const char *person);
  DexFuture *(*save) (WeftTokenStore *self, const char *address, const char *person, const char *token); /* NULL token: forget */
};

DexFuture *weft_token_store_load (WeftTokenStore *self, const char *address, const char *person) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_token_store_save (WeftTokenStore *self, const char *address, const char *person, const char *token) G_GNUC_WARN_UNUSED_RESULT;

#define WEFT_TYPE_MEMORY_TOKEN_STORE (weft_memory_token_store_get_type ())
G_DECLARE_FINAL_TYPE (WeftMemoryTokenStore, weft_memory_token_store, WEFT, MEMORY_TOKEN_STORE, GObject)
WeftTokenStore *weft_memory_token_store_new (void);

#define WEFT_TYPE_FILE_TOKEN_STORE (weft_file_token_store_get_type ())
G_DECLARE_FINAL_TYPE (WeftFileTokenStore, weft_file_token_store, WEFT, FILE_TOKEN_STORE, GObject)
/** weft_file_token_store_new: @path is written with mode 0600, replaced atomically. */
WeftTokenStore *weft_file_token_store_new (const char *path);

#define WEFT_TYPE_ACCOUNT (weft_account_get_type ())
G_DECLARE_FINAL_TYPE (WeftAccount, weft_account, WEFT, ACCOUNT, GObject)

/**
 * WeftAccount:
 *
 * One person in one workspace: the address, and the tokens with which the server knows them. Refreshes the access token 5 minutes
 * before it expires. Safe to use from the owner's context; WeftSync asks it for tokens.
 *
 * An address is `https://team.example.org`, `http://127.0.0.1:8080` (plain HTTP only to loopback unless the person insists with http://),
 * `team.example.org` (https is meant), or `unix:/run/user/1000/weft/weftd.sock`. An invitation link is
 * `weft://HOST[:PORT]/join#ID.SECRET` (https), `weft+http://…` (http), or `weft+unix:/path/to/socket#ID.SECRET`.
 *
 * Properties: `address`, `person` (id, NULL before signing in), `name`, `workspace-name`, `signed-in`, `keyring-reason` (why tokens could not be kept, NULL if they are).
 */
WeftAccount *weft_account_new (const char *address, const char *person, WeftTokenStore *tokens, WeftClock *clock);

/** weft_account_normalize_address: Returns: (transfer full): the canonical form, or NULL with WEFT_ERROR_INVALID saying what is wrong with @text. */
char *weft_account_normalize_address (const char *text, GError **error);
/** weft_account_parse_invitation: takes an invitation link apart. */
gboolean weft_account_parse_invitation (const char *text, char **address, char **code, GError **error);

/** weft_account_make_invitation: Returns: (transfer full): the link which invites to @address with @code, "ID.SECRET". */
char *weft_account_make_invitation (const char *address, const char *code);

const char *weft_account_get_address (WeftAccount *self);
const char *weft_account_get_person (WeftAccount *self);
gboolean weft_account_get_signed_in (WeftAccount *self);
WeftTokenStore *weft_account_get_tokens (WeftAccount *self);

/** weft_account_set_setup_code: what a new server printed and wrote into its directory; weft_account_create_workspace() needs it over TCP. */
void weft_account_set_setup_code (WeftAccount *self, const char *code);

/* Each resolves to TRUE once signed in and the refresh token is kept (or `keyring-reason` says why not); rejects with the refusal. */
DexFuture *weft_account_create_workspace (WeftAccount *self, const char *workspace, const char *name, const char *login, const char *password) G_GNUC_WARN_UNUSED_RESULT; /* only while a server has no people; password may be NULL on a Unix socket */
DexFuture *weft_account_join (WeftAccount *self, const char *code, const char *name, const char *login, const char *password) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_account_sign_in (WeftAccount *self, const char *login, const char *password) G_GNUC_WARN_UNUSED_RESULT;
/** weft_account_sign_in_local: over a Unix socket, as the user who runs the server: the workspace's owner. */
DexFuture *weft_account_sign_in_local (WeftAccount *self) G_GNUC_WARN_UNUSED_RESULT;
/** weft_account_resume: loads the kept token and refreshes it. */
DexFuture *weft_account_resume (WeftAccount *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_account_sign_out (WeftAccount *self) G_GNUC_WARN_UNUSED_RESULT;

/** weft_account_get_access: resolves to an access token (string) good for at least a minute, refreshing if needed; WEFT_ERROR_UNAUTHENTICATED if signed out. */
DexFuture *weft_account_get_access (WeftAccount *self, gboolean force_refresh) G_GNUC_WARN_UNUSED_RESULT;

/** weft_account_call: asks the server something as this person: POSTs @body (JSON) to @path. Resolves to the answer (G_TYPE_BYTES); rejects with the refusal. */
DexFuture *weft_account_call (WeftAccount *self, const char *path, const char *body) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

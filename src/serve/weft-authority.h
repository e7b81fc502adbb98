/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-engine.h"
#include "serve/weft-limits.h"

G_BEGIN_DECLS

#define WEFT_PASSWORD_MIN 8
#define WEFT_PASSWORD_MAX 200   /* characters */

/** WeftTokens: what a person gets who has shown who they are. */
typedef struct
{
  char *access;
  gint64 expires_in;     /* s */
  char *refresh;
  char *person;
  char *name;
  char *workspace;
  char *workspace_name;
} WeftTokens;

void weft_tokens_free (WeftTokens *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftTokens, weft_tokens_free)

/**
 * WeftAuthority:
 *
 * Who is who: passwords (Argon2id, RFC 9106), access tokens of a quarter of an hour, refresh tokens which are given anew at each use. Tokens are random and
 * stored as hashes. The tokens of one sign-in are a family: a refresh token used twice was stolen, and ends it; but one whose successor was never
 * used may come again, since the answer may have been lost: the successor is void then, and using it ends the family. By contract with the people
 * part: `people.found-workspace`, `people.join`, `person`, `workspace`, `invitation`, and `invitation_secret (id, hash)`.
 *
 * Safe from any thread but the writer; functions which say so block for a commit or a password.
 */
typedef struct _WeftAuthority WeftAuthority;

/** WeftFamilyFunc: called on any thread when the connections of @family must end. */
typedef void (*WeftFamilyFunc) (const char *family, gpointer user_data);

WeftAuthority *weft_authority_new (WeftEngine *engine, const WeftLimits *limits);
/** weft_authority_load: reads the access tokens which are still good. The engine is open. */
gboolean weft_authority_load (WeftAuthority *self, GError **error);
void weft_authority_free (WeftAuthority *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftAuthority, weft_authority_free)
void weft_authority_set_family_func (WeftAuthority *self, WeftFamilyFunc func, gpointer user_data);

/** weft_authority_is_founded: whether there is anybody yet. @name: (out) (optional) (transfer full): the workspace's name. */
gboolean weft_authority_is_founded (WeftAuthority *self, char **name);

/* Each blocks. @password is NULL only where the way in needs none. */
WeftTokens *weft_authority_found (WeftAuthority *self, const char *workspace, const char *name, const char *login, const char *password, GError **error);
WeftTokens *weft_authority_join (WeftAuthority *self, const char *invitation, const char *name, const char *login, const char *password, GError **error);
/** weft_authority_sign_in: takes as long for a login that nobody has. @origin: (nullable): the address it came from, which is limited as well as the login. */
WeftTokens *weft_authority_sign_in (WeftAuthority *self, const char *login, const char *password, const char *origin, GError **error);
/** weft_authority_sign_in_owner: the first person, for the user who runs the server. */
WeftTokens *weft_authority_sign_in_owner (WeftAuthority *self, GError **error);
/** weft_authority_refresh: @origin: (nullable): the address it came from, for the audit. */
WeftTokens *weft_authority_refresh (WeftAuthority *self, const char *refresh, const char *origin, GError **error);
gboolean weft_authority_sign_out (WeftAuthority *self, const char *access, GError **error);

/** weft_authority_check: asks the database only of what another server of it may have given. Returns: whether @access is good; @expires_at in ms of the engine's clock. */
gboolean weft_authority_check (WeftAuthority *self, const char *access, char **person, char **family, gint64 *expires_at);
/** weft_authority_check_known: never blocks; in a database which several servers share FALSE may mean that it must be asked. */
gboolean weft_authority_check_known (WeftAuthority *self, const char *access, char **person, char **family, gint64 *expires_at);

/** weft_authority_forget_person: the tokens of @person are gone from the database: forget them here too. */
void weft_authority_forget_person (WeftAuthority *self, const char *person);

/**
 * weft_authority_reread: forgets tokens which another server took from the shared @database. @ids: (nullable): forgets those of these people and families at once;
 * %NULL: looks for all of them.
 */
void weft_authority_reread (WeftAuthority *self, WeftDatabase *database, GHashTable *ids);

/** weft_authority_expire: forgets tokens whose time is over. */
void weft_authority_expire (WeftAuthority *self);

G_END_DECLS

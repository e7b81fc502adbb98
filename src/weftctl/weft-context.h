/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"
#include "sync/weft-transport-choice.h"

G_BEGIN_DECLS

/** Exit codes, as weftctl --help says. */
enum
{
  WEFT_EXIT_FINE = 0,
  WEFT_EXIT_FAULT = 1,
  WEFT_EXIT_USAGE = 2,
  WEFT_EXIT_REFUSED = 3,
  WEFT_EXIT_UNREACHABLE = 4,
};

/**
 * WeftContext:
 *
 * What one run of weftctl knows: where its state is, which person of which workspace it is, and that workspace when it is
 * open. Its functions belong into the fiber that runs the command.
 *
 * The state directory holds `profiles` (who has signed in where, and who was last), `tokens` (only its owner may read it) and a
 * folder for each person's copy.
 */
typedef struct
{
  char *state;           /* directory */
  char *address;         /* (nullable): from --address or the profile, canonical */
  char *login;           /* (nullable): from --as or the profile */
  gboolean json;
  gboolean offline;
  int wait;              /* s to wait for the server */
  WeftTransportTiming timing;

  GKeyFile *profiles;
  WeftTokenStore *tokens;
  WeftRegistry *registry;
  WeftAccount *account;
  WeftSync *sync;
} WeftContext;

WeftContext *weft_context_new (const char *state, const char *address, const char *login, GError **error);
void weft_context_free (WeftContext *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftContext, weft_context_free)

/** weft_context_new_registry: Returns: (transfer full): everything this program knows. */
WeftRegistry *weft_context_new_registry (void);

/** weft_context_get_account: Returns: (transfer none): the account at --address, not signed in yet; NULL without an address. */
WeftAccount *weft_context_get_account (WeftContext *self, GError **error);
/** weft_context_remember: the account is signed in: it is the one meant from now on. */
gboolean weft_context_remember (WeftContext *self, const char *login, GError **error);
/** weft_context_forget: signed out: forgets the profile; the copy stays. */
gboolean weft_context_forget (WeftContext *self, GError **error);

/** weft_context_open: opens the person's copy, and connects unless --offline was given. */
gboolean weft_context_open (WeftContext *self, gboolean connect, GError **error);
/** weft_context_wait_online: FALSE with WEFT_ERROR_UNAVAILABLE after --wait seconds, at once if waiting cannot help. */
gboolean weft_context_wait_online (WeftContext *self, GError **error);
/** weft_context_close: closes the copy properly. */
void weft_context_close (WeftContext *self);

/** weft_context_await: @future: (transfer full): waits as long as --wait says, and longer while a file moves. */
gboolean weft_context_await (WeftContext *self, DexFuture *future, GError **error);

/** weft_context_submit: submits and waits for the confirmation. @id: (out) (nullable). Unreachable: WEFT_ERROR_UNAVAILABLE, and it stays in the outbox. */
gboolean weft_context_submit (WeftContext *self, const char *stream, const WeftOperation *operation, gconstpointer args, GError **error);

/** weft_context_find_room: the stream meant by a room's name or id, or by @LOGIN for the conversation with that person. */
char *weft_context_find_room (WeftContext *self, const char *text, GError **error);
/** weft_context_find_person: the id of the person with this login. */
char *weft_context_find_person (WeftContext *self, const char *login, GError **error);

/** weft_context_read_password: from @file, $WEFTCTL_PASSWORD, or asked for at the terminal without showing it. NULL: none was given. */
char *weft_context_read_password (const char *file, gboolean twice, GError **error);

/** weft_context_exit_code: what a script should make of @error. */
int weft_context_exit_code (const GError *error);

G_END_DECLS

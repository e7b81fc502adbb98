/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-account.h"

G_BEGIN_DECLS

#define WEFT_TYPE_SECRET_TOKEN_STORE (weft_secret_token_store_get_type ())
G_DECLARE_FINAL_TYPE (WeftSecretTokenStore, weft_secret_token_store, WEFT, SECRET_TOKEN_STORE, GObject)

/**
 * WeftSecretTokenStore:
 *
 * Refresh tokens in the desktop's keyring (libsecret), or in the Secret portal's file inside Flatpak. A
 * keyring that is locked or absent may wait for a prompt that nobody answers, so nothing waits longer than 3
 * s: the token is then only in memory and the future is rejected with the reason.
 */
WeftTokenStore *weft_secret_token_store_new (void);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-account.h"

G_BEGIN_DECLS

/** _weft_account_get_expiry: when the access token ends, in ms since 1970 by the account's clock; 0 if there is none. */
gint64 _weft_account_get_expiry (WeftAccount *self);

/**
 * _weft_account_settle: resolves when no refresh is under way. A program which ends in the middle of one has lost its token: the
 * server has given it a new one, and takes the old one for stolen.
 */
DexFuture *_weft_account_settle (WeftAccount *self) G_GNUC_WARN_UNUSED_RESULT;

/** WEFT_ACCOUNT_REFRESH_EARLY: ms before the end of an access token at which a fresh one is fetched. */
#define WEFT_ACCOUNT_REFRESH_EARLY (5 * 60 * 1000)

G_END_DECLS

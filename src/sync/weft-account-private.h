/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-account.h"

G_BEGIN_DECLS

/** _weft_account_get_expiry: when the access token ends, in ms since 1970 by the account's clock; 0 if there is none. */
gint64 _weft_account_get_expiry (WeftAccount *self);

/** WEFT_ACCOUNT_REFRESH_EARLY: ms before the end of an access token at which a fresh one is fetched. */
#define WEFT_ACCOUNT_REFRESH_EARLY (5 * 60 * 1000)

G_END_DECLS

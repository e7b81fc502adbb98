/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

/** _weft_sync_set_strict: for tests, before weft_sync_open(): a prediction that cannot be taken back aborts the program. */
void _weft_sync_set_strict (WeftSync *self, gboolean strict);

G_END_DECLS

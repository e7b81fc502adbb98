/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"
#include "sync/weft-transport-choice.h"

G_BEGIN_DECLS

/** _weft_sync_set_strict: for tests, before weft_sync_open(): a prediction that cannot be taken back aborts the program. */
void _weft_sync_set_strict (WeftSync *self, gboolean strict);
/** _weft_sync_set_timing: for tests, before weft_sync_open(): when another transport is tried. */
void _weft_sync_set_timing (WeftSync *self, const WeftTransportTiming *timing);

G_END_DECLS

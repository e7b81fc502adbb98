/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_POLL_DIALOG (weft_poll_dialog_get_type ())
G_DECLARE_FINAL_TYPE (WeftPollDialog, weft_poll_dialog, WEFT, POLL_DIALOG, AdwDialog)

/** weft_poll_dialog_new: opens a poll in @stream. @question: (nullable): what it asks to begin with. */
AdwDialog *weft_poll_dialog_new (WeftSync *sync, const char *stream, const char *question);

G_END_DECLS

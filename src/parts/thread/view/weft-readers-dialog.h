/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sync/weft-sync.h"

G_BEGIN_DECLS

/**
 * weft_readers_dialog_new:
 * @ordinal: of the message, in the room
 * @author: of it
 *
 * Who has seen a message, who has received it, and who has not yet.
 */
AdwDialog *weft_readers_dialog_new (WeftSync *sync, const char *stream, gint64 ordinal, const char *author);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/view/weft-composer.h"

G_BEGIN_DECLS

/** weft_send_later: asks when what is in @composer, words and files, shall be sent to @stream, into the thread under the message
 * @root (nullable), then (@also) shown in the room as well; takes it out of there once somebody said so. */
void weft_send_later (WeftComposer *composer, WeftSync *sync, const char *stream, const char *root, gboolean also);

G_END_DECLS

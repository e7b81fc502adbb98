/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-handling.h"

G_BEGIN_DECLS

/**
 * weft_thread_following_reply:
 * @root: of the thread in @stream into which the author of the operation writes
 *
 * Who began the thread, and who writes into it, follow it from then on, if they have not said anything about it. To be said before
 * the reply is there, so that whoever began the thread hears of the first one.
 */
gboolean weft_thread_following_reply (WeftHandling *handling, const char *stream, const char *root, GError **error);

G_END_DECLS

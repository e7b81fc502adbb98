/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * weft_taken_stream_new:
 * @fd: (out): to be polled; a duplicate if @plain
 * @plain: (out): whether nothing lies between the stream and @fd
 *
 * Takes the connection of @message away from libsoup.
 *
 * Returns: (transfer full) (nullable): NULL if there is none any more
 */
GIOStream *weft_taken_stream_new (SoupServerMessage *message, int *fd, gboolean *plain);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * weft_emoji_is_valid:
 *
 * Whether @text is made as emoji are (UTS #51, section 1.4.9): pictures, with the marks that join, colour and choose them; or the name of a workspace's own picture
 * between colons. Not whether there is such a picture: fonts know more every year. No words, no spaces, nothing that turns the direction of text.
 */
gboolean weft_emoji_is_valid (const char *text);

G_END_DECLS

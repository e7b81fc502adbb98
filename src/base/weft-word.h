/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define WEFT_WORD_MAX 40 /* characters */

/**
 * weft_word_length:
 *
 * What can be written behind a slash: letters, digits, "-" and "_", at most %WEFT_WORD_MAX characters, a
 * letter first.
 *
 * Returns: the bytes of the word with which @text begins, up to space or the end; 0 if that is none
 */
gsize weft_word_length (const char *text);

/** weft_word_is: whether all of @text is such a word. */
gboolean weft_word_is (const char *text);

G_END_DECLS

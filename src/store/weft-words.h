/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a word is, for the index and for the scan of rows that are not indexed yet: one definition, so that both find the same. */

#define WEFT_WORD_MAX 128 /* bytes of a word that count */

/** WeftWordFunc: @word is not terminated. Returns: whether to go on. */
typedef gboolean (*WeftWordFunc) (const char *word, gsize length, gsize offset, gpointer user_data);

/**
 * weft_words_split:
 * @folded: text from weft_text_fold()
 *
 * Calls @func for each run of letters, marks and digits. A character of a script that writes without spaces is a word of its own. Only the first
 * WEFT_WORD_MAX bytes of a word count.
 */
void weft_words_split (const char *folded, gsize length, WeftWordFunc func, gpointer user_data);

G_END_DECLS

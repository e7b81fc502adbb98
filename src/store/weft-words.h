/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a word is, for the index and for the scan of rows that are not indexed yet: one definition, so that both find the same. */

/** WeftWordFunc: @word is not terminated. Returns: whether to go on. */
typedef gboolean (*WeftWordFunc) (const char *word, gsize length, gsize offset, gpointer user_data);

/**
 * weft_words_split:
 * @folded: text from weft_text_fold()
 *
 * Calls @func for each run of letters, marks and digits. A character of a script that writes without spaces is a word of its own. Only the first
 * 128 bytes of a word count.
 */
void weft_words_split (const char *folded, gsize length, WeftWordFunc func, gpointer user_data);

/**
 * WeftWords: what somebody searches for: folded words, all of which must be there, the last one as a prefix. At most 64.
 */
typedef struct _WeftWords WeftWords;

WeftWords *weft_words_new (const char *text);
void weft_words_free (WeftWords *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftWords, weft_words_free)

/** weft_words_get_text: what they were made from. */
const char *weft_words_get_text (WeftWords *self);
gboolean weft_words_is_empty (WeftWords *self);

/** weft_words_match: whether the folded texts @folded together hold all words. */
gboolean weft_words_match (WeftWords *self, const char *const *folded, guint n_folded);

/** weft_words_to_fts5: Returns: (transfer full): the same as a query of FTS5. */
char *weft_words_to_fts5 (WeftWords *self);

G_END_DECLS

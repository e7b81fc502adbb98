/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftKeywordText:
 *
 * What somebody said, to look for many people's keywords in it. A keyword is found where it stands as whole words: folded as in a search
 * (without diacritics and capitals), with any white space between its words. The same on both ends.
 */
typedef struct _WeftKeywordText WeftKeywordText;

/** weft_keyword_fold: Returns: (transfer full): @word as weft_keyword_text_has() wants it; "" if there is no letter and no digit in it. */
char *weft_keyword_fold (const char *word);

/** weft_keyword_text_new: @text: valid UTF-8, in which code is left out (weft_markdown_dup_talk()). */
WeftKeywordText *weft_keyword_text_new (const char *text);
void weft_keyword_text_free (WeftKeywordText *self);
/**
 * weft_keyword_text_has:
 * @keyword: folded; "" is nowhere
 *
 * Costs one look into a table, however long the text is, where the text has not the first word of @keyword.
 */
gboolean weft_keyword_text_has (WeftKeywordText *self, const char *keyword);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftKeywordText, weft_keyword_text_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftKeywordText:
 *
 * What somebody said, to look for many people's keywords in it. A keyword is found where it stands as whole
 * words: folded as in a search (without diacritics and capitals), with any white space between its words. The
 * same on both ends.
 */
typedef struct _WeftKeywordText WeftKeywordText;

/** weft_keyword_fold: Returns: (transfer full): @word as weft_keyword_text_has() wants it; "" if there is no
 * letter and no digit in it. */
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

/** WeftKeywordPlace: bytes start … end (exclusive) of a text which are a keyword. */
typedef struct
{
  guint start;
  guint end;
} WeftKeywordPlace;

/**
 * weft_keyword_find:
 * @text: valid UTF-8, in which code is left out
 * @keywords: (array zero-terminated=1): folded, of one person
 *
 * Where they stand. What has none of them is folded and looked through once, and no more.
 *
 * Returns: (transfer full) (nullable): GArray of WeftKeywordPlace in order, none of which overlap; %NULL if
 * there are none, as in most texts
 */
GArray *weft_keyword_find (const char *text, const char *const *keywords);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftKeywordText, weft_keyword_text_free)

G_END_DECLS

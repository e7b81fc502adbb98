/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * weft_text_fold:
 * @text: valid UTF-8
 * @length: bytes, -1 for all
 *
 * Brings text into the form in which it is searched: compatibility-decomposed, without combining
 * marks, case-folded, and with the letters that have no decomposition but are typed without their
 * mark (đ, ø, ł, ħ, ı, ß) replaced. "Đơn hàng" becomes "don hang".
 *
 * Returns: (transfer full): the folded text
 */
char *weft_text_fold (const char *text, gssize length);

/** weft_text_length: Returns: the number of Unicode characters, or -1 if @text is not valid UTF-8. */
gssize weft_text_length (const char *text, gsize n_bytes);

/**
 * weft_text_shorten:
 *
 * Returns: (transfer full): @text on one line with at most @max_characters, ended by "…" if cut
 */
char *weft_text_shorten (const char *text, guint max_characters);

/**
 * weft_text_find_head:
 *
 * Where a text is cut that is shown in part: after @max_lines lines or @max_characters, whichever comes first; there at the end of a line or a word, if one is
 * in the second half.
 *
 * Returns: bytes of the head; 0: all of the text is hardly longer (half as long again at most)
 */
gsize weft_text_find_head (const char *text, guint max_characters, guint max_lines);

G_END_DECLS

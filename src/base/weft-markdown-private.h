/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/weft-markdown.h"

G_BEGIN_DECLS

/* What is written within the lines of a block, for the one who reads blocks. */

/** _weft_markdown_read_line: words with marks in them, which may be several lines. @spans: (out) (nullable): of WeftMarkdownSpan, in order. Returns: (transfer full): what is read. */
char *_weft_markdown_read_line (const char *text, gsize length, GArray **spans);

/** _weft_markdown_append_safe: @literal: code, which is read by its order: nothing may turn it round, and a line break is a space. Words are appended as they are. */
void _weft_markdown_append_safe (GString *out, const char *text, gsize length, gboolean literal);

/** _weft_markdown_begins_table: whether two lines are a table's header and the line of dashes below it. */
gboolean _weft_markdown_begins_table (const char *header, const char *header_end, const char *below, const char *below_end);

/** _weft_markdown_new_table: of two lines that begin one. @text: what is read in it, as the rows come. Returns: (transfer full). */
WeftMarkdownBlock *_weft_markdown_new_table (const char *header, const char *header_end, const char *below, const char *below_end, GString *text);

/** _weft_markdown_add_row: one more line of @block. Returns: whether it is one of its rows. */
gboolean _weft_markdown_add_row (WeftMarkdownBlock *block, const char *p, const char *end, GString *text);

void _weft_markdown_table_free (WeftMarkdownTable *table);

G_END_DECLS

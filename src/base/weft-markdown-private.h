/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/weft-markdown.h"

G_BEGIN_DECLS

/* What is written within the lines of a block, for the one who reads blocks. */

/** _weft_markdown_read_line: words with marks in them, which may be several lines. @spans: (out) (nullable): of WeftMarkdownSpan, in order. Returns: (transfer full): what is read. */
char *_weft_markdown_read_line (const char *text, gsize length, GArray **spans);

/** _weft_markdown_append_safe: @literal: code, which is read by its order: nothing may turn it round, and a line break is a space. Words are appended as they are. */
void _weft_markdown_append_safe (GString *out, const char *text, gsize length, gboolean literal);

G_END_DECLS

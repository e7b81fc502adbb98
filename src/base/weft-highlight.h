/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * What stands out in a piece of code: its words, strings, numbers and comments. One pass over the bytes with
 * a table a language, not a grammar: a few lines in a message are read by their shape, and a row of a list is
 * to be drawn in a millisecond.
 */

typedef enum
{
  WEFT_HIGHLIGHT_KEYWORD,
  WEFT_HIGHLIGHT_STRING,
  WEFT_HIGHLIGHT_NUMBER,
  WEFT_HIGHLIGHT_COMMENT,
  WEFT_HIGHLIGHT_NAME, /* of what is called */
  WEFT_HIGHLIGHT_ADDED,
  WEFT_HIGHLIGHT_REMOVED,
  WEFT_N_HIGHLIGHTS
} WeftHighlightKind;

/** WeftHighlight: bytes start … end (exclusive) of a code. */
typedef struct
{
  WeftHighlightKind kind;
  guint start;
  guint end;
} WeftHighlight;

/** weft_highlight_get_name: Returns: (nullable): how people call the language which is written @language
 * behind a fence ("py" is "Python"); %NULL if it is not known. */
const char *weft_highlight_get_name (const char *language);

/** weft_highlight: Returns: (transfer full): GArray of WeftHighlight in order, none overlaps; empty if
 * @language is not known. (nullable) @language */
GArray *weft_highlight (const char *code, const char *language);

G_END_DECLS

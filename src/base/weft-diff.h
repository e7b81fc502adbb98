/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** WeftDiffKind: what became of some words of a text. */
typedef enum
{
  WEFT_DIFF_SAME,
  WEFT_DIFF_REMOVED,
  WEFT_DIFF_ADDED,
} WeftDiffKind;

typedef struct
{
  WeftDiffKind kind;
  char *text;
} WeftDiffRun;

#define WEFT_DIFF_MAX (64 * 1024) /* bytes of a text; a longer one counts as changed altogether */

/**
 * weft_diff_words:
 *
 * How @after differs from @before, by words. What is neither removed nor the same gives @after; what is not added gives @before. In one place
 * what was removed comes first. White space between two changed words belongs to the change.
 *
 * Returns: (transfer full) (element-type WeftDiffRun): no two neighbours of one kind, none empty
 */
GPtrArray *weft_diff_words (const char *before, const char *after);

G_END_DECLS

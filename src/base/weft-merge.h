/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** WEFT_MERGE_MAX: bytes of a text that is merged at most; anything longer is a conflict as a whole. */
#define WEFT_MERGE_MAX (256 * 1024)

/**
 * weft_merge_text:
 * @base: what both started from
 * @mine: what one made of it
 * @theirs: what another made of it, earlier in the log
 * @conflict: (out): whether both changed the same words in different ways
 *
 * Merges two changes of one text, by lines and, where both changed the same lines, by words (diff3 over the
 * differences that Myers' O(ND) algorithm finds: "An O(ND) Difference Algorithm and Its Variations", 1986).
 * Equal input gives equal output on every machine. What both put in at the same place stands there twice,
 * theirs first. What both changed in different ways stays as it is in @theirs. Time is bounded: texts that
 * differ too much count as changed altogether.
 *
 * Returns: (transfer full): the merged text
 */
char *weft_merge_text (const char *base, const char *mine, const char *theirs, gboolean *conflict);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** WEFT_RANK_MAX: bytes of a rank at most. */
#define WEFT_RANK_MAX 128

/**
 * weft_rank_between:
 * @before: (nullable): the rank above; %NULL or "": none
 * @after: (nullable): the rank below; %NULL or "": none
 *
 * A place between two others, as text of digits and letters that sorts byte by byte (strcmp, COLLATE "C"),
 * after the scheme known as fractional indexing: there is always room between two different ranks, and
 * nothing else is renumbered. Equal ranks, or two so close that the result would be over %WEFT_RANK_MAX
 * bytes, give @before again (@after, if there is none before): equal ranks order by the id of what they
 * place.
 *
 * Returns: (transfer full): the rank, never empty
 */
char *weft_rank_between (const char *before, const char *after);

/**
 * weft_rank_spread:
 * @index: from 0 to @n - 1
 * @n: from 1 to 1,000,000
 *
 * Returns: (transfer full): the rank of the one at @index among @n which stand evenly, as short as that can be
 */
char *weft_rank_spread (guint index, guint n);

/**
 * weft_rank_fill:
 *
 * Returns: (transfer full): @n ranks between @before and @after (as weft_rank_between() has them), in order and as short as halving makes them;
 * where there is no room some are equal, or as what they are next to
 */
char **weft_rank_fill (const char *before, const char *after, guint n);

G_END_DECLS

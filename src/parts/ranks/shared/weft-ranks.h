/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-fold.h"
#include "store/weft-plan.h"

G_BEGIN_DECLS

/** WEFT_RANKS_LONG: bytes of a rank from which on the server spreads its list soon. */
#define WEFT_RANKS_LONG 24

/** WEFT_RANKS_MAX: things in one list. */
#define WEFT_RANKS_MAX 10000

/**
 * weft_ranks_place:
 * @list: 1 to 80 characters
 * @after: (nullable): behind this one
 * @before: (nullable): or before this one
 *
 * For the plans of features which mount this part: puts @id into @list, or moves it there, by adding events. Nothing is refused because a
 * neighbour has moved meanwhile, so that what people did offline is never lost: @after counts if it is in the list, then
 * @before; else the place is where the rank of @after, in whatever list it is, would stand; and the end if it is gone.
 */
gboolean weft_ranks_place (WeftPlan *plan, const char *id, const char *list, const char *after, const char *before, GError **error);

/**
 * weft_ranks_find:
 * @ids: different ones, in the order in which they are to stand
 * @above: (out) (nullable): the rank of what stands above them then; %NULL: nothing
 * @below: (out) (nullable): of what stands below
 *
 * For the plans of features whose own event moves things, one or many: finds their place as weft_ranks_place() does, and adds at most an event which
 * makes room there. The feature's event carries @ids, @list, @above and @below, and its fold calls weft_ranks_fold().
 */
gboolean weft_ranks_find (WeftPlan *plan,
                          const char *const *ids,
                          guint n_ids,
                          const char *list,
                          const char *after,
                          const char *before,
                          char **above,
                          char **below,
                          GError **error);

/** weft_ranks_fold: puts @ids into @list, between two ranks. */
gboolean weft_ranks_fold (
    WeftFold *fold, const char *const *ids, guint n_ids, const char *list, const char *above, const char *below, GError **error);

/** weft_ranks_remove: takes @id out; nothing happens if it stands in no list. */
gboolean weft_ranks_remove (WeftPlan *plan, const char *id, GError **error);

G_END_DECLS

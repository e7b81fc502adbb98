/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CONFLICT_LIST (weft_conflict_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftConflictList, weft_conflict_list, WEFT, CONFLICT_LIST, AdwBin)

/**
 * WeftConflictList:
 *
 * What this person wrote and somebody else was earlier: both texts, and the choice of one's own, theirs, or
 * both. Hidden while there is nothing to choose. Knows no feature: everything it shows and does is the
 * engine's.
 *
 * Properties: `n-conflicts` (read-only): see weft_conflict_list_get_n_conflicts().
 *
 * Signals: `emptied ()`: the last choice was made while the focus was in it; the focus has to go elsewhere.
 */
WeftConflictList *weft_conflict_list_new (void);

/** weft_conflict_list_set_sync: @sync: (nullable): whose conflicts. */
void weft_conflict_list_set_sync (WeftConflictList *self, WeftSync *sync);

/** weft_conflict_list_get_n_conflicts: how many are to choose; those which are shown next are not counted. */
guint weft_conflict_list_get_n_conflicts (WeftConflictList *self);

G_END_DECLS

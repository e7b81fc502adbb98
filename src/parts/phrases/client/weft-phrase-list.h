/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/phrases/client/weft-phrase.h"
#include "sync/weft-row-list.h"

G_BEGIN_DECLS

#define WEFT_TYPE_PHRASE_LIST (weft_phrase_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftPhraseList, weft_phrase_list, WEFT, PHRASE_LIST, WeftRowList)

/** WeftPhraseList: one's own quick replies by name, and behind them the team's. Who does not read the workspace, a guest, has only their own. */
WeftPhraseList *weft_phrase_list_new (WeftSync *sync);
/** weft_phrase_list_find: Returns: (transfer none) (nullable): the one called @name, in letters of any size; one's own before the team's. */
WeftPhrase *weft_phrase_list_find (WeftPhraseList *self, const char *name);
/** weft_phrase_list_find_in: Returns: (transfer none) (nullable): the same, among one's own or the team's only. */
WeftPhrase *weft_phrase_list_find_in (WeftPhraseList *self, gboolean team, const char *name);

/* Each resolves as weft_sync_submit() does. Those of the team are administrators' to write. */
DexFuture *weft_phrase_keep (WeftSync *sync, gboolean team, const char *name, const char *text) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_phrase_set (WeftSync *sync, WeftPhrase *phrase, const char *name, const char *text) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_phrase_drop (WeftSync *sync, WeftPhrase *phrase) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

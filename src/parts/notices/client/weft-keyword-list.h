/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/notices/client/weft-keyword.h"
#include "sync/weft-row-list.h"

G_BEGIN_DECLS

#define WEFT_KEYWORDS_MAX 50    /* of one person */
#define WEFT_KEYWORD_LENGTH 100 /* characters of one */

#define WEFT_TYPE_KEYWORD_LIST (weft_keyword_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftKeywordList, weft_keyword_list, WEFT, KEYWORD_LIST, WeftRowList)

/** WeftKeywordList: one's own keywords by the alphabet, as a GListModel of WeftKeyword. */
WeftKeywordList *weft_keyword_list_new (WeftSync *sync);

/** weft_keyword_list_dup_folded: Returns: (transfer full) (array zero-terminated=1): them all as
 * base/weft-keyword-text.h looks for them. */
char **weft_keyword_list_dup_folded (WeftKeywordList *self);

/** weft_keyword_list_add: resolves once it is on disk. One that is there already, also with other diacritics,
 * is no second one. */
DexFuture *weft_keyword_list_add (WeftKeywordList *self, const char *word) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_keyword_list_remove (WeftKeywordList *self, WeftKeyword *keyword) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

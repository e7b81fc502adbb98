/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/hooks/client/weft-hook.h"
#include "sync/weft-item-list.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_HOOK_LIST (weft_hook_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftHookList, weft_hook_list, WEFT, HOOK_LIST, WeftItemList)

/** WeftHookList: the hooks of a stream as a GListModel of WeftHook, by name. */
WeftHookList *weft_hook_list_new (WeftSync *sync, const char *stream);

/* The part's operations. Each resolves when the server has confirmed it; refused: its error. */

/** weft_hook_list_add: @secret: whose hash the server is to know; see weft_secret_new(). */
DexFuture *weft_hook_list_add (WeftHookList *self, const char *name, const char *face, const char *secret)
    G_GNUC_WARN_UNUSED_RESULT;
/** weft_hook_list_add_teller: has a program at @address told what people write; @key: signs it; see
 * weft_secret_new(). */
DexFuture *weft_hook_list_add_teller (WeftHookList *self,
                                      const char *name,
                                      const char *address,
                                      const char *key) G_GNUC_WARN_UNUSED_RESULT;
/** weft_hook_list_resume: has one told again which was told nothing. */
DexFuture *weft_hook_list_resume (WeftHookList *self, WeftHook *hook) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_hook_list_remove (WeftHookList *self, WeftHook *hook) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "sync/weft-sync.h"

G_BEGIN_DECLS

/**
 * weft_names_load:
 * @named: (transfer full): a set of ids of people, and of streams
 *
 * Looks up by what names people and places go. Resolves to a %G_TYPE_HASH_TABLE, id or stream → name, without those which have none that is known here: somebody
 * who was erased, a place one is not in.
 */
DexFuture *weft_names_load (WeftSync *sync, GHashTable *named) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

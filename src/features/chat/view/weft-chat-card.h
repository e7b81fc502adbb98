/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/chat/client/weft-room-list.h"
#include "parts/people/client/weft-people.h"
#include "proto/weft-link.h"
#include "sync/weft-found.h"
#include "ui/weft-feature.h"

G_BEGIN_DECLS

/* What chat shows of its places where others name them: hits of a search, links. */

/** weft_chat_card_describe: Returns: (transfer full) (nullable): of a hit; %NULL if it is none of chat's. */
WeftCard *weft_chat_card_describe (WeftRoomList *rooms, WeftPeople *people, WeftFound *found);

/** weft_chat_card_load: as load_card() of WeftFeaturePage. */
gboolean weft_chat_card_load (WeftRoomList *rooms, WeftPeople *people, const WeftLink *link, WeftCardFunc func, gpointer user_data);

/** weft_chat_card_is_message: whether @link names a message. */
gboolean weft_chat_card_is_message (const WeftLink *link);

/** weft_chat_card_find: where a message stands whose link does not say it. Resolves to a string, "room/0192…#42", with 0 if it is not held here. */
DexFuture *weft_chat_card_find (WeftSync *sync, const WeftLink *link) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

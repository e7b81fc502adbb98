/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/client/weft-message-reader.h"
#include "sync/weft-item-list.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_MESSAGE_READERS (weft_message_readers_get_type ())
G_DECLARE_FINAL_TYPE (WeftMessageReaders, weft_message_readers, WEFT, MESSAGE_READERS, WeftItemList)

/**
 * WeftMessageReaders:
 *
 * Everybody in a stream but the author of a message, as WeftMessageReader: first who has seen it, then who has received it, then the others; by name. It is made
 * of their marks, one of a kind a person in a stream: there is no row for a message. Others' marks come while the stream is open.
 *
 * Property (notified): `n-seen`.
 */

/** weft_message_readers_new: @ordinal: the message's, in the room; @author: a person's id */
WeftMessageReaders *weft_message_readers_new (WeftSync *sync, const char *stream, gint64 ordinal, const char *author);

guint weft_message_readers_get_n_seen (WeftMessageReaders *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-fold.h"

G_BEGIN_DECLS

/*
 * A topic is what people talk about that is no message: a task. Its comments are the replies of a thread whose root it is, by its id. Whoever
 * mounts the part makes it, in the fold of the event which makes the thing itself, and gives it a number, each of its stream another.
 */

/** WEFT_TOPIC_FIRST: above every ordinal in a room; with it, those of replies still are numbers which JSON keeps exactly (2^53). */
#define WEFT_TOPIC_FIRST (G_GINT64_CONSTANT (1) << 32)

/** weft_topic_get_ordinal: @number: 1 to 2^32 - 1. Returns: the ordinal by which its thread goes (weft-reply.h). */
static inline gint64
weft_topic_get_ordinal (gint64 number)
{
  return WEFT_TOPIC_FIRST + number;
}

/** weft_topic_fold: there is a topic @id from now on. */
gboolean weft_topic_fold (WeftFold *fold, const char *id, gint64 number, GError **error);

G_END_DECLS

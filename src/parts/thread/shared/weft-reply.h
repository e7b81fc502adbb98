/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * How replies are numbered (README.md). A message in the room has the ordinals 1, 2, 3 …; the replies in the thread under the message r have
 * those above -2^20 · r: one stretch of the window's column for each thread, below all that is in the room. What people talk about that is no
 * message, a topic (weft-topic.h), counts as a message far above all that a room can have.
 */

#define WEFT_REPLY_BITS 20
/** WEFT_REPLIES_MAX: in one thread. */
#define WEFT_REPLIES_MAX ((G_GINT64_CONSTANT (1) << WEFT_REPLY_BITS) - 2)

/** weft_reply_base: Returns: the ordinal below that of the first reply to the message @root, an ordinal in the room. */
static inline gint64
weft_reply_base (gint64 root)
{
  return -(root * (G_GINT64_CONSTANT (1) << WEFT_REPLY_BITS));
}

/** weft_reply_get_root: Returns: the ordinal of the message under which the reply @ordinal stands; 0 if @ordinal is none of a reply. */
static inline gint64
weft_reply_get_root (gint64 ordinal)
{
  return ordinal < 0 ? (-ordinal + (G_GINT64_CONSTANT (1) << WEFT_REPLY_BITS) - 1) >> WEFT_REPLY_BITS : 0;
}

/** weft_reply_get_place: Returns: the place of the reply @ordinal in its thread, from 1. */
static inline gint64
weft_reply_get_place (gint64 ordinal)
{
  return ordinal - weft_reply_base (weft_reply_get_root (ordinal));
}

G_END_DECLS

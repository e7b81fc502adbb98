/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange/weft-bringing.h"
#include "weftctl/weft-context.h"

G_BEGIN_DECLS

/** WeftBringOutcome: what became of rooms and messages. */
typedef struct
{
  guint64 rooms;        /* which are whole now */
  guint64 rooms_before; /* which had been brought before, and are nobody's to look after but their members' */
  guint64 messages;     /* which are here, of rooms that are whole now; also those that were here already */
} WeftBringOutcome;

/** WeftBringPlace: what a room becomes here. */
typedef enum
{
  WEFT_BRING_NOTHING, /* of nobody here */
  WEFT_BRING_ROOM,
  WEFT_BRING_DIRECT,
  WEFT_BRING_SELF,
} WeftBringPlace;

/**
 * weft_bring_writer_decide:
 * @me: the administrator who brings it
 * @people: (out) (transfer full) (element-type utf8): whose it is here, without @me and without those who are
 * suspended
 * @mine: (out): whether it is @me's, too
 */
WeftBringPlace weft_bring_writer_decide (
    WeftBringing *bringing, const WeftBringRoom *room, const char *me, GPtrArray **people, gboolean *mine);

/** weft_bring_writer_dup_name: Returns: (transfer full): what it is called as a room, also a conversation
 * which cannot be one here. */
char *weft_bring_writer_dup_name (WeftBringing *bringing, const WeftBringRoom *room);

/**
 * weft_bring_writer_run:
 * @error: %WEFT_ERROR_UNAVAILABLE where the server is not reached any more: what was sent is not lost, and
 * the next run goes on
 *
 * Makes the rooms and brings what was said in them, one after the other, by operations like any others: what
 * the server refuses is reported. Who brings it is in a room only until it is whole, if it is not theirs. In
 * a fiber, online.
 */
gboolean weft_bring_writer_run (WeftContext *context,
                                WeftBringing *bringing,
                                WeftBringOutcome *outcome,
                                GError **error);

G_END_DECLS

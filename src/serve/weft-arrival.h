/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-door.h"

G_BEGIN_DECLS

/**
 * WeftArrival:
 *
 * Somebody on the way in: a connection between accept() and the head of its first request.
 */
typedef struct _WeftArrival WeftArrival;

/** WeftArrivalOutcome: how it ended. */
typedef enum
{
  WEFT_ARRIVAL_GONE,
  WEFT_ARRIVAL_ASKED, /* for a WebSocket */
  WEFT_ARRIVAL_OTHER,
} WeftArrivalOutcome;

/**
 * WeftArrivalFunc: the last call, on the poller's thread.
 * @asked: what was asked, if it was
 * @wire: is ended if it is not taken
 * @head: (nullable): what was read of it
 */
typedef void (*WeftArrivalFunc) (WeftArrival *arrival, WeftArrivalOutcome outcome, const WeftUpgrade *asked, WeftWire *wire, GByteArray *head, gpointer user_data);

/** weft_arrival_new: @wire: (transfer full). Has a reference of its own until @func was called. */
WeftArrival *weft_arrival_new (WeftWire *wire, const WeftLimits *limits, WeftArrivalFunc func, gpointer user_data);
void weft_arrival_unref (WeftArrival *self);
/** weft_arrival_start: gives it to @poller. */
void weft_arrival_start (WeftArrival *self, WeftPoller *poller);
/** weft_arrival_end: it has waited long enough; on the poller's thread. */
void weft_arrival_end (WeftArrival *self);

/** weft_arrival_get_link: Returns: a link for whoever keeps a queue of them. */
GList *weft_arrival_get_link (WeftArrival *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-authority.h"
#include "serve/weft-bus.h"
#include "serve/weft-connection.h"
#include "serve/weft-engine.h"
#include "serve/weft-nodes.h"
#include "serve/weft-poller.h"

G_BEGIN_DECLS

/**
 * WeftHub:
 *
 * All sessions of this process and what they want: fans events, latest values and presence out, keeps the beat, ends sessions. An event is
 * encoded once; every subscriber gets the same bytes.
 */
typedef struct _WeftHub WeftHub;

/** weft_hub_new: becomes the engine's subscriber; the engine is not open yet. */
WeftHub *weft_hub_new (WeftEngine *engine, WeftAuthority *authority, const WeftLimits *limits);
/** weft_hub_set_bus: by which other servers of the database hear of this one; before the start. */
void weft_hub_set_bus (WeftHub *self, WeftBus *bus);
/** weft_hub_start: starts the threads. The engine is open. */
void weft_hub_start (WeftHub *self);
/** weft_hub_get_poller: Returns: (transfer none): its threads, from the start to the stop. */
WeftPoller *weft_hub_get_poller (WeftHub *self);
/** weft_hub_stop: ends the threads at once. The engine is still open. */
void weft_hub_stop (WeftHub *self);
void weft_hub_free (WeftHub *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftHub, weft_hub_free)

/**
 * weft_hub_accept:
 * @connection: (transfer full): of any kind
 * @address: of the peer: an IP address, or "unix"
 * @person, @family, @expires_at: who it is, by their access token
 *
 * Takes a connection after its handshake, and starts it; any thread.
 */
void weft_hub_accept (WeftHub *self, WeftConnection *connection, const char *address, const char *person, const char *family, gint64 expires_at);

/** weft_hub_drain: takes no more, and closes every session with a resumable code. */
void weft_hub_drain (WeftHub *self);
/** weft_hub_get_n_sessions: those whose connection is not over yet. */
guint weft_hub_get_n_sessions (WeftHub *self);

typedef struct
{
  guint n_sessions;
  guint n_streaming;     /* of them by server-sent events */
  guint n_polling;       /* and by long polls */
  guint n_people;        /* online */
  guint n_streams;       /* subscribed by anybody */
  guint n_subscriptions;
  guint64 n_deliveries;  /* events frames put into queues */
  guint64 n_replays;     /* frames read from the log for those behind */
  guint64 n_resets;
  guint64 n_pokes;       /* streams of which a client was told that there is more than it has room for */
  guint64 n_rate_limited; /* frames which were not taken, as too many came */
} WeftHubStatistics;

/** weft_hub_get_nodes: Returns: (transfer none) (nullable): %NULL where there can be no other server. */
WeftNodes *weft_hub_get_nodes (WeftHub *self);
void weft_hub_get_statistics (WeftHub *self, WeftHubStatistics *statistics);

G_END_DECLS

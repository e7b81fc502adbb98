/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-bus-message.h"
#include "serve/weft-bus.h"
#include "serve/weft-latest.h"

G_BEGIN_DECLS

typedef struct _WeftHub WeftHub;

/**
 * WeftNodes:
 *
 * This server among those of the same database: tells them what happened here, by a bus if there is one, and looks into the database for what happened
 * there: when the bus says so, and every 5 s (WeftLimits.reread) whatever it says. A thread of its own; everything the others
 * say only makes it look, but for values and presence, which are kept nowhere.
 *
 * Its mutex may be taken while the hub's is held, never the other way round.
 */
typedef struct _WeftNodes WeftNodes;

/** weft_nodes_new: @bus: (nullable). */
WeftNodes *weft_nodes_new (WeftHub *hub, WeftBus *bus);
void weft_nodes_start (WeftNodes *self);
/** weft_nodes_stop: says goodbye. The functions below do nothing any more. */
void weft_nodes_stop (WeftNodes *self);
void weft_nodes_free (WeftNodes *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftNodes, weft_nodes_free)

/* To the others. None waits; any thread. */

/** weft_nodes_note_moved: told with the next weft_nodes_tell_moved(). */
void weft_nodes_note_moved (WeftNodes *self, const char *stream, gint64 head);
void weft_nodes_tell_moved (WeftNodes *self);
/** weft_nodes_tell_latest: a value that was taken here. */
void weft_nodes_tell_latest (WeftNodes *self, const WeftLatestValue *value);
/** weft_nodes_tell_sessions: those of a person, family or client may have to end. */
void weft_nodes_tell_sessions (WeftNodes *self, const char *id);
/** weft_nodes_tell_presence: @kind: HERE, IDLE or GONE */
void weft_nodes_tell_presence (WeftNodes *self, const char *person, WeftBusKind kind);

/** weft_nodes_look_at: something of @stream came from here before what another wrote was read: read that. */
void weft_nodes_look_at (WeftNodes *self, const char *stream);

typedef struct
{
  WeftBusStatistics bus;
  gboolean has_bus;
  guint n_nodes;        /* others which were heard lately */
  guint64 n_garbage;    /* messages which could not be read */
  guint64 n_unread;     /* messages dropped because looking takes longer */
  guint64 n_rereads;    /* rounds of looking at everything */
  guint64 n_late;       /* streams which were found moved only then */
} WeftNodesStatistics;

void weft_nodes_get_statistics (WeftNodes *self, WeftNodesStatistics *statistics);

G_END_DECLS

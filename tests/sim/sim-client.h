/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-disk.h"
#include "sim-line.h"
#include "sim-time.h"
#include "sync/weft-sync-core.h"

G_BEGIN_DECLS

/**
 * SimClient:
 *
 * A person's machine with a store: the real client engine (WeftSyncCore), and in the place of its socket a link which connects over a SimLine,
 * notices silence, and tries again.
 */
typedef struct _SimClient SimClient;

SimClient *sim_client_new (guint index, guint person, WeftRegistry *registry);
void sim_client_free (SimClient *self);
guint sim_client_get_person (SimClient *self);
const char *sim_client_get_name (SimClient *self);
SimDisk *sim_client_get_disk (SimClient *self);
SimClock *sim_client_get_clock (SimClient *self);
/** sim_client_get_core: (nullable): NULL while no program runs. */
WeftSyncCore *sim_client_get_core (SimClient *self);
SimLine *sim_client_get_line (SimClient *self);
/** sim_client_set_registry: what the next program knows. */
void sim_client_set_registry (SimClient *self, WeftRegistry *registry);

/** sim_client_start: FALSE: it could not, and is tried again by itself. */
gboolean sim_client_start (SimClient *self);
void sim_client_stop (SimClient *self);
/** sim_client_kill: @power: the whole machine. It starts again by itself. */
void sim_client_kill (SimClient *self, gboolean power);
/** sim_client_look: after anything that was done with its core: whether its program was killed in a write. */
void sim_client_look (SimClient *self);
/** sim_client_stay_down: it does not start before @at. */
void sim_client_stay_down (SimClient *self, gint64 at);
/** sim_client_set_network: FALSE: nothing gets through, and nothing says so. */
void sim_client_set_network (SimClient *self, gboolean good);
/** sim_client_connect: it tries now. */
void sim_client_connect (SimClient *self);

/** sim_client_take_refused: whether something of its own was refused since this was last called. */
gboolean sim_client_take_refused (SimClient *self);
/** sim_client_has_waiting: its outbox holds something. */
gboolean sim_client_has_waiting (SimClient *self);
gboolean sim_client_is_settled (SimClient *self);
/** sim_client_trace: what keeps it from being settled. */
void sim_client_trace (SimClient *self);
gint64 sim_client_get_due (SimClient *self);
void sim_client_step (SimClient *self);

G_END_DECLS

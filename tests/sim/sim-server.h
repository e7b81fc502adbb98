/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "serve/weft-engine.h"
#include "sim-disk.h"
#include "sim-time.h"

G_BEGIN_DECLS

/** SimServer: the machine of weftd: the real engine, authority and hub, without threads. */
typedef struct _SimServer SimServer;

SimServer *sim_server_new (WeftRegistry *registry);
void sim_server_free (SimServer *self);
SimDisk *sim_server_get_disk (SimServer *self);
SimClock *sim_server_get_clock (SimServer *self);
/** sim_server_get_engine: (nullable): NULL while no program runs. */
WeftEngine *sim_server_get_engine (SimServer *self);

/** sim_server_start: FALSE: it could not, and is tried again by itself. */
gboolean sim_server_start (SimServer *self);
/** sim_server_stop: as `systemctl stop` does. */
void sim_server_stop (SimServer *self);
/** sim_server_kill: @power: the whole machine. It starts again by itself. */
void sim_server_kill (SimServer *self, gboolean power);
/** sim_server_set_queue: its connections hold only so much. */
void sim_server_set_queue (SimServer *self, gsize soft);
/** sim_server_set_frames: before the start: it takes only so many frames of a client at once, and a tenth a second. */
void sim_server_set_frames (SimServer *self, guint burst);

/** sim_server_jump: somebody sets its clock. */
void sim_server_jump (SimServer *self, gint64 ms);
/** sim_server_get_due: Returns: µs. */
gint64 sim_server_get_due (SimServer *self);
/** sim_server_step: one thing which is due. */
void sim_server_step (SimServer *self);

G_END_DECLS

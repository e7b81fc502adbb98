/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-disk.h"
#include "serve/weft-connection.h"

G_BEGIN_DECLS

/**
 * SimLine:
 *
 * One connection between a client and the server: bytes arrive in order, late, or not at all. The server's end is a WeftConnection: this folder
 * has its own functions of that name (and WeftPoller's), which the linker takes instead of those with sockets.
 */
typedef struct _SimLine SimLine;

/** SimLineHandler: the client's end. */
typedef struct
{
  void (*opened) (SimLine *line, gpointer user_data);
  void (*received) (SimLine *line, GBytes *text, gpointer user_data);
  void (*closed) (SimLine *line, guint code, const char *reason, gpointer user_data); /* the last call; 0: no close frame came */
} SimLineHandler;

/** SimNetwork: how all lines are. */
typedef struct
{
  guint delay;           /* ms, at most, of one frame */
  guint repeated;        /* per mille of frames of events which come a second time, later */
  guint lost;            /* per mille of frames of events which never come */
  guint broken;          /* per mille of frames with which the line breaks */
} SimNetwork;

extern SimNetwork sim_network;
/* Whether each frame is in the trace. */
extern gboolean sim_lines_shown;

/** sim_line_set_server: the server's; when its program is dead, nothing leaves it. */
void sim_line_set_server (SimDisk *disk);

/** sim_line_new: begins to connect. @name: for the trace. @person: (transfer none): whose client it is. */
SimLine *sim_line_new (const char *name, const char *person, const SimLineHandler *handler, gpointer user_data);
SimLine *sim_line_ref (SimLine *self);
void sim_line_unref (SimLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimLine, sim_line_unref)
const char *sim_line_get_name (SimLine *self);
const char *sim_line_get_person (SimLine *self);
/** sim_line_get_bytes: of the texts which have arrived at the client (@down) and at the server (@up). */
void sim_line_get_bytes (SimLine *self, gsize *down, gsize *up);
gboolean sim_line_is_open (SimLine *self);
/** sim_line_set_bandwidth: bytes/s from the server; 0: any number. */
void sim_line_set_bandwidth (SimLine *self, guint bytes);
/** sim_line_get_queued: Returns: bytes that wait at the server, or are on their way from it. */
gsize sim_line_get_queued (SimLine *self);

/** sim_line_send: from the client. */
void sim_line_send (SimLine *self, const char *text);
/** sim_line_drop: the client's end is gone; @silently: and the server is not told. The handler is not called any more. */
void sim_line_drop (SimLine *self, gboolean silently);
/** sim_line_cut: from now on nothing arrives in these directions, and nobody is told. */
void sim_line_cut (SimLine *self, gboolean up, gboolean down);
/** sim_line_break: both ends hear that it is over. */
void sim_line_break (SimLine *self);

/** sim_line_get_due: Returns: µs; when something arrives; G_MAXINT64: nothing will. */
gint64 sim_line_get_due (SimLine *self);
/** sim_line_step: one thing that is due arrives. */
void sim_line_step (SimLine *self);

/** sim_lines_get: Returns: (transfer none) (element-type SimLine): those with an end anywhere. */
GPtrArray *sim_lines_get (void);
/** sim_lines_begin: forgets all lines. */
void sim_lines_begin (void);

/** sim_lines_set_accept: called when a client's wish to connect reaches the server; answers with sim_line_connect() or sim_line_break(). */
void sim_lines_set_accept (void (*accept) (SimLine *line, gpointer user_data), gpointer user_data);
/** sim_line_connect: Returns: (transfer full): the server's end, for weft_hub_accept(); the client will hear that it is connected. */
WeftConnection *sim_line_connect (SimLine *self, const WeftLimits *limits);

/** sim_poller_tick: what a poller looks after once a second. */
void sim_poller_tick (void);

G_END_DECLS

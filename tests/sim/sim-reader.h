/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-frame.h"
#include "sim-line.h"
#include "sim-server.h"

G_BEGIN_DECLS

/** SimReader: one client of a server in virtual time that says what a test makes it say, and keeps what it is told and when. */
typedef struct
{
  SimServer *server;
  char *person;
  SimLine *line;       /* (nullable): gone once it is closed */
  gboolean open;
  guint close_code;    /* 0: none yet */
  char *close_reason;  /* (nullable) */
  GPtrArray *heard;    /* of SimHeard */
} SimReader;

typedef struct
{
  gint64 at;           /* µs */
  WeftFrame *frame;
} SimHeard;

/** sim_reader_new: connects and says hello as a new client; returns once it was welcomed. */
SimReader *sim_reader_new (SimServer *server, const char *person);
/** sim_reader_connect: without waiting for the welcome. */
SimReader *sim_reader_connect (SimServer *server, const char *person);
void sim_reader_free (SimReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimReader, sim_reader_free)

/** sim_reader_send: @out: (transfer full): one frame. */
void sim_reader_send (SimReader *self, GString *out);
/** sim_reader_forget: what it has heard. */
void sim_reader_forget (SimReader *self);
/** sim_reader_find: Returns: (transfer none) (nullable): the next frame of @type from *@index on, which is moved behind it. */
const SimHeard *sim_reader_find (SimReader *self, WeftFrameType type, guint *index);

/** sim_server_run: lets @ms of virtual time pass, and everything happen that is due until then. */
void sim_server_run (SimServer *self, gint64 ms);

G_END_DECLS

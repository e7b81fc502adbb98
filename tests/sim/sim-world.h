/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-client.h"
#include "sim-server.h"

G_BEGIN_DECLS

/** SimDone: one operation which a person made. */
typedef struct
{
  char *id;              /* of the operation */
  char *token;           /* a word that its events hold, and nobody else's; (nullable): none does */
  const char *op;
  SimClient *client;
  gboolean sure;         /* it was kept: FALSE: the disk failed just then, nobody knows */
  gboolean copied;       /* it waited in a store which was copied: both of them may send it */
  gboolean discarded;
} SimDone;

/** SimFaults: which kinds of trouble there are; a world has some of them. */
typedef enum
{
  SIM_FAULT_NETWORK = 1 << 0,   /* lines break, and frames of events are lost or repeated */
  SIM_FAULT_HALF_OPEN = 1 << 1, /* lines die in one direction or both, and partitions */
  SIM_FAULT_KILL = 1 << 2,      /* either end, at any write */
  SIM_FAULT_POWER = 1 << 3,     /* and what was not synced is gone */
  SIM_FAULT_DISK = 1 << 4,      /* full, or failing */
  SIM_FAULT_CLOCK = 1 << 5,     /* jumps of days */
  SIM_FAULT_ROLE = 1 << 6,      /* people are removed and let in again */
  SIM_FAULT_COPY = 1 << 7,      /* a store is copied to another machine */
  SIM_FAULT_UPGRADE = 1 << 8,   /* a newer program migrates a store */
  SIM_FAULT_TRIM = 1 << 9,      /* the server forgets old events, and keeps house */
} SimFaults;

/**
 * SimWorld:
 *
 * A server, clients, people who work on them, a network and disks which fail, and one scheduler which decides by its seed what happens next.
 */
typedef struct
{
  guint seed;
  guint faults;          /* of SimFaults */
  WeftRegistry *registry;
  WeftRegistry *newer;   /* of a newer program: the tables are the same, and one more migration leads there */
  SimServer *server;
  GPtrArray *clients;    /* of SimClient */
  GPtrArray *done;       /* of SimDone */
  GHashTable *marks;     /* "stream person" → gint64*: how far somebody has read, as far as a device kept it */
  char heal_began[24];   /* ms, as the server's clock said */
  guint n_steps;
  guint n_actions;
} SimWorld;

/** sim_world_prepare: once a process, in an empty directory, which stays the current one: makes what every world begins with. */
void sim_world_prepare (void);
/** sim_world_new_server: one with what every world begins with, for who needs no more than a server. */
SimServer *sim_world_new_server (WeftRegistry *registry);
SimWorld *sim_world_new (guint seed);
void sim_world_free (SimWorld *self);
/** sim_world_pick_client: Returns: (transfer none): any of them. */
SimClient *sim_world_pick_client (SimWorld *self);
/** sim_world_live: people work, and things go wrong. */
void sim_world_live (SimWorld *self);
/** sim_world_heal: nothing goes wrong any more, until all is quiet. */
void sim_world_heal (SimWorld *self);
/** sim_world_run_until: TRUE once @done is; FALSE if it is not after @ms. */
gboolean sim_world_run_until (SimWorld *self, gboolean (*done) (SimWorld *self, gpointer data), gpointer data, gint64 ms);

G_END_DECLS

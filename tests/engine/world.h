/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve-fixture.h"

#include "serve/weft-job-runner.h"
#include "serve/weft-stored-event.h"
#include "sync/weft-client-session.h"

G_BEGIN_DECLS

/* A server's engine and clients' sessions in one process, with a network between them that does its worst: frames are delayed, doubled and
 * lost, connections break, programs end. Time passes only when the test says so. */

typedef struct _World World;

/** WorldClient: one store, and what the server knows of its connection. */
typedef struct
{
  World *world;
  guint index;
  const char *person;
  char *directory;
  WeftCopy *copy;             /* NULL while the program does not run, like the session */
  WeftClientSession *session;

  gboolean connected;
  GQueue up;                  /* of char*: frames to the server */
  GQueue down;                /* of char*: frames from it */
  GQueue late;                /* doubles that come again */
  char *client;               /* as it said hello */
  gboolean mine;
  GHashTable *subscribed;     /* stream → gint64*: last event sent */
} WorldClient;

/** WorldEventFunc: on the server's writer thread: an event was committed. */
typedef void (*WorldEventFunc) (const char *stream, const WeftStoredEvent *event, gpointer user_data);

struct _World
{
  ServeFixture *fixture;
  WeftJobRunner *jobs;    /* not started: jobs run when the test says so */
  WeftRegistry *registry; /* for the writer thread */
  GRand *random;
  GPtrArray *clients;     /* of WorldClient */
  WorldEventFunc on_event;
  gpointer user_data;
};

World *world_new (guint seed, WorldEventFunc on_event, gpointer user_data);
void world_free (World *self);
/** world_close: the server ends. */
void world_close (World *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

/** world_pick: Returns: a number below @n, by the seed. */
guint world_pick (World *world, guint n);
/** world_pick_text: Returns: (transfer full) (nullable): one of the first column of @sql, by the seed. */
char *world_pick_text (World *world, WeftDatabase *database, const char *sql, const char *types, const char *a, const char *b);
/** world_query: Returns: (transfer full) (nullable): the first cell. */
char *world_query (WeftDatabase *database, const char *sql, const char *types, const char *a, const char *b);

/** world_add_client: a new computer of person @word's, whose program runs. */
WorldClient *world_add_client (World *world, const char *word);
void world_client_start (WorldClient *client);
void world_client_end (WorldClient *client);
void world_client_connect (WorldClient *client);
void world_client_disconnect (WorldClient *client);
/** world_client_tick: what its session has to do by now. */
void world_client_tick (WorldClient *client);

/** world_client_take_up: one frame reaches the server. */
void world_client_take_up (WorldClient *client);
/** world_client_take_down: one frame reaches the client; when the network is @bad, events may be lost, come again, or come again much later. */
void world_client_take_down (WorldClient *client, gboolean bad);
void world_client_take_late (WorldClient *client);
/** world_client_send_heads: the beat: where the streams stand. */
void world_client_send_heads (WorldClient *client);

/** world_fan_out: what every connected client should hear of now is on its way. */
void world_fan_out (World *world);
/** world_exchange: everybody is connected, and all that waits arrives. */
void world_exchange (World *world);
/** world_calm_down: the network is good again: everything gets where it belongs, and all history is loaded. */
void world_calm_down (World *world);

G_END_DECLS

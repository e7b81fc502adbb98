/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-position.h"

G_BEGIN_DECLS

#define PEER_TEXT "The figures of the week are in: 41 closed, 12 new, and the long one from March is finally done."

/** Peer: a small client of a real weftd, as cheap as it can be: it looks at the beginnings of frames and counts. */
typedef struct
{
  int fd;
  GByteArray *in;
  char *room;
  gint64 n;
  guint window;    /* operations it keeps under way; 0: only listens */
  gint64 sent_at;  /* µs, of the last operation */
  gint64 heard_at; /* µs, of the last event */
  guint64 n_results;
  guint64 n_events;
  gboolean ready;  /* its snapshot has come */
  guint64 n_bytes; /* that came */
  gboolean reads;  /* what follows is kept of its frames, which costs more than looking at their beginnings */
  gboolean whole;  /* all of its snapshot has come */
  WeftPosition position; /* then: behind its snapshot, and the newest events */
} Peer;

/** Crowd: many of them in one thread. */
typedef struct
{
  const char *sockets[2]; /* unowned: of the nodes; the second may be NULL */
  char *token;
  int epoll;
  GPtrArray *peers;       /* of Peer */
  GArray *latencies;      /* (nullable): of double, ms: gets the time of each operation */
} Crowd;

void crowd_init (Crowd *self);
void crowd_clear (Crowd *self);
/** crowd_found: a workspace; all are its only person. */
void crowd_found (Crowd *self);

/** crowd_add: a client of @node which said hello. Returns: (transfer none) */
Peer *crowd_add (Crowd *self, guint node, const char *room);
char *crowd_make_room (Crowd *self);
/** crowd_turn: takes what has come, waiting at most @timeout ms for it. */
void crowd_turn (Crowd *self, int timeout);
/** crowd_run_operations: Returns: operations answered a second, by @n_writers which keep @window each under way, by turns to the first @n_nodes. */
double crowd_run_operations (Crowd *self, guint n_nodes, guint n_writers, guint window, double seconds);

/* Each gives the whole answer, head and body. */
char *peer_get (const char *socket_path, const char *path);
char *peer_post (const char *socket_path, const char *path, const char *body);
/** peer_begin_post: asks; several may be under way. Returns: what peer_end_post() takes. */
int peer_begin_post (const char *socket_path, const char *path, const char *body);
char *peer_end_post (int fd);
/** peer_find_member: Returns: (transfer full): the first text called @name in @text, which ends the program if it has none. */
char *peer_find_member (const char *text, const char *name);
void peer_subscribe (Peer *self);
/** peer_resume: asks for what came after @old. */
void peer_resume (Peer *self, const WeftPosition *old);
void peer_operate (Peer *self, const char *op, const char *args);
void peer_say (Peer *self);

/** peer_get_quantile: sorts @sample, of double. */
double peer_get_quantile (GArray *sample, double quantile);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "peer.h"

G_BEGIN_DECLS

/** swarm_people_join: @n people join a workspace by one invitation of @founder's, to @room (nullable); appends their ids and their access tokens, of char*. */
void swarm_people_join (Crowd *crowd, Peer *founder, const char *room, guint n, GPtrArray *people, GPtrArray *tokens);

/** swarm_people_operate: an operation of @founder's; several are under way at once, as each is a commit. */
void swarm_people_operate (Crowd *crowd, Peer *founder, const char *stream, const char *op, const char *args);
/** swarm_people_wait: until all of them are answered. */
void swarm_people_wait (Crowd *crowd, Peer *founder);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "swarm.h"

G_BEGIN_DECLS

/**
 * SwarmWeft:
 *
 * The members of a swarm as people of a workspace who speak weft.v1: 1,000 people with ten devices each. Each device is in a room of ten devices, of
 * ten people, and all are in one large room.
 */
typedef struct _SwarmWeft SwarmWeft;

#define SWARM_WEFT_PEOPLE 1000
#define SWARM_WEFT_DEVICES 10

/** swarm_weft_new: founds a workspace at @socket, with its people and rooms. */
SwarmWeft *swarm_weft_new (const char *socket);
void swarm_weft_free (SwarmWeft *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SwarmWeft, swarm_weft_free)

/** swarm_weft_get_protocol: for swarm_new(); a member is ready once it was welcomed, or as set below. */
SwarmProtocol swarm_weft_get_protocol (SwarmWeft *self);
/** swarm_weft_get_token: Returns: (transfer none): the access token of the @nth person in a room of ten. */
const char *swarm_weft_get_token (SwarmWeft *self, guint room, guint nth);
/** swarm_weft_get_room: Returns: (transfer none): the stream of a room of ten. */
const char *swarm_weft_get_room (SwarmWeft *self, guint room);
/** swarm_weft_set_swarm: who they are. */
void swarm_weft_set_swarm (SwarmWeft *self, Swarm *swarm);
/** swarm_weft_set_resuming: from now on members say with hello where they are in both rooms, and are ready once they heard a message in the large one. */
void swarm_weft_set_resuming (SwarmWeft *self);
/** swarm_weft_set_latencies: (nullable) (element-type double): gets the time of each message, in ms. */
void swarm_weft_set_latencies (SwarmWeft *self, GArray *latencies);

/** swarm_weft_subscribe: all of them, to the room of ten or the large one, and waits for the rows. Returns: seconds. */
double swarm_weft_subscribe (SwarmWeft *self, gboolean large);
/** swarm_weft_say: @member says @text, in the room of ten or the large one. */
void swarm_weft_say (SwarmWeft *self, SwarmMember *member, gboolean large, const char *text);
/** swarm_weft_say_from_outside: somebody who is no member says @text in the large room, and waits for the answer. */
void swarm_weft_say_from_outside (SwarmWeft *self, const char *text);

G_END_DECLS

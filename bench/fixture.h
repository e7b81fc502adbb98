/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "sync/weft-copy.h"

G_BEGIN_DECLS

/** FixtureShape: how large a client's copy is made. */
typedef struct
{
  guint n_rooms;
  guint n_messages; /* in each room */
  guint n_people;
} FixtureShape;

/** fixture_get_registry: Returns: (transfer none): every module that weft itself knows. */
WeftRegistry *fixture_get_registry (void);

/** fixture_dup_person: the id of person @i; 0 is the copy's owner. */
char *fixture_dup_person (guint i);
/** fixture_dup_room: the stream of room @i. */
char *fixture_dup_room (guint i);

/**
 * fixture_fill:
 *
 * Fills a new copy as if a server had sent it: events frames, parsed, folded and committed by the client's
 * own code. Only the fsyncs are left out. All is read but the newest messages of some rooms.
 */
gboolean fixture_fill (WeftCopy *copy, const FixtureShape *shape, GError **error);

G_END_DECLS

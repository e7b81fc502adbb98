/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Local time and moments. A local time is what calendar and clock show somewhere, in seconds since 1970-01-01 00:00:00 there; a moment is in seconds
 * since 1970 in UTC. Both may be negative.
 */

/** weft_zone_find: Returns: (transfer full) (nullable): the zone with the IANA name @name; %NULL for whatever is none, a path among it. */
GTimeZone *weft_zone_find (const char *name);

/** weft_zone_dup_local_name: Returns: (transfer full): the name of this computer's zone; "UTC" where it has none. */
char *weft_zone_dup_local_name (void);

/** weft_zone_to_local: what clocks show at @moment. */
gint64 weft_zone_to_local (GTimeZone *zone, gint64 moment);

/**
 * weft_zone_to_moment:
 *
 * Returns: the first moment at which clocks show @local; where they never do, since they go forward just then, the moment at which they do so
 */
gint64 weft_zone_to_moment (GTimeZone *zone, gint64 local);

G_END_DECLS

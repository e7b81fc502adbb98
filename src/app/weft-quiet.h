/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-self.h"

G_BEGIN_DECLS

/* Not to be disturbed: how one says so. */

/** WEFT_QUIET_FOREVER: ms: until one turns it off. */
#define WEFT_QUIET_FOREVER G_GINT64_CONSTANT (253370764800000)

/** weft_quiet_parse: @spec: minutes as digits, "tomorrow" (8:00 there, in the zone of this computer),
 * "always" or "off". Returns: ms; 0: off */
gint64 weft_quiet_parse (const char *spec, gint64 now);

/** weft_quiet_set_until: @until: ms; 0: not any more. The hours of the week stay as they are. */
void weft_quiet_set_until (WeftSelf *self, gint64 until);

/** weft_quiet_set_hours: @days: as WeftPersonState has them; 0: none. In the zone of this computer. */
void weft_quiet_set_hours (WeftSelf *self, int days, int start, int end);

/** weft_quiet_describe: Returns: (transfer full): what there is to be said after @until has been set;
 * translated. */
char *weft_quiet_describe (WeftSelf *self, gint64 until, gint64 now);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "features/board/view/weft-kept-settings.h"

G_BEGIN_DECLS

/* Which lanes of each project are folded away, kept in the settings. */

#define WEFT_FOLDED_LANES_MAX 200 /* of a project */

/** weft_folded_lanes_dup: Returns: (transfer full) (array zero-terminated=1): those of @project, a stream. */
char **weft_folded_lanes_dup (GSettings *settings, const char *project);
/** weft_folded_lanes_set: @lanes: of more than %WEFT_FOLDED_LANES_MAX some are forgotten. */
void weft_folded_lanes_set (GSettings *settings, const char *project, const char *const *lanes);

G_END_DECLS

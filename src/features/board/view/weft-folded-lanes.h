/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Which lanes of each project are folded away, kept in the settings: of the projects in which one folded something last. */

#define WEFT_FOLDED_PROJECTS_MAX 100
#define WEFT_FOLDED_LANES_MAX 200 /* of a project */

/** weft_folded_lanes_dup: Returns: (transfer full) (array zero-terminated=1): those of @project, a stream. */
char **weft_folded_lanes_dup (GSettings *settings, const char *project);
/** weft_folded_lanes_set: @lanes: of more than %WEFT_FOLDED_LANES_MAX some are forgotten. */
void weft_folded_lanes_set (GSettings *settings, const char *project, const char *const *lanes);

G_END_DECLS

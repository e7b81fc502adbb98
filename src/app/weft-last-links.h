/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What each workspace showed last, kept in the settings. */

/** weft_last_links_dup: Returns: (transfer full) (nullable): what @workspace (an id) showed last. */
char *weft_last_links_dup (GSettings *settings, const char *workspace);
void weft_last_links_set (GSettings *settings, const char *workspace, const char *link);

G_END_DECLS

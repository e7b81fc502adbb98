/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is kept of each project in the settings, in a dictionary by its stream: of the projects in which one changed something last. */

#define WEFT_KEPT_PROJECTS_MAX 100

/** weft_kept_settings_dup: Returns: (transfer full) (nullable): what is kept of @project, of this type. */
GVariant *weft_kept_settings_dup (GSettings *settings, const char *key, const char *project, const char *type);
/** weft_kept_settings_set: @value: (transfer floating) (nullable): %NULL: nothing any more. */
void weft_kept_settings_set (GSettings *settings, const char *key, const char *project, GVariant *value);

G_END_DECLS

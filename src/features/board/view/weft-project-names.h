/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WEFT_TYPE_PROJECT_NAMES (weft_project_names_get_type ())
G_DECLARE_FINAL_TYPE (WeftProjectNames, weft_project_names, WEFT, PROJECT_NAMES, AdwPreferencesGroup)

/** WeftProjectNames: what a new project is called: its name, and its code, which goes with the name until it is written. Signal: `changed ()`. */

/** weft_project_names_set: @code: (nullable): %NULL: what follows from the name. */
void weft_project_names_set (WeftProjectNames *self, const char *name, const char *code);
/** weft_project_names_dup_name, weft_project_names_dup_code: Returns: (transfer full): without spaces around it; may be empty. */
char *weft_project_names_dup_name (WeftProjectNames *self);
char *weft_project_names_dup_code (WeftProjectNames *self);
/** weft_project_names_is_valid: whether a project may be called so. */
gboolean weft_project_names_is_valid (WeftProjectNames *self);
/** weft_project_names_get_first: Returns: (transfer none): where one begins to write. */
GtkWidget *weft_project_names_get_first (WeftProjectNames *self);

G_END_DECLS

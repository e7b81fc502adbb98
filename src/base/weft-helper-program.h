/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * weft_helper_program_find:
 * @name: such as "weft-thumbnail"
 *
 * Where a program of ours is which works for this one: as the environment says (WEFT_THUMBNAIL), beside this
 * one in the tree it was built in, or where it is installed.
 *
 * Returns: (transfer full): it may not be there
 */
char *weft_helper_program_find (const char *name);

G_END_DECLS

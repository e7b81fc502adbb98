/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * A set of ids in one column of a row, so that it is paged, held and erased with the row: the ids in order,
 * with a space between two. Equal sets are equal texts, in whatever order their members came. NULL and "" are
 * the empty set.
 */

gboolean weft_id_set_contains (const char *set, const char *id);
guint weft_id_set_count (const char *set);
/** weft_id_set_new: Returns: (transfer full): of @ids, which may name one more than once. */
char *weft_id_set_new (const char *const *ids, guint n);
/** weft_id_set_add: Returns: (transfer full). */
char *weft_id_set_add (const char *set, const char *id);
/** weft_id_set_remove: Returns: (transfer full) (nullable): NULL: nothing is left. */
char *weft_id_set_remove (const char *set, const char *id);

G_END_DECLS

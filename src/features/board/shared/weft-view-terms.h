/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * By what a saved view sorts and groups, as operations and rows say it: one of these words, or "field:" and the id of a field of the project's own.
 */

/** weft_view_sorts: (array zero-terminated=1): in the order of WeftSortKind. */
extern const char *const weft_view_sorts[];
/** weft_view_groupings: (array zero-terminated=1): in the order of WeftGroupKind. */
extern const char *const weft_view_groupings[];

/** weft_view_term_is_valid: whether @text is one of @words or names a field, whether there is such a one or not. */
gboolean weft_view_term_is_valid (const char *const *words, const char *text);
/** weft_view_term_get_field: Returns: (transfer none) (nullable): the id of the field which @text names; %NULL: it names none. */
const char *weft_view_term_get_field (const char *text);
/** weft_view_term_of_field: Returns: (transfer full): the other way. */
char *weft_view_term_of_field (const char *id);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/**
 * weft_row_link_find:
 * @object: (nullable): the id of a thing there
 *
 * The `weft:` link (proto/weft-link.h) of thing @object in @stream, where only its id is known: ids are
 * nobody else's, so it is the row with that id; and what is not held here can only be a row of a table which
 * is read in pages.
 *
 * Returns: (transfer full) (nullable): of the stream alone if there is no such thing; %NULL on error
 */
char *weft_row_link_find (
    WeftDatabase *database, WeftRegistry *registry, const char *stream, const char *object, GError **error);

/** weft_row_link_new: Returns: (transfer full): the same, where it is known to be a row of @table (nullable:
 * the stream alone). */
char *weft_row_link_new (const char *stream, const char *table, const char *object);

G_END_DECLS

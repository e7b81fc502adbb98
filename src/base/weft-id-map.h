/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * What ids stand for, in one column of a row, so that it is paged, held and erased with the row: a line for each, the id, a space and one line of
 * text, in the order in which they came. NULL and "" are the empty map.
 */

/** weft_id_map_dup: Returns: (transfer full) (nullable): the text of @id; %NULL: there is none. */
char *weft_id_map_dup (const char *map, const char *id);
/** weft_id_map_find: the same without a copy. @length: (out): bytes. Returns: (transfer none) (nullable): it goes on behind them. */
const char *weft_id_map_find (const char *map, const char *id, gsize *length);
guint weft_id_map_count (const char *map);
/** weft_id_map_set: @text: (nullable): one line; %NULL takes @id out. Returns: (transfer full) (nullable): %NULL: nothing is left. */
char *weft_id_map_set (const char *map, const char *id, const char *text);
/** weft_id_map_next: the entry at @cursor, which is the map at first. Returns: FALSE: there is none any more; else @id and @text: (out) (transfer full). */
gboolean weft_id_map_next (const char **cursor, char **id, char **text);

G_END_DECLS

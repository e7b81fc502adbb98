/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WEFT_TYPE_RESULT_ROW (weft_result_row_get_type ())
G_DECLARE_FINAL_TYPE (WeftResultRow, weft_result_row, WEFT, RESULT_ROW, AdwBin)

/** WeftResultRow: a result in a list: a coloured tile, a title, what stands beside it, and what stands at the
 * end; a hit has the text that was found below. A click opens it. Where the pointer happens to rest chooses
 * nothing: a list of results grows under it while somebody types. */

/** weft_result_row_new: of @item, in the list whose `activate` opens it. @is_hit: it has room for a text. */
GtkWidget *weft_result_row_new (GtkListItem *item, gboolean is_hit);

/** weft_result_row_set_tile: @yarn: (nullable): the colour. */
void weft_result_row_set_tile (WeftResultRow *self, const char *icon_name, const char *yarn);
/** weft_result_row_set_face: @face: (nullable): id of a picture, which stands in the place of the tile if there is one. */
void weft_result_row_set_face (WeftResultRow *self, const char *face);
/** weft_result_row_set_title: @marks: (nullable). */
void weft_result_row_set_title (WeftResultRow *self, const char *title, PangoAttrList *marks);
/** weft_result_row_set_beside: @meta, @end: (nullable). */
void weft_result_row_set_beside (WeftResultRow *self, const char *meta, const char *end);
/** weft_result_row_set_text: @text, @marks: (nullable). */
void weft_result_row_set_text (WeftResultRow *self, const char *text, PangoAttrList *marks);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * WeftInlinePictures:
 * @knows: whether there is a picture called @name, which is @length bytes long
 * @get: Returns: (transfer none) (nullable): that picture; %NULL: it comes later
 *
 * Small pictures which stand in a text where their names stand between colons. Whoever shows texts is given
 * one, and knows nothing of where they are from; a name which is not known is read as it was written.
 */
typedef struct
{
  gboolean (*knows) (const char *name, gsize length, gpointer user_data);
  GdkTexture *(*get) (const char *name, gpointer user_data);
  gpointer user_data;
} WeftInlinePictures;

#define WEFT_INLINE_PICTURE_NAME_MAX 30 /* characters */

/**
 * weft_inline_pictures_next:
 * @self: (nullable)
 * @start, @end: (out): bytes of the name with its colons
 *
 * Whether a name that is known stands in @text at or behind @from.
 */
gboolean weft_inline_pictures_next (
    const WeftInlinePictures *self, const char *text, gsize from, gsize *start, gsize *end);

/** weft_inline_pictures_find: Returns: (transfer none) (nullable): the picture of @text, if all of it is a
 * name between colons that is known. @known: (out). */
GdkTexture *weft_inline_pictures_find (const WeftInlinePictures *self, const char *text, gboolean *known);

/** weft_inline_pictures_draw: @texture: (nullable); fitted into a square of @side px at @x, @y. */
void weft_inline_pictures_draw (GtkSnapshot *snapshot, GdkTexture *texture, double x, double y, double side);

G_END_DECLS

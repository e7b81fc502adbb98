/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WEFT_TYPE_FACES (weft_faces_get_type ())
G_DECLARE_FINAL_TYPE (WeftFaces, weft_faces, WEFT, FACES, GObject)

/**
 * WeftFaces:
 *
 * What people look like, by their ids, for all who draw faces, and none of them knows where pictures come
 * from. Those drawn last are kept.
 *
 * Signals: `wanted (id)`: somebody draws a person of whom nothing is known: who knows them says it by
 * weft_faces_set(); `changed (id)`.
 */
WeftFaces *weft_faces_get_default (void);

/** weft_faces_lookup: Returns: (transfer none) (nullable): the picture; %NULL: none, or not yet. */
GdkTexture *weft_faces_lookup (WeftFaces *self, const char *id);
/** weft_faces_set: @picture: (nullable): %NULL: there is none. */
void weft_faces_set (WeftFaces *self, const char *id, GdkTexture *picture);
/** weft_faces_forget: what was known is not so any more: it is wanted again when it is drawn. */
void weft_faces_forget (WeftFaces *self, const char *id);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WEFT_TYPE_PICTURE_CANVAS (weft_picture_canvas_get_type ())
G_DECLARE_FINAL_TYPE (WeftPictureCanvas, weft_picture_canvas, WEFT, PICTURE_CANVAS, GtkWidget)

#define WEFT_PICTURE_CANVAS_ZOOM_MAX 16.0 /* a pixel of the picture is so many of the screen at most */

/**
 * WeftPictureCanvas:
 *
 * A picture which is fitted in, made larger where the pointer is by wheel and pinch, and moved by dragging. A
 * double click changes between fitting and its own size.
 *
 * Property (notified): `zoom`: pixels of the screen for one of the picture, 0 without a picture.
 */
GtkWidget *weft_picture_canvas_new (void);

/** weft_picture_canvas_set_texture: @texture: (nullable). @keep: it is the same picture, better: zoom and
 * place stay. */
void weft_picture_canvas_set_texture (WeftPictureCanvas *self, GdkTexture *texture, gboolean keep);
GdkTexture *weft_picture_canvas_get_texture (WeftPictureCanvas *self);

/** weft_picture_canvas_set_size: of the picture as it is, in pixels, where its texture is made smaller: then
 * zoom means that one. 0: the texture's. */
void weft_picture_canvas_set_size (WeftPictureCanvas *self, int width, int height);

double weft_picture_canvas_get_zoom (WeftPictureCanvas *self);
/** weft_picture_canvas_zoom: @factor: 1.25 makes it larger by a quarter. */
void weft_picture_canvas_zoom (WeftPictureCanvas *self, double factor);
void weft_picture_canvas_set_zoom (WeftPictureCanvas *self, double zoom);
/** weft_picture_canvas_fit: all of it is seen, never larger than it is. */
void weft_picture_canvas_fit (WeftPictureCanvas *self);
gboolean weft_picture_canvas_get_fits (WeftPictureCanvas *self);
/** weft_picture_canvas_pan: px. Returns: FALSE where there is nothing more to see. */
gboolean weft_picture_canvas_pan (WeftPictureCanvas *self, double dx, double dy);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * weft_thumbnailer_run:
 * @path: a picture, by anybody
 * @output: where a PNG of it comes to stand
 * @size: px of the longer side at most, 16 to 4096
 * @width: @height: (out): pixels of the picture at @path
 *
 * Makes a small picture in a process of its own, which has little memory and time (src/thumbnail): nothing of
 * strangers is decoded in this one. Blocking, for 30 s at most.
 *
 * Returns: FALSE with G_IO_ERROR_NOT_SUPPORTED if it is no picture, is damaged or has too many pixels, or if
 * there is no such program
 */
gboolean weft_thumbnailer_run (
    const char *path, const char *output, int size, int *width, int *height, GError **error);

/** weft_thumbnailer_run_square: the same of its middle, @size px a side or as many as it has, PNG or JPEG: a
 * face. */
gboolean weft_thumbnailer_run_square (const char *path, const char *output, int size, GError **error);

/**
 * weft_thumbnailer_run_film:
 * @path: a video, by anybody
 * @duration: (out): ms; 0 if it does not say
 *
 * The same of a video's beginning, by weft-media (src/media), which may be missing where there is no window.
 */
gboolean weft_thumbnailer_run_film (const char *path,
                                    const char *output,
                                    int size,
                                    int *width,
                                    int *height,
                                    gint64 *duration,
                                    GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <libdex.h>

G_BEGIN_DECLS

/** WEFT_THUMBNAIL_SIZE: px of the longer side: twice what is shown, for screens of high density. */
#define WEFT_THUMBNAIL_SIZE 860

/** WEFT_THUMBNAIL_BYTES_MAX: of a picture that is fetched only to be shown. */
#define WEFT_THUMBNAIL_BYTES_MAX (20 * 1024 * 1024)

/**
 * weft_thumbnail_load:
 * @path: a picture or video on this computer, by anybody
 * @hash: of its contents: thumbnails are kept by it
 * @film: whether it is a video, of whose beginning it shall be
 *
 * Makes a small picture in a process of its own, which has little memory and time (src/thumbnail, src/media); nothing of strangers is decoded in this one. Two
 * at a time.
 *
 * Resolves to a GdkTexture; rejects with G_IO_ERROR_NOT_SUPPORTED if it is no picture, is damaged or has too many pixels.
 */
DexFuture *weft_thumbnail_load (const char *path, const char *hash, gboolean film) G_GNUC_WARN_UNUSED_RESULT;

/** weft_thumbnail_load_kept: the small picture if there is one already; rejects with G_IO_ERROR_NOT_FOUND. */
DexFuture *weft_thumbnail_load_kept (const char *hash) G_GNUC_WARN_UNUSED_RESULT;

/** WEFT_THUMBNAIL_LARGE: px of the longer side of what a viewer shows; a larger picture is made so small. */
#define WEFT_THUMBNAIL_LARGE 4096

/** weft_thumbnail_load_large: the same for a viewer, by the same process, of the whole picture; not kept. */
DexFuture *weft_thumbnail_load_large (const char *path, const char *hash) G_GNUC_WARN_UNUSED_RESULT;

/** WEFT_THUMBNAIL_FACE: px a side of what a person looks like: twice the largest face that is drawn. */
#define WEFT_THUMBNAIL_FACE 160

/** weft_thumbnail_load_face: the middle of a picture, square, by the same process. */
DexFuture *weft_thumbnail_load_face (const char *path, const char *hash) G_GNUC_WARN_UNUSED_RESULT;

/** weft_thumbnail_get_original_size: of one that was loaded: pixels of the picture it was made of. FALSE if it is not known. */
gboolean weft_thumbnail_get_original_size (GdkTexture *thumbnail, int *width, int *height);

/** weft_thumbnail_get_duration: of one that was loaded: ms of the video it was made of; 0 if that is none, or does not say. */
gint64 weft_thumbnail_get_duration (GdkTexture *thumbnail);

/** weft_thumbnail_is_likely: whether a file of @media_type may be such a picture. */
gboolean weft_thumbnail_is_likely (const char *media_type);

G_END_DECLS

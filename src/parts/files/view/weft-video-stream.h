/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WEFT_TYPE_VIDEO_STREAM (weft_video_stream_get_type ())
G_DECLARE_FINAL_TYPE (WeftVideoStream, weft_video_stream, WEFT, VIDEO_STREAM, GtkMediaStream)

/**
 * WeftVideoStream:
 *
 * A video which is decoded in a process of its own (src/media): what strangers sent cannot take this one down. Its pictures come by memory which
 * both see, and are drawn from there.
 */

/** weft_video_stream_new: begins to load the file at @path. */
GtkMediaStream *weft_video_stream_new (const char *path);

/** weft_video_stream_end: the process ends; the last picture stays. */
void weft_video_stream_end (WeftVideoStream *self);

G_END_DECLS

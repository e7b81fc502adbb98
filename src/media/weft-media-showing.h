/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** WEFT_MEDIA_SHOWING_MAX: ms of a video. */
#define WEFT_MEDIA_SHOWING_MAX (24 * 60 * 60 * 1000)

/**
 * weft_media_show:
 * @args: the video, by anybody; px of a picture's longer side at most, 16 to 4096; how many pictures there is room for, 2 to 16
 *
 * Plays a video: its sound through the loudspeaker or what WEFT_VOICE_SINK says, its pictures into the shared memory which is
 * descriptor %WEFT_MEDIA_FRAMES_FD and has room for so many of that size squared, of 4 bytes a pixel (blue, green, red, 255; without gaps).
 *
 * It goes by the words of WeftMediaPlayer. Before `ready` it says `size WIDTH HEIGHT SOUND` (as it was made; 1 or 0); with each picture
 * `frame PLACE WIDTH HEIGHT`, which it does not touch again before it is told `free PLACE`: with none free, pictures are left out. `volume 0.5` is
 * from 0 to 1.
 *
 * Returns: 1 if it is no video that is known, damaged, longer than %WEFT_MEDIA_SHOWING_MAX, or has too many pixels
 */
int weft_media_show (char **args);

#define WEFT_MEDIA_FRAMES_FD 3

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * weft_media_still:
 * @args: the video, by anybody; where a PNG comes to stand; px of its longer side at most, 16 to 4096
 *
 * Makes a small picture of a video's beginning, upright, and prints how large and how long the video is:
 * "WIDTH HEIGHT MS".
 *
 * Returns: 1 if it is none that is known, damaged, or has too many pixels
 */
int weft_media_still (char **args);

G_END_DECLS

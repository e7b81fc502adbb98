/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

#define WEFT_MEDIA_PICTURE_TOO_LARGE "too many pixels, at most 35389440"

/** WEFT_MEDIA_PICTURE_PIPELINE: a stranger's file, from `file` on, as pictures upright and no larger than wanted. */
#define WEFT_MEDIA_PICTURE_PIPELINE \
  "filesrc name=file ! decodebin name=decoder ! videoconvert ! videoflip name=upright video-direction=auto" \
  " ! videoconvertscale ! capsfilter name=filter"

/** WEFT_MEDIA_PICTURE_PLUGINS: what weft_media_begin() needs for it. */
#define WEFT_MEDIA_PICTURE_PLUGINS \
  "coreelements", "typefindfunctions", "playback", "matroska", "isomp4", "ogg", "avi", "vpx", "theora", "dav1d", \
      "libav", "openh264", "videoparsersbad", "videoconvertscale", "videofilter", "jpeg"

/** WeftMediaPicture: what goes through a %WEFT_MEDIA_PICTURE_PIPELINE. */
typedef struct
{
  const char *format; /* "RGB" */
  int size;           /* px of the longer side at most */

  int width;          /* as it was made, upright, in square pixels; 0: not known yet */
  int height;
  gboolean measured;  /* set once they are known for good */
  gboolean too_large; /* it is given up: an application's message says so */

  /*< private >*/
  GstElement *filter;
} WeftMediaPicture;

/** weft_media_picture_attach: before @pipeline begins; @self has to live as long. */
void weft_media_picture_attach (WeftMediaPicture *self, GstElement *pipeline);

G_END_DECLS

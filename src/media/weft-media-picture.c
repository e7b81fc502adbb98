/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-media"

#include "config.h"

#include "media/weft-media-picture.h"

#define PIXELS_MAX (8192LL * 4320) /* WEFT_MEDIA_PICTURE_TOO_LARGE says it */
#define SIDE_MAX 16384

static gboolean
is_fitting (int width, int height)
{
  return width > 0 && height > 0 && width <= SIDE_MAX && height <= SIDE_MAX
         && (gint64) width * height <= PIXELS_MAX;
}

/* Whoever waits for a picture need not wait longer. */
static void
say_too_large (WeftMediaPicture *self, GstElement *element)
{
  self->too_large = TRUE;
  gst_element_post_message (element,
                            gst_message_new_application (GST_OBJECT (element),
                                                         gst_structure_new ("too-large", "why", G_TYPE_STRING,
                                                                            WEFT_MEDIA_PICTURE_TOO_LARGE, NULL)));
}

/* Before a decoder is even chosen, as the container says; what the decoder then finds is looked at again. */
static gboolean
on_continue (GstElement *decodebin, GstPad *pad, GstCaps *caps, WeftMediaPicture *self)
{
  const GstStructure *structure = gst_caps_get_structure (caps, 0);
  int width = 1;
  int height = 1;

  gst_structure_get_int (structure, "width", &width);
  gst_structure_get_int (structure, "height", &height);
  if (is_fitting (width, height))
    return TRUE;
  say_too_large (self, decodebin);

  return FALSE;
}

/* How large what comes shall be is told to what makes it smaller before it hears of it. */
static GstPadProbeReturn
on_caps (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  WeftMediaPicture *self = user_data;
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);
  g_autoptr (GstCaps) small = NULL;
  const GstStructure *structure;
  GstCaps *caps;
  int width = 0;
  int height = 0;
  int numerator = 1;
  int denominator = 1;
  double scale;

  if (GST_EVENT_TYPE (event) != GST_EVENT_CAPS)
    return GST_PAD_PROBE_OK;
  gst_event_parse_caps (event, &caps);
  structure = gst_caps_get_structure (caps, 0);
  gst_structure_get_int (structure, "width", &width);
  gst_structure_get_int (structure, "height", &height);
  gst_structure_get_fraction (structure, "pixel-aspect-ratio", &numerator, &denominator);
  /* Pixels need not be square. */
  if (numerator > 0 && denominator > 0 && numerator / 16 <= denominator && denominator / 16 <= numerator)
    width = (int) gst_util_uint64_scale_int ((guint64) width, numerator, denominator);
  if (!is_fitting (width, height))
    {
      say_too_large (self, self->filter);
      return GST_PAD_PROBE_DROP;
    }
  /* After a seek it comes again, and may have been made smaller on the way; before, it is told a second time
   * if the picture is turned. */
  if (!self->measured)
    {
      self->width = width;
      self->height = height;
    }
  scale = MIN (1.0, (double) self->size / MAX (width, height));
  small = gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, self->format, "width", G_TYPE_INT,
                               MAX ((int) (width * scale), 1), "height", G_TYPE_INT,
                               MAX ((int) (height * scale), 1), "pixel-aspect-ratio", GST_TYPE_FRACTION, 1, 1,
                               NULL);
  g_object_set (self->filter, "caps", small, NULL);

  return GST_PAD_PROBE_OK;
}

void
weft_media_picture_attach (WeftMediaPicture *self, GstElement *pipeline)
{
  g_autoptr (GstElement) decoder = gst_bin_get_by_name (GST_BIN (pipeline), "decoder");
  g_autoptr (GstElement) upright = gst_bin_get_by_name (GST_BIN (pipeline), "upright");
  g_autoptr (GstElement) filter = gst_bin_get_by_name (GST_BIN (pipeline), "filter");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (upright, "src");

  self->filter = filter; /* the pipeline's, which lives longer */
  g_signal_connect (decoder, "autoplug-continue", G_CALLBACK (on_continue), self);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_caps, self, NULL);
}

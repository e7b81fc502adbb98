/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-media"

#include "config.h"

#include "media/weft-media-still.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

#include "media/weft-media-confinement.h"

#define SECONDS_MAX 15
#define OUTPUT_MAX (64 * 1024 * 1024UL)
#define PIXELS_MAX (8192LL * 4320)
#define SIDE_MAX 16384
#define PATIENCE (10 * GST_SECOND)
#define BEGINNING (3 * GST_SECOND) /* the very first picture is often black */

typedef struct
{
  GstElement *filter;
  int size;
  int width;
  int height;
  gboolean measured;
  gboolean too_large;
} Still;

static gboolean
is_fitting (int width, int height)
{
  return width > 0 && height > 0 && width <= SIDE_MAX && height <= SIDE_MAX
         && (gint64) width * height <= PIXELS_MAX;
}

/* Whoever waits for a picture need not wait longer. */
static void
say_too_large (Still *self, GstElement *element)
{
  self->too_large = TRUE;
  gst_element_post_message (element, gst_message_new_application (GST_OBJECT (element),
                                                                  gst_structure_new_empty ("too-large")));
}

/* Before a decoder is even chosen, as the container says; what the decoder then finds is looked at again. */
static gboolean
on_continue (GstElement *decodebin, GstPad *pad, GstCaps *caps, Still *self)
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
  Still *self = user_data;
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
  small = gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, "RGB", "width", G_TYPE_INT,
                               MAX ((int) (width * scale), 1), "height", G_TYPE_INT,
                               MAX ((int) (height * scale), 1), "pixel-aspect-ratio", GST_TYPE_FRACTION, 1, 1,
                               NULL);
  g_object_set (self->filter, "caps", small, NULL);

  return GST_PAD_PROBE_OK;
}

/* Returns: whether a picture has come. */
static gboolean
wait (GstBus *bus, gboolean complain)
{
  g_autoptr (GstMessage) message
      = gst_bus_timed_pop_filtered (bus, PATIENCE,
                                    GST_MESSAGE_ASYNC_DONE | GST_MESSAGE_ERROR | GST_MESSAGE_EOS
                                        | GST_MESSAGE_APPLICATION);

  if (message != NULL && GST_MESSAGE_TYPE (message) == GST_MESSAGE_ASYNC_DONE)
    return TRUE;
  if (complain && message != NULL && GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    weft_media_complain (message);

  return FALSE;
}

static GstSample *
take (GstElement *sink)
{
  GstSample *sample = NULL;

  g_object_get (sink, "last-sample", &sample, NULL);

  return sample;
}

static gboolean
keep (GstSample *sample, const char *output)
{
  g_autofree char *temporary = g_strdup_printf ("%s.%d", output, (int) getpid ());
  g_autoptr (GError) error = NULL;
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  GstMapInfo map;
  gboolean kept;

  if (buffer == NULL || !gst_buffer_map (buffer, &map, GST_MAP_READ))
    return FALSE;
  kept = g_file_set_contents_full (temporary, (const char *) map.data, (gssize) map.size,
                                   G_FILE_SET_CONTENTS_NONE, 0600, &error)
         && g_rename (temporary, output) == 0;
  gst_buffer_unmap (buffer, &map);
  if (!kept)
    {
      g_unlink (temporary);
      fprintf (stderr, "weft-media: %s\n", error != NULL ? error->message : output);
    }

  return kept;
}

int
weft_media_still (char **args)
{
  static const char *const plugins[] = { "coreelements",
                                         "typefindfunctions",
                                         "playback",
                                         "matroska",
                                         "isomp4",
                                         "ogg",
                                         "avi",
                                         "vpx",
                                         "theora",
                                         "dav1d",
                                         "libav",
                                         "openh264",
                                         "videoparsersbad",
                                         "videoconvertscale",
                                         "videofilter",
                                         "png",
                                         "jpeg",
                                         NULL };
  Still self = { .size = (int) g_ascii_strtoll (args[2], NULL, 10) };
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GstElement) file = NULL;
  g_autoptr (GstElement) decoder = NULL;
  g_autoptr (GstElement) upright = NULL;
  g_autoptr (GstElement) filter = NULL;
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GstPad) pad = NULL;
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstSample) sample = NULL;
  g_autoptr (GError) error = NULL;
  gint64 duration = 0;
  gboolean kept = FALSE;

  if (self.size < 16 || self.size > 4096)
    {
      fprintf (stderr, "weft-media: %s: a size is from 16 to 4096\n", args[2]);
      return 2;
    }
  weft_media_confine (SECONDS_MAX, OUTPUT_MAX);
  alarm (2 * SECONDS_MAX);
  weft_media_begin (plugins);
  pipeline = gst_parse_launch ("filesrc name=file ! decodebin name=decoder ! videoconvert ! videoflip "
                               "name=upright video-direction=auto"
                               " ! videoconvertscale ! capsfilter name=filter ! pngenc snapshot=false "
                               "compression-level=3 ! fakesink name=sink sync=false",
                               &error);
  if (error != NULL)
    {
      fprintf (stderr, "weft-media: %s\n", error->message);
      return 1;
    }
  file = gst_bin_get_by_name (GST_BIN (pipeline), "file");
  decoder = gst_bin_get_by_name (GST_BIN (pipeline), "decoder");
  upright = gst_bin_get_by_name (GST_BIN (pipeline), "upright");
  self.filter = filter = gst_bin_get_by_name (GST_BIN (pipeline), "filter");
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  g_object_set (file, "location", args[0], NULL);
  g_signal_connect (decoder, "autoplug-continue", G_CALLBACK (on_continue), &self);
  pad = gst_element_get_static_pad (upright, "src");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_caps, &self, NULL);
  bus = gst_element_get_bus (pipeline);

  gst_element_set_state (pipeline, GST_STATE_PAUSED);
  if (wait (bus, TRUE) && !self.too_large)
    {
      self.measured = TRUE;
      gst_element_query_duration (pipeline, GST_FORMAT_TIME, &duration);
      sample = take (sink);
      if (duration > 0
          && gst_element_seek_simple (pipeline, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_KEY_UNIT,
                                      MIN (duration / 10, (gint64) BEGINNING))
          && wait (bus, FALSE))
        {
          gst_clear_sample (&sample);
          sample = take (sink);
        }
      kept = sample != NULL && self.width > 0 && keep (sample, args[1]);
    }
  gst_element_set_state (pipeline, GST_STATE_NULL);
  if (kept)
    printf ("%d %d %" G_GINT64_FORMAT "\n", self.width, self.height,
            MAX (duration, 0) / (gint64) GST_MSECOND);
  else if (self.too_large)
    fprintf (stderr, "weft-media: too many pixels, at most %lld\n", PIXELS_MAX);

  return kept ? 0 : 1;
}

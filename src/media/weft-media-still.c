/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-media"

#include "config.h"

#include "media/weft-media-still.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

#include "media/weft-media-confinement.h"
#include "media/weft-media-picture.h"

#define SECONDS_MAX 15
#define OUTPUT_MAX (64 * 1024 * 1024UL)
#define PATIENCE (10 * GST_SECOND)
#define BEGINNING (3 * GST_SECOND) /* the very first picture is often black */

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
  static const char *const plugins[] = { WEFT_MEDIA_PICTURE_PLUGINS, "png", NULL };
  WeftMediaPicture self = { .format = "RGB", .size = (int) g_ascii_strtoll (args[2], NULL, 10) };
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GstElement) file = NULL;
  g_autoptr (GstElement) sink = NULL;
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
  pipeline = gst_parse_launch (WEFT_MEDIA_PICTURE_PIPELINE
                               " ! pngenc snapshot=false compression-level=3 ! fakesink name=sink sync=false",
                               &error);
  if (error != NULL)
    {
      fprintf (stderr, "weft-media: %s\n", error->message);
      return 1;
    }
  file = gst_bin_get_by_name (GST_BIN (pipeline), "file");
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  g_object_set (file, "location", args[0], NULL);
  weft_media_picture_attach (&self, pipeline);
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
    fprintf (stderr, "weft-media: " WEFT_MEDIA_PICTURE_TOO_LARGE "\n");

  return kept ? 0 : 1;
}

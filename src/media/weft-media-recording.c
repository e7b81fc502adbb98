/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-media"

#include "config.h"

#include "media/weft-media-recording.h"

#include <glib-unix.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/weft-peaks.h"
#include "media/weft-media-confinement.h"

#define BYTES_MAX (16 * 1024 * 1024UL)
#define SECONDS_MAX 300   /* of processor time */
#define QUIET -50.0       /* dB: silence, in a room */
#define INTERVAL 50000000 /* ns */

typedef struct
{
  GMainLoop *loop;
  GstElement *pipeline;
  GByteArray *levels;
  gint64 elapsed; /* ms */
  gint64 most;    /* ms */
  gboolean ending;
  gboolean kept;
} Recording;

static void
end (Recording *self)
{
  if (self->ending)
    return;
  self->ending = TRUE;
  gst_element_send_event (self->pipeline, gst_event_new_eos ());
}

static guint8
to_level (double decibels)
{
  double level = (decibels - QUIET) / -QUIET * WEFT_PEAK_MAX;

  return (guint8) CLAMP (round (level), 0, WEFT_PEAK_MAX);
}

static void
take_level (Recording *self, const GstStructure *structure)
{
  const GValue *value = gst_structure_get_value (structure, "rms");
  GValueArray *channels;
  guint64 end_time = 0;
  guint64 duration = 0;
  guint8 level = 0;

  /* One channel: an array of one. GValueArray is what the element has, though GLib would rather have none. */
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  channels
      = value != NULL && G_VALUE_HOLDS (value, g_value_array_get_type ()) ? g_value_get_boxed (value) : NULL;
  if (channels != NULL && channels->n_values > 0)
    level = to_level (g_value_get_double (g_value_array_get_nth (channels, 0)));
  G_GNUC_END_IGNORE_DEPRECATIONS
  gst_structure_get_uint64 (structure, "endtime", &end_time);
  gst_structure_get_uint64 (structure, "duration", &duration);
  if (duration < INTERVAL / 2)
    return; /* what is left at its end says nothing */
  self->elapsed = (gint64) (end_time / GST_MSECOND);
  g_byte_array_append (self->levels, &level, 1);
  printf ("at %" G_GINT64_FORMAT " %u\n", self->elapsed, level);
  fflush (stdout);
  if (self->elapsed >= self->most)
    end (self);
}

static gboolean
on_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  Recording *self = user_data;

  switch (GST_MESSAGE_TYPE (message))
    {
    case GST_MESSAGE_ELEMENT:
      if (gst_message_has_name (message, "level"))
        take_level (self, gst_message_get_structure (message));
      break;
    case GST_MESSAGE_EOS:
      self->kept = TRUE;
      g_main_loop_quit (self->loop);
      break;
    case GST_MESSAGE_ERROR:
      weft_media_complain (message);
      g_main_loop_quit (self->loop);
      break;
    default:
      break;
    }

  return G_SOURCE_CONTINUE;
}

static gboolean
on_word (int fd, GIOCondition condition, gpointer user_data)
{
  Recording *self = user_data;
  char words[64];
  gssize n = read (fd, words, sizeof words - 1);

  if (n <= 0)
    {
      if (!self->ending)
        g_main_loop_quit (self->loop);
      return G_SOURCE_REMOVE;
    }
  words[n] = '\0';
  if (strstr (words, "stop") != NULL)
    end (self);

  return G_SOURCE_CONTINUE;
}

int
weft_media_record (char **args)
{
  static const char *const plugins[]
      = { "coreelements", "audioconvert", "audioresample", "audiotestsrc", "autodetect", "level",
          "ogg",          "opus",         "pulseaudio",    "pipewire",     "alsa",       NULL };
  const char *source = g_getenv ("WEFT_VOICE_SOURCE");
  g_autofree char *description = NULL;
  g_autoptr (GMainLoop) loop = NULL;
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GByteArray) levels = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  Recording self = { .levels = levels,
                     .most = CLAMP (g_ascii_strtoll (args[1], NULL, 10), 1, WEFT_MEDIA_RECORDING_MAX) };

  weft_media_confine (SECONDS_MAX, BYTES_MAX);
  weft_media_begin (plugins);
  description = g_strdup_printf (
      "%s ! audioconvert ! audioresample ! audio/x-raw,rate=48000,channels=1 ! level interval=" G_STRINGIFY (
          INTERVAL) " ! opusenc bitrate=28000 audio-type=voice ! oggmux ! filesink name=sink "
                    "buffer-mode=unbuffered",
      source != NULL ? source : "autoaudiosrc");
  self.pipeline = pipeline = gst_parse_launch (description, &error);
  if (error != NULL)
    {
      fprintf (stderr, "weft-media: %s\n", error->message);
      return 1;
    }
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  g_object_set (sink, "location", args[0], NULL);
  self.loop = loop = g_main_loop_new (NULL, FALSE);
  bus = gst_element_get_bus (pipeline);
  gst_bus_add_watch (bus, on_message, &self);
  g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, on_word, &self);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  g_main_loop_run (loop);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_bus_remove_watch (bus);

  if (self.kept && self.elapsed > 0)
    {
      g_autofree char *peaks = weft_peaks_from_levels (levels->data, levels->len);

      printf ("done %" G_GINT64_FORMAT " %s\n", self.elapsed, peaks);
      return 0;
    }
  g_unlink (args[0]);

  return 1;
}

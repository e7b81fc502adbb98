/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-media"

#include "config.h"

#include "media/weft-media-showing.h"

#include <stdio.h>
#include <sys/mman.h>

#include "media/weft-media-confinement.h"
#include "media/weft-media-picture.h"
#include "media/weft-media-player.h"

#define SECONDS_MAX (8 * 60 * 60)  /* of processor time */
#define OUTPUT_MAX (1024 * 1024UL) /* what Orc makes of its programs passes through a file */
#define PLACES_MAX 16

typedef struct
{
  WeftMediaPlayer player; /* first: it is handed to its functions */
  WeftMediaPicture picture;
  guint8 *frames;
  gsize frame_max; /* bytes */
  guint n_places;
  guint free; /* a bit for each place; atomic: pictures come from another thread */
  double volume;
  GstElement *loudness; /* (nullable): there is no sound */
} Showing;

/* ── pictures, on the thread that makes them ─────────────────────────────────────────────────────────── */

/* Returns: -1: none is free. */
static int
take_place (Showing *self)
{
  for (guint i = 0; i < self->n_places; i++)
    if ((g_atomic_int_and (&self->free, ~(1U << i)) & 1U << i) != 0)
      return (int) i;

  return -1;
}

static void
on_frame (GstElement *sink, GstBuffer *buffer, GstPad *pad, Showing *self)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  int width = 0;
  int height = 0;
  gsize length;
  int place;

  if (caps == NULL || !gst_structure_get_int (gst_caps_get_structure (caps, 0), "width", &width)
      || !gst_structure_get_int (gst_caps_get_structure (caps, 0), "height", &height) || width <= 0 || height <= 0)
    return;
  length = (gsize) width * (gsize) height * 4;
  if (length > self->frame_max || gst_buffer_get_size (buffer) < length)
    return;
  place = take_place (self);
  if (place < 0)
    return;
  gst_buffer_extract (buffer, 0, self->frames + (gsize) place * self->frame_max, length);
  printf ("frame %d %d %d\n", place, width, height);
  fflush (stdout);
}

/* ── sound ───────────────────────────────────────────────────────────────────────────────────────────── */

static void
on_pad (GstElement *decoder, GstPad *pad, Showing *self)
{
  const char *sink = g_getenv ("WEFT_VOICE_SINK");
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  g_autofree char *description = NULL;
  g_autoptr (GstPad) input = NULL;
  GstElement *sound;

  if (self->loudness != NULL || caps == NULL
      || !gst_structure_has_name (gst_caps_get_structure (caps, 0), "audio/x-raw"))
    return;
  description = g_strdup_printf ("audioconvert ! audioresample ! volume name=loudness ! %s", sink != NULL ? sink : "autoaudiosink");
  sound = gst_parse_bin_from_description (description, TRUE, NULL);
  if (sound == NULL)
    return;
  self->loudness = gst_bin_get_by_name (GST_BIN (sound), "loudness");
  g_object_set (self->loudness, "volume", self->volume, NULL);
  gst_bin_add (GST_BIN (self->player.pipeline), sound);
  gst_element_sync_state_with_parent (sound);
  input = gst_element_get_static_pad (sound, "sink");
  gst_pad_link (pad, input);
}

/* A song would wait for its pictures for ever. */
static void
on_all_pads (GstElement *decoder, Showing *self)
{
  g_autoptr (GstElement) upright = gst_bin_get_by_name (GST_BIN (self->player.pipeline), "upright");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (upright, "sink");
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  gboolean pictures = caps != NULL;

  for (GList *one = decoder->srcpads; one != NULL && !pictures; one = one->next)
    {
      g_autoptr (GstCaps) its = gst_pad_get_current_caps (one->data);

      pictures = its != NULL && gst_structure_has_name (gst_caps_get_structure (its, 0), "video/x-raw");
    }
  if (!pictures)
    gst_element_post_message (decoder,
                              gst_message_new_application (GST_OBJECT (decoder),
                                                           gst_structure_new ("no-pictures", "why", G_TYPE_STRING,
                                                                              "no pictures that are known", NULL)));
}

/* ── words ───────────────────────────────────────────────────────────────────────────────────────────── */

static void
describe (WeftMediaPlayer *player)
{
  Showing *self = (Showing *) player;

  self->picture.measured = TRUE;
  printf ("size %d %d %d\n", self->picture.width, self->picture.height, self->loudness != NULL);
}

static void
obey (WeftMediaPlayer *player, const char *word)
{
  Showing *self = (Showing *) player;

  if (g_str_has_prefix (word, "free "))
    {
      guint64 place = g_ascii_strtoull (word + 5, NULL, 10);

      if (place < self->n_places)
        g_atomic_int_or (&self->free, 1U << place);
    }
  else if (g_str_has_prefix (word, "volume "))
    {
      double volume = g_ascii_strtod (word + 7, NULL);

      if (!(volume >= 0 && volume <= 1))
        return;
      self->volume = volume;
      if (self->loudness != NULL)
        g_object_set (self->loudness, "volume", self->volume, NULL);
    }
}

int
weft_media_show (char **args)
{
  static const char *const plugins[]
      = { WEFT_MEDIA_PICTURE_PLUGINS, "audioconvert", "audioresample", "volume", "autodetect", "audioparsers", "opus", "vorbis",
          "flac", "mpg123", "pulseaudio", "pipewire", "alsa", NULL };
  Showing self = { .player = { .duration_max = WEFT_MEDIA_SHOWING_MAX, .describe = describe, .obey = obey },
                   .picture = { .format = "BGRA", .size = (int) g_ascii_strtoll (args[1], NULL, 10) },
                   .n_places = (guint) g_ascii_strtoull (args[2], NULL, 10),
                   .volume = 1 };
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GstElement) file = NULL;
  g_autoptr (GstElement) decoder = NULL;
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GError) error = NULL;
  int result;

  if (self.picture.size < 16 || self.picture.size > 4096 || self.n_places < 2 || self.n_places > PLACES_MAX)
    {
      fprintf (stderr, "weft-media: a size is from 16 to 4096, places are 2 to %d\n", PLACES_MAX);
      return 2;
    }
  self.free = (1U << self.n_places) - 1;
  self.frame_max = (gsize) self.picture.size * (gsize) self.picture.size * 4;
  self.frames = mmap (NULL, self.n_places * self.frame_max, PROT_READ | PROT_WRITE, MAP_SHARED, WEFT_MEDIA_FRAMES_FD, 0);
  if (self.frames == MAP_FAILED)
    {
      perror ("weft-media: its memory");
      return 2;
    }
  weft_media_confine (SECONDS_MAX, OUTPUT_MAX);
  weft_media_begin (plugins);
  self.player.pipeline = pipeline = gst_parse_launch (
      WEFT_MEDIA_PICTURE_PIPELINE " ! fakesink name=sink sync=true signal-handoffs=true enable-last-sample=false", &error);
  if (error != NULL)
    {
      fprintf (stderr, "weft-media: %s\n", error->message);
      return 1;
    }
  file = gst_bin_get_by_name (GST_BIN (pipeline), "file");
  decoder = gst_bin_get_by_name (GST_BIN (pipeline), "decoder");
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  g_object_set (file, "location", args[0], NULL);
  g_signal_connect (decoder, "pad-added", G_CALLBACK (on_pad), &self);
  g_signal_connect (decoder, "no-more-pads", G_CALLBACK (on_all_pads), &self);
  g_signal_connect (sink, "handoff", G_CALLBACK (on_frame), &self);
  g_signal_connect (sink, "preroll-handoff", G_CALLBACK (on_frame), &self);
  weft_media_picture_attach (&self.picture, pipeline);
  result = weft_media_player_run (&self.player);
  g_clear_object (&self.loudness);

  return result;
}

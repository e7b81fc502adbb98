/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-media"

#include "config.h"

#include "media/weft-media-playing.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "media/weft-media-confinement.h"
#include "media/weft-media-player.h"

#define SECONDS_MAX 600            /* of processor time */
#define OUTPUT_MAX (1024 * 1024UL) /* what Orc makes of its programs passes through a file */

/* RFC 3533, 6 and RFC 7845, 5.1: the first page holds the identification header alone; family 0 is mono or
 * stereo. */
static gboolean
is_voice (const char *path)
{
  FILE *file = g_fopen (path, "rbe");
  guchar head[47];
  gboolean whole = file != NULL && fread (head, sizeof head, 1, file) == 1;

  if (file != NULL)
    fclose (file);

  return whole && memcmp (head, "OggS", 4) == 0 && head[26] == 1 && memcmp (head + 28, "OpusHead", 8) == 0
         && (head[37] == 1 || head[37] == 2) && head[46] == 0;
}

int
weft_media_play (char **args)
{
  static const char *const plugins[]
      = { "coreelements", "audioconvert", "audioresample", "audiofx", "autodetect", "ogg",
          "opus",         "pulseaudio",   "pipewire",      "alsa",    NULL };
  const char *sink = g_getenv ("WEFT_VOICE_SINK");
  g_autofree char *description = NULL;
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GstElement) file = NULL;
  g_autoptr (GError) error = NULL;

  weft_media_confine (SECONDS_MAX, OUTPUT_MAX);
  if (!is_voice (args[0]))
    {
      fprintf (stderr, "weft-media: no Opus in Ogg of one or two channels\n");
      return 1;
    }
  weft_media_begin (plugins);
  description = g_strdup_printf ("filesrc name=file ! oggdemux ! opusdec ! audioconvert ! audioresample ! "
                                 "scaletempo ! audioconvert ! audioresample ! %s",
                                 sink != NULL ? sink : "autoaudiosink");
  pipeline = gst_parse_launch (description, &error);
  if (error != NULL)
    {
      fprintf (stderr, "weft-media: %s\n", error->message);
      return 1;
    }
  file = gst_bin_get_by_name (GST_BIN (pipeline), "file");
  g_object_set (file, "location", args[0], NULL);

  return weft_media_player_run (&(WeftMediaPlayer) { .pipeline = pipeline, .duration_max = WEFT_MEDIA_PLAYING_MAX });
}

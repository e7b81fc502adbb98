/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-media"

#include "config.h"

#include "media/weft-media-playing.h"

#include <glib-unix.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "media/weft-media-confinement.h"

#define SECONDS_MAX 600            /* of processor time */
#define OUTPUT_MAX (1024 * 1024UL) /* what Orc makes of its programs passes through a file */
#define PATIENCE 10                /* s until it is ready */
#define TICK 100                   /* ms */
#define WORDS_MAX 4096             /* bytes of words that were not yet understood */

typedef struct
{
  GMainLoop *loop;
  GstElement *pipeline;
  GString *words;
  gint64 duration; /* ms */
  double rate;
  gboolean ready;
  gboolean playing;
  gboolean ended;
  guint tick;
  int result;
} Playing;

static void
say_position (Playing *self)
{
  gint64 position = 0;

  if (!gst_element_query_position (self->pipeline, GST_FORMAT_TIME, &position))
    return;
  printf ("at %" G_GINT64_FORMAT "\n", CLAMP (position / (gint64) GST_MSECOND, 0, self->duration));
  fflush (stdout);
}

static gboolean
on_tick (gpointer user_data)
{
  say_position (user_data);

  return G_SOURCE_CONTINUE;
}

static void
seek (Playing *self, gint64 to)
{
  gint64 position = CLAMP (to, 0, self->duration) * (gint64) GST_MSECOND;

  self->ended = FALSE;
  if (!gst_element_seek (self->pipeline, self->rate, GST_FORMAT_TIME,
                         GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE, GST_SEEK_TYPE_SET, position,
                         GST_SEEK_TYPE_NONE, -1))
    g_debug ("It cannot go to %" G_GINT64_FORMAT " ms", to);
  printf ("at %" G_GINT64_FORMAT "\n", position / (gint64) GST_MSECOND);
  fflush (stdout);
}

static void
set_playing (Playing *self, gboolean playing)
{
  if (playing && self->ended)
    seek (self, 0);
  self->playing = playing;
  gst_element_set_state (self->pipeline, playing ? GST_STATE_PLAYING : GST_STATE_PAUSED);
  g_clear_handle_id (&self->tick, g_source_remove);
  if (playing)
    self->tick = g_timeout_add (TICK, on_tick, self);
  else
    say_position (self);
}

static void
obey (Playing *self, const char *word)
{
  gint64 position = 0;

  if (g_str_equal (word, "play"))
    set_playing (self, TRUE);
  else if (g_str_equal (word, "pause"))
    set_playing (self, FALSE);
  else if (g_str_has_prefix (word, "seek "))
    seek (self, g_ascii_strtoll (word + 5, NULL, 10));
  else if (g_str_has_prefix (word, "rate "))
    {
      self->rate = CLAMP (g_ascii_strtod (word + 5, NULL), 0.5, 3);
      if (gst_element_query_position (self->pipeline, GST_FORMAT_TIME, &position))
        seek (self, position / (gint64) GST_MSECOND);
    }
}

static void
obey_all (Playing *self)
{
  char *line;

  while (self->ready && (line = strchr (self->words->str, '\n')) != NULL)
    {
      g_autofree char *word = g_strndup (self->words->str, (gsize) (line - self->words->str));

      g_string_erase (self->words, 0, line - self->words->str + 1);
      obey (self, word);
    }
}

static gboolean
on_words (int fd, GIOCondition condition, gpointer user_data)
{
  Playing *self = user_data;
  char words[256];
  gssize n = read (fd, words, sizeof words);

  if (n <= 0 || self->words->len > WORDS_MAX)
    {
      g_main_loop_quit (self->loop);
      return G_SOURCE_REMOVE;
    }
  g_string_append_len (self->words, words, n);
  obey_all (self);

  return G_SOURCE_CONTINUE;
}

static void
fail (Playing *self, const char *why)
{
  fprintf (stderr, "weft-media: %s\n", why);
  self->result = 1;
  g_main_loop_quit (self->loop);
}

static void
become_ready (Playing *self)
{
  gint64 duration = 0;

  if (self->ready)
    return;
  if (!gst_element_query_duration (self->pipeline, GST_FORMAT_TIME, &duration) || duration <= 0)
    {
      fail (self, "it has no end");
      return;
    }
  self->duration = duration / (gint64) GST_MSECOND;
  if (self->duration > WEFT_MEDIA_PLAYING_MAX)
    {
      g_autofree char *why = g_strdup_printf ("%" G_GINT64_FORMAT " ms long, at most %d", self->duration,
                                              WEFT_MEDIA_PLAYING_MAX);

      fail (self, why);
      return;
    }
  self->ready = TRUE;
  printf ("ready %" G_GINT64_FORMAT "\n", self->duration);
  fflush (stdout);
  obey_all (self);
}

static gboolean
on_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  Playing *self = user_data;

  switch (GST_MESSAGE_TYPE (message))
    {
    case GST_MESSAGE_ASYNC_DONE:
      become_ready (self);
      break;
    case GST_MESSAGE_EOS:
      set_playing (self, FALSE);
      self->ended = TRUE;
      printf ("end\n");
      fflush (stdout);
      break;
    case GST_MESSAGE_ERROR:
      self->result = weft_media_complain (message);
      g_main_loop_quit (self->loop);
      break;
    default:
      break;
    }

  return G_SOURCE_CONTINUE;
}

static gboolean
on_impatient (gpointer user_data)
{
  Playing *self = user_data;

  if (!self->ready)
    fail (self, "it does not begin");

  return G_SOURCE_REMOVE;
}

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
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GstElement) file = NULL;
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GError) error = NULL;
  Playing self = { .rate = 1, .loop = loop };

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
  self.pipeline = pipeline = gst_parse_launch (description, &error);
  if (error != NULL)
    {
      fprintf (stderr, "weft-media: %s\n", error->message);
      return 1;
    }
  self.words = g_string_new (NULL);
  file = gst_bin_get_by_name (GST_BIN (pipeline), "file");
  g_object_set (file, "location", args[0], NULL);
  bus = gst_element_get_bus (pipeline);
  gst_bus_add_watch (bus, on_message, &self);
  g_timeout_add_seconds (PATIENCE, on_impatient, &self);
  g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, on_words, &self);
  gst_element_set_state (pipeline, GST_STATE_PAUSED);
  g_main_loop_run (loop);
  g_clear_handle_id (&self.tick, g_source_remove);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_bus_remove_watch (bus);
  g_string_free (self.words, TRUE);

  return self.result;
}

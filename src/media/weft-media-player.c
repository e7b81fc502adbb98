/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-media"

#include "config.h"

#include "media/weft-media-player.h"

#include <glib-unix.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "media/weft-media-confinement.h"

#define PATIENCE 10    /* s until it is ready */
#define TICK 100       /* ms */
#define WORDS_MAX 4096 /* bytes of words that were not yet understood */

static void
say_position (WeftMediaPlayer *self)
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
seek (WeftMediaPlayer *self, gint64 to)
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
set_playing (WeftMediaPlayer *self, gboolean playing)
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
obey (WeftMediaPlayer *self, const char *word)
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
  else if (self->obey != NULL)
    self->obey (self, word);
}

static void
obey_all (WeftMediaPlayer *self)
{
  char *line;

  while (self->ready && (line = memchr (self->words->str, '\n', self->words->len)) != NULL)
    {
      g_autofree char *word = g_strndup (self->words->str, (gsize) (line - self->words->str));

      g_string_erase (self->words, 0, line - self->words->str + 1);
      obey (self, word);
    }
}

static gboolean
on_words (int fd, GIOCondition condition, gpointer user_data)
{
  WeftMediaPlayer *self = user_data;
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

void
weft_media_player_fail (WeftMediaPlayer *self, const char *why)
{
  fprintf (stderr, "weft-media: %s\n", why);
  self->result = 1;
  g_main_loop_quit (self->loop);
}

static void
become_ready (WeftMediaPlayer *self)
{
  gint64 duration = 0;

  if (self->ready)
    return;
  if (!gst_element_query_duration (self->pipeline, GST_FORMAT_TIME, &duration) || duration <= 0)
    {
      weft_media_player_fail (self, "it has no end");
      return;
    }
  self->duration = duration / (gint64) GST_MSECOND;
  if (self->duration > self->duration_max)
    {
      g_autofree char *why = g_strdup_printf (
          "%" G_GINT64_FORMAT " ms long, at most %" G_GINT64_FORMAT, self->duration, self->duration_max);

      weft_media_player_fail (self, why);
      return;
    }
  self->ready = TRUE;
  if (self->describe != NULL)
    self->describe (self);
  printf ("ready %" G_GINT64_FORMAT "\n", self->duration);
  fflush (stdout);
  obey_all (self);
}

static gboolean
on_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  WeftMediaPlayer *self = user_data;

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
    case GST_MESSAGE_APPLICATION:
      weft_media_player_fail (self, gst_structure_get_string (gst_message_get_structure (message), "why"));
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
  WeftMediaPlayer *self = user_data;

  if (!self->ready)
    weft_media_player_fail (self, "it does not begin");

  return G_SOURCE_REMOVE;
}

int
weft_media_player_run (WeftMediaPlayer *self)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GstBus) bus = gst_element_get_bus (self->pipeline);

  self->loop = loop;
  self->rate = 1;
  self->words = g_string_new (NULL);
  gst_bus_add_watch (bus, on_message, self);
  g_timeout_add_seconds (PATIENCE, on_impatient, self);
  g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, on_words, self);
  gst_element_set_state (self->pipeline, GST_STATE_PAUSED);
  g_main_loop_run (loop);
  g_clear_handle_id (&self->tick, g_source_remove);
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  gst_bus_remove_watch (bus);
  g_string_free (self->words, TRUE);

  return self->result;
}

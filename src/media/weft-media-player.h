/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

typedef struct _WeftMediaPlayer WeftMediaPlayer;

/**
 * WeftMediaPlayer:
 *
 * Plays a pipeline as it is told on standard input: `play`, `pause`, `seek MS`, `rate 1.5` (0.5 to 3). On standard
 * output it says `ready MS` (the duration) when it can, `at MS` ten times a second while it plays and after each
 * seek, `end` when it is at its end, from where `play` begins anew. It ends when the input does.
 */
struct _WeftMediaPlayer
{
  /* Of who makes one. */
  GstElement *pipeline;
  gint64 duration_max;                                   /* ms */
  void (*describe) (WeftMediaPlayer *self);              /* (nullable): prints what is known besides, before `ready` */
  void (*obey) (WeftMediaPlayer *self, const char *word); /* (nullable): words of its own */

  /*< private >*/
  GMainLoop *loop;
  GString *words;
  gint64 duration; /* ms */
  double rate;
  gboolean ready;
  gboolean playing;
  gboolean ended;
  guint tick;
  int result;
};

/** weft_media_player_run: Returns: 0, or 1 if it could not be played. An application's message on the bus is why it is given up (`why`). */
int weft_media_player_run (WeftMediaPlayer *self);
/** weft_media_player_fail: says why, and ends. */
void weft_media_player_fail (WeftMediaPlayer *self, const char *why);

G_END_DECLS

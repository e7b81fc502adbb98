/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** WEFT_MEDIA_PLAYING_MAX: ms of what is played as a voice message. */
#define WEFT_MEDIA_PLAYING_MAX (60 * 60 * 1000)

/**
 * weft_media_play:
 * @args: the file, by anybody
 *
 * Plays Ogg Opus (RFC 7845) of one or two channels, and nothing else, through the loudspeaker or what
 * WEFT_VOICE_SINK says (a sink in GStreamer's words, for tests).
 *
 * It goes by the words of WeftMediaPlayer; whatever the rate, the pitch stays.
 *
 * Returns: 1 if it is no such file, damaged, or longer than %WEFT_MEDIA_PLAYING_MAX
 */
int weft_media_play (char **args);

G_END_DECLS

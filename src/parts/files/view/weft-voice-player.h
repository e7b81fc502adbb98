/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/files/client/weft-file-list.h"

G_BEGIN_DECLS

#define WEFT_TYPE_VOICE_PLAYER (weft_voice_player_get_type ())
G_DECLARE_FINAL_TYPE (WeftVoicePlayer, weft_voice_player, WEFT, VOICE_PLAYER, GObject)

/** WeftVoiceState: of one voice message. */
typedef struct
{
  gboolean loading; /* it is fetched, or about to begin */
  gboolean playing;
  gint64 position; /* ms */
} WeftVoiceState;

/**
 * WeftVoicePlayer:
 *
 * Plays voice messages, one at a time in the whole program, by a process of its own (src/media): what
 * strangers sent is not decoded in this one.
 *
 * Signals: `changed (hash)`: how it stands with that file is otherwise; `said (text)`: to be spoken.
 */
WeftVoicePlayer *weft_voice_player_get_default (void);

/**
 * weft_voice_player_toggle: plays @file, from where it stood; or pauses it. Another one ends.
 *
 * Resolves when it plays or pauses; rejects if it cannot be had, or cannot be played.
 */
DexFuture *weft_voice_player_toggle (WeftVoicePlayer *self,
                                     WeftFileList *list,
                                     const WeftFile *file) G_GNUC_WARN_UNUSED_RESULT;
/** weft_voice_player_seek: @position: ms; of the file that plays or pauses, else nothing happens. */
void weft_voice_player_seek (WeftVoicePlayer *self, const WeftFile *file, gint64 position);
/** weft_voice_player_next_rate: 1, 1.5, 2, and from there 1 again: of all that is played from now on. */
void weft_voice_player_next_rate (WeftVoicePlayer *self);
double weft_voice_player_get_rate (WeftVoicePlayer *self);

/** weft_voice_player_get_state: Returns: whether @file is the one that plays or pauses. */
gboolean weft_voice_player_get_state (WeftVoicePlayer *self, const WeftFile *file, WeftVoiceState *state);

/** weft_voice_dup_time: "0:12". weft_voice_dup_spoken: "12 seconds", "1 minute 5 seconds". */
char *weft_voice_dup_time (gint64 ms);
char *weft_voice_dup_spoken (gint64 ms);

G_END_DECLS

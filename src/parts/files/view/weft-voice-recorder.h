/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** WEFT_VOICE_MAX: ms: a recording ends there by itself. */
#define WEFT_VOICE_MAX (15 * 60 * 1000)

#define WEFT_TYPE_VOICE_RECORDER (weft_voice_recorder_get_type ())
G_DECLARE_FINAL_TYPE (WeftVoiceRecorder, weft_voice_recorder, WEFT, VOICE_RECORDER, GObject)

/**
 * WeftVoiceRecorder:
 *
 * Records a voice message by a process of its own (src/media), into a folder of its own which goes with it.
 *
 * Signals: `heard ()`: time and level are others; `done (path, duration, peaks)`: it is recorded: whoever
 * wants the file copies it before the signal ends or keeps a reference to this; `failed (reason)`, for
 * people.
 */
WeftVoiceRecorder *weft_voice_recorder_new (void);
void weft_voice_recorder_start (WeftVoiceRecorder *self);
/** weft_voice_recorder_stop: ends it and keeps it: `done` or `failed` follows. */
void weft_voice_recorder_stop (WeftVoiceRecorder *self);
/** weft_voice_recorder_cancel: nothing is kept, nothing follows. */
void weft_voice_recorder_cancel (WeftVoiceRecorder *self);

/** weft_voice_recorder_get_elapsed: ms. */
gint64 weft_voice_recorder_get_elapsed (WeftVoiceRecorder *self);
/** weft_voice_recorder_get_levels: Returns: (transfer none): what it heard so far, 0 to 31 each, twenty a
 * second. */
const GByteArray *weft_voice_recorder_get_levels (WeftVoiceRecorder *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WEFT_TYPE_VOICE_BAR (weft_voice_bar_get_type ())
G_DECLARE_FINAL_TYPE (WeftVoiceBar, weft_voice_bar, WEFT, VOICE_BAR, GtkWidget)

/**
 * WeftVoiceBar:
 *
 * A voice message while it is recorded: how long it is, how loud it is now, and two buttons: Enter sends it,
 * Escape gives it up.
 *
 * Signals: `recorded (path, duration, peaks, sends)`: the file is there as long as the signal lasts, or as
 * weft_voice_bar_ref_file() is held; `ended (reason)`: there is none: %NULL, or why.
 */
GtkWidget *weft_voice_bar_new (void);
/** weft_voice_bar_start: begins to record, and takes the focus. */
void weft_voice_bar_start (WeftVoiceBar *self);
/** weft_voice_bar_keep: ends it, and does not send it: somebody has gone elsewhere. */
void weft_voice_bar_keep (WeftVoiceBar *self);
/** weft_voice_bar_ref_file: Returns: (transfer full): an object with which the file goes. */
GObject *weft_voice_bar_ref_file (WeftVoiceBar *self);

G_END_DECLS

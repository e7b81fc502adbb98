/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/files/client/weft-file.h"
#include "parts/files/view/weft-card-pen.h"

G_BEGIN_DECLS

/* How a voice message looks among the files below a message: a button, its waveform, position and duration,
 * and how fast it is played. As all media controls it runs from left to right, whatever the interface does.
 */

#define WEFT_VOICE_CARD_WIDTH 320
#define WEFT_VOICE_CARD_HEIGHT 60

void weft_voice_card_draw (const WeftCardPen *pen, const WeftFile *file, const graphene_rect_t *place);
/** weft_voice_card_hit: Returns: (transfer full): a detailed action of WeftFileActions, for a press at @x, @y
 * within it. */
char *weft_voice_card_hit (const WeftFile *file, const graphene_rect_t *place, double x, double y);
/** weft_voice_card_key: Returns: (transfer full) (nullable): what a key does, where such a message has the
 * focus. */
char *weft_voice_card_key (const WeftFile *file, guint key);
/** weft_voice_card_dup_label: Returns: (transfer full): "Voice message, 12 seconds". */
char *weft_voice_card_dup_label (const WeftFile *file);

/**
 * weft_voice_wave_draw:
 * @peaks: base/weft-peaks.h
 * @played: 0 to 1; negative: it does not play
 *
 * Bars about the middle of @place.
 */
void
weft_voice_wave_draw (const WeftCardPen *pen, const char *peaks, double played, const graphene_rect_t *place);

G_END_DECLS

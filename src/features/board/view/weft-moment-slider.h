/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sync/weft-replay.h"

G_BEGIN_DECLS

#define WEFT_TYPE_MOMENT_SLIDER (weft_moment_slider_get_type ())
G_DECLARE_FINAL_TYPE (WeftMomentSlider, weft_moment_slider, WEFT, MOMENT_SLIDER, GtkBox)

/**
 * WeftMomentSlider:
 *
 * Chooses a moment of a stream's history, and says when it was and which change was the last: arrows go by changes, Page Up and Page Down by days.
 *
 * Signals: `moved ()`: it is at another moment; `play ()`: Space.
 */

/** weft_moment_slider_new: @label: what is spoken: "Moment". */
GtkWidget *weft_moment_slider_new (const char *label);
/** weft_moment_slider_set_replay: @replay: (nullable): whose moments, loaded; @seq: the first one. Tells nobody. */
void weft_moment_slider_set_replay (WeftMomentSlider *self, WeftReplay *replay, gint64 seq);
gint64 weft_moment_slider_get_seq (WeftMomentSlider *self);
void weft_moment_slider_set_seq (WeftMomentSlider *self, gint64 seq);
/** weft_moment_slider_add: @widget: beside the words. */
void weft_moment_slider_add (WeftMomentSlider *self, GtkWidget *widget);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WEFT_TYPE_ANNOUNCER (weft_announcer_get_type ())
G_DECLARE_FINAL_TYPE (WeftAnnouncer, weft_announcer, WEFT, ANNOUNCER, GObject)

/**
 * WeftAnnouncer:
 *
 * Says to a screen reader what arrived, at most once a second: one message in full, more of them as their number and place.
 *
 * Signals: `announced (text)`, for tests.
 */
WeftAnnouncer *weft_announcer_new (GtkAccessible *accessible); /* unowned: it owns the announcer */

/** weft_announcer_add: @place: (nullable): where: "general". @text: what to say if nothing else arrives. */
void weft_announcer_add (WeftAnnouncer *self, const char *place, const char *text);

G_END_DECLS

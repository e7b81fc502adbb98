/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_DRAFT_BAR (weft_draft_bar_get_type ())
G_DECLARE_FINAL_TYPE (WeftDraftBar, weft_draft_bar, WEFT, DRAFT_BAR, GtkBox)

/**
 * WeftDraftBar:
 *
 * Offers what the person wrote in a place on another device, if a draft took its place that knew nothing of it: the server keeps it for a day. There only
 * while there is something to offer.
 *
 * Signals: `restored (text)`: the person wants it; it is not offered again.
 */

/** weft_draft_bar_set_place: (nullable): where it is written: a stream or a thread (weft_thread_save_draft()). */
void weft_draft_bar_set_place (WeftDraftBar *self, WeftSync *sync, const char *place);

/** weft_draft_bar_set_written: what stands in the composer: it is not offered once more. */
void weft_draft_bar_set_written (WeftDraftBar *self, const char *written);

G_END_DECLS

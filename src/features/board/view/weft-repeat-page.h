/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/view/weft-card-edit.h"

G_BEGIN_DECLS

#define WEFT_TYPE_REPEAT_PAGE (weft_repeat_page_get_type ())
G_DECLARE_FINAL_TYPE (WeftRepeatPage, weft_repeat_page, WEFT, REPEAT_PAGE, AdwPreferencesPage)

/**
 * WeftRepeatPage:
 *
 * How a card comes again: what people ask for most, or a rule of one's own, said as a sentence before it is set. A rule which this page has no
 * controls for stays until another one is chosen.
 *
 * Signal: `done ()`: it was set.
 */
GtkWidget *weft_repeat_page_new (WeftCardEdit *edit);

G_END_DECLS

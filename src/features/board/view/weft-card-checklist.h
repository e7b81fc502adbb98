/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-checklist.h"
#include "features/board/view/weft-card-edit.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CARD_CHECKLIST (weft_card_checklist_get_type ())
G_DECLARE_FINAL_TYPE (WeftCardChecklist, weft_card_checklist, WEFT, CARD_CHECKLIST, AdwPreferencesGroup)

/**
 * WeftCardChecklist:
 *
 * A task's checklist: a row for each item, and one in which the next is written. On a row Space ticks, Enter writes another below it, F2 opens it,
 * Alt and the arrows move it, Delete takes it off; the rest is in its menu.
 *
 * Signals: `edit (id)`, `choose-person (id)`: a page is wanted for an item; `removed (text)`: something was taken off, which can be taken back.
 */
GtkWidget *weft_card_checklist_new (WeftCardEdit *edit, WeftPeople *people, WeftChecklist *items);

G_END_DECLS

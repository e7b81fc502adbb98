/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-checklist.h"
#include "features/board/view/weft-card-edit.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ITEM_PAGE (weft_item_page_get_type ())
G_DECLARE_FINAL_TYPE (WeftItemPage, weft_item_page, WEFT, ITEM_PAGE, AdwPreferencesPage)

/**
 * WeftItemPage:
 *
 * What something on a checklist says, whose it is and when it is due.
 *
 * Signals: `choose-person ()`: a page is wanted on which somebody is chosen; `gone ()`: it is on the checklist no more.
 */
GtkWidget *weft_item_page_new (WeftCardEdit *edit, WeftPeople *people, WeftChecklist *items, const char *id);

G_END_DECLS

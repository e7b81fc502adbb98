/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/view/weft-card-edit.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CARD_FIELDS (weft_card_fields_get_type ())
G_DECLARE_FINAL_TYPE (WeftCardFields, weft_card_fields, WEFT, CARD_FIELDS, AdwPreferencesGroup)

/**
 * WeftCardFields:
 *
 * What stands in the project's own fields, of one task: a row for each. It is not to be seen while the project has none.
 */
GtkWidget *weft_card_fields_new (WeftCardEdit *edit, WeftPeople *people, GListModel *members);

G_END_DECLS

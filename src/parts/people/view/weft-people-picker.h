/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

#define WEFT_TYPE_PEOPLE_PICKER (weft_people_picker_get_type ())
G_DECLARE_FINAL_TYPE (WeftPeoplePicker, weft_people_picker, WEFT, PEOPLE_PICKER, GtkWidget)

/**
 * WeftPeoplePicker:
 *
 * A searchable list of the workspace's people with a check for each that is chosen. Suspended people, oneself and @without are left out.
 *
 * Signals: `changed ()`: others are chosen; `chosen (id, on)`: a person has chosen them, or not any more.
 */
GtkWidget *weft_people_picker_new (WeftPeople *people, WeftMemberList *without);

/** weft_people_picker_set_allowed: @allowed: who is shown, in the place of what is said above; it is called until the picker is disposed of. */
void weft_people_picker_set_allowed (WeftPeoplePicker *self, gboolean (*allowed) (WeftPerson *person, gpointer user_data), gpointer user_data);

/** weft_people_picker_set_chosen: @set: (nullable): ids (base/weft-id-set.h): who is chosen; tells nobody. */
void weft_people_picker_set_chosen (WeftPeoplePicker *self, const char *set);

/** weft_people_picker_dup_chosen: Returns: (transfer full) (array zero-terminated=1): ids */
char **weft_people_picker_dup_chosen (WeftPeoplePicker *self);
guint weft_people_picker_get_n_chosen (WeftPeoplePicker *self);

G_END_DECLS

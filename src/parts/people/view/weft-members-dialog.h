/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

#define WEFT_TYPE_MEMBERS_DIALOG (weft_members_dialog_get_type ())
G_DECLARE_FINAL_TYPE (WeftMembersDialog, weft_members_dialog, WEFT, MEMBERS_DIALOG, AdwDialog)

/**
 * WeftMembersDialog:
 *
 * Who is in a place, and as what. Its members add people; its administrators change what they are and take them out.
 */
AdwDialog *weft_members_dialog_new (WeftPeople *people, const char *stream);
/** weft_members_dialog_new_adding: only adds people, and closes when that is done. */
AdwDialog *weft_members_dialog_new_adding (WeftPeople *people, const char *stream);

G_END_DECLS

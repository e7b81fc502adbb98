/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "parts/people/client/weft-group-list.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

#define WEFT_TYPE_GROUP_PAGE (weft_group_page_get_type ())
G_DECLARE_FINAL_TYPE (WeftGroupPage, weft_group_page, WEFT, GROUP_PAGE, AdwNavigationPage)

/**
 * WeftGroupPage:
 *
 * One group: what it is for and who is in it. Administrators take people out, and add some and change it on pages of their own.
 *
 * Signals: `change ()`, `add-people ()`, `remove ()`: an administrator wants that; `left ()`: the group is gone.
 */

/** weft_group_page_new: @id: of the group. */
AdwNavigationPage *weft_group_page_new (WeftGroupList *groups, WeftPeople *people, const char *id, gboolean administrator);
const char *weft_group_page_get_id (WeftGroupPage *self);

G_END_DECLS

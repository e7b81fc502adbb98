/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_KEYWORDS_GROUP (weft_keywords_group_get_type ())
G_DECLARE_FINAL_TYPE (WeftKeywordsGroup, weft_keywords_group, WEFT, KEYWORDS_GROUP, AdwPreferencesGroup)

/** WeftKeywordsGroup: one's keywords in the preferences: an entry for another, and a row each with a button which takes it away. */
GtkWidget *weft_keywords_group_new (WeftSync *sync);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_HOOKS_GROUP (weft_hooks_group_get_type ())
G_DECLARE_FINAL_TYPE (WeftHooksGroup, weft_hooks_group, WEFT, HOOKS_GROUP, AdwPreferencesGroup)

/**
 * WeftHooksGroup:
 *
 * The programs which may write into a stream or are told what people write there, for its administrators: a
 * part of its settings. An address is shown once, when its hook is made.
 */
GtkWidget *weft_hooks_group_new (WeftSync *sync, const char *stream);

G_END_DECLS

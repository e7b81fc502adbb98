/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "parts/files/view/weft-file-taker.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_FILE_GROUP (weft_file_group_get_type ())
G_DECLARE_FINAL_TYPE (WeftFileGroup, weft_file_group, WEFT, FILE_GROUP, AdwPreferencesGroup)

/**
 * WeftFileGroup:
 *
 * What hangs on one thing: a row for each file, and one by which others are attached: a WeftFileTaker. Each comes and goes at once, by an operation
 * which is an undo of its own; a file which is still being copied when this goes away comes all the same. On a row Enter shows it, Delete takes it
 * off, and the rest is in its menu.
 *
 * Signals: `failed (reason)`: for people; `removed (text)`: one was taken off, which can be taken back.
 */
GtkWidget *weft_file_group_new (WeftSync *sync, const char *stream, const char *target);

/** weft_file_group_set_rights: @adds: whether the person may attach files; @removes: whether they may take others' off as well as their own. */
void weft_file_group_set_rights (WeftFileGroup *self, gboolean adds, gboolean removes);

G_END_DECLS

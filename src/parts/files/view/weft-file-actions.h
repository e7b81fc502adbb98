/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/files/view/weft-file-gallery.h"

G_BEGIN_DECLS

#define WEFT_TYPE_FILE_ACTIONS (weft_file_actions_get_type ())
G_DECLARE_FINAL_TYPE (WeftFileActions, weft_file_actions, WEFT, FILE_ACTIONS, GObject)

/**
 * WeftFileActions:
 *
 * What can be done with the files of a stream, by their id: `files.view` (large, in the window), `files.open` (by another program), `files.save`, `files.load` (a picture, where it is not fetched by itself),
 * `files.cancel` (their download), `files.play` (a voice message, or pause it), `files.seek` (its id, and ms); `files.rate` (how fast, of all). For every widget which shows them.
 *
 * Signals: `failed (reason)`: for a toast.
 */
WeftFileActions *weft_file_actions_new (void);
/** weft_file_actions_set_gallery: (nullable): of which stream. */
void weft_file_actions_set_gallery (WeftFileActions *self, WeftFileGallery *gallery);
/** weft_file_actions_insert: @widget and what is in it have them from now on; dialogs come above the first of them. */
void weft_file_actions_insert (WeftFileActions *self, GtkWidget *widget);

G_END_DECLS

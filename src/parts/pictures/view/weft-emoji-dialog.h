/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "parts/pictures/view/weft-emoji-shelf.h"

G_BEGIN_DECLS

#define WEFT_TYPE_EMOJI_DIALOG (weft_emoji_dialog_get_type ())
G_DECLARE_FINAL_TYPE (WeftEmojiDialog, weft_emoji_dialog, WEFT, EMOJI_DIALOG, AdwDialog)

/**
 * weft_emoji_dialog_new:
 *
 * The workspace's own emoji: to take one, add some and remove them.
 *
 * Signals: `chosen (text)`: ":name:" is wanted; the dialog is closed by then.
 */
AdwDialog *weft_emoji_dialog_new (WeftEmojiShelf *shelf);

/** weft_emoji_dialog_add: goes on to add the picture at @path; as if it had been chosen there. */
void weft_emoji_dialog_add (WeftEmojiDialog *self, const char *path);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WEFT_TYPE_EMOJI_PICKER (weft_emoji_picker_get_type ())
G_DECLARE_FINAL_TYPE (WeftEmojiPicker, weft_emoji_picker, WEFT, EMOJI_PICKER, GtkPopover)

/**
 * WeftEmojiPicker:
 *
 * All emoji in a grid, those used last first, found by what they are called. Enter takes the first that was found; Down and Tab go to the grid, and typing
 * there searches on. Each has a spoken name; only those on screen are widgets, where GtkEmojiChooser has 1,900 of them and tells a screen reader about each
 * at every letter.
 *
 * Signals: `picked (const char *emoji)`: it closes by itself.
 */
GtkWidget *weft_emoji_picker_new (void);

/** WeftEmojiSource: adds a WeftEmojiItem for each of the caller's own emoji whose name begins with @word, which is "" for all of them. */
typedef void (*WeftEmojiSource) (const char *word, GPtrArray *items, gpointer user_data);

/** weft_emoji_picker_set_own: @source: (nullable): a section before all others, behind those used last. */
void weft_emoji_picker_set_own (WeftEmojiPicker *self, WeftEmojiSource source, gpointer user_data);
/** weft_emoji_picker_refresh: a picture of the caller's has come, or it has others. */
void weft_emoji_picker_refresh (WeftEmojiPicker *self);

G_END_DECLS

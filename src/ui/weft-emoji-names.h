/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** WeftEmojiFound: told of each emoji; FALSE: that is enough. */
typedef gboolean (*WeftEmojiFound) (const char *emoji, const char *name, gpointer user_data);

/**
 * weft_emoji_names_find:
 * @word: what was typed behind a colon; "_" and "-" stand for spaces
 *
 * The emoji whose name or keyword has a word that begins with @word, those whose name is @word first, of the table which GTK's own chooser has (CLDR's names,
 * built into the library). Nothing is found where GTK has none.
 */
void weft_emoji_names_find (const char *word, WeftEmojiFound found, gpointer user_data);

G_END_DECLS

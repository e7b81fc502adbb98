/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WEFT_EMOJI_TONES 5 /* skin tones, from light to dark (UTS #51, section 2.4) */

/** WeftEmojiFound: told of each emoji, and of CLDR's number of its group: 0 smileys, 1 people, 3 animals, 4 food, 5 travel, 6 activities, 7 objects, 8 symbols, 9
 * flags; FALSE: that is enough. */
typedef gboolean (*WeftEmojiFound) (const char *emoji, const char *name, guint group, gpointer user_data);

/**
 * weft_emoji_names_find:
 * @word: what was typed; "_" and "-" stand for spaces; "" finds all, in the table's order
 * @tone: of skin, where an emoji shows some: 1 to WEFT_EMOJI_TONES; 0: none
 *
 * The emoji whose name or keyword has a word that begins with @word, those whose name is @word first, of the table which GTK's own chooser has (CLDR's names,
 * built into the library). Nothing is found where GTK has none.
 */
void weft_emoji_names_find (const char *word, guint tone, WeftEmojiFound found, gpointer user_data);

G_END_DECLS

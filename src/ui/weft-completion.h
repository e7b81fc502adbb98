/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** WeftCompletionItem: one way to go on with a word. */
typedef struct
{
  char *insert; /* what stands in the place of the word, its mark included */
  char *face;   /* (nullable): an emoji, or a person's name whose avatar stands before it */
  gboolean person;
  char *label;
  char *detail; /* (nullable) */
  char *spoken; /* (nullable): what is said of it instead of the label */
  GdkPaintable *picture; /* (nullable) (owned): stands before it */
  gboolean bare; /* no space is put behind it */
} WeftCompletionItem;

WeftCompletionItem *weft_completion_item_new (const char *insert, const char *face, gboolean person, const char *label, const char *detail);
void weft_completion_item_free (WeftCompletionItem *item);

#define WEFT_COMPLETION_MAX 8 /* items which are shown at once */

/** WeftCompletionSource: adds to @items what @word (without its mark) may become, the best first. */
typedef void (*WeftCompletionSource) (const char *word, GPtrArray *items, gpointer user_data);

#define WEFT_TYPE_COMPLETION (weft_completion_get_type ())
G_DECLARE_FINAL_TYPE (WeftCompletion, weft_completion, WEFT, COMPLETION, GObject)

/**
 * WeftCompletion:
 *
 * Offers words for what is being typed behind a mark (an @, a colon) in a text view: a list above the cursor which never takes the focus. Up and Down
 * choose, Enter and Tab take, Escape closes; the choice is announced, and so is that there are some.
 */

/** weft_completion_new: @host: the widget the list is shown in, with a layout manager of its own; both outlive it. */
WeftCompletion *weft_completion_new (GtkTextView *view, GtkWidget *host);

/**
 * weft_completion_add:
 * @mark: one character
 * @at_start: only where nothing stands before it
 * @min: characters of the word from which on items are offered
 * @max: items which are offered; the list scrolls where they are more than WEFT_COMPLETION_MAX
 */
void weft_completion_add (WeftCompletion *self, char mark, gboolean at_start, guint min, guint max, WeftCompletionSource source, gpointer user_data);

/** weft_completion_update: the text or the cursor is another by the person's hand. */
void weft_completion_update (WeftCompletion *self);
/** weft_completion_key: Returns: whether the key was meant for the list. */
gboolean weft_completion_key (WeftCompletion *self, guint keyval, GdkModifierType state);
void weft_completion_close (WeftCompletion *self);

G_END_DECLS

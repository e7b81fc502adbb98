/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "parts/files/view/weft-file-tray.h"
#include "parts/people/client/weft-group-list.h"
#include "parts/pictures/view/weft-emoji-shelf.h"
#include "parts/thread/client/weft-message.h"
#include "parts/thread/client/weft-saying.h"
#include "sync/weft-sync.h"
#include "ui/weft-slash.h"

G_BEGIN_DECLS

#define WEFT_TYPE_COMPOSER (weft_composer_get_type ())
G_DECLARE_FINAL_TYPE (WeftComposer, weft_composer, WEFT, COMPOSER, GtkWidget)

/**
 * WeftComposer:
 *
 * Where one writes. Enter and Ctrl+Enter send, Shift+Enter begins a line, Up in an empty composer edits one's last message, Escape gives up an
 * edit or an answer. What is typed and not sent is kept as a draft, a second after the last key and on leaving. Only in the stream itself, not in a thread of it, do the others hear that one is typing.
 *
 * Actions: `composer.send`, `composer.emoji`, `composer.ask` (Ctrl+Shift+X: how much the message matters, and whether it asks for
 * acknowledgement), `composer.poll` (Ctrl+Shift+T), `composer.poll-about` (a question), `composer.as-file` (Ctrl+Alt+Enter: what is written becomes a text file in the tray), `composer.say` (a text: sends it), `composer.phrases` (one's quick replies), `composer.own-emoji` (the workspace's), `composer.stickers`, `composer.cancel`.
 *
 * Files go with what is written: from a dialog (`composer.attach`), recorded (`composer.record`), pasted, dropped.
 *
 * Signals: `edit-last ()`: wants weft_composer_edit() with the last own message; `sent ()`.
 */
GtkWidget *weft_composer_new (void);

#define WEFT_COMPOSER_MAX 64000 /* characters: what is pasted beyond becomes a file at once, for no text view lays out a book between two frames */

/**
 * weft_composer_set_stream: keeps the draft of the old place and shows that of the new one.
 * @stream: (nullable)
 * @place: (nullable): where what is typed belongs: @stream or a thread in it (weft_thread_dup_place()). NULL: not known yet; what is typed until then goes with it.
 */
void weft_composer_set_stream (WeftComposer *self, WeftSync *sync, const char *stream, const char *place);

/** WeftComposerAddress: says in which thread @saying, which is about to be sent, stands. Its strings are only borrowed. */
typedef void (*WeftComposerAddress) (WeftSaying *saying, gpointer user_data);

/** weft_composer_set_address: (nullable) */
void weft_composer_set_address (WeftComposer *self, WeftComposerAddress address, gpointer user_data);

/** weft_composer_get_tray: Returns: (transfer none): what goes with the message. */
WeftFileTray *weft_composer_get_tray (WeftComposer *self);
/** weft_composer_take_drops: files dropped on @area, which is around the composer, go with the message. */
void weft_composer_take_drops (WeftComposer *self, GtkWidget *area);
/** weft_composer_stack: puts the buttons below the text, for a pane which is never wide. */
void weft_composer_stack (WeftComposer *self);
/** weft_composer_set_narrow: puts them there as long as the text has more than a line beside them. */
void weft_composer_set_narrow (WeftComposer *self, gboolean narrow);

/** weft_composer_dup_text: @reply_to: (out) (nullable) (transfer full): what it answers. Returns: (transfer full) (nullable): the text that would be sent, "" if only
 * what is in the tray would; NULL if nothing would, or what is no new message. */
char *weft_composer_dup_text (WeftComposer *self, char **reply_to);
/** weft_composer_set_later: @action: (nullable): which asks when to send what is typed: a button does it. */
void weft_composer_set_later (WeftComposer *self, const char *action);
/** weft_composer_clear: what was typed is taken care of. */
void weft_composer_clear (WeftComposer *self);

void weft_composer_reply (WeftComposer *self, WeftMessage *message);
void weft_composer_edit (WeftComposer *self, WeftMessage *message);
/** weft_composer_set_polls: where FALSE, no poll can be opened here (a thread). */
void weft_composer_set_polls (WeftComposer *self, gboolean polls);
/** weft_composer_get_polls: whether a poll can be opened here. */
gboolean weft_composer_get_polls (WeftComposer *self);
/**
 * weft_composer_set_slash:
 * @slash: (nullable): commands which can be written here: one which there is not is said and not sent; "//word" sends "/word"
 * @everybody: (nullable): a model of WeftPerson: whom they may name
 */
void weft_composer_set_slash (WeftComposer *self, WeftSlash *slash, GListModel *everybody);
/** weft_composer_set_emoji: (nullable): the workspace's own, which are offered behind a colon. */
void weft_composer_set_emoji (WeftComposer *self, WeftEmojiShelf *emoji);
/** weft_composer_set_people: (nullable): a model of WeftPerson: who may be named here, and who hears of @all. */
void weft_composer_set_people (WeftComposer *self, GListModel *people);
/** weft_composer_set_groups: (nullable): the workspace's, which may be named, too. */
void weft_composer_set_groups (WeftComposer *self, WeftGroupList *groups);
/** weft_composer_set_placeholder: what stands in the empty composer: "Message general". It is its accessible name too. */
void weft_composer_set_placeholder (WeftComposer *self, const char *placeholder);
/** weft_composer_save: keeps the draft now. */
void weft_composer_save (WeftComposer *self);
/** weft_composer_set_height: the height of the pane, of which the composer takes 40 % at most. */
void weft_composer_set_height (WeftComposer *self, int height);

G_END_DECLS

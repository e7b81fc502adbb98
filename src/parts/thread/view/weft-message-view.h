/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "parts/people/client/weft-group-list.h"
#include "parts/pictures/view/weft-emoji-shelf.h"
#include "parts/thread/client/weft-message-list.h"
#include "ui/weft-attachments.h"
#include "ui/weft-cards.h"

G_BEGIN_DECLS

#define WEFT_TYPE_MESSAGE_VIEW (weft_message_view_get_type ())
G_DECLARE_FINAL_TYPE (WeftMessageView, weft_message_view, WEFT, MESSAGE_VIEW, GtkWidget)

/**
 * WeftMessageView:
 *
 * The messages of one thread, the newest at the bottom. It stays at the bottom when it is there, and where the reader is when they are
 * somewhere else; marks what is seen as read; and tells a screen reader what arrives, at most once a second.
 *
 * Actions, on the focused message or the one whose menu is open: `thread.reply`, `thread.edit`, `thread.delete`, `thread.copy`, `thread.forward`,
 * `thread.open-thread`, `thread.acknowledge`, `thread.acknowledgements`, `thread.vote`, `thread.close-poll`, `thread.voters`, `thread.move-sideways`, `thread.remind`, `thread.retry`, `thread.discard`, `thread.menu`, `thread.open` (Enter: what the first card of its links leads to; without one, the menu); and
 * `thread.newest`.
 *
 * Signals: `reply (WeftMessage)`, `edit (WeftMessage)`: for the composer; `forward (WeftMessage)`: to another place; `thread (WeftMessage)`: its thread is wanted; `leave ()`: the person wants to write (Escape).
 */
GtkWidget *weft_message_view_new (void);

/** weft_message_view_set_list: (nullable): shows another thread, from its first unread message on. */
void weft_message_view_set_list (WeftMessageView *self, WeftMessageList *list);
WeftMessageList *weft_message_view_get_list (WeftMessageView *self);

/** weft_message_view_mark_unread: the divider stands above @ordinal, as if it and what follows had just come; 0: as the read mark says. */
void weft_message_view_mark_unread (WeftMessageView *self, gint64 ordinal);
/** weft_message_view_set_active: whether the person can see it: what is at the bottom then counts as read. */
void weft_message_view_set_active (WeftMessageView *self, gboolean active);
/** weft_message_view_set_place: what the thread is called, for what is spoken: "general". */
void weft_message_view_set_place (WeftMessageView *self, const char *place);
/** weft_message_view_set_own_name: the person's name, so that "@Name" stands out. */
void weft_message_view_set_own_name (WeftMessageView *self, const char *name);
/** weft_message_view_set_keywords: (nullable) (array zero-terminated=1): folded words (base/weft-keyword-text.h) which stand out as one's name does. */
void weft_message_view_set_keywords (WeftMessageView *self, const char *const *keywords);
/** weft_message_view_set_groups: the workspace's: naming one stands out, and names the person if they are in it. */
void weft_message_view_set_groups (WeftMessageView *self, WeftGroupList *groups);
/** weft_message_view_set_people: (nullable): a model of WeftPerson: who is there, and may be asked to acknowledge a message. */
void weft_message_view_set_people (WeftMessageView *self, GListModel *people);
void weft_message_view_set_narrow (WeftMessageView *self, gboolean narrow);

/** weft_message_view_set_attachments: @source: (nullable): says what hangs on a message; call it again when its answers are others. */
void weft_message_view_set_attachments (WeftMessageView *self, WeftAttachmentsSource source, gpointer user_data);
/** weft_message_view_set_pictures: @source: (nullable): pictures of files by their hash; when one has come: weft_message_view_redraw(). */
void weft_message_view_set_pictures (WeftMessageView *self, WeftPictureSource source, gpointer user_data);
void weft_message_view_redraw (WeftMessageView *self);
/** weft_message_view_set_emoji: (nullable): the workspace's own, which stand in texts and reactions. */
void weft_message_view_set_emoji (WeftMessageView *self, WeftEmojiShelf *emoji);

/** WeftMessageMenu: Returns: (transfer full) (nullable): more that can be done with @message. */
typedef GMenuModel *(*WeftMessageMenu) (WeftMessage *message, gpointer user_data);
/** weft_message_view_set_reminding: @menu: (nullable): the times at which one can be reminded of a message: below "Remind Me" in its menu, and alone by
 * `thread.remind`. */
void weft_message_view_set_reminding (WeftMessageView *self, WeftMessageMenu menu, gpointer user_data);

/** weft_message_view_set_cards: @cards: (transfer none): what the links in messages point at; drawn below their text. */
void weft_message_view_set_cards (WeftMessageView *self, WeftCards *cards);

/** weft_message_view_show_ordinal: scrolls to a message; 0: the newest. */
void weft_message_view_show_ordinal (WeftMessageView *self, gint64 ordinal);
/** weft_message_view_react_to_last: offers emoji for the newest message. */
void weft_message_view_react_to_last (WeftMessageView *self);
/** weft_message_view_reply: shows the message with @ordinal and begins an answer to it (signal `reply`), once it has been read. */
void weft_message_view_reply (WeftMessageView *self, gint64 ordinal);
gboolean weft_message_view_get_at_bottom (WeftMessageView *self);

GtkAdjustment *weft_message_view_get_adjustment (WeftMessageView *self);

/** weft_message_view_set_may_delete: whether the person may delete messages of others, too. FALSE by itself. */
void weft_message_view_set_may_delete (WeftMessageView *self, gboolean may_delete);
/** weft_message_view_stop_selecting: no message is chosen any more. */
void weft_message_view_stop_selecting (WeftMessageView *self);
/** weft_message_view_set_may_pin: FALSE by itself. */
void weft_message_view_set_may_pin (WeftMessageView *self, gboolean may_pin);
gboolean weft_message_view_get_may_pin (WeftMessageView *self);

G_END_DECLS

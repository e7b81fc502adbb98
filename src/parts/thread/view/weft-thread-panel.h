/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "parts/pictures/view/weft-emoji-shelf.h"
#include "parts/thread/client/weft-message.h"
#include "parts/thread/view/weft-composer.h"
#include "sync/weft-sync.h"
#include "ui/weft-attachments.h"
#include "ui/weft-cards.h"
#include "ui/weft-slash.h"

G_BEGIN_DECLS

#define WEFT_TYPE_THREAD_PANEL (weft_thread_panel_get_type ())
G_DECLARE_FINAL_TYPE (WeftThreadPanel, weft_thread_panel, WEFT, THREAD_PANEL, GtkWidget)

/**
 * WeftThreadPanel:
 *
 * The thread under a message: what it is about, the message, the replies, and where one writes another.
 *
 * Actions: `topic.close`, `topic.rename`, `topic.resolve`, `topic.follow`, `topic.show-root`.
 *
 * Signals: `close ()`: it is not wanted any more (Escape); `root-changed ()`: weft_thread_panel_get_root() says another id; `forward (WeftMessage)`.
 */
GtkWidget *weft_thread_panel_new (void);

/** weft_thread_panel_set_thread: @stream: (nullable); @root: ordinal of the message in the room; 0: none; @place: which reply is to be shown; 0: the newest. */
void weft_thread_panel_set_thread (WeftThreadPanel *self, WeftSync *sync, const char *stream, gint64 root, gint64 place);
/** weft_thread_panel_set_topic: what is talked about is no message (parts/thread/shared/weft-topic.h): @title (nullable) stands for it. There is no room around it. */
void weft_thread_panel_set_topic (WeftThreadPanel *self, const char *title);
/** weft_thread_panel_reply: begins an answer to the reply at @place. */
void weft_thread_panel_reply (WeftThreadPanel *self, gint64 place);
/** weft_thread_panel_get_composer: Returns: (transfer none): where replies are written. */
WeftComposer *weft_thread_panel_get_composer (WeftThreadPanel *self);
/** weft_thread_panel_get_also: whether what is written is to be shown in the room as well. */
gboolean weft_thread_panel_get_also (WeftThreadPanel *self);
/** weft_thread_panel_get_root: (nullable): the id of the message, once it has been read. */
const char *weft_thread_panel_get_root (WeftThreadPanel *self);
/** weft_thread_panel_set_people: as weft_composer_set_people(). @own_name: (nullable): one's own. */
void weft_thread_panel_set_people (WeftThreadPanel *self, GListModel *people, const char *own_name);
/** weft_thread_panel_set_groups: as weft_composer_set_groups() and weft_message_view_set_groups(). */
void weft_thread_panel_set_groups (WeftThreadPanel *self, WeftGroupList *groups);
/** weft_thread_panel_set_keywords: as weft_message_view_set_keywords(). */
void weft_thread_panel_set_keywords (WeftThreadPanel *self, const char *const *keywords);
/** weft_thread_panel_set_slash: as weft_composer_set_slash(). */
void weft_thread_panel_set_slash (WeftThreadPanel *self, WeftSlash *slash, GListModel *everybody);
/** weft_thread_panel_set_emoji: (nullable): the workspace's own. */
void weft_thread_panel_set_emoji (WeftThreadPanel *self, WeftEmojiShelf *emoji);
void weft_thread_panel_set_cards (WeftThreadPanel *self, WeftCards *cards);
void weft_thread_panel_set_attachments (WeftThreadPanel *self, WeftAttachmentsSource source, gpointer user_data);
/** weft_thread_panel_set_pictures: as weft_message_view_set_pictures(). */
void weft_thread_panel_set_pictures (WeftThreadPanel *self, WeftPictureSource source, gpointer user_data);
void weft_thread_panel_redraw (WeftThreadPanel *self);
/** weft_thread_panel_set_may_write: whether one may write here. */
void weft_thread_panel_set_may_write (WeftThreadPanel *self, gboolean may);

void weft_thread_panel_set_may_delete (WeftThreadPanel *self, gboolean may_delete);
void weft_thread_panel_set_may_pin (WeftThreadPanel *self, gboolean may_pin);

G_END_DECLS

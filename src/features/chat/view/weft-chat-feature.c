/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include <glib/gi18n.h>

#include "features/chat/view/weft-chat-feature.h"
#include "features/chat/view/weft-chat-page.h"

static const WeftFeatureShortcut shortcuts[] = {
  { "chat.new-room", "<Control><Shift>n", N_("New Room"), TRUE },
  { "chat.new-direct", "<Control><Shift>d", N_("New Direct Message"), TRUE },
  { "chat.browse", "<Control><Shift>l", N_("Browse Rooms"), TRUE },
  { "chat.notes", NULL, N_("Notes to Self"), TRUE },
  { "chat.next-room", "<Alt>Down", N_("Next Conversation"), FALSE },
  { "chat.previous-room", "<Alt>Up", N_("Previous Conversation"), FALSE },
  { "chat.next-unread", "<Alt><Shift>Down", N_("Next Unread Conversation"), TRUE },
  { "chat.previous-unread", "<Alt><Shift>Up", N_("Previous Unread Conversation"), FALSE },
  { "chat.write", "<Control>e", N_("Write a Message"), FALSE },
  { "chat.react", "<Control><Shift>backslash", N_("React to the Newest Message"), TRUE },
  { "chat.attach", "<Control>o", N_("Attach Files"), TRUE },
  { "chat.record", "<Control><Alt>v", N_("Record a Voice Message"), TRUE },
  { "chat.send-later", "<Control><Shift>Return", N_("Send Later"), TRUE },
  { "chat.gallery", "<Control><Shift>g", N_("Pictures, Files and Links of the Room"), TRUE },
  { "chat.new-poll", "<Control><Shift>t", N_("New Poll"), TRUE },
  { "chat.stickers", "<Control><Shift>k", N_("Send a Sticker"), TRUE },
  { "chat.quick-replies", NULL, N_("Quick Replies"), TRUE },
  { "chat.add-people", NULL, N_("Add People to the Room"), TRUE },
  { "chat.edit-room", NULL, N_("Name and Topic of the Room"), TRUE },
  { "chat.room-settings", NULL, N_("Settings of the Room"), TRUE },
  { "chat.mark-read-open", NULL, N_("Mark the Conversation as Read"), TRUE },
  { "chat.mark-unread-open", "<Control><Shift>u", N_("Mark the Conversation as Unread"), TRUE },
  { "chat.pin-open", "<Control><Shift>p", N_("Pin or Unpin the Conversation"), TRUE },
  { "chat.mute-open", "<Control><Shift>m", N_("Mute or Unmute the Conversation"), TRUE },
  { "chat.mute-hour-open", NULL, N_("Mute the Conversation for an Hour"), TRUE },
  { "chat.mute-tomorrow-open", NULL, N_("Mute the Conversation until Tomorrow"), TRUE },
  { "chat.level-all-open", NULL, N_("Hear of All Messages of the Conversation"), TRUE },
  { "chat.level-mentions-open", NULL, N_("Hear of Mentions and Keywords in the Conversation"), TRUE },
  { "chat.level-nothing-open", NULL, N_("Hear of Nothing in the Conversation"), TRUE },
  { "chat.level-default-open", NULL, N_("Hear of the Conversation as of All Others"), TRUE },
  { "chat.archive-open", "<Control><Shift>e", N_("Archive the Conversation, or Take It Out"), TRUE },
  { "chat.new-folder-open", NULL, N_("Put the Conversation into a New Folder"), TRUE },
  { "chat.clear-open", NULL, N_("Delete the Conversation for Me"), TRUE },
  { "chat.invite-guests-open", NULL, N_("Invite Guests to the Room"), TRUE },
  { "chat.convert-open", NULL, N_("Make a Room of the Conversation"), TRUE },
  { "chat.copy-link-open", NULL, N_("Copy the Link of the Room"), TRUE },
  { "chat.leave-open", NULL, N_("Leave the Room"), TRUE },
  { NULL }
};

const WeftFeature weft_chat_feature = {
  .id = "chat",
  .title = N_("Chat"),
  .icon_name = "weft-chat-symbolic",
  .yarn = "teal",
  .streams = "room/",
  .takes = N_("Se_nd to a Conversation…"),
  .shortcuts = shortcuts,
  .create_page = weft_chat_page_new,
};

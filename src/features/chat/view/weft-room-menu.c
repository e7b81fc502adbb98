/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include "features/chat/view/weft-room-menu.h"

#include <glib/gi18n.h>

#include "features/chat/view/weft-room-actions.h"
#include "features/chat/view/weft-room-level.h"

static void
append (GMenu *menu, const char *label, const char *action, WeftRoom *room)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", weft_room_get_stream (room));
  g_menu_append_item (menu, item);
}

static void
append_folder (GMenu *menu, const char *label, WeftRoom *room, const char *folder)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (NULL, NULL);

  g_menu_item_set_label (item, label);
  g_menu_item_set_action_and_target (item, "chat.file", "(ss)", weft_room_get_stream (room), folder);
  g_menu_append_item (menu, item);
}

/* What people call a folder is no mnemonic. */
static char *
escape_label (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "_", -1);

  return g_strjoinv ("__", parts);
}

static GMenu *
make_folders (WeftRoomList *rooms, WeftRoom *room)
{
  GPtrArray *folders = weft_room_list_get_folders (rooms);
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) known = g_menu_new ();
  g_autoptr (GMenu) more = g_menu_new ();

  for (guint i = 0; i < folders->len; i++)
    {
      const WeftRoomFolder *folder = g_ptr_array_index (folders, i);
      g_autofree char *label = escape_label (folder->name);

      if (g_strcmp0 (weft_room_get_folder (room), folder->id) != 0)
        append_folder (known, label, room, folder->id);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (known));
  if (weft_room_get_folder (room) != NULL)
    append_folder (more, _("_Out of the Folder"), room, "");
  append (more, _("_New Folder…"), "chat.new-folder", room);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (more));
  return menu;
}

GMenuModel *
weft_room_menu_new (WeftRoomList *rooms, WeftRoom *room)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) read = g_menu_new ();
  g_autoptr (GMenu) keep = g_menu_new ();
  g_autoptr (GMenu) away = g_menu_new ();
  g_autoptr (GMenu) folders = make_folders (rooms, room);
  g_autoptr (GMenuModel) levels = weft_room_level_make_menu (room);

  append (read, _("_Open"), "chat.open-room", room);
  if (weft_room_get_n_unread (room) > 0)
    append (read, _("Mark as _Read"), "chat.mark-read", room);
  else if (weft_room_get_last_ordinal (room) > 0)
    append (read, _("Mark as _Unread"), "chat.mark-unread", room);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (read));

  append (keep, weft_room_get_pinned (room) ? _("Un_pin") : _("_Pin"), "chat.pin", room);
  if (weft_room_get_muted (room))
    append (keep, _("Un_mute"), "chat.unmute", room);
  else
    {
      g_autoptr (GMenu) mutes = g_menu_new ();

      append (mutes, _("For an _Hour"), "chat.mute-hour", room);
      append (mutes, _("Until _Tomorrow"), "chat.mute-tomorrow", room);
      append (mutes, _("Until I _Unmute It"), "chat.mute", room);
      g_menu_append_submenu (keep, _("_Mute"), G_MENU_MODEL (mutes));
    }
  g_menu_append_submenu (keep, _("_Notifications"), levels);
  g_menu_append_submenu (keep, _("Move to _Folder"), G_MENU_MODEL (folders));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (keep));

  if (weft_room_get_direct (room) && weft_room_get_second (room) != NULL && g_strcmp0 (weft_room_get_role (room), "admin") == 0)
    append (away, _("Make It a _Room…"), "chat.convert", room);
  if (weft_room_actions_may_invite_guests (room))
    append (away, _("Invite _Guests…"), "chat.invite-guests", room);
  if (!weft_room_get_direct (room))
    append (away, _("_Copy Link"), "chat.copy-link", room);
  append (away, weft_room_get_archived (room) ? _("Take Out of the _Archive") : _("_Archive"), "chat.archive", room);
  append (away, _("_Delete for Me…"), "chat.clear", room);
  append (away, weft_room_get_direct (room) ? _("_Leave Conversation…") : _("_Leave Room…"), "chat.leave", room);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (away));
  return G_MENU_MODEL (menu);
}

GMenuModel *
weft_room_menu_new_for_folder (const char *folder)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenuItem) rename = g_menu_item_new (_("_Rename Folder…"), NULL);
  g_autoptr (GMenuItem) remove = g_menu_item_new (_("Remo_ve Folder"), NULL);

  g_menu_item_set_action_and_target (rename, "chat.rename-folder", "s", folder);
  g_menu_append_item (menu, rename);
  g_menu_item_set_action_and_target (remove, "chat.remove-folder", "s", folder);
  g_menu_append_item (menu, remove);
  return G_MENU_MODEL (menu);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-card-menu.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-task-words.h"

GMenuModel *
weft_card_menu_new (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) priorities = g_menu_new ();
  g_autoptr (GMenu) away = g_menu_new ();

  for (WeftPriority priority = WEFT_PRIORITY_NONE; priority <= WEFT_PRIORITY_URGENT; priority++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (weft_priority_get_label (priority), NULL);

      g_menu_item_set_action_and_target (item, "board.set-priority", "s", weft_priority_to_wire (priority));
      g_menu_append_item (priorities, item);
    }
  g_menu_append_submenu (menu, _ ("_Priority"), G_MENU_MODEL (priorities));
  g_menu_append (menu, _ ("_Move…"), "board.move-card");
  g_menu_append (menu, _ ("_Comments"), "board.comments");
  g_menu_append (menu, _ ("D_uplicate"), "board.duplicate-card");
  g_menu_append (menu, _ ("Save as _Template"), "board.save-template");
  g_menu_append (menu, _ ("Se_nd to a Conversation…"), "board.share-card");
  g_menu_append (menu, _ ("Copy _Link"), "board.copy-link");
  g_menu_append (away, _ ("_Archive"), "board.archive-card");
  g_menu_append (away, _ ("_Delete"), "board.delete-card");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (away));
  return G_MENU_MODEL (menu);
}

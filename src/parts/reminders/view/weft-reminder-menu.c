/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-reminders"

#include "config.h"

#include "parts/reminders/view/weft-reminder-menu.h"

#include <glib/gi18n.h>

#include "parts/reminders/client/weft-reminder-times.h"

static void
append (GMenu *menu, const char *label, const char *action, GVariant *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

GMenuModel *
weft_reminder_menu_new (const char *link, const char *text)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) times = g_menu_new ();
  g_autoptr (GMenu) other = g_menu_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  g_return_val_if_fail (link != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  for (int i = 0; i < WEFT_REMINDER_N_TIMES; i++)
    append (times, weft_reminder_time_get_label (i), "win.remind",
            g_variant_new ("(ssx)", link, text, weft_reminder_time_find (i, now)));
  append (other, _ ("_Other Time…"), "win.remind-at", g_variant_new ("(ss)", link, text));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (times));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (other));

  return G_MENU_MODEL (menu);
}

GMenuModel *
weft_reminder_menu_new_snooze (const char *reminder, const char *notice)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  g_return_val_if_fail (reminder != NULL, NULL);

  for (int i = 0; i < WEFT_REMINDER_N_TIMES; i++)
    append (menu, weft_reminder_time_get_label (i), "win.snooze",
            g_variant_new ("(ssx)", reminder, notice != NULL ? notice : "",
                           weft_reminder_time_find (i, now)));

  return G_MENU_MODEL (menu);
}

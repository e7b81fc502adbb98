/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-notices"

#include "config.h"

#include "parts/notices/view/weft-notice-levels.h"

#include <glib/gi18n.h>

const char *
weft_notice_level_get_name (WeftNoticeLevel level)
{
  switch (level)
    {
    case WEFT_NOTICE_LEVEL_ALL:
      return _ ("All Messages");
    case WEFT_NOTICE_LEVEL_NOTHING:
      return _ ("Nothing");
    default:
      return _ ("Mentions and Keywords");
    }
}

GListModel *
weft_notice_levels_new_model (void)
{
  GtkStringList *model = gtk_string_list_new (NULL);

  for (WeftNoticeLevel level = WEFT_NOTICE_LEVEL_ALL; level <= WEFT_NOTICE_LEVEL_NOTHING; level++)
    gtk_string_list_append (model, weft_notice_level_get_name (level));

  return G_LIST_MODEL (model);
}

static void
add_row (AdwPreferencesGroup *group, WeftNoticeChoice *choice, const char *property, const char *title)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GListModel) model = weft_notice_levels_new_model ();

  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), model);
  g_object_bind_property (choice, property, row, "selected", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  adw_preferences_group_add (group, row);
}

void
weft_notice_levels_add (AdwPreferencesGroup *group, WeftNoticeChoice *choice)
{
  g_return_if_fail (ADW_IS_PREFERENCES_GROUP (group));
  g_return_if_fail (WEFT_IS_NOTICE_CHOICE (choice));

  add_row (group, choice, "rooms", _ ("In _Rooms"));
  add_row (group, choice, "direct", _ ("In _Direct Conversations"));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-filter-menu.h"

#include <glib/gi18n.h>

#include "features/board/client/weft-task-filter.h"
#include "features/board/view/weft-task-words.h"

#define ENTRIES 30 /* of one kind: more of them are written */

static void
add (GMenu *menu, const char *action, const char *label, const char *operator, const char *value)
{
  g_autofree char *quoted = weft_task_filter_quote (value);
  g_autofree char *term = g_strdup_printf ("%s:%s", operator, quoted);
  g_autoptr (GMenuItem) item = g_menu_item_new (NULL, NULL);
  g_auto (GStrv) parts = g_strsplit (label, "_", -1);
  g_autofree char *plain = g_strjoinv ("__", parts); /* a name's is no mnemonic */

  g_menu_item_set_label (item, plain);
  g_menu_item_set_action_and_target (item, action, "s", term);
  g_menu_append_item (menu, item);
}

static void
add_people (GMenu *menu, const char *action, WeftMemberList *members)
{
  g_autoptr (GMenu) people = g_menu_new ();
  guint n = g_list_model_get_n_items (G_LIST_MODEL (members));

  add (people, action, _ ("Me"), "assignee", "me");
  add (people, action, _ ("Nobody"), "assignee", "none");
  for (guint i = 0; i < MIN (n, ENTRIES); i++)
    {
      g_autoptr (WeftPerson) person = g_list_model_get_item (G_LIST_MODEL (members), i);

      if (!weft_person_get_me (person))
        add (people, action, weft_person_get_name (person), "assignee", weft_person_get_name (person));
    }
  g_menu_append_submenu (menu, _ ("Assigned To"), G_MENU_MODEL (people));
}

static void
add_labels (GMenu *menu, const char *action, WeftBoard *board)
{
  g_autoptr (GMenu) labels = g_menu_new ();
  GPtrArray *all = weft_board_get_labels (board);

  for (guint i = 0; i < MIN (all->len, ENTRIES); i++)
    add (labels, action, ((const WeftProjectLabel *) all->pdata[i])->name, "label", ((const WeftProjectLabel *) all->pdata[i])->name);
  add (labels, action, _ ("No Label"), "label", "none");
  g_menu_append_submenu (menu, _ ("Label"), G_MENU_MODEL (labels));
}

static void
add_statuses (GMenu *menu, const char *action, WeftBoard *board)
{
  g_autoptr (GMenu) statuses = g_menu_new ();
  guint n = g_list_model_get_n_items (G_LIST_MODEL (board));

  for (guint i = 0; i < MIN (n, ENTRIES); i++)
    {
      g_autoptr (WeftProjectStatus) status = g_list_model_get_item (G_LIST_MODEL (board), i);

      add (statuses, action, weft_project_status_get_name (status), "status", weft_project_status_get_name (status));
    }
  g_menu_append_submenu (menu, _ ("Status"), G_MENU_MODEL (statuses));
}

static void
add_priorities (GMenu *menu, const char *action)
{
  g_autoptr (GMenu) priorities = g_menu_new ();

  for (WeftPriority priority = WEFT_PRIORITY_URGENT + 1; priority-- > WEFT_PRIORITY_NONE;)
    add (priorities, action, weft_priority_get_label (priority), "priority", weft_priority_to_wire (priority));
  g_menu_append_submenu (menu, _ ("Priority"), G_MENU_MODEL (priorities));
}

static void
add_dates (GMenu *menu, const char *action)
{
  g_autoptr (GMenu) dates = g_menu_new ();

  add (dates, action, _ ("Today"), "due", "today");
  add (dates, action, _ ("Tomorrow"), "due", "tomorrow");
  add (dates, action, _ ("In the Next 7 Days"), "due", "7d");
  add (dates, action, _ ("Overdue"), "due", "overdue");
  add (dates, action, _ ("No Date"), "due", "none");
  g_menu_append_submenu (menu, _ ("Due"), G_MENU_MODEL (dates));
}

static void
add_estimates (GMenu *menu, const char *action)
{
  g_autoptr (GMenu) estimates = g_menu_new ();

  add (estimates, action, _ ("More Than 5"), "estimate", ">5");
  add (estimates, action, _ ("At Most 5"), "estimate", "<=5");
  add (estimates, action, _ ("No Estimate"), "estimate", "none");
  g_menu_append_submenu (menu, _ ("Estimate"), G_MENU_MODEL (estimates));
}

GMenuModel *
weft_filter_menu_new (WeftBoard *board, WeftMemberList *members, const char *action)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) states = g_menu_new ();
  g_autoptr (GMenu) facts = g_menu_new ();

  add (states, action, _ ("Mine"), "is", "mine");
  add (states, action, _ ("Not Done"), "is", "open");
  add (states, action, _ ("Blocked"), "is", "blocked");
  add (states, action, _ ("On the Critical Path"), "is", "critical");
  add (states, action, _ ("Overdue"), "is", "overdue");
  add (states, action, _ ("Repeating"), "is", "recurring");
  add (states, action, _ ("With Files"), "has", "file");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (states));
  add_people (facts, action, members);
  add_labels (facts, action, board);
  add_statuses (facts, action, board);
  add_priorities (facts, action);
  add_dates (facts, action);
  add_estimates (facts, action);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (facts));
  return G_MENU_MODEL (menu);
}

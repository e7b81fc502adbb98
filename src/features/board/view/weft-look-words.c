/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-look-words.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-task-words.h"

const char *
weft_sort_get_label (WeftTaskSort sort)
{
  static const char *const labels[] = { NC_ ("sort", "By Hand"), NC_ ("sort", "Key"),      NC_ ("sort", "Title"),    NC_ ("sort", "Status"),
                                        NC_ ("sort", "Assignees"),       NC_ ("sort", "Priority"), NC_ ("sort", "Estimate"), NC_ ("sort", "Due") };

  return g_dpgettext2 (NULL, "sort", labels[MIN (sort, WEFT_N_SORTS - 1)]);
}

const char *
weft_grouping_get_label (WeftTaskGrouping grouping)
{
  static const char *const labels[] = { NC_ ("grouping", "No Groups"), NC_ ("grouping", "Status"),   NC_ ("grouping", "Assignee"),
                                        NC_ ("grouping", "Label"),     NC_ ("grouping", "Priority"), NC_ ("grouping", "Card of Which It Is Part") };

  return g_dpgettext2 (NULL, "grouping", labels[MIN (grouping, WEFT_N_GROUPINGS - 1)]);
}

static char *
describe_parent (WeftBoard *board, const char *id)
{
  WeftTask *parent = weft_board_find_task (board, id);
  g_autofree char *key = parent != NULL ? weft_board_dup_key (board, parent) : NULL;

  return parent != NULL ? g_strdup_printf ("%s %s", key, weft_task_get_title (parent)) : NULL;
}

char *
weft_group_describe (WeftBoard *board, WeftPeople *people, WeftTaskGrouping grouping, const char *group)
{
  WeftPerson *person = grouping == WEFT_GROUP_ASSIGNEE && group != NULL ? weft_people_lookup (people, group) : NULL;
  WeftProjectStatus *status = grouping == WEFT_GROUP_STATUS && group != NULL ? weft_board_find_status (board, group) : NULL;
  const WeftProjectLabel *label = grouping == WEFT_GROUP_LABEL && group != NULL ? weft_board_find_label (board, group) : NULL;
  char *parent = grouping == WEFT_GROUP_PARENT && group != NULL ? describe_parent (board, group) : NULL;

  if (parent != NULL)
    return parent;
  switch (grouping)
    {
    case WEFT_GROUP_STATUS:
      return g_strdup (status != NULL ? weft_project_status_get_name (status) : "");
    case WEFT_GROUP_ASSIGNEE:
      return g_strdup (person != NULL ? weft_person_get_name (person) : _ ("Nobody"));
    case WEFT_GROUP_LABEL:
      return g_strdup (label != NULL ? label->name : _ ("No Label"));
    case WEFT_GROUP_PRIORITY:
      return g_strdup (weft_priority_get_sentence (weft_priority_from_wire (group)));
    case WEFT_GROUP_PARENT:
      return g_strdup (_ ("Part of No Other Card"));
    case WEFT_GROUP_NONE:
    default:
      return g_strdup ("");
    }
}

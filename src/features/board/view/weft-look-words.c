/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-look-words.h"

#include <glib/gi18n.h>

#include "features/board/client/weft-task-month.h"
#include "features/board/view/weft-field-words.h"
#include "features/board/view/weft-task-words.h"

const char *
weft_sort_get_label (WeftSortKind sort)
{
  static const char *const labels[] = { NC_ ("sort", "By Hand"), NC_ ("sort", "Key"),      NC_ ("sort", "Title"),    NC_ ("sort", "Status"),
                                        NC_ ("sort", "Assignees"),       NC_ ("sort", "Priority"), NC_ ("sort", "Estimate"), NC_ ("sort", "Due"),
                                        NC_ ("sort", "Created") };

  return g_dpgettext2 (NULL, "sort", labels[MIN (sort, WEFT_N_SORTS - 1)]);
}

const char *
weft_grouping_get_label (WeftGroupKind grouping)
{
  static const char *const labels[] = { NC_ ("grouping", "No Groups"), NC_ ("grouping", "Status"),   NC_ ("grouping", "Assignee"),
                                        NC_ ("grouping", "Label"),     NC_ ("grouping", "Priority"), NC_ ("grouping", "Card of Which It Is Part") };

  return g_dpgettext2 (NULL, "grouping", labels[MIN (grouping, WEFT_N_GROUPINGS - 1)]);
}

char *
weft_sort_describe (WeftBoard *board, WeftTaskSort sort)
{
  const WeftProjectField *field = sort.kind == WEFT_SORT_FIELD ? weft_board_find_field (board, sort.field) : NULL;

  return g_strdup (field != NULL ? field->name : weft_sort_get_label (sort.kind < WEFT_N_SORTS ? sort.kind : WEFT_SORT_RANK));
}

static char *
describe_month (const char *month)
{
  g_autoptr (GDateTime) first = NULL;
  int year, number;

  if (!weft_task_month_parse (month, &year, &number))
    return g_strdup (month);
  first = g_date_time_new_utc (year, number, 1, 0, 0, 0);
  /* Translators: a month in which dates are: December 2026, as g_date_time_format() says it. */
  return g_date_time_format (first, _ ("%OB %Y"));
}

/* What stands above those which have @group in a field of the project's own. */
static char *
describe_in_field (WeftBoard *board, WeftPeople *people, const char *id, const char *group)
{
  const WeftProjectField *field = weft_board_find_field (board, id);
  char *said = NULL;

  if (field == NULL)
    return g_strdup ("");
  if (group != NULL)
    said = field->kind == WEFT_FIELD_DATE ? describe_month (group) : weft_field_describe (field, people, group);
  /* Translators: cards which have nothing in a field of the project's own, whose name is %s: No Size. */
  return said != NULL ? said : g_strdup_printf (_ ("No %s"), field->name);
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
  WeftPerson *person = grouping.kind == WEFT_GROUP_ASSIGNEE && group != NULL ? weft_people_lookup (people, group) : NULL;
  WeftProjectStatus *status = grouping.kind == WEFT_GROUP_STATUS && group != NULL ? weft_board_find_status (board, group) : NULL;
  const WeftProjectLabel *label = grouping.kind == WEFT_GROUP_LABEL && group != NULL ? weft_board_find_label (board, group) : NULL;
  char *parent = grouping.kind == WEFT_GROUP_PARENT && group != NULL ? describe_parent (board, group) : NULL;

  if (parent != NULL)
    return parent;
  switch (grouping.kind)
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
    case WEFT_GROUP_FIELD:
      return describe_in_field (board, people, grouping.field, group);
    case WEFT_GROUP_NONE:
    default:
      return g_strdup ("");
    }
}

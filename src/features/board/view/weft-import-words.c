/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-import-words.h"

#include <glib/gi18n.h>

const char *const weft_import_sources[] = { "trello", "jira", "linear", "weft", NULL };

const char *
weft_import_source_get_label (const char *source)
{
  static const char *const labels[] = { N_ ("Trello (JSON)"), N_ ("Jira (CSV)"), N_ ("Linear (CSV)"), N_ ("Weft (CSV)") };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_str_equal (weft_import_sources[i], source))
      return _ (labels[i]);
  g_return_val_if_reached ("");
}

const char *
weft_import_field_get_label (const char *field)
{
  static const char *const labels[][2] = {
    { "nothing", N_ ("Nothing") },
    { "key", N_ ("Key") },
    { "alias", N_ ("Other Key") },
    { "title", N_ ("Title") },
    { "about", N_ ("Description") },
    { "status", N_ ("Status") },
    { "category", N_ ("Category of the Status") },
    { "assignee", N_ ("Assignee") },
    { "label", N_ ("Label") },
    { "labels", N_ ("Labels, Parted by Commas") },
    { "priority", N_ ("Priority") },
    { "estimate", N_ ("Estimate") },
    { "start", N_ ("Start Date") },
    { "due", N_ ("Due Date") },
    { "repeats", N_ ("Repeat") },
    { "parent", N_ ("Parent") },
    { "comment", N_ ("Comment") },
    { "blocks", N_ ("Blocks") },
    { "blocked-by", N_ ("Blocked By") },
    { "related", N_ ("Related To") },
    { "archived", N_ ("Archived") },
    { "project", N_ ("Name of the Project") },
    { "note", N_ ("Line of the Description") },
    { "field", N_ ("Field of the Project") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_str_equal (labels[i][0], field))
      return _ (labels[i][1]);
  g_return_val_if_reached ("");
}

char *
weft_import_describe_board (const WeftBringBoard *board)
{
  g_autofree char *cards = NULL;
  g_autofree char *lines = NULL;
  g_autofree char *said = NULL;
  guint items = 0, comments = 0;

  for (guint i = 0; i < board->tasks->len; i++)
    {
      const WeftBringTask *task = board->tasks->pdata[i];

      items += task->items->len;
      comments += task->comments->len;
    }
  cards = g_strdup_printf (ngettext ("%u card", "%u cards", board->tasks->len), board->tasks->len);
  lines = g_strdup_printf (ngettext ("%u checklist item", "%u checklist items", items), items);
  said = g_strdup_printf (ngettext ("%u comment", "%u comments", comments), comments);
  /* Translators: cards, checklist items and comments of a project, each with its number. */
  return g_strdup_printf (_ ("%s, %s, %s"), cards, lines, said);
}

char *
weft_import_describe_people (GPtrArray *people)
{
  guint here = 0;

  for (guint i = 0; i < people->len; i++)
    here += ((const WeftBringPerson *) people->pdata[i])->person != NULL;
  /* Translators: of so many people in a file so many are in the workspace. */
  return g_strdup_printf (_ ("%u of %u are here"), here, people->len);
}

char *
weft_import_describe_outcome (const WeftBringBoardOutcome *outcome)
{
  guint cards = (guint) outcome->tasks;
  guint before = (guint) outcome->tasks_before;
  g_autofree char *came = g_strdup_printf (ngettext ("%u card came.", "%u cards came.", cards), cards);
  g_autofree char *there = before > 0 ? g_strdup_printf (ngettext ("%u was here before.", "%u were here before.", before), before) : NULL;

  return there != NULL ? g_strjoin (" ", came, there, NULL) : g_steal_pointer (&came);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-card-sentence.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-field-words.h"
#include "features/board/view/weft-repeat-words.h"
#include "features/board/view/weft-task-words.h"

G_GNUC_PRINTF (2, 3)
static void
say (GString *out, const char *format, ...)
{
  va_list arguments;

  g_string_append (out, ", ");
  va_start (arguments, format);
  g_string_append_vprintf (out, format, arguments);
  va_end (arguments);
}

static void
say_due (GString *out, gint64 due_at)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  WeftDueState state;
  g_autofree char *text = weft_due_describe (due_at, g_get_real_time () / 1000, zone, &state);

  /* Translators: %s is a day: Tue 24. */
  say (out, _ ("due %s"), text);
}

static void
say_labels (GString *out, WeftBoard *board, const char *labels)
{
  g_auto (GStrv) ids = g_strsplit (labels != NULL ? labels : "", " ", -1);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      const WeftProjectLabel *label = weft_board_find_label (board, ids[i]);

      if (label != NULL)
        say (out, "%s", label->name);
    }
}

static void
say_people (GString *out, WeftPeople *people, const char *assignees)
{
  g_auto (GStrv) ids = g_strsplit (assignees != NULL ? assignees : "", " ", -1);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      WeftPerson *person = weft_people_lookup (people, ids[i]);

      if (person != NULL)
        say (out, "%s", weft_person_get_name (person));
    }
}

char *
weft_card_sentence (WeftBoard *board, WeftPeople *people, WeftTask *task)
{
  const WeftTaskRecord *record = weft_task_get_record (task);
  const char *blocked_by = weft_task_get_blocked_by (task);
  g_autofree char *key = weft_board_dup_key (board, task);
  g_autofree char *repeat = weft_repeat_say (record);
  g_autofree char *fields = weft_fields_describe (board, people, record);
  GString *out = g_string_new (record->title);

  say (out, "%s", key);
  if (blocked_by != NULL)
    say (out, _ ("Blocked by %s"), blocked_by);
  if (weft_task_get_n_parts (task) > 0)
    /* Translators: of the parts of a task. */
    say (out, _ ("%u of %u done"), weft_task_get_n_parts_done (task), weft_task_get_n_parts (task));
  if (weft_task_get_n_items (task) > 0)
    /* Translators: of a card's checklist. */
    say (out, _ ("checklist: %u of %u"), weft_task_get_n_items_done (task), weft_task_get_n_items (task));
  if (record->n_comments > 0)
    say (out, ngettext ("%u comment", "%u comments", record->n_comments), record->n_comments);
  if (weft_task_get_n_files (task) > 0)
    say (out, ngettext ("%u file", "%u files", weft_task_get_n_files (task)), weft_task_get_n_files (task));
  if (record->priority != WEFT_PRIORITY_NONE)
    say (out, "%s", weft_priority_get_sentence (record->priority));
  if (record->due_at > 0)
    say_due (out, record->due_at);
  if (repeat != NULL)
    say (out, "%s", repeat);
  say_labels (out, board, record->labels);
  if (fields != NULL)
    say (out, "%s", fields);
  say_people (out, people, record->assignees);

  return g_string_free_and_steal (out);
}

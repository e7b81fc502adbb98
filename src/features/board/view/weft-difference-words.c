/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-difference-words.h"

#include <glib/gi18n.h>

#include "base/weft-id-map.h"
#include "base/weft-id-set.h"
#include "features/board/view/weft-field-words.h"
#include "features/board/view/weft-task-words.h"

const char *
weft_difference_kind_get_label (WeftDifferenceKind kind)
{
  static const char *const labels[WEFT_N_DIFFERENCES] = { N_ ("New"), N_ ("Moved"), N_ ("Changed"), N_ ("Put Away or Deleted") };

  return _ (labels[kind]);
}

char *
weft_difference_kind_describe (WeftDifferenceKind kind, guint n)
{
  switch (kind)
    {
    case WEFT_DIFFERENCE_NEW:
      return g_strdup_printf (ngettext ("%u new", "%u new", n), n);
    case WEFT_DIFFERENCE_MOVED:
      return g_strdup_printf (ngettext ("%u moved", "%u moved", n), n);
    case WEFT_DIFFERENCE_GONE:
      return g_strdup_printf (ngettext ("%u gone", "%u gone", n), n);
    case WEFT_DIFFERENCE_CHANGED:
    default:
      return g_strdup_printf (ngettext ("%u changed", "%u changed", n), n);
    }
}

/* Names: of the later moment, or else of the earlier one. */

static const char *
find_status (WeftTaskDifference *difference, const char *id)
{
  WeftBoardReading *readings[] = { weft_task_difference_get_to (difference), weft_task_difference_get_from (difference) };

  for (guint i = 0; i < G_N_ELEMENTS (readings); i++)
    for (guint j = 0; j < readings[i]->statuses->len; j++)
      {
        const WeftStatusRecord *status = readings[i]->statuses->pdata[j];

        if (g_str_equal (status->id, id))
          return status->name;
      }
  return _ ("a status that is gone");
}

static const char *
find_label (WeftTaskDifference *difference, const char *id)
{
  WeftBoardReading *readings[] = { weft_task_difference_get_to (difference), weft_task_difference_get_from (difference) };

  for (guint i = 0; i < G_N_ELEMENTS (readings); i++)
    for (guint j = 0; j < readings[i]->labels->len; j++)
      {
        const WeftProjectLabel *label = readings[i]->labels->pdata[j];

        if (g_str_equal (label->id, id))
          return label->name;
      }
  return _ ("a label that is gone");
}

/* Lines */

static void
add_line (GString *out, const char *line)
{
  if (out->len > 0)
    g_string_append_c (out, '\n');
  g_string_append (out, line);
}

/* @name: of a field; @before, @after: (nullable): what stood there and what does */
static void
add_change (GString *out, const char *name, const char *before, const char *after)
{
  g_autofree char *line = NULL;

  if (g_strcmp0 (before, after) == 0)
    return;
  if (before == NULL || *before == '\0')
    /* Translators: a field of a card that was empty, and what stands there now: “Due: Fri 27”. */
    line = g_strdup_printf (_ ("%s: %s"), name, after);
  else if (after == NULL || *after == '\0')
    /* Translators: a field of a card that was emptied: “Due: no more Fri 27”. */
    line = g_strdup_printf (_ ("%s: no more %s"), name, before);
  else
    /* Translators: a field of a card, what stood there and what stands there now: “Priority: Low → High”. */
    line = g_strdup_printf (_ ("%s: %s → %s"), name, before, after);
  add_line (out, line);
}

static char *
dup_day (gint64 at)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  return at != 0 ? weft_day_describe (at, zone) : NULL;
}

static void
add_days (GString *out, const char *name, gint64 before, gint64 after)
{
  g_autofree char *was = dup_day (before);
  g_autofree char *is = dup_day (after);

  add_change (out, name, was, is);
}

typedef char *(*NameFunc) (WeftTaskDifference *difference, WeftPeople *people, const char *id);

static char *
dup_person (WeftTaskDifference *difference, WeftPeople *people, const char *id)
{
  WeftPerson *person = weft_people_lookup (people, id);

  return g_strdup (person != NULL ? weft_person_get_name (person) : _ ("somebody"));
}

static char *
dup_label (WeftTaskDifference *difference, WeftPeople *people, const char *id)
{
  return g_strdup (find_label (difference, id));
}

/* Of another task: its key, and where it is known no more, nothing. */
static char *
dup_key (WeftTaskDifference *difference, WeftPeople *people, const char *id)
{
  WeftBoardReading *to = weft_task_difference_get_to (difference);

  for (guint i = 0; id != NULL && i < to->tasks->len; i++)
    {
      const WeftTaskRecord *task = to->tasks->pdata[i];

      if (g_str_equal (task->id, id))
        return g_strdup_printf ("%s-%" G_GINT64_FORMAT, to->code, task->number);
    }
  return id != NULL ? g_strdup (_ ("another card")) : NULL;
}

/* Those of the set @left which are not in @right, by name; @sign is before each. */
static void
append_missing (GString *names, WeftTaskDifference *difference, WeftPeople *people, NameFunc dup_name, const char *sign, const char *left, const char *right)
{
  g_auto (GStrv) ids = g_strsplit (left != NULL ? left : "", " ", -1);

  for (guint i = 0; ids[i] != NULL; i++)
    if (*ids[i] != '\0' && !weft_id_set_contains (right, ids[i]))
      {
        g_autofree char *name = dup_name (difference, people, ids[i]);

        g_string_append_printf (names, "%s%s %s", names->len > 0 ? ", " : "", sign, name);
      }
}

static void
add_set (GString *out, WeftTaskDifference *difference, WeftPeople *people, NameFunc dup_name, const char *name, const char *before, const char *after)
{
  g_autoptr (GString) names = g_string_new (NULL);

  append_missing (names, difference, people, dup_name, "+", after, before);
  append_missing (names, difference, people, dup_name, "−", before, after);
  if (names->len > 0)
    add_change (out, name, NULL, names->str);
}

static void
add_fields (GString *out, WeftTaskDifference *difference, WeftPeople *people, const WeftTaskRecord *before, const WeftTaskRecord *after)
{
  GPtrArray *fields = weft_task_difference_get_to (difference)->fields;

  for (guint i = 0; i < fields->len; i++)
    {
      const WeftProjectField *field = fields->pdata[i];
      g_autofree char *was = weft_id_map_dup (before->field_values, field->id);
      g_autofree char *is = weft_id_map_dup (after->field_values, field->id);
      g_autofree char *was_shown = was != NULL ? weft_field_describe (field, people, was) : NULL;
      g_autofree char *is_shown = is != NULL ? weft_field_describe (field, people, is) : NULL;

      add_change (out, field->name, was_shown, is_shown);
    }
}

static void
add_checklist (GString *out, const WeftTaskRecord *before, const WeftTaskRecord *after)
{
  g_autofree char *was = NULL;
  g_autofree char *is = NULL;

  if (before->n_items == after->n_items && before->n_items_done == after->n_items_done)
    return;
  /* Translators: how much of a checklist is done: “3 of 5”. */
  was = before->n_items > 0 ? g_strdup_printf (_ ("%u of %u"), before->n_items_done, before->n_items) : NULL;
  is = after->n_items > 0 ? g_strdup_printf (_ ("%u of %u"), after->n_items_done, after->n_items) : NULL;
  add_change (out, _ ("Checklist"), was, is);
}

static void
add_comments (GString *out, guint before, guint after)
{
  g_autofree char *line = NULL;

  if (after <= before)
    return;
  line = g_strdup_printf (ngettext ("%u new comment", "%u new comments", after - before), after - before);
  add_line (out, line);
}

static void
add_facts (GString *out, WeftTaskDifference *difference, WeftPeople *people, const WeftTaskRecord *before, const WeftTaskRecord *after)
{
  g_autofree char *was_estimate = weft_estimate_describe (before->estimate);
  g_autofree char *is_estimate = weft_estimate_describe (after->estimate);
  g_autofree char *was_parent = dup_key (difference, people, before->parent);
  g_autofree char *is_parent = dup_key (difference, people, after->parent);
  g_autofree char *was_duplicate = dup_key (difference, people, before->duplicate_of);
  g_autofree char *is_duplicate = dup_key (difference, people, after->duplicate_of);

  add_change (out, _ ("Title"), before->title, after->title);
  if (before->about_hash != after->about_hash)
    add_line (out, _ ("Description changed"));
  if (before->priority != after->priority)
    add_change (out, _ ("Priority"), weft_priority_get_label (before->priority), weft_priority_get_label (after->priority));
  add_set (out, difference, people, dup_person, _ ("Assignees"), before->assignees, after->assignees);
  add_set (out, difference, people, dup_label, _ ("Labels"), before->labels, after->labels);
  add_change (out, _ ("Estimate"), was_estimate, is_estimate);
  add_days (out, _ ("Start"), before->start_at, after->start_at);
  add_days (out, _ ("Due"), before->due_at, after->due_at);
  add_fields (out, difference, people, before, after);
  add_checklist (out, before, after);
  add_change (out, weft_task_link_get_label (WEFT_TASK_PART_OF), was_parent, is_parent);
  add_change (out, weft_task_link_get_label (WEFT_TASK_DUPLICATE_OF), was_duplicate, is_duplicate);
  add_set (out, difference, people, dup_key, weft_task_link_get_label (WEFT_TASK_WAITS_FOR), before->blockers, after->blockers);
  add_set (out, difference, people, dup_key, weft_task_link_get_label (WEFT_TASK_RELATED_TO), before->related, after->related);
  add_comments (out, before->n_comments, after->n_comments);
}

char *
weft_task_difference_describe (WeftTaskDifference *difference, WeftPeople *people)
{
  const WeftTaskRecord *before = weft_task_difference_get_before (difference);
  const WeftTaskRecord *after = weft_task_difference_get_after (difference);
  g_autoptr (GString) out = g_string_new (NULL);

  switch (weft_task_difference_get_kind (difference))
    {
    case WEFT_DIFFERENCE_NEW:
      /* Translators: %s is a column. */
      g_string_append_printf (out, before == NULL ? _ ("Made, now in %s") : _ ("Brought back, now in %s"), find_status (difference, after->status));
      break;
    case WEFT_DIFFERENCE_GONE:
      g_string_append_printf (out, after->removed ? _ ("Deleted, was in %s") : _ ("Archived, was in %s"), find_status (difference, before->status));
      break;
    case WEFT_DIFFERENCE_MOVED:
      /* Translators: from one column to another. */
      g_string_append_printf (out, _ ("%s → %s"), find_status (difference, before->status), find_status (difference, after->status));
      add_facts (out, difference, people, before, after);
      break;
    case WEFT_DIFFERENCE_CHANGED:
    default:
      add_facts (out, difference, people, before, after);
    }
  return g_string_free_and_steal (g_steal_pointer (&out));
}

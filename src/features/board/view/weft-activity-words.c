/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-activity-words.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-repeat-words.h"
#include "features/board/view/weft-task-words.h"

static const char *
get_text (JsonObject *body, const char *name)
{
  JsonNode *node = json_object_get_member (body, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static gint64
get_int (JsonObject *body, const char *name)
{
  JsonNode *node = json_object_get_member (body, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_int (node) : 0;
}

static gboolean
get_on (JsonObject *body, const char *name)
{
  JsonNode *node = json_object_get_member (body, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_boolean (node);
}

static const char *
get_status_name (WeftBoard *board, const char *id)
{
  WeftProjectStatus *status = id != NULL ? weft_board_find_status (board, id) : NULL;

  return status != NULL ? weft_project_status_get_name (status) : _ ("a status that is gone");
}

static const char *
get_person_name (WeftPeople *people, const char *id)
{
  WeftPerson *person = id != NULL ? weft_people_lookup (people, id) : NULL;

  return person != NULL ? weft_person_get_name (person) : _ ("somebody");
}

static char *
dup_card (WeftBoard *board, const char *id)
{
  WeftTask *task = id != NULL ? weft_board_find_task (board, id) : NULL;

  return task != NULL ? weft_board_dup_key (board, task) : g_strdup (_ ("another card"));
}

static char *
describe_move (WeftBoard *board, JsonObject *body, const char *by, const char *from)
{
  const char *to = get_text (body, "status");

  if (from == NULL)
    /* Translators: somebody moved a card to a column. */
    return g_strdup_printf (_ ("%s moved it to %s"), by, get_status_name (board, to));
  if (g_strcmp0 (from, to) == 0)
    return g_strdup_printf (_ ("%s moved it within %s"), by, get_status_name (board, to));
  /* Translators: somebody moved a card from one column to another. */
  return g_strdup_printf (_ ("%s moved it from %s to %s"), by, get_status_name (board, from), get_status_name (board, to));
}

static char *
describe_dates (JsonObject *body, const char *by)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 due_at = get_int (body, "due_at");
  g_autofree char *day = due_at != 0 ? weft_day_describe (due_at, zone) : NULL;

  return day != NULL ? g_strdup_printf (_ ("%s said it is due %s"), by, day) : g_strdup_printf (_ ("%s took its due date away"), by);
}

static char *
describe_recurrence (JsonObject *body, const char *by)
{
  const char *recurrence = get_text (body, "recurrence");
  g_autofree char *sentence = recurrence != NULL ? weft_repeat_describe (recurrence, 0) : NULL;

  /* Translators: the second %s says how often a card repeats: Every 2 weeks on Monday. */
  return sentence != NULL ? g_strdup_printf (_ ("%s set how it repeats: %s"), by, sentence) : g_strdup_printf (_ ("%s said it repeats no more"), by);
}

/* Of the one that is done, and of the one that comes after it. */
static char *
describe_next (WeftBoard *board, const char *id, const char *name, JsonObject *body, const char *by)
{
  gboolean is_next = g_strcmp0 (get_text (body, "next"), id) == 0;
  g_autofree char *key = dup_card (board, get_text (body, is_next ? "id" : "next"));

  if (g_str_equal (name, "board.next-withdrawn"))
    return g_strdup_printf (is_next ? _ ("%s took it back: %s is not done") : _ ("%s took the next one back, %s"), by, key);
  return g_strdup_printf (is_next ? _ ("%s finished %s, and it comes again") : _ ("%s finished it, and it comes again as %s"), by, key);
}

static char *
describe_label (WeftBoard *board, JsonObject *body, const char *by)
{
  const char *id = get_text (body, "label");
  const WeftProjectLabel *label = id != NULL ? weft_board_find_label (board, id) : NULL;
  const char *name = label != NULL ? label->name : _ ("a label that is gone");

  return get_on (body, "on") ? g_strdup_printf (_ ("%s labelled it %s"), by, name) : g_strdup_printf (_ ("%s took the label %s off it"), by, name);
}

/* Of a link either end may be the card that tells. */
static char *
describe_link (WeftBoard *board, const char *id, const char *name, JsonObject *body, const char *by)
{
  const char *other = get_text (body, "other");
  gboolean on = get_on (body, "on");
  g_autofree char *key = dup_card (board, other);

  if (g_str_equal (name, "board.tasks-related"))
    {
      if (g_strcmp0 (other, id) == 0)
        return g_strdup_printf (on ? _ ("%s related other cards to it") : _ ("%s no longer relates other cards to it"), by);
      return g_strdup_printf (on ? _ ("%s related it to %s") : _ ("%s no longer relates it to %s"), by, key);
    }
  if (g_strcmp0 (other, id) == 0)
    return g_strdup_printf (on ? _ ("%s said that other cards wait for it") : _ ("%s said that other cards wait for it no longer"), by);
  return g_strdup_printf (on ? _ ("%s said that it waits for %s") : _ ("%s said that it waits for %s no longer"), by, key);
}

static char *
describe_facts (WeftBoard *board, WeftPeople *people, const char *name, JsonObject *body, const char *by)
{
  if (g_str_equal (name, "board.priority-set"))
    return g_strdup_printf (_ ("%s set its priority to %s"), by,
                            weft_priority_get_label (weft_priority_from_wire (get_text (body, "priority") != NULL ? get_text (body, "priority") : "")));
  if (g_str_equal (name, "board.estimate-set"))
    {
      g_autofree char *estimate = weft_estimate_describe (json_object_get_double_member_with_default (body, "estimate", 0));

      return *estimate != '\0' ? g_strdup_printf (_ ("%s estimated it at %s"), by, estimate) : g_strdup_printf (_ ("%s took its estimate away"), by);
    }
  if (g_str_equal (name, "board.dates-set"))
    return describe_dates (body, by);
  if (g_str_equal (name, "board.recurrence-set"))
    return describe_recurrence (body, by);
  if (g_str_equal (name, "board.tasks-archived"))
    return g_strdup_printf (get_on (body, "archived") ? _ ("%s put it away") : _ ("%s took it out of the archive"), by);
  if (g_str_equal (name, "board.templates-set"))
    return g_strdup_printf (get_on (body, "template") ? _ ("%s made it a template") : _ ("%s took it from among the templates"), by);
  if (g_str_equal (name, "board.tasks-assigned"))
    return g_strdup_printf (get_on (body, "on") ? _ ("%s gave it to %s") : _ ("%s took it from %s"), by,
                            get_person_name (people, get_text (body, "person")));
  if (g_str_equal (name, "board.tasks-labelled"))
    return describe_label (board, body, by);

  return NULL;
}

static char *
describe_parent (WeftBoard *board, const char *id, const char *name, JsonObject *body, const char *by)
{
  gboolean parent = g_str_equal (name, "board.parent-set");
  const char *other = get_text (body, parent ? "parent" : "duplicate_of");
  g_autofree char *key = dup_card (board, other);

  if (g_strcmp0 (other, id) == 0)
    return g_strdup_printf (parent ? _ ("%s made other cards part of it") : _ ("%s said that other cards are duplicates of it"), by);
  if (other == NULL)
    return g_strdup_printf (parent ? _ ("%s made it part of nothing else") : _ ("%s said that it is no duplicate"), by);
  return g_strdup_printf (parent ? _ ("%s made it part of %s") : _ ("%s said that it is a duplicate of %s"), by, key);
}

/* What happens to the card alone. */
static char *
describe_card (const char *name, JsonObject *body, const char *by)
{
  if (g_str_equal (name, "board.task-created"))
    return g_strdup_printf (_ ("%s made it"), by);
  if (g_str_equal (name, "board.task-edited"))
    return g_strdup_printf (get_text (body, "title") != NULL ? _ ("%s changed its title") : _ ("%s changed its description"), by);
  if (g_str_equal (name, "board.task-deleted"))
    return g_strdup_printf (_ ("%s deleted it"), by);
  if (g_str_equal (name, "board.task-restored"))
    return g_strdup_printf (_ ("%s brought it back"), by);
  if (g_str_equal (name, "board.item-added"))
    return g_strdup_printf (_ ("%s added to its checklist"), by);

  return NULL;
}

char *
weft_activity_describe (WeftBoard *board, WeftPeople *people, const char *id, JsonObject *event, const char *by, const char *from)
{
  const char *name = get_text (event, "name");
  JsonNode *node = json_object_get_member (event, "body");
  JsonObject *body = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  char *text;

  if (name == NULL || body == NULL)
    return NULL;
  if (g_str_equal (name, "board.tasks-moved"))
    return describe_move (board, body, by, from);
  if (g_str_equal (name, "board.tasks-blocked") || g_str_equal (name, "board.tasks-related"))
    return describe_link (board, id, name, body, by);
  if (g_str_equal (name, "board.task-recurred") || g_str_equal (name, "board.next-withdrawn"))
    return describe_next (board, id, name, body, by);
  if (g_str_equal (name, "board.parent-set") || g_str_equal (name, "board.duplicate-set"))
    return describe_parent (board, id, name, body, by);
  /* Made as part of this one, it is another card. */
  if (g_str_equal (name, "board.task-created") && g_strcmp0 (get_text (body, "id"), id) != 0)
    return g_strdup_printf (_ ("%s made a card which is part of it"), by);
  text = describe_card (name, body, by);

  return text != NULL ? text : describe_facts (board, people, name, body, by);
}

const char *
weft_activity_get_status (JsonObject *event)
{
  const char *name = get_text (event, "name");
  JsonNode *node = json_object_get_member (event, "body");

  if (name == NULL || node == NULL || !JSON_NODE_HOLDS_OBJECT (node)
      || !(g_str_equal (name, "board.tasks-moved") || g_str_equal (name, "board.task-created")))
    return NULL;

  return get_text (json_node_get_object (node), "status");
}

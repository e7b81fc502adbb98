/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/feature/note/shared/weft-note-module.h"

#include "base/weft-rank.h"
#include "parts/people/shared/weft-people-module.h"
#include "parts/ranks/shared/weft-ranks.h"
#include "store/weft-plan.h"

/* The first column of the first row of @statement; @found: (nullable). */
static gboolean
read_text (WeftStatement *statement, gboolean *found, char **text, GError **error)
{
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;

  *found = step > 0;
  *text = NULL;
  if (step > 0)
    {
      *text = weft_statement_dup_text (statement, 0);
      weft_statement_reset (statement);
    }

  return TRUE;
}

static gboolean
look_up_note (WeftPlan *plan, const char *id, gboolean *found, gboolean *deleted, GError **error)
{
  g_autofree char *text = NULL;

  if (!read_text (weft_plan_query (plan, error, "SELECT deleted FROM note WHERE stream = ?1 AND id = ?2", "t",
                                   id),
                  found, &text, error))
    return FALSE;

  *deleted = g_strcmp0 (text, "1") == 0;
  return TRUE;
}

static gboolean
find_note (WeftPlan *plan, const char *id, GError **error)
{
  gboolean found;
  gboolean deleted;

  if (!look_up_note (plan, id, &found, &deleted, error))
    return FALSE;
  if (!found)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such note here");
  if (deleted)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "id: the note was deleted");
  return TRUE;
}

/* The rank of @id when it stands behind @after. */
static gboolean
find_place (WeftPlan *plan, const char *id, const char *after, char **place, GError **error)
{
  g_autofree char *before = NULL;
  g_autofree char *next = NULL;
  gboolean found;

  if (after != NULL)
    {
      if (!read_text (weft_plan_query (plan, error, "SELECT place FROM note WHERE stream = ?1 AND id = ?2",
                                       "t", after),
                      &found, &before, error))
        return FALSE;
      if (!found || g_str_equal (after, id))
        return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "after: no such note here");
    }

  if (!read_text (weft_plan_query (plan, error,
                                   "SELECT place FROM note WHERE stream = ?1 AND id <> ?2 AND (place > ?3"
                                   " OR (place = ?3 AND id > ?4)) ORDER BY place, id LIMIT 1",
                                   "ttt", id, before != NULL ? before : "", after != NULL ? after : ""),
                  &found, &next, error))
    return FALSE;

  *place = weft_rank_between (before, next);
  return TRUE;
}

gboolean
weft_note_plan_create_notebook (WeftPlan *plan, const WeftNoteCreateNotebook *args, GError **error)
{
  g_autoptr (GHashTable) members = g_hash_table_new (g_str_hash, g_str_equal);
  const char *author = weft_plan_get_author (plan);
  g_autofree char *text = NULL;
  gboolean found;

  /* A notebook which the server makes is in the hands of the first person in it. */
  if (weft_plan_get_role (plan) == WEFT_ROLE_SYSTEM)
    {
      if (args->n_members == 0)
        return weft_plan_refuse (error, WEFT_ERROR_INVALID,
                                 "members: 0 elements, at least 1 for a notebook without author");
      author = args->members[0];
    }

  if (!read_text (weft_plan_query (plan, error, "SELECT 1 FROM notebook WHERE stream = ?1", ""), &found,
                  &text, error))
    return FALSE;
  if (found)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "stream: there is a notebook with this id already");

  weft_plan_emit (plan, &weft_note_notebook_created_event, &(WeftNoteNotebookCreated) { .name = args->name });
  g_hash_table_add (members, (gpointer) author);
  weft_plan_emit (plan, &weft_people_member_added_event,
                  &(WeftPeopleMemberAdded) { .person = author, .role = weft_role_to_wire (WEFT_ROLE_ADMIN) });
  for (guint i = 0; i < args->n_members; i++)
    if (g_hash_table_add (members, (gpointer) args->members[i]))
      weft_plan_emit (plan, &weft_people_member_added_event,
                      &(WeftPeopleMemberAdded) { .person = args->members[i],
                                                 .role = weft_role_to_wire (WEFT_ROLE_MEMBER) });

  return TRUE;
}

gboolean
weft_note_plan_create (WeftPlan *plan, const WeftNoteCreate *args, GError **error)
{
  g_autofree char *place = NULL;
  gboolean found;
  gboolean deleted;

  if (!look_up_note (plan, args->id, &found, &deleted, error))
    return FALSE;
  if (found)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is a note with this id already");
  if (!find_place (plan, args->id, args->after, &place, error))
    return FALSE;

  weft_plan_emit (plan, &weft_note_created_event,
                  &(WeftNoteCreated) {
                      .id = args->id, .title = args->title, .text = args->text, .place = place });
  return TRUE;
}

gboolean
weft_note_plan_set (WeftPlan *plan, const WeftNoteSet *args, GError **error)
{
  if (!find_note (plan, args->id, error))
    return FALSE;
  if (args->title == NULL && args->text == NULL)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "title: missing, and so is text: nothing to change");

  weft_plan_emit (plan, &weft_note_changed_event,
                  &(WeftNoteChanged) { .id = args->id, .title = args->title, .text = args->text });
  return TRUE;
}

gboolean
weft_note_plan_set_tags (WeftPlan *plan, const WeftNoteSetTags *args, GError **error)
{
  if (!find_note (plan, args->id, error))
    return FALSE;

  weft_plan_emit (plan, &weft_note_tags_changed_event,
                  &(WeftNoteTagsChanged) { .id = args->id, .tags = args->tags, .n_tags = args->n_tags });
  return TRUE;
}

gboolean
weft_note_plan_set_due (WeftPlan *plan, const WeftNoteSetDue *args, GError **error)
{
  if (!find_note (plan, args->id, error))
    return FALSE;

  weft_plan_emit (plan, &weft_note_due_changed_event,
                  &(WeftNoteDueChanged) { .id = args->id, .due = args->due });
  return TRUE;
}

gboolean
weft_note_plan_move (WeftPlan *plan, const WeftNoteMove *args, GError **error)
{
  g_autofree char *place = NULL;

  if (!find_note (plan, args->id, error) || !find_place (plan, args->id, args->after, &place, error))
    return FALSE;

  weft_plan_emit (plan, &weft_note_moved_event, &(WeftNoteMoved) { .id = args->id, .place = place });
  return TRUE;
}

static gboolean
find_notes (WeftPlan *plan, const char *const *ids, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    if (!find_note (plan, ids[i], error))
      return FALSE;

  return TRUE;
}

gboolean
weft_note_plan_gather (WeftPlan *plan, const WeftNoteGather *args, GError **error)
{
  g_autofree char *above = NULL;
  g_autofree char *below = NULL;

  if (!find_notes (plan, args->ids, args->n_ids, error)
      || !weft_ranks_find (plan, args->ids, args->n_ids, args->list, args->after, NULL, &above, &below, error))
    return FALSE;

  weft_plan_emit (plan, &weft_note_gathered_event,
                  &(WeftNoteGathered) { .ids = args->ids, .n_ids = args->n_ids, .list = args->list, .above = above, .below = below });
  return TRUE;
}

gboolean
weft_note_plan_flag (WeftPlan *plan, const WeftNoteFlag *args, GError **error)
{
  if (!find_notes (plan, args->ids, args->n_ids, error))
    return FALSE;

  weft_plan_emit (plan, &weft_note_flagged_event,
                  &(WeftNoteFlagged) { .ids = args->ids, .n_ids = args->n_ids, .person = args->person, .on = args->on });
  return TRUE;
}

gboolean
weft_note_plan_delete (WeftPlan *plan, const WeftNoteDelete *args, GError **error)
{
  if (!find_note (plan, args->id, error))
    return FALSE;

  weft_plan_emit (plan, &weft_note_deleted_event, &(WeftNoteDeleted) { .id = args->id });
  return TRUE;
}

gboolean
weft_note_plan_restore (WeftPlan *plan, const WeftNoteRestore *args, GError **error)
{
  gboolean found;
  gboolean deleted;

  if (!look_up_note (plan, args->id, &found, &deleted, error))
    return FALSE;
  if (!found)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such note here");
  if (!deleted)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "id: the note is not deleted");

  weft_plan_emit (plan, &weft_note_restored_event, &(WeftNoteRestored) { .id = args->id });
  return TRUE;
}

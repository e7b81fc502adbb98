/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/feature/note/shared/weft-note-module.h"

#include "base/weft-id-set.h"
#include "parts/ranks/shared/weft-ranks.h"
#include "store/weft-fold.h"

gboolean
weft_note_fold_notebook_created (WeftFold *fold, const WeftNoteNotebookCreated *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO notebook (stream, name, created_by, created_at) VALUES (?1, ?2, ?3, ?4)",
                        "tti", args->name, fold->by, fold->at);
}

gboolean
weft_note_fold_created (WeftFold *fold, const WeftNoteCreated *args, GError **error)
{
  return weft_fold_run (
      fold, error,
      "INSERT INTO note (stream, id, title, text, due, place, deleted, author, created_at, changed_at)"
      " VALUES (?1, ?2, ?3, ?4, 0, ?5, 0, ?6, ?7, ?8)",
      "tttttii", args->id, args->title, args->text, args->place, fold->by, fold->at, fold->at);
}

gboolean
weft_note_fold_changed (WeftFold *fold, const WeftNoteChanged *args, GError **error)
{
  return weft_fold_run (
      fold, error,
      "UPDATE note SET title = COALESCE (?3, title), text = COALESCE (?4, text), changed_at = ?5"
      " WHERE stream = ?1 AND id = ?2",
      "ttti", args->id, args->title, args->text, fold->at);
}

gboolean
weft_note_fold_tags_changed (WeftFold *fold, const WeftNoteTagsChanged *args, GError **error)
{
  if (!weft_fold_run (fold, error, "DELETE FROM note_tag WHERE stream = ?1 AND id = ?2", "t", args->id))
    return FALSE;

  for (guint i = 0; i < args->n_tags; i++)
    if (!weft_fold_run (fold, error,
                        "INSERT INTO note_tag (stream, id, tag) VALUES (?1, ?2, ?3)"
                        " ON CONFLICT (stream, id, tag) DO NOTHING",
                        "tt", args->id, args->tags[i]))
      return FALSE;

  return weft_fold_run (fold, error, "UPDATE note SET changed_at = ?3 WHERE stream = ?1 AND id = ?2", "ti",
                        args->id, fold->at);
}

gboolean
weft_note_fold_due_changed (WeftFold *fold, const WeftNoteDueChanged *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "UPDATE note SET due = ?3, changed_at = ?4 WHERE stream = ?1 AND id = ?2", "tii",
                        args->id, args->due, fold->at);
}

gboolean
weft_note_fold_moved (WeftFold *fold, const WeftNoteMoved *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE note SET place = ?3 WHERE stream = ?1 AND id = ?2", "tt",
                        args->id, args->place);
}

gboolean
weft_note_fold_gathered (WeftFold *fold, const WeftNoteGathered *args, GError **error)
{
  return weft_ranks_fold (fold, args->ids, args->n_ids, args->list, args->above, args->below, error);
}

gboolean
weft_note_fold_flagged (WeftFold *fold, const WeftNoteFlagged *args, GError **error)
{
  for (guint i = 0; i < args->n_ids; i++)
    {
      WeftStatement *statement = weft_fold_query (fold, error, "SELECT flags FROM note WHERE stream = ?1 AND id = ?2", "t", args->ids[i]);
      g_autofree char *flags = NULL;
      int step;

      if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
        return FALSE;
      if (step > 0)
        flags = args->on ? weft_id_set_add (weft_statement_get_text (statement, 0), args->person)
                         : weft_id_set_remove (weft_statement_get_text (statement, 0), args->person);
      weft_statement_reset (statement);
      if (!weft_fold_run (fold, error, "UPDATE note SET flags = ?3 WHERE stream = ?1 AND id = ?2", "tt", args->ids[i], flags))
        return FALSE;
    }

  return TRUE;
}

gboolean
weft_note_fold_deleted (WeftFold *fold, const WeftNoteDeleted *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE note SET deleted = 1 WHERE stream = ?1 AND id = ?2", "t",
                        args->id);
}

gboolean
weft_note_fold_restored (WeftFold *fold, const WeftNoteRestored *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE note SET deleted = 0 WHERE stream = ?1 AND id = ?2", "t",
                        args->id);
}

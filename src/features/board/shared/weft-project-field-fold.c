/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-board-module.h"

#include "base/weft-id-map.h"
#include "store/weft-fold.h"

gboolean
weft_board_fold_field_added (WeftFold *fold, const WeftBoardFieldAdded *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO project_field (stream, id, name, kind, options, shown, removed) VALUES (?1, ?2, ?3, ?4, NULL, 1, 0)",
                        "ttt", args->id, args->name, args->kind);
}

gboolean
weft_board_fold_field_changed (WeftFold *fold, const WeftBoardFieldChanged *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE project_field SET name = ?3, shown = ?4 WHERE stream = ?1 AND id = ?2", "tti", args->id,
                        args->name, (gint64) args->shown);
}

static gboolean
set_removed (WeftFold *fold, const char *id, gint64 removed, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE project_field SET removed = ?3 WHERE stream = ?1 AND id = ?2", "ti", id, removed);
}

gboolean
weft_board_fold_field_removed (WeftFold *fold, const WeftBoardFieldRemoved *args, GError **error)
{
  return set_removed (fold, args->id, 1, error);
}

gboolean
weft_board_fold_field_restored (WeftFold *fold, const WeftBoardFieldRestored *args, GError **error)
{
  return set_removed (fold, args->id, 0, error);
}

/* Says in the map of one row what @key stands for. */
static gboolean
change_map (WeftFold *fold, const char *read, const char *write, const char *id, const char *key, const char *text, GError **error)
{
  WeftStatement *statement = weft_fold_query (fold, error, read, "t", id);
  g_autofree char *changed = NULL;
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step == 0)
    return TRUE;
  changed = weft_id_map_set (weft_statement_get_text (statement, 0), key, text);
  weft_statement_reset (statement);

  return weft_fold_run (fold, error, write, "tt", id, changed);
}

gboolean
weft_board_fold_option_set (WeftFold *fold, const WeftBoardOptionSet *args, GError **error)
{
  return change_map (fold, "SELECT options FROM project_field WHERE stream = ?1 AND id = ?2",
                     "UPDATE project_field SET options = ?3 WHERE stream = ?1 AND id = ?2", args->id, args->option, args->name, error);
}

gboolean
weft_board_fold_value_set (WeftFold *fold, const WeftBoardValueSet *args, GError **error)
{
  return change_map (fold, "SELECT field_values FROM task WHERE stream = ?1 AND id = ?2",
                     "UPDATE task SET field_values = ?3 WHERE stream = ?1 AND id = ?2", args->id, args->field, args->value, error);
}

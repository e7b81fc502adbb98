/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/phrases/shared/weft-phrases-module.h"

#include "store/weft-fold.h"

gboolean
weft_phrases_fold_phrase_kept (WeftFold *fold, const WeftPhrasesPhraseKept *args, GError **error)
{
  return weft_fold_run (fold, error, "INSERT INTO phrase (stream, id, name, text) VALUES (?1, ?2, ?3, ?4)",
                        "ttt", args->id, args->name, args->text);
}

gboolean
weft_phrases_fold_phrase_changed (WeftFold *fold, const WeftPhrasesPhraseChanged *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE phrase SET name = ?3, text = ?4 WHERE stream = ?1 AND id = ?2",
                        "ttt", args->id, args->name, args->text);
}

gboolean
weft_phrases_fold_phrase_dropped (WeftFold *fold, const WeftPhrasesPhraseDropped *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM phrase WHERE stream = ?1 AND id = ?2", "t", args->id);
}
